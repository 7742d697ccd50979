"""A break of a company: nobody new finds it for some weeks. What is under way goes on, and the break ends by itself."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NoLongerThereError
from bot.i18n.translator import mark
from bot.usecases.introductions.notices import not_before
from bot.usecases.moderation import listing_states
from bot.usecases.people.active_sanctions import require_not_muted
from bot.usecases.people.registration import own_company
from storage import outbox
from storage.database import Database
from storage.ids import CompanyId, ListingId, PersonId
from storage.introductions import load
from storage.listings import changes
from storage.models import Company, Listing
from storage.people import preferences
from storage.vocabulary import ListingStatus, Topic

USUAL_DAYS: Final = 14
LENGTHS: Final = (7, USUAL_DAYS, 30, 90)
"""Days that a break may last."""
_BATCH: Final = 20  # companies per transaction; on SQLite it blocks other writers


class NothingShownError(InputError):
    default: ClassVar[str] = mark("Nothing of your company is shown right now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    company: Company
    until: datetime | None
    """None if it is over."""
    requests: int
    """Open requests that wait in the company as before."""
    changed: Sequence[ListingId]


async def begin(session: AsyncSession, person_id: PersonId, company_id: CompanyId, days: int, now: datetime) -> Break:
    """Hides all published listings of the company for so many days from now, also during a break.

    Raises NotAllowedError, NothingShownError, or NoLongerThereError for another number of days.
    """
    company = await own_company(session, person_id, company_id)
    if days not in LENGTHS:
        raise NoLongerThereError
    until = now + timedelta(days=days)
    hidden = await changes.begin_break(session, company_id, until, now)
    if not hidden:
        raise NothingShownError
    return await _seen(session, company, until, hidden)


async def end(session: AsyncSession, person_id: PersonId, company_id: CompanyId, now: datetime) -> Break:
    """Shows the company's listings again, as far as nothing else prevents it. Raises NotAllowedError or MutedError."""
    company = await own_company(session, person_id, company_id)
    await require_not_muted(session, person_id, company_id, now)
    shown = await changes.end_break(session, company_id, now)
    await listing_states.follow_up(session, shown, now)
    return await _seen(session, company, None, shown)


async def _seen(session: AsyncSession, company: Company, until: datetime | None, changed: Sequence[Listing]) -> Break:
    requests = await load.count_requests(session, company.id)
    return Break(company=company, until=until, requests=requests, changed=[one.id for one in changed])


@dataclass(frozen=True)
class BreakJob:
    """A periodic job: ends the breaks that are over and tells the companies' people.

    `show` puts a listing into the matcher. `wake` wakes the outbox.
    """

    database: Database
    clock: Callable[[], datetime]
    _: KW_ONLY
    show: Callable[[ListingId], Awaitable[object]]
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Ends a batch of breaks and returns the number of companies; opens no write transaction without one."""
        async with self.database.reading() as session:
            if not await changes.breaks_over(session, self.clock(), 1):
                return 0
        now, shown = self.clock(), list[Listing]()
        async with self.database.writing() as session:
            over = await changes.breaks_over(session, now, _BATCH)
            for company_id in over:
                shown += await _end_and_tell(session, company_id, now)
        for listing in shown:
            if listing.status is ListingStatus.PUBLISHED:
                await self.show(listing.id)
        self.wake()
        return len(over)


async def _end_and_tell(session: AsyncSession, company_id: CompanyId, now: datetime) -> Sequence[Listing]:
    until = await changes.break_until(session, company_id)
    shown = await changes.end_break(session, company_id, now)
    await listing_states.follow_up(session, shown, now)
    if until is None or not any(listing.status is ListingStatus.PUBLISHED for listing in shown):
        return shown
    for reader in await preferences.listeners(session, company_id):
        await outbox.queue_message(
            session,
            reader.person_id,
            Topic.BREAK_OVER,
            payload={"company_id": company_id},
            dedupe_key=f"{Topic.BREAK_OVER}:{company_id}:{int(until.timestamp())}:{reader.person_id}",
            now=now,
            not_before=not_before(Topic.BREAK_OVER, reader, now),
        )
    return shown
