"""Queues notices about meetings, in the transaction of the change."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.settings import next_allowed, settings_of
from storage import outbox
from storage.ids import CompanyId, PersonId, SlotId
from storage.introductions import introductions
from storage.models import Meeting
from storage.people import preferences
from storage.people.preferences import Listener
from storage.vocabulary import Kind, Topic

_AT_ONCE: Final = frozenset({Topic.MEETING_BOOKED, Topic.MEETING_CANCELLED})
"""Sent even in quiet hours, because the meeting may be the next morning. A person's choice delays the others."""


async def tell(
    session: AsyncSession,
    meeting: Meeting,
    person_id: PersonId | None,
    topic: Topic,
    now: datetime,
    *,
    slot_id: SlotId | None = None,
) -> None:
    """Tells one person at once, also in quiet hours: they meet now, or soon. Each revision, and slot, is told once."""
    if person_id is None:
        return
    about = {"meeting_id": meeting.id, "revision": meeting.revision} | ({} if slot_id is None else {"slot_id": slot_id})
    key = f"{topic}:{meeting.id}:{meeting.revision}:{person_id}" + ("" if slot_id is None else f":{slot_id}")
    await outbox.queue_message(session, person_id, topic, payload=about, dedupe_key=key, now=now)


async def tell_who_meets(session: AsyncSession, meeting: Meeting, side: Kind, by: PersonId, now: datetime) -> None:
    """Tells who meets for this side that `by`, a colleague, has changed the meeting."""
    person_id = meeting.person_of(side)
    if person_id != by:
        await tell(session, meeting, person_id, Topic.MEETING_BY_COLLEAGUE, now)


async def tell_side(
    session: AsyncSession,
    meeting: Meeting,
    side: Kind,
    topic: Topic,
    now: datetime,
) -> None:
    """Tells who meets for this side, or everybody of the company if that is open."""
    person_id = meeting.person_of(side)
    introduction = await introductions.find(session, meeting.introduction_id)
    company_id: CompanyId | None = None if introduction is None else introduction.company_of(side)
    if company_id is None:
        return
    for one in await preferences.listeners(session, company_id):
        if person_id not in {None, one.person_id}:
            continue
        await outbox.queue_message(
            session,
            one.person_id,
            topic,
            payload={"meeting_id": meeting.id, "revision": meeting.revision},
            dedupe_key=f"{topic}:{meeting.id}:{meeting.revision}:{one.person_id}",
            now=now,
            not_before=_not_before(topic, one, now),
        )


def _not_before(topic: Topic, listener: Listener, now: datetime) -> datetime:
    habits = settings_of(listener.preference, listener.country)
    if topic in _AT_ONCE or habits.quiet is None or not habits.quiet_chosen:
        return now
    return next_allowed(now, habits.zone, *habits.quiet)
