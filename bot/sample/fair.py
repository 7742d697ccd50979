"""Creates the sample fair: an event that is running now, with guests, booths, a programme and meetings."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sample.reading import SampleFair
from bot.usecases.events import booths, programme, setup
from bot.usecases.meetings.setup import NewSetup, set_up, tables
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import CompanyId, EventId, HallId, PersonId
from storage.vocabulary import JoinedBy, TimesChosenBy

_BOOTHS_IN_A_ROW: Final = 10
_TABLES: Final = 12
_MEETING_HOURS: Final = ((time(10), time(12)), (time(14), time(16)))
_QUARTER: Final = timedelta(minutes=15)


async def hold(
    session: AsyncSession,
    fair: SampleFair,
    organizer: Actor,
    guests: Sequence[PersonId],
    companies: Sequence[CompanyId],
    now: datetime,
) -> EventId:
    """Creates the fair. `companies` get booths in this order, one hall after the other."""
    today = now.astimezone(ZoneInfo(fair.zone)).date()
    new = setup.NewEvent(
        names=fair.names,
        place=fair.place,
        zone=fair.zone,
        starts_on=today,
        ends_on=today + timedelta(days=fair.days - 1),
    )
    event_id = await setup.create(session, organizer, new, draw=secrets.choice, now=now)
    for guest in guests:
        await events.join(session, event_id, guest, JoinedBy.CODE, now)
    halls = [await setup.add_hall(session, organizer, event_id, name) for name in fair.halls]
    in_a_hall = -(-len(companies) // len(halls))
    for number, company_id in enumerate(companies):
        hall, place = divmod(number, in_a_hall)
        booth = _booth(fair.halls[hall], place)
        await booths.set_booth(session, organizer, event_id, company_id, hall_id=halls[hall], booth=booth, now=now)
    await _announce(session, fair, organizer, event_id, dict(zip(fair.halls, halls, strict=True)), now)
    await _arrange_meetings(session, organizer, event_id, (new.starts_on, new.ends_on), now)
    return event_id


async def _arrange_meetings(
    session: AsyncSession, organizer: Actor, event_id: EventId, days: tuple[date, date], now: datetime
) -> None:
    first, last = days
    all_days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
    meetings = NewSetup(
        hours=[(day, *hours) for day in all_days for hours in _MEETING_HOURS],
        slot_minutes=20,
        break_minutes=5,
        places=tables(_TABLES, "Table {number}"),
        video=True,
        chosen_by=TimesChosenBy.BOTH,
    )
    await set_up(session, organizer, event_id, meetings, draw=secrets.choice, now=now)


async def _announce(
    session: AsyncSession,
    fair: SampleFair,
    organizer: Actor,
    event_id: EventId,
    halls: dict[str, HallId],
    now: datetime,
) -> None:
    """Adds the programme. Items begin at full quarters of an hour counted from now, so that one is always running."""
    begun = now - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    for item in fair.item:
        starts_at = begun + item.quarters * _QUARTER
        new = programme.NewItem(
            titles=item.titles,
            hall_id=halls[item.hall],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=item.minutes),
        )
        await programme.add(session, organizer, event_id, new)


def _booth(hall: str, place: int) -> str:
    """Returns a booth number: letter of the hall, row, position in the row."""
    row, column = divmod(place, _BOOTHS_IN_A_ROW)
    return f"{hall}{row + 1}-{column + 1:02}"
