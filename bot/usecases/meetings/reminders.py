"""What the clock does for meetings: reminders, requests that end, meetings that cannot take place, and the question
afterwards.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.due_job import DueJob
from bot.usecases.meetings.booking import release
from bot.usecases.meetings.changing import offer_freed_slot
from bot.usecases.meetings.notices import tell, tell_side
from storage import outbox
from storage.database import Database
from storage.meetings import due
from storage.models import Event, Meeting
from storage.vocabulary import Attendance, Kind, MeetingStatus, Topic

SOON: Final = timedelta(minutes=15)
"""Enough to finish a conversation and walk to the table."""
AFTERWARDS: Final = timedelta(minutes=10)
"""Time to say goodbye before the bot asks how it went."""
EVENING: Final = time(18)
"""In event time."""
_BATCH: Final = 100


def due_job(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> DueJob:
    """Returns the job that does what is due."""
    return DueJob(database=database, clock=clock, is_due=_is_due, queue=queue_due, wake=wake)


async def _is_due(session: AsyncSession, now: datetime) -> bool:
    if await due.anything(session, now, soon=now + SOON, over=now - AFTERWARDS):
        return True
    return bool(await _evenings(session, now))


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queues what is due. Returns the number of meetings and events that were due."""
    impossible = await due.impossible(session, now, _BATCH)
    for meeting in impossible:
        await _call_off(session, meeting, now)
    expired = await due.expire_requests(session, now, _BATCH)
    for meeting in expired:
        if meeting.asked_by is not None:
            await tell_side(session, meeting, meeting.asked_by, Topic.MEETING_EXPIRED, now)
    starting = await due.starting(session, now, now + SOON, _BATCH)
    for meeting in starting:
        for side in Kind:
            if meeting.attendance_of(side) is not Attendance.ARRIVED:
                await tell(session, meeting, meeting.person_of(side), Topic.MEETING_SOON, now)
    over = await due.over(session, now, now - AFTERWARDS, _BATCH)
    for meeting in over:
        for side in Kind:
            await tell(session, meeting, meeting.person_of(side), Topic.MEETING_OVER, now)
    evenings = await _evenings(session, now)
    for event, day in evenings:
        await _tell_evening(session, event, day, now)
    return sum(map(len, (impossible, expired, starting, over, evenings)))


async def _call_off(session: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Cancels a meeting that cannot take place: somebody left, was banned, or blocked the other company."""
    cancelled = await release(session, meeting.id, status=MeetingStatus.CANCELLED, now=now)
    if cancelled is not None:
        for side in Kind:
            await tell_side(session, cancelled, side, Topic.MEETING_CANCELLED, now)
        await offer_freed_slot(session, cancelled, now)


async def _evenings(session: AsyncSession, now: datetime) -> list[tuple[Event, date]]:
    """Returns (event, tomorrow) for events where it is evening, unless people were told about that day already."""
    found = []
    for event, told_for in await due.events_with_slots(session, now, now + timedelta(days=2)):
        local = now.astimezone(ZoneInfo(event.zone))
        tomorrow = local.date() + timedelta(days=1)
        if local.time() >= EVENING and (told_for is None or told_for < tomorrow):
            found.append((event, tomorrow))
    return found


async def _tell_evening(session: AsyncSession, event: Event, day: date, now: datetime) -> None:
    """Tells everybody their meetings of the day, once."""
    zone = ZoneInfo(event.zone)
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    until = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    if not await due.mark_evening(session, event.id, day):
        return
    for person_id in await due.people_between(session, event.id, midnight, until):
        await outbox.queue_message(
            session,
            person_id,
            Topic.MEETING_DAY,
            payload={"event_id": event.id, "date": day.isoformat()},
            dedupe_key=f"{Topic.MEETING_DAY}:{event.id}:{day}:{person_id}",
            now=now,
        )
