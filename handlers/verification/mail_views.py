"""The mail that bears a code. Nothing that anybody typed stands in it: it goes to people who may not have asked."""

from bot.i18n.translator import Translator, translator_for
from storage.vocabulary import Language


def code_mail(language: Language, code: str, bot: str) -> tuple[str, str]:
    """Subject and plain text, with the bot by its username."""
    t: Translator = translator_for(language)
    shown = f"{code[:3]} {code[3:]}"
    lines = [
        t("Somebody is verifying a company in the Telegram bot @{bot} and has given this address.", bot=bot),
        "",
        t("The code is: {code}", code=shown),
        "",
        t("Type it in the chat with the bot. It is good for 30 minutes."),
        t("If that was not you, you need do nothing: without the code nothing happens."),
        t("Nobody reads answers to this mail."),
        "",
    ]
    return t("Your code for PartnerBridge"), "\n".join(lines)
