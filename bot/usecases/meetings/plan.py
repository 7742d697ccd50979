"""The organizer's plan: asked for, computed in the background, looked at, and published in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.timetabling.pins import ContradictingPinsError
from bot.timetabling.plan import Timetable
from bot.timetabling.problem import Booking, Problem
from bot.timetabling.worker import make_timetable_beside
from bot.usecases.events.access import own_event
from bot.usecases.meetings.problem import problem_of, without_past
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.database import Database
from storage.events import events
from storage.ids import CompanyId, EventId, IntroductionId, PlaceId, SlotId
from storage.introductions import introductions
from storage.meetings import plans, setups
from storage.models import MeetingPlan, MeetingSlot
from storage.people import companies
from storage.vocabulary import Topic

_SECONDS: Final = 45.0
"""For computing; an organizer waits a minute with the page open."""
_MANY: Final = 10_000
_SECONDS_FOR_MANY: Final = 240.0
"""For more interests than these. See bot/timetabling/docs/figures.md."""
_SEED: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """What the organizer is told before anything is sent."""

    meetings: int
    wishes: int
    """Pairs that could meet."""
    people: int
    without: int
    """People who want to meet somebody and meet nobody."""
    fewest: int
    """Meetings of the least served person who has any."""
    most: int
    moved: int
    gap: float
    """The part of the best conceivable value that is missing, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    introduction_id: IntroductionId
    slot: MeetingSlot
    place: str
    first: str
    second: str
    """Names of the two companies."""
    pinned: bool
    barred: bool


async def ask_for_plan(session: AsyncSession, actor: Actor, event_id: EventId, now: datetime) -> None:
    """Asks for a new draft, which the background job computes. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    await plans.ask_for(session, event_id, actor.id, now)


async def draft(session: AsyncSession, actor: Actor, event_id: EventId) -> MeetingPlan | None:
    await own_event(session, actor, event_id)
    return await plans.find(session, event_id)


async def discard(session: AsyncSession, actor: Actor, event_id: EventId) -> None:
    await own_event(session, actor, event_id)
    await plans.discard(session, event_id)


async def pin(session: AsyncSession, actor: Actor, event_id: EventId, introduction_id: IntroductionId) -> None:
    """Keeps a planned meeting where it is when the plan is made anew, or lets it go again."""
    await _toggle(session, actor, event_id, introduction_id, "pinned")


async def bar(session: AsyncSession, actor: Actor, event_id: EventId, introduction_id: IntroductionId) -> None:
    """Takes a meeting out of the plan, or lets it in again."""
    await _toggle(session, actor, event_id, introduction_id, "barred")


async def _toggle(
    session: AsyncSession, actor: Actor, event_id: EventId, introduction_id: IntroductionId, which: str
) -> None:
    found = await draft(session, actor, event_id)
    if found is None:
        raise NoLongerThereError
    chosen: list[int] = getattr(found, which)
    changed = [one for one in chosen if one != introduction_id]
    await plans.change(session, event_id, {which: changed if introduction_id in chosen else [*chosen, introduction_id]})


async def planned_meetings(
    session: AsyncSession, actor: Actor, event_id: EventId, *, offset: int, limit: int
) -> tuple[int, list[PlannedMeeting]]:
    """Returns the number of meetings in the draft, and a page of them in order of time."""
    found = await draft(session, actor, event_id)
    slots = {slot.id: slot for slot in await setups.slots(session, event_id)}
    places = {place.id: place.name for place, _ in await setups.places(session, event_id)}
    bookings = [one for one in ([] if found is None else found.bookings) if one[1] in slots and one[2] in places]
    bookings.sort(key=lambda one: (slots[SlotId(one[1])].starts_at, one[2]))
    page = []
    for key, slot, place in bookings[offset : offset + limit]:
        introduction = await introductions.find(session, IntroductionId(key))
        if introduction is None or found is None:
            continue
        names = await companies.names_of(
            session, [one for one in (introduction.need_company_id, introduction.offer_company_id) if one is not None]
        )
        page.append(
            PlannedMeeting(
                introduction_id=introduction.id,
                slot=slots[SlotId(slot)],
                place=places[PlaceId(place)],
                first=names.get(introduction.need_company_id or CompanyId(0), "–"),
                second=names.get(introduction.offer_company_id or CompanyId(0), "–"),
                pinned=key in found.pinned,
                barred=key in found.barred,
            )
        )
    return len(bookings), page


class PlanJob:
    """Computes the drafts that organizers asked for, one at a time, in a process of their own."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> None:
        self._database, self._clock, self._wake = database, clock, wake

    async def run(self) -> int:
        """Returns the number of drafts that were computed."""
        async with self._database.reading() as session:
            asked = await plans.wanted(session)
            if asked is None:
                return 0
            event = await events.find(session, asked.event_id)
            if event is None:
                return 0
            found = await problem_of(session, event, barred=asked.barred, pinned=asked.pinned)
        problem = without_past(_with_pins(found, asked), self._clock())
        timetable = await _timetable(problem)
        values = {
            "made_at": self._clock(),
            "bookings": [[key, one.slot, one.place] for key, one in sorted(timetable.bookings.items())],
            "figures": asdict(_figures(problem, timetable)),
        }
        async with self._database.writing() as session:
            if await plans.store(session, asked, values) and asked.made_by is not None:
                await outbox.queue_message(
                    session,
                    asked.made_by,
                    Topic.MEETING_PLAN_MADE,
                    payload={"event_id": asked.event_id, "asked_at": asked.asked_at.isoformat()},
                    dedupe_key=f"{Topic.MEETING_PLAN_MADE}:{asked.event_id}:{asked.asked_at.isoformat()}",
                    now=self._clock(),
                )
        self._wake()
        return 1


async def _timetable(problem: Problem) -> Timetable:
    """Returns a plan. Meetings that contradict each other are left as they are, for people to sort out."""
    seconds = _SECONDS if len(problem.interests) <= _MANY else _SECONDS_FOR_MANY
    try:
        return await make_timetable_beside(problem, seconds=seconds, seed=_SEED)
    except ContradictingPinsError as error:
        at_odds = {number for conflict in error.conflicts for number in conflict.interests}
        rest = tuple(one for one in problem.interests if one.id not in at_odds)
        return await make_timetable_beside(replace(problem, interests=rest), seconds=seconds, seed=_SEED)


def _with_pins(problem: Problem, asked: MeetingPlan) -> Problem:
    """Returns the problem in which the pinned meetings of the former draft stay where they were."""
    former = {key: Booking(slot=slot, place=place) for key, slot, place in asked.bookings}
    kept = {key: former[key] for key in asked.pinned if key in former}
    interests = tuple(
        one if one.pinned or one.id not in kept else replace(one, pinned=kept[one.id]) for one in problem.interests
    )
    return replace(problem, interests=interests)


def _figures(problem: Problem, timetable: Timetable) -> PlanFigures:
    wishing = {person for one in problem.interests if not one.barred for person in (one.first, one.second)}
    served = [timetable.served.get(person, 0) for person in wishing]
    return PlanFigures(
        meetings=len(timetable.bookings),
        wishes=sum(not one.barred for one in problem.interests),
        people=len(wishing),
        without=served.count(0),
        fewest=min((count for count in served if count), default=0),
        most=max(served, default=0),
        moved=len(timetable.moved),
        gap=timetable.gap,
    )


def figures_of(plan: MeetingPlan) -> PlanFigures:
    """Returns the figures of a computed draft."""
    stored: Mapping[str, Any] = plan.figures
    return PlanFigures(**stored)
