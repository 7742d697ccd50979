"""The notice to advisers and organizers that a company's address takes no more mail."""

import html
from typing import Final

from bot.i18n.translator import Translator
from handlers.people.buttons import CompanyAct, CompanyPress
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import Button, View, row
from storage.ids import CompanyId
from storage.people import memberships
from storage.vocabulary import MailboxStatus, Topic


def company_row(t: Translator, company_id: CompanyId) -> tuple[Button, ...]:
    return row(Button(text=t("🏢 Open it"), press=CompanyPress(company_id, CompanyAct.OPEN)))


async def _ended(ctx: NoticeContext) -> View | None:
    company = await memberships.represented(ctx.session, ctx.person_id, CompanyId(ctx.payload["company_id"]))
    if company is None:
        return None
    t, name = ctx.t, html.escape(company.name)
    if ctx.payload["status"] == MailboxStatus.REFUSED:
        text = t("📭 <b>{company}</b> wants no mail from PartnerBridge. I don't write there any more.", company=name)
        return View(text=text)
    text = t(
        "📭 A mail to <b>{company}</b> came back: the address does not work. Correct it, and I ask them again when "
        "somebody wants to meet them.",
        company=name,
    )
    button = Button(text=t("📧 Their e-mail address"), press=CompanyPress(company.id, CompanyAct.MAIL))
    return View(text=text, rows=(row(button),))


NOTICES: Final[dict[str, Renderer]] = {Topic.MAILBOX_ENDED: _ended}
