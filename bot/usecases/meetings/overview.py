"""What people see of their meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import introductions
from bot.usecases.events.joining import require_participant
from bot.usecases.events.names import in_language
from bot.usecases.introductions import ShownIntroduction
from bot.usecases.introductions.access import own_side
from bot.usecases.meetings.agenda import Agenda, AgendaMeeting
from bot.usecases.meetings.errors import NotPossibleError
from bot.usecases.people.settings import notification_settings
from storage.events import events
from storage.ids import EventId, MeetingId, PersonId
from storage.meetings import attendees, meetings, setups
from storage.models import Event, Meeting, MeetingSetup, MeetingSlot
from storage.people import companies, people
from storage.vocabulary import (
    LIVE_MEETINGS,
    Attendance,
    IntroductionStatus,
    Kind,
    Language,
    MeetingStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeeting:
    """A meeting as one side sees it. Names are empty until both have accepted the introduction."""

    id: MeetingId
    revision: int
    event: Event
    setup: MeetingSetup
    side: Kind
    introduction: ShownIntroduction
    status: MeetingStatus
    my_turn: bool
    asked_by_me: bool
    slot: MeetingSlot | None
    """The booked time; of a cancelled meeting the former one."""
    suggested: Sequence[MeetingSlot]
    place: str
    hall: str | None
    by_video: bool
    company: str
    """The other company."""
    person: str
    """Who meets for the other side."""
    colleague: str
    """Who meets for the reader's side, if it is somebody else."""
    on_badge: bool
    """True if the organizer sees the reader's name for a badge, because of this meeting alone."""
    video_link: str | None
    """The other side's video room, or else one's own."""
    mine: Attendance | None
    theirs: Attendance | None
    again: bool | None
    reader_zone: ZoneInfo

    @property
    def moves(self) -> bool:
        """True if the meeting is booked and one side wants another time."""
        return self.status is MeetingStatus.CONFIRMED and bool(self.suggested)


async def shown_meeting(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId) -> ShownMeeting:
    """Returns a meeting. Raises NotYoursError, NotPossibleError."""
    meeting = await meetings.find(session, meeting_id)
    event = None if meeting is None else await events.find(session, meeting.event_id)
    setup = None if meeting is None else await setups.find(session, meeting.event_id)
    if meeting is None or event is None or setup is None:
        raise NotPossibleError
    return await _shown(session, person_id, meeting, event, setup)


async def my_meetings(
    session: AsyncSession,
    person_id: PersonId,
    event_id: EventId,
    *,
    statuses: Sequence[MeetingStatus] = LIVE_MEETINGS,
) -> list[ShownMeeting]:
    """Returns the meetings and requests of the person's companies: booked ones in order of time, then the others."""
    event, setup = await require_participant(session, person_id, event_id), await setups.find(session, event_id)
    if setup is None:
        return []
    found = await meetings.of_person(session, person_id, event_id, statuses)
    return [await _shown(session, person_id, meeting, event, setup) for meeting in found]


async def _shown(
    session: AsyncSession, person_id: PersonId, meeting: Meeting, event: Event, setup: MeetingSetup
) -> ShownMeeting:
    own = await own_side(session, person_id, meeting.introduction_id)
    side = own.side
    introduction = await introductions.my_introduction(session, person_id, meeting.introduction_id)
    known = introduction.status is IntroductionStatus.ACCEPTED
    company = await companies.find(session, own.their_company_id) if known else None
    their_id = meeting.person_of(side.counterpart)
    person = await people.find(session, their_id) if known and their_id is not None else None
    placed = None if meeting.place_id is None else await meetings.place_of(session, meeting.place_id)
    return ShownMeeting(
        id=meeting.id,
        revision=meeting.revision,
        event=event,
        setup=setup,
        side=side,
        introduction=introduction,
        status=meeting.status,
        my_turn=meeting.turn is side,
        asked_by_me=meeting.asked_by is side,
        slot=None if meeting.slot_id is None else await setups.find_slot(session, meeting.slot_id),
        suggested=await meetings.proposed(session, meeting.id),
        place="" if placed is None else placed[0].name,
        hall=None if placed is None else placed[1],
        by_video=placed is not None and placed[0].video,
        company="" if company is None else company.name,
        person="" if person is None else person.name,
        on_badge=placed is not None and not placed[0].video and await _is_on_badge(session, person_id, meeting, side),
        colleague=await _colleague(session, person_id, meeting.person_of(side)),
        video_link=await _video_link(session, meeting, side) if known else None,
        mine=meeting.attendance_of(side),
        theirs=meeting.attendance_of(side.counterpart),
        again=meeting.again_of(side),
        reader_zone=(await notification_settings(session, person_id)).zone,
    )


async def _is_on_badge(session: AsyncSession, person_id: PersonId, meeting: Meeting, side: Kind) -> bool:
    """Returns True if the reader goes to this booked meeting and has not said when they have time."""
    if meeting.status is not MeetingStatus.CONFIRMED or meeting.person_of(side) != person_id:
        return False
    return await attendees.find(session, meeting.event_id, person_id) is None


async def _colleague(session: AsyncSession, reader: PersonId, meets: PersonId | None) -> str:
    colleague = None if meets is None or meets == reader else await people.find(session, meets)
    return "" if colleague is None else colleague.name


async def _video_link(session: AsyncSession, meeting: Meeting, side: Kind) -> str | None:
    for person_id in (meeting.person_of(side.counterpart), meeting.person_of(side)):
        said = None if person_id is None else await attendees.find(session, meeting.event_id, person_id)
        if said is not None and said.video_link:
            return said.video_link
    return None


async def agenda(session: AsyncSession, person_id: PersonId, event_id: EventId, language: Language) -> Agenda:
    """Returns the person's booked and cancelled meetings, for calendars and pictures. Raises NotAllowedError."""
    statuses = (MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED)
    found = await my_meetings(session, person_id, event_id, statuses=statuses)
    event = await require_participant(session, person_id, event_id)
    return Agenda(
        event_name=in_language(event.names, language),
        zone=ZoneInfo(event.zone),
        reader_zone=(await notification_settings(session, person_id)).zone,
        meetings=[one for one in map(agenda_meeting, found) if one is not None],
    )


def agenda_meeting(shown: ShownMeeting) -> AgendaMeeting | None:
    """Returns None for a meeting without a time."""
    if shown.slot is None:
        return None
    return AgendaMeeting(
        meeting_id=shown.id,
        uid=f"meeting-{shown.id}@partnerbridge",
        revision=shown.revision,
        starts_at=shown.slot.starts_at,
        ends_at=shown.slot.ends_at,
        title=shown.introduction.title,
        counterpart=shown.company,
        place=shown.place,
        hall=shown.hall,
        video_link=shown.video_link if shown.by_video else None,
        cancelled=shown.status is MeetingStatus.CANCELLED,
    )


async def events_to_meet_at(session: AsyncSession, person_id: PersonId, now: datetime) -> Sequence[Event]:
    """Returns the events of the person at which meetings can still be arranged, the next first."""
    return await setups.events_with_meetings(session, person_id, now)
