"""The two people of a meeting, and the times that are free for both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.joining import require_participant
from bot.usecases.introductions.access import OwnSide, own_side
from bot.usecases.meetings.errors import NoMeetingsError, NotPossibleError
from storage.events import events
from storage.ids import CompanyId, EventId, IntroductionId, MeetingId, PersonId, PlaceId, SlotId
from storage.introductions import blocks
from storage.meetings import attendees, meetings, setups
from storage.models import Event, Meeting, MeetingPlace, MeetingSetup, MeetingSlot
from storage.vocabulary import IntroductionStatus, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A speaker's side of an introduction at an event, and the meeting that is under way, if any."""

    own: OwnSide
    event: Event
    setup: MeetingSetup
    meeting: Meeting | None
    person_id: PersonId
    """The speaker, or who meets for their side already."""
    others: Sequence[PersonId]
    """Who could meet for the other side: one person if it is known, else the company's people at the event."""

    @property
    def side(self) -> Kind:
        return self.own.side

    def meets(self, side: Kind, person_id: PersonId) -> dict[str, PersonId]:
        """Returns the column values for the person who meets for a side."""
        return {"need_person_id" if side is Kind.NEED else "offer_person_id": person_id}


async def pair_of(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, event_id: EventId
) -> Pair:
    """Returns the pair for a participant of the event.

    Raises NotYoursError, NotAllowedError, NoMeetingsError, or NotPossibleError: the introduction is over or not the
    person's to continue, or one company has blocked the other.
    """
    own = await own_side(session, person_id, introduction_id)
    event = await require_participant(session, person_id, event_id)
    meeting = await meetings.live(session, event_id, introduction_id)
    return await _pair(session, person_id, own, event, meeting)


async def pair_of_meeting(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId) -> Pair:
    """Returns the pair of a meeting, also for somebody who has not joined the event. Raises the errors of `pair_of`."""
    meeting = await meetings.find(session, meeting_id)
    event = None if meeting is None else await events.find(session, meeting.event_id)
    if meeting is None or event is None:
        raise NotPossibleError
    own = await own_side(session, person_id, meeting.introduction_id)
    return await _pair(session, person_id, own, event, meeting)


async def _pair(
    session: AsyncSession, person_id: PersonId, own: OwnSide, event: Event, meeting: Meeting | None
) -> Pair:
    setup = await setups.find(session, event.id)
    if setup is None:
        raise NoMeetingsError
    status = own.introduction.status
    if status is not IntroductionStatus.ACCEPTED and not status.is_open:
        raise NotPossibleError
    if await blocks.between(session, own.company_id, own.their_company_id):
        raise NotPossibleError
    mine = None if meeting is None else meeting.person_of(own.side)
    theirs = None if meeting is None else meeting.person_of(own.side.counterpart)
    others = [theirs] if theirs is not None else await attendees.people_of(session, event.id, own.their_company_id)
    return Pair(own=own, event=event, setup=setup, meeting=meeting, person_id=mine or person_id, others=others)


async def free_slots(session: AsyncSession, pair: Pair, now: datetime) -> list[MeetingSlot]:
    """Returns the coming slots in which both sides have time and a place is free, in order."""
    event_id, kept = pair.event.id, None if pair.meeting is None else pair.meeting.id
    coming = [slot for slot in await setups.slots(session, event_id) if slot.starts_at > now]
    mine = await _free_of(session, pair.person_id, event_id, coming, kept)
    theirs: set[SlotId] = set()
    for person_id in pair.others:
        theirs |= await _free_of(session, person_id, event_id, coming, kept)
    both = mine & theirs if pair.others else mine
    rooms = Rooms(
        places=[place for place, _ in await setups.places(session, event_id)],
        booked=await meetings.seats_of_slots(session, event_id),
        companies=(pair.own.company_id, pair.own.their_company_id),
    )
    video = await by_video(session, event_id, [pair.person_id, *pair.others[:1]])
    return [slot for slot in coming if slot.id in both and rooms.has_room(slot.id, video=video)]


async def is_free(session: AsyncSession, person_id: PersonId, slot: MeetingSlot, kept: MeetingId | None) -> bool:
    """Returns True if the person has time in the slot. The seats of the meeting `kept` do not count."""
    return slot.id in await _free_of(session, person_id, slot.event_id, [slot], kept)


async def _free_of(
    session: AsyncSession,
    person_id: PersonId,
    event_id: EventId,
    slots: Sequence[MeetingSlot],
    kept: MeetingId | None,
) -> set[SlotId]:
    away = await attendees.absences(session, event_id, person_id)
    taken = await attendees.seats(session, person_id, but=kept)
    return {
        slot.id
        for slot in slots
        if slot.id not in away
        # Meetings at another event may overlap a slot of this one.
        and not any(one.starts_at < slot.ends_at and slot.starts_at < one.ends_at for one in taken)
    }


async def by_video(session: AsyncSession, event_id: EventId, people: Collection[PersonId]) -> bool:
    """Returns True if one of them is not at the fair."""
    said = [await attendees.find(session, event_id, person_id) for person_id in people]
    return any(one is not None and one.by_video for one in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The places of an event and what is booked, for two companies."""

    places: Sequence[MeetingPlace]
    booked: Sequence[tuple[SlotId, PlaceId]]
    companies: tuple[CompanyId, CompanyId]

    def usable(self, *, video: bool) -> list[MeetingPlace]:
        """Returns the places where the two can meet: their own booths first, then tables; or the video room."""
        fitting = [
            place for place in self.places if place.video is video and place.company_id in {None, *self.companies}
        ]
        return sorted(fitting, key=lambda place: (place.company_id is None, place.id))

    def has_room(self, slot_id: SlotId, *, video: bool) -> bool:
        taken = [place_id for booked, place_id in self.booked if booked == slot_id]
        return any(taken.count(place.id) < place.capacity for place in self.usable(video=video))
