"""Asking for a meeting and answering: suggest times, pick one, leave the time to the plan, decline, take back.

A request blocks no slot. Each change is one guarded statement, so one of two taps counts.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import answers
from bot.usecases.meetings.booking import book
from bot.usecases.meetings.errors import MeetingClosedError, NotPossibleError, TimeTakenError
from bot.usecases.meetings.notices import tell_side, tell_who_meets
from bot.usecases.meetings.pairs import Pair, free_slots, pair_of, pair_of_meeting
from bot.usecases.people import daily_caps
from bot.usecases.people.active_sanctions import require_not_muted
from storage.events import events
from storage.ids import EventId, IntroductionId, MeetingId, PersonId, SlotId
from storage.meetings import meetings, setups
from storage.models import Meeting
from storage.vocabulary import JoinedBy, MeetingStatus, TimesChosenBy, Topic, Use

MOST_TIMES: Final = 3
"""More are harder to choose from than to type."""


async def suggest_times(
    session: AsyncSession,
    person_id: PersonId,
    introduction_id: IntroductionId,
    event_id: EventId,
    slot_ids: Collection[SlotId],
    *,
    now: datetime,
) -> Meeting:
    """Asks the other side to meet at one of these times, or at any time that the plan finds (no slots).

    Asks anew if a request is open, and asks to move a booked meeting. Who answers a request with other times accepts an
    open introduction with that. Raises the errors of `pair_of`, TimeTakenError if a time is not free, DailyLimitError.
    """
    pair = await pair_of(session, person_id, introduction_id, event_id)
    answers_request = pair.meeting is not None and pair.meeting.turn is pair.side
    if pair.own.introduction.status.is_open and not pair.own.proposed and not answers_request:
        raise NotPossibleError
    await require_not_muted(session, person_id, pair.own.company_id, now)
    await _check_times(session, pair, slot_ids, now)
    await daily_caps.spend(session, person_id, Use.MEETING, now)
    if answers_request:
        await _agree(session, pair, person_id, now)
    meeting = await _asked(session, pair, slot_ids, now)
    await tell_side(session, meeting, pair.side.counterpart, Topic.MEETING_ASKED, now)
    await tell_who_meets(session, meeting, pair.side, person_id, now)
    return meeting


async def _check_times(session: AsyncSession, pair: Pair, slot_ids: Collection[SlotId], now: datetime) -> None:
    if await _is_over(session, pair, now):
        raise MeetingClosedError
    free = await free_slots(session, pair, now)
    if len(slot_ids) > MOST_TIMES or not {slot.id for slot in free}.issuperset(slot_ids):
        raise TimeTakenError
    booked = pair.meeting is not None and pair.meeting.status is MeetingStatus.CONFIRMED
    if not slot_ids and (pair.setup.chosen_by is TimesChosenBy.PEOPLE or booked):
        raise TimeTakenError
    if slot_ids and pair.setup.chosen_by is TimesChosenBy.PLAN and not booked:
        raise NotPossibleError


async def _is_over(session: AsyncSession, pair: Pair, now: datetime) -> bool:
    """Returns True if the two have met at this event: moving that meeting would lose what came of it."""
    slot_id = None if pair.meeting is None else pair.meeting.slot_id
    if pair.meeting is None or pair.meeting.status is not MeetingStatus.CONFIRMED or slot_id is None:
        return False
    slot = await setups.find_slot(session, slot_id)
    return slot is not None and slot.ends_at <= now


async def _asked(session: AsyncSession, pair: Pair, slot_ids: Collection[SlotId], now: datetime) -> Meeting:
    turn, mine = pair.side.counterpart, pair.meets(pair.side, pair.person_id)
    if pair.meeting is None:
        values: dict[str, Any] = {
            "event_id": pair.event.id,
            "introduction_id": pair.own.introduction.id,
            "asked_by": pair.side,
            "status": MeetingStatus.ASKED,
            "turn": turn,
            "revision": 0,
            "created_at": now,
            "changed_at": now,
            **mine,
        }
        meeting = await meetings.add(session, values)
    else:
        # A booked meeting stays booked until the other side picks a time.
        booked = pair.meeting.status is MeetingStatus.CONFIRMED
        changes = {"turn": turn, **({} if booked else {"status": MeetingStatus.ASKED, **mine})}
        meeting = await _move(session, pair.meeting, changes, now)
    if meeting is None:
        raise MeetingClosedError
    await meetings.propose(session, meeting.id, slot_ids)
    return meeting


async def pick_time(
    session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, slot_id: SlotId, *, now: datetime
) -> Meeting:
    """Books a suggested time. Accepts the introduction too, if it is open.

    Raises TimeTakenError, FullError, MeetingClosedError if it is not this side's turn, and the errors of `accept`.
    """
    pair = await _my_turn(session, person_id, meeting_id, slot_id)
    asker = pair.others[0] if pair.others else None
    if asker is None:
        raise NotPossibleError
    await _agree(session, pair, person_id, now)
    meets = {pair.side: pair.person_id, pair.side.counterpart: asker}
    booked = await book(session, pair, slot_id, meets, now=now)
    await tell_side(session, booked, pair.side.counterpart, Topic.MEETING_BOOKED, now)
    await tell_who_meets(session, booked, pair.side, person_id, now)
    return booked


async def take_free_time(
    session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, slot_id: SlotId, *, now: datetime
) -> Meeting:
    """Books a time that has become free, for two sides who both left the time to the plan."""
    pair = await pair_of_meeting(session, person_id, meeting_id)
    meeting = pair.meeting
    if meeting is None or meeting.status is not MeetingStatus.WANTED:
        raise MeetingClosedError
    if not pair.others:
        raise NotPossibleError
    booked = await book(
        session, pair, slot_id, {pair.side: pair.person_id, pair.side.counterpart: pair.others[0]}, now=now
    )
    await tell_side(session, booked, pair.side.counterpart, Topic.MEETING_BOOKED, now)
    await tell_who_meets(session, booked, pair.side, person_id, now)
    return booked


async def leave_to_plan(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, now: datetime) -> Meeting:
    """Agrees to meet, at a time that the organizer's plan finds. Accepts the introduction too, if it is open."""
    pair = await _my_turn(session, person_id, meeting_id)
    if pair.setup.chosen_by is TimesChosenBy.PEOPLE:
        raise NotPossibleError
    await _agree(session, pair, person_id, now)
    if pair.meeting is None or pair.meeting.status is not MeetingStatus.ASKED:
        raise MeetingClosedError
    changes = {"status": MeetingStatus.WANTED, "turn": None, **pair.meets(pair.side, pair.person_id)}
    meeting = await _move(session, pair.meeting, changes, now)
    if meeting is None:
        raise MeetingClosedError
    await meetings.propose(session, meeting_id, ())
    await tell_side(session, meeting, pair.side.counterpart, Topic.MEETING_WANTED, now)
    await tell_who_meets(session, meeting, pair.side, person_id, now)
    return meeting


