"""When a person has time for meetings at an event, and whether they are there or meet by video."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession
from yarl import URL

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.events.joining import require_participant
from bot.usecases.meetings.errors import NoMeetingsError
from storage.ids import EventId, PersonId, SlotId
from storage.meetings import attendees, setups
from storage.models import Event, MeetingSetup, MeetingSlot
from storage.people import people


class BadLinkError(InputError):
    default: ClassVar[str] = mark("Send the link to your video room, beginning with https://.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    event: Event
    setup: MeetingSetup
    slots: Sequence[MeetingSlot]
    """All slots of the event in order."""
    away: frozenset[SlotId]
    """Slots for which the person has no time."""
    booked: frozenset[SlotId]
    by_video: bool
    video_link: str | None
    answered: bool
    """False until the person said when they have time."""


async def my_availability(session: AsyncSession, person_id: PersonId, event_id: EventId) -> Availability:
    """Raises NotAllowedError for somebody who has not joined the event, NoMeetingsError."""
    event = await require_participant(session, person_id, event_id)
    setup = await setups.find(session, event_id)
    if setup is None:
        raise NoMeetingsError
    said = await attendees.find(session, event_id, person_id)
    return Availability(
        event=event,
        setup=setup,
        slots=await setups.slots(session, event_id),
        away=frozenset(await attendees.absences(session, event_id, person_id)),
        booked=frozenset(slot.id for slot in await attendees.seats(session, person_id) if slot.event_id == event_id),
        by_video=said is not None and said.by_video,
        video_link=None if said is None else said.video_link,
        answered=said is not None,
    )


async def set_availability(
    session: AsyncSession,
    person_id: PersonId,
    event_id: EventId,
    *,
    away: Collection[SlotId],
    by_video: bool,
    video_link: str | None,
    now: datetime,
) -> Availability:
    """Stores when the person has no time; booked meetings stay. Raises BadLinkError and what `my_availability` does."""
    await people.lock(session, person_id)  # so that nobody books what becomes an absence
    before = await my_availability(session, person_id, event_id)
    link = None if video_link is None else checked_link(video_link)
    known = {slot.id for slot in before.slots}
    await attendees.set_absences(session, event_id, person_id, known.intersection(away) - before.booked)
    by_video = by_video and before.setup.video
    await attendees.put(session, event_id, person_id, by_video=by_video, video_link=link, now=now)
    return await my_availability(session, person_id, event_id)


def checked_link(text: str) -> str:
    """Returns the address of a video room. Raises BadLinkError for anything but a plain https address."""
    try:
        url = URL(text.strip())
    except ValueError as error:
        raise BadLinkError from error
    if url.scheme != "https" or not url.host or "." not in url.host or url.user or len(str(url)) > 300:
        raise BadLinkError
    return str(url)
