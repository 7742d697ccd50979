"""The mail with a verification code. Contains no typed text, because the recipient may not have asked for it."""

from bot.i18n.translator import Translator, translator_for
from storage.vocabulary import Language


def code_mail(language: Language, code: str, bot: str) -> tuple[str, str]:
    """Returns the subject and the plain text, with the bot's username."""
    t: Translator = translator_for(language)
    shown = f"{code[:3]} {code[3:]}"
    lines = [
        t("Somebody is verifying a company in the Telegram bot @{bot} and gave this address.", bot=bot),
        "",
        t("The code is: {code}", code=shown),
        "",
        t("Type it in the chat with the bot. It works for 30 minutes."),
        t("If that was not you, ignore this message: nothing happens without the code."),
        t("Replies to this e-mail are not read."),
        "",
    ]
    return t("Your code for PartnerBridge"), "\n".join(lines)
