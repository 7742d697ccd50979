"""The mail with a verification code, and the notice that it could not be sent."""

from typing import Final

from bot.i18n.translator import Translator, translator_for
from handlers.people.buttons import VerifyPress
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import Button, View, row
from storage.ids import CompanyId
from storage.people import memberships
from storage.vocabulary import Language, Topic


async def _not_sent(ctx: NoticeContext) -> View | None:
    company_id = CompanyId(ctx.payload["company_id"])
    if not await memberships.speaks_for(ctx.session, ctx.person_id, company_id):
        return None
    if ctx.payload["for_good"]:
        text = ctx.t("📭 That address rejected the e-mail. Check the spelling.")
    else:
        text = ctx.t("📭 I couldn't send the code. Try again later, or ask the organizers.")
    return View(text=text, rows=(row(Button(text=ctx.t("✓ Verify the company"), press=VerifyPress(company_id))),))


NOTICES: Final[dict[str, Renderer]] = {Topic.CODE_NOT_SENT: _not_sent}


def code_mail(language: Language, code: str, bot: str) -> tuple[str, str]:
    """Returns subject and plain text, with the bot's username.

    Contains no typed text, because the recipient may not have asked for the mail.
    """
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
