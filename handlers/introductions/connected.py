"""Builds the other side's contact card from the data that both sides share."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.i18n.translator import Translator
from bot.usecases import introductions
from handlers.introductions import contact_views
from handlers.ui.screen import View
from storage.ids import IntroductionId, PersonId
from storage.people import companies, people


async def connected(session: AsyncSession, caller: Caller, introduction_id: IntroductionId) -> View:
    return await card_for(session, caller.id, caller.t, introduction_id)


async def card_for(session: AsyncSession, person_id: PersonId, t: Translator, introduction_id: IntroductionId) -> View:
    """Raises NotYoursError, ClosedError unless both have accepted, or UnavailableError."""
    introduction, card = await introductions.my_contact_card(session, person_id, introduction_id)
    seen = await introductions.my_introduction(session, person_id, introduction_id)
    mine = introduction.company_of(seen.side)
    company = None if mine is None else await companies.find(session, mine)
    person = await people.find(session, person_id)
    return contact_views.contact(
        t,
        seen,
        card,
        me="" if person is None else person.name,
        my_company="" if company is None else company.name,
        heading=contact_views.introduced(t, seen),
    )
