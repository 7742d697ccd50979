"""An exhibitor's page at an event: the booth, what people see of the company there, and whom it met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from bot.usecases.events.joining import require_participant, speaks_for_at
from bot.usecases.introductions import ContactCard, my_contact_card
from storage.events import events, exhibitors, looks
from storage.ids import CompanyId, EventId, PersonId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import BoothLook, Company, Event, Introduction
from storage.people import memberships
from storage.vocabulary import IntroductionStatus, ListingStatus

LINE_LIMIT: Final = 120
LOGO_SIDE: Final = 300  # pixels: sharp at 25 mm on 300 dpi; a file of 2,000 signs still goes through Telegram
_COMPANIES: Final = 5  # of one person, on one screen


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothPage:
    company: Company
    hall: str | None
    booth: str | None
    listings: int
    """Published listings, which people who scan the QR code see."""
    scans: int
    """People who scanned it."""
    connected: int
    """Companies of the event with which both sides accepted an introduction."""
    logo: bytes | None
    line: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetCompany:
    """A company of the event to which both sides said yes, with its contacts."""

    own_company: str
    own_listing: str
    card: ContactCard
    accepted_at: datetime | None


async def booth_pages(session: AsyncSession, person_id: PersonId, event_id: EventId) -> tuple[Event, list[BoothPage]]:
    """Returns the event, and one page for each company of the person. Raises NotAllowedError for outsiders."""
    event = await require_participant(session, person_id, event_id)
    halls = {hall.id: hall.name for hall in await events.halls(session, event_id)}
    found = []
    for company in (await memberships.represented_by(session, person_id))[:_COMPANIES]:
        exhibitor = await exhibitors.find(session, event_id, company.id)
        shown = await looks.of_booth(session, event_id, company.id)
        published = [
            listing
            for listing in await listings.of_company(session, company.id)
            if listing.status is ListingStatus.PUBLISHED
        ]
        found.append(
            BoothPage(
                company=company,
                hall=None if exhibitor is None or exhibitor.hall_id is None else halls.get(exhibitor.hall_id),
                booth=None if exhibitor is None else exhibitor.booth,
                listings=len(published),
                scans=await exhibitors.count_scans(session, event_id, company.id),
                connected=len(await _accepted(session, event_id, company)),
                logo=None if shown is None else shown.logo,
                line=None if shown is None else shown.line,
            )
        )
    return event, found


async def look_of(session: AsyncSession, person_id: PersonId, event_id: EventId, company_id: CompanyId) -> BoothLook:
    """Returns the logo and the line of the person's own company, both empty before they are set.

    Raises NotAllowedError.
    """
    await speaks_for_at(session, person_id, event_id, company_id)
    found = await looks.of_booth(session, event_id, company_id)
    return found or BoothLook(event_id=event_id, company_id=company_id, logo=None, line=None)


async def change_look(
    session: AsyncSession,
    person_id: PersonId,
    event_id: EventId,
    company_id: CompanyId,
    *,
    logo: bytes | None,
    line: str | None,
) -> None:
    """Stores both for the person's own company. The logo is as `look.small_picture` returns it.

    Raises NotAllowedError, InputError.
    """
    await speaks_for_at(session, person_id, event_id, company_id)
    if line is not None and len(line) > LINE_LIMIT:
        raise InputError
    await looks.put_booth(session, event_id, company_id, logo=logo, line=line)


async def met_companies(
    session: AsyncSession, person_id: PersonId, event_id: EventId
) -> tuple[Event, list[MetCompany]]:
    """Returns the contacts of the companies that the person's companies met at the event, latest first."""
    event = await require_participant(session, person_id, event_id)
    found = []
    for company in await memberships.represented_by(session, person_id):
        for introduction in await _accepted(session, event_id, company):
            _, card = await my_contact_card(session, person_id, introduction.id)
            own_id = introduction.need_id if introduction.need_company_id == company.id else introduction.offer_id
            listing = None if own_id is None else await listings.find(session, own_id)
            found.append(
                MetCompany(
                    own_company=company.name,
                    own_listing="" if listing is None else listing.title,
                    card=card,
                    accepted_at=introduction.accepted_at,
                )
            )
    return event, sorted(found, key=lambda one: (one.accepted_at is None, one.accepted_at), reverse=True)


async def _accepted(session: AsyncSession, event_id: EventId, company: Company) -> Sequence[Introduction]:
    here = set(await exhibitors.company_ids_at(session, event_id)) - {company.id}
    accepted = await introductions.of_companies(session, [company.id], [IntroductionStatus.ACCEPTED])
    return [one for one in accepted if {one.need_company_id, one.offer_company_id} & here]
