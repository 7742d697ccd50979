"""Buyers from China and makers from Serbia who were introduced to each other, at fairs that arrange meetings.

Each act runs in a transaction of its own, on one of two connections to the database, as two processes have them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import update

from bot.errors import DomainError
from bot.timetabling.plan import Timetable, make_timetable
from bot.timetabling.problem import Problem
from bot.usecases.events import setup as event_setup
from bot.usecases.events.setup import NewEvent
from bot.usecases.meetings import asking, changing, plan, publishing, reminders
from bot.usecases.meetings.pairs import free_slots, pair_of_meeting
from bot.usecases.meetings.setup import NewSetup, set_up, tables
from bot.usecases.moderation.roles import Actor
from storage.database import Database
from storage.events import events
from storage.ids import CompanyId, EventId, IntroductionId, MeetingId, PersonId, SlotId
from storage.meetings import plans, setups
from storage.models import Delivery, Introduction, Meeting, MeetingSeat
from storage.moderation import roles
from storage.vocabulary import IntroductionStatus, JoinedBy, Kind, ProfileType, Role, TimesChosenBy
from tests.clock import Clock
from tests.factories import add_company, add_introduction, add_listing, add_person
from tests.meetings.fair import FAIR, SETUP
from tests.neighbours import select_own


def one_table(count: int = 1, **changes: Any) -> NewSetup:
    """The fair's hours at one table, or a few."""
    values: dict[str, Any] = {
        "hours": SETUP.hours,
        "slot_minutes": 20,
        "break_minutes": 10,
        "places": tables(count, "Table {number}"),
        "video": False,
        "chosen_by": TimesChosenBy.BOTH,
    }
    return NewSetup(**(values | changes))


@dataclass(frozen=True, kw_only=True)
class Guest:
    person_id: PersonId
    company_id: CompanyId


@dataclass(kw_only=True)
class Crowd:
    clock: Clock
    databases: tuple[Database, Database]
    organizers: tuple[Actor, Actor]
    event_id: EventId
    buyers: list[Guest]
    makers: list[Guest]
    introductions: dict[tuple[int, int], IntroductionId]
    """By the numbers of buyer and maker."""

    async def writes(self, act: Callable[..., Awaitable[Any]], *args: Any, on: int = 0, **more: Any) -> Any:
        """Runs one use case on one of the two connections."""
        async with self.databases[on].writing() as session:
            return await act(session, *args, now=self.clock(), **more)

    async def slots(self, event_id: EventId | None = None) -> list[SlotId]:
        async with self.databases[0].reading() as session:
            return [slot.id for slot in await setups.slots(session, event_id or self.event_id)]

    async def asks(
        self,
        buyer: int,
        maker: int,
        *slots: SlotId,
        by_maker: bool = False,
        event_id: EventId | None = None,
        on: int = 0,
    ) -> MeetingId:
        """The buyer, or the maker, suggests times to the other."""
        who = self.makers[maker] if by_maker else self.buyers[buyer]
        about = (who.person_id, self.introductions[buyer, maker], event_id or self.event_id)
        return (await self.writes(asking.suggest_times, *about, slots, on=on)).id

    async def picks(self, who: Guest, meeting_id: MeetingId, slot_id: SlotId, *, on: int = 0) -> Meeting:
        return await self.writes(asking.pick_time, who.person_id, meeting_id, slot_id, on=on)

    async def meets(self, buyer: int, maker: int, slot_id: SlotId) -> MeetingId:
        """The two have agreed on a time."""
        number = await self.asks(buyer, maker, slot_id)
        await self.picks(self.makers[maker], number, slot_id)
        return number

    async def cancels(self, who: Guest, meeting_id: MeetingId, *, on: int = 0) -> Meeting:
        return await self.writes(changing.cancel, who.person_id, meeting_id, on=on)

    async def leaves_to_plan(self, buyer: int, maker: int) -> MeetingId:
        number = await self.asks(buyer, maker)
        await self.writes(asking.leave_to_plan, self.makers[maker].person_id, number)
        return number

    async def drafts(self) -> datetime:
        """The organizer lets a plan be made."""
        async with self.databases[0].writing() as session:
            await plan.ask_for_plan(session, self.organizers[0], self.event_id, self.clock())
        assert await plan.PlanJob(self.databases[0], self.clock, wake=lambda: None).run()
        return await self.draft_made_at()

    async def draft_made_at(self) -> datetime:
        async with self.databases[0].reading() as session:
            draft = await plans.find(session, self.event_id)
            assert draft is not None
            assert draft.made_at is not None
            return draft.made_at

    async def publishes(self, made_at: datetime, *, by: int = 0) -> publishing.Published:
        async with self.databases[by].writing() as session:
            return await publishing.publish(session, self.organizers[by], self.event_id, made_at, self.clock())

    async def reminds(self, *, on: int = 0) -> int:
        return await reminders.due_job(self.databases[on], self.clock, wake=lambda: None).run()

    async def meeting(self, number: MeetingId) -> Meeting:
        async with self.databases[0].reading() as session:
            found = await session.get(Meeting, number)
            assert found is not None
            return found

    async def free_for(self, who: Guest, number: MeetingId) -> list[SlotId]:
        async with self.databases[0].reading() as session:
            pair = await pair_of_meeting(session, who.person_id, number)
            return [slot.id for slot in await free_slots(session, pair, self.clock())]

    async def all(self, model: Any) -> list[Any]:
        async with self.databases[0].reading() as session:
            return list(await session.scalars(select_own(model)))

    async def told(self, *people: Guest) -> Counter[str]:
        """Returns what people are told, by topic."""
        numbers = {one.person_id for one in people}
        return Counter(one.topic for one in await self.all(Delivery) if not numbers or one.person_id in numbers)

    async def seats(self) -> set[tuple[PersonId, SlotId]]:
        return {(one.person_id, one.slot_id) for one in await self.all(MeetingSeat)}