async def decline(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, now: datetime) -> Meeting:
    """Declines the request. The introduction goes on. A booked meeting that should move stays where it is."""
    pair = await _my_turn(session, person_id, meeting_id)
    booked = pair.meeting is not None and pair.meeting.status is MeetingStatus.CONFIRMED
    status = MeetingStatus.CONFIRMED if booked else MeetingStatus.DECLINED
    return await _end(session, pair, person_id, status, Topic.MEETING_DECLINED, now)


async def take_back(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, now: datetime) -> Meeting:
    """Withdraws one's own request, or the wish to meet that both left to the plan."""
    pair = await pair_of_meeting(session, person_id, meeting_id)
    meeting = pair.meeting
    asked = meeting is not None and meeting.status is MeetingStatus.ASKED and meeting.turn is pair.side.counterpart
    if meeting is None or not (asked or meeting.status is MeetingStatus.WANTED):
        raise MeetingClosedError
    return await _end(session, pair, person_id, MeetingStatus.WITHDRAWN, Topic.MEETING_WITHDRAWN, now)


async def _end(
    session: AsyncSession, pair: Pair, person_id: PersonId, status: MeetingStatus, topic: Topic, now: datetime
) -> Meeting:
    changes = {"status": status, "turn": None}
    ended = None if pair.meeting is None else await _move(session, pair.meeting, changes, now)
    if ended is None:
        raise MeetingClosedError
    await meetings.propose(session, ended.id, ())
    await tell_side(session, ended, pair.side.counterpart, topic, now)
    await tell_who_meets(session, ended, pair.side, person_id, now)
    return ended


async def _move(session: AsyncSession, meeting: Meeting, changes: dict[str, Any], now: datetime) -> Meeting | None:
    """Returns the changed meeting; None if somebody changed it since it was read: they did not see this change."""
    guard = meetings.unchanged(meeting)
    return await meetings.move(session, meeting.id, from_=[meeting.status], changes=changes, now=now, guard=guard)


async def _my_turn(
    session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, slot_id: SlotId | None = None
) -> Pair:
    """Returns the pair if this side should answer, and the slot is one of the suggested ones."""
    pair = await pair_of_meeting(session, person_id, meeting_id)
    meeting = pair.meeting
    if meeting is None or meeting.turn is not pair.side:
        raise MeetingClosedError
    if slot_id is not None and slot_id not in {slot.id for slot in await meetings.proposed(session, meeting_id)}:
        # Somebody who books another time in between removes the suggested ones.
        closed = await meetings.has_changed(session, meeting)
        raise MeetingClosedError if closed else TimeTakenError
    return pair


async def _agree(session: AsyncSession, pair: Pair, person_id: PersonId, now: datetime) -> None:
    """Accepts an open introduction, and joins the event, where the person meets from now on."""
    if pair.own.introduction.status.is_open:
        await answers.accept(session, person_id, pair.own.introduction.id, now)
    await events.join(session, pair.event.id, person_id, JoinedBy.MEETING, now)
