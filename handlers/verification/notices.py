"""The notice that a verification code could not be mailed."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from handlers.people.buttons import VerifyPress
from handlers.ui.notice import Words
from handlers.ui.screen import Button, View, row
from storage.ids import CompanyId
from storage.models import Delivery
from storage.people import companies
from storage.vocabulary import Topic


async def _not_sent(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    company_id = CompanyId(delivery.payload["company_id"])
    if not await companies.speaks_for(session, delivery.person_id, company_id):
        return None
    if delivery.payload["for_good"]:
        text = t("📭 That address rejected the e-mail. Check the spelling.")
    else:
        text = t("📭 I couldn't send the code. Try again later, or ask the organizers.")
    return View(text=text, rows=(row(Button(text=t("✓ Verify the company"), press=VerifyPress(company_id))),))


WORDS: Final[dict[str, Words]] = {Topic.CODE_NOT_SENT: _not_sent}