async def at_once(*acts: Awaitable[Any]) -> list[Any]:
    """Returns the result, or the type of the refusal, of each act. Other errors are raised."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, DomainError):
            raise result
    return [type(one) if isinstance(one, DomainError) else one for one in results]


def refusals(results: Sequence[Any]) -> list[type]:
    return [one for one in results if isinstance(one, type)]


@asynccontextmanager
async def a_crowd(
    url: str,
    *,
    buyers: int = 2,
    makers: int = 2,
    setup: NewSetup | None = None,
    fair: NewEvent = FAIR,
    fairs: int = 1,
    strangers: bool = False,
) -> AsyncIterator[Crowd]:
    """All buyers are introduced to all makers. With two fairs, the second one has the same hours.

    `strangers`: the last buyer has only proposed it to the last maker.
    """
    clock, databases = Clock(), (Database(url), Database(url))
    try:
        async with databases[0].writing() as session:
            crowd = await _gathered(session, clock, databases, buyers, makers, setup or one_table(2), [fair] * fairs)
            if strangers:
                values = {"status": IntroductionStatus.PROPOSED, "turn": Kind.OFFER, "accepted_at": None}
                last = crowd.introductions[buyers - 1, makers - 1]
                await session.execute(update(Introduction).where(Introduction.id == last).values(**values))
        with patch.object(plan, "make_timetable_beside", _in_this_process):
            yield crowd
    finally:
        for database in databases:
            await database.dispose()


async def _in_this_process(problem: Problem, *, seconds: float, seed: int) -> Timetable:
    """Starting a process takes longer than everything else here."""
    return await asyncio.to_thread(make_timetable, problem, seconds=seconds, seed=seed)


async def _gathered(
    session: Any,
    clock: Clock,
    databases: tuple[Database, Database],
    buyers: int,
    makers: int,
    setup: NewSetup,
    fairs: Sequence[NewEvent],
) -> Crowd:
    organizers = tuple([await add_person(session, name=name, username=None) for name in ("Katarina", "Olga")])
    actors = [Actor(id=one.id, admins=()) for one in organizers]
    for one in organizers:
        await roles.grant(session, one.id, Role.ORGANIZER, by=None, now=clock())
    draw = Random(1).choice
    fair_ids = []
    for fair in fairs:
        event_id = await event_setup.create(session, actors[0], fair, draw=draw, now=clock())
        await events.add_organizer(session, event_id, actors[1].id, by=None, now=clock())
        await set_up(session, actors[0], event_id, setup, draw=draw, now=clock())
        fair_ids.append(event_id)
    sides: list[list[tuple[Guest, Any]]] = []
    for count, country, profile in (
        (buyers, "CN", ProfileType.BUSINESS_REQUEST),
        (makers, "RS", ProfileType.BUSINESS_OFFER),
    ):
        side = []
        for number in range(count):
            person = await add_person(session, name=f"{country} {number}", username=None)
            company = await add_company(
                session, person, name=f"Firm {country}{number}", name_key=f"{country}{number}", country=country
            )
            listing = await add_listing(session, company, person, profile_type=profile)
            for event_id in fair_ids:
                await events.join(session, event_id, person.id, JoinedBy.LINK, clock())
            side.append((Guest(person_id=person.id, company_id=company.id), listing))
        sides.append(side)
    accepted = {"status": IntroductionStatus.ACCEPTED, "turn": None, "accepted_at": clock()}
    found = {
        (buyer, maker): (await add_introduction(session, need, offer, **accepted)).id
        for buyer, (_, need) in enumerate(sides[0])
        for maker, (_, offer) in enumerate(sides[1])
    }
    return Crowd(
        clock=clock,
        databases=databases,
        organizers=(actors[0], actors[1]),
        event_id=fair_ids[0],
        buyers=[guest for guest, _ in sides[0]],
        makers=[guest for guest, _ in sides[1]],
        introductions=found,
    )
