"""Hypothesis tries random sequences of what people and organizers do, at two fairs on the same days.

Checked after each step: nobody is at two places, nothing is overfull, nobody is booked outside the times they gave, and
the other side is told of each change once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from bot.errors import DomainError
from bot.usecases.events import joining
from bot.usecases.meetings import asking, availability, changing
from bot.usecases.meetings.setup import set_up
from bot.usecases.moderation import safety
from storage.events import events
from storage.ids import EventId, MeetingId, PersonId
from storage.introductions import blocks
from storage.models import (
    Company,
    Delivery,
    Event,
    EventParticipant,
    Introduction,
    Meeting,
    MeetingAbsence,
    MeetingSlot,
    Person,
)
from storage.vocabulary import JoinedBy, MeetingStatus, TimesChosenBy, Topic
from tests.meetings.crowd import Crowd, Guest, a_crowd, one_table
from tests.meetings.sound import assert_sound
from tests.neighbours import is_own, select_own

ACTIONS = (
    *(["asks"] * 8 + ["picks"] * 12 + ["takes a freed time"] * 2),
    *(["decline", "take_back", "cancel", "organizer cancels"] * 2 + ["leave_to_plan"] * 3),
    *(["says when", "setup", "joins", "unblocks"] * 2 + ["plan"] * 3 + ["leaves", "blocks", "time"]),
)
HOURS = (1, 1, 12, 24, 24 * 5)
BETWEEN = ("nothing", "cancel", "away", "leaves", "blocks")
LATE_HOURS = [(day, first.replace(hour=10), last) for day, first, last in one_table().hours]
SETUPS = (
    one_table(1),
    one_table(2),
    one_table(1, video=True),
    one_table(1, hours=LATE_HOURS),
    one_table(2, person_limit=1),
    one_table(1, chosen_by=TimesChosenBy.PEOPLE),
)
TOLD_TO_ONE_SIDE = frozenset(
    {
        Topic.MEETING_ASKED,
        Topic.MEETING_BOOKED,
        Topic.MEETING_WANTED,
        Topic.MEETING_DECLINED,
        Topic.MEETING_WITHDRAWN,
        Topic.MEETING_CANCELLED,
    }
)


class Meetings(RuleBasedStateMachine):
    """Two buyers and two makers; all but one pair know each other."""

    url: str
    runner: asyncio.Runner
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.stack = AsyncExitStack()
        self.crowd: Crowd = self.run_(self._settle())
        self.guests = [*self.crowd.buyers, *self.crowd.makers]
        self.before: dict[MeetingId, Meeting] = {}

    async def _settle(self) -> Crowd:
        return await self.stack.enter_async_context(
            a_crowd(self.url, setup=one_table(1, video=True), fairs=2, strangers=True)
        )

    def run_(self, act: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await act

        return self.runner.run(awaited())

    def does(self, what: str, act: Awaitable[Any], *, by: Collection[Guest] = ()) -> Any:
        """Runs an act, which may be refused, and checks what holds. `by`: of a change they are not told themselves.

        A refused act was one transaction, which was rolled back, so only the meetings are looked at.
        """
        try:
            result = self.run_(act)
        except DomainError:
            self.run_(self._check_unchanged())
            return None
        self.done[what] += 1
        self.run_(self._check(what, {one.person_id for one in by}))
        return result

    def fair(self, number: int) -> EventId:
        return EventId(self.crowd.event_id + number)

    def slot(self, fair: int, index: int) -> Any:
        slots = self.run_(self.crowd.slots(self.fair(fair)))
        return slots[index % len(slots)]

    def chosen(self, which: int) -> Meeting | None:
        found = [one for one in self.before.values() if one.status in {"asked", "wanted", "confirmed"}]
        return found[which % len(found)] if found else None

    @rule(
        act=st.sampled_from(ACTIONS),
        who=st.integers(0, 3),
        which=st.integers(0, 9),
        pair=st.tuples(st.integers(0, 1), st.integers(0, 1)),
        fair=st.integers(0, 1),
        times=st.sets(st.integers(0, 7), max_size=3),
        yes=st.booleans(),
    )
    def acts(
        self, act: str, who: int, which: int, pair: tuple[int, int], fair: int, times: set[int], yes: bool
    ) -> None:
        """A single rule, because with many rules hypothesis uses only a few of them in a run."""
        number = sum(times)
        deeds: dict[str, Callable[[], None]] = {
            "asks": lambda: self.asks(pair, yes, fair, times),
            "picks": lambda: (
                self.each(lambda one: self.picks(which, one, number)) if yes else self.picks(which, who, number)
            ),
            "takes a freed time": lambda: self.takes_a_freed_time(which, who, number),
            "organizer cancels": lambda: self.the_organizer_cancels(which),
            "says when": lambda: self.says_when(who, fair, times, by_video=yes and fair == 1),
            "setup": lambda: self.the_setup_changes(fair, which % len(SETUPS)),
            "plan": lambda: self.a_plan_is_published(BETWEEN[which % len(BETWEEN)], which, who),
            "leaves": lambda: self.leaves(who, fair),
            "joins": lambda: self.joins(who, fair),
            "blocks": lambda: self.blocks(pair),
            "unblocks": lambda: self.is_friends_again(pair),
            "time": lambda: self.time_passes(HOURS[which % len(HOURS)]),
        }
        deeds.get(act, lambda: self.each(lambda one: self.answers(which, one, act)))()

    def each(self, act: Callable[[int], None]) -> None:
        """Everybody tries: one is the right one."""
        for one in range(len(self.guests)):
            act(one)

    def asks(self, pair: tuple[int, int], by_maker: bool, fair: int, times: set[int]) -> None:
        who = self.crowd.makers[pair[1]] if by_maker else self.crowd.buyers[pair[0]]
        slots = {self.slot(fair, index) for index in times}
        about = (who.person_id, self.crowd.introductions[pair], self.fair(fair))
        self.does("asks", self.crowd.writes(asking.suggest_times, *about, slots), by=[who])

    def picks(self, which: int, who: int, index: int) -> None:
        meeting, guest = self.chosen(which), self.guests[who]
        if meeting is not None:
            slots = self.run_(self._suggested(meeting.id)) or [self.slot(0, index)]
            self.does("picks", self.crowd.picks(guest, meeting.id, slots[index % len(slots)]), by=[guest])

    def the_right_one_picks(self, which: int, index: int) -> None:
        for who in range(len(self.guests)):
            self.picks(which, who, index)

    def answers(self, which: int, who: int, act: str) -> None:
        meeting, guest = self.chosen(which), self.guests[who]
        if meeting is not None:
            done = changing.cancel if act == "cancel" else getattr(asking, act)
            self.does(act, self.crowd.writes(done, guest.person_id, meeting.id), by=[guest])

    def takes_a_freed_time(self, which: int, who: int, index: int) -> None:
        meeting, guest = self.chosen(which), self.guests[who]
        if meeting is not None:
            slot = self.slot(meeting.event_id - self.crowd.event_id, index)
            act = self.crowd.writes(asking.take_free_time, guest.person_id, meeting.id, slot)
            self.does("takes a freed time", act, by=[guest])

    def the_organizer_cancels(self, which: int) -> None:
        meeting = self.chosen(which)
        if meeting is not None:
            about = (self.crowd.organizers[0], meeting.event_id, meeting.id)
            self.does("organizer cancels", self.crowd.writes(changing.cancel_for_both, *about))

    def says_when(self, who: int, fair: int, times: set[int], by_video: bool) -> None:
        away = {self.slot(fair, index) for index in times}
        about = (self.guests[who].person_id, self.fair(fair))
        act = self.crowd.writes(availability.set_availability, *about, away=away, by_video=by_video, video_link=None)
        self.does("says when", act)

    def the_setup_changes(self, fair: int, which: int) -> None:
        about = (self.crowd.organizers[0], self.fair(fair), SETUPS[which])
        self.does("setup", self.crowd.writes(set_up, *about, draw=Random(which + 5).choice))

    def a_plan_is_published(self, between: str, which: int, who: int) -> None:
        """Something may change between the draft and its publication."""
        made_at = self.run_(self.crowd.drafts())
        if between == "cancel":
            self.answers(which, who, "cancel")
        elif between == "away":
            self.says_when(who, 0, {0, 1, 2}, by_video=False)
        elif between == "leaves":
            self.leaves(who, 0)
        elif between == "blocks":
            self.blocks((who % 2, which % 2))
        self.does("plan", self.crowd.publishes(made_at))

    def leaves(self, who: int, fair: int) -> None:
        async def leave() -> None:
            async with self.crowd.databases[0].writing() as session:
                await joining.leave(session, self.guests[who].person_id, self.fair(fair))

        self.does("leaves", leave())

    def joins(self, who: int, fair: int) -> None:
        async def join() -> None:
            async with self.crowd.databases[0].writing() as session:
                event_id, person_id = self.fair(fair), self.guests[who].person_id
                await events.join(session, event_id, person_id, JoinedBy.LINK, self.crowd.clock())

        self.does("joins", join())

    def blocks(self, pair: tuple[int, int]) -> None:
        about = (self.crowd.buyers[pair[0]].person_id, self.crowd.introductions[pair])
        self.does("blocks", self.crowd.writes(safety.block, *about))

    def is_friends_again(self, pair: tuple[int, int]) -> None:
        async def lift() -> None:
            async with self.crowd.databases[0].writing() as session:
                here, there = self.crowd.buyers[pair[0]], self.crowd.makers[pair[1]]
                await blocks.lift(session, here.company_id, there.company_id)

        self.does("unblocks", lift())

    def time_passes(self, hours: int) -> None:
        self.crowd.clock.forward(hours=hours)

        async def what_is_due() -> None:
            while await self.crowd.reminds():
                pass

        self.does("time", what_is_due())
        self.run_(self._nothing_impossible_is_left())

    async def _suggested(self, number: MeetingId) -> list[Any]:
        async with self.crowd.databases[0].reading() as session:
            return [slot.id for slot in await asking.meetings.proposed(session, number)]

    async def _check(self, what: str, by: set[PersonId]) -> None:
        async with self.crowd.databases[0].reading() as session:
            await assert_sound(session)
            now = {one.id: one for one in await session.scalars(select_own(Meeting).order_by(Meeting.id))}
            told = list(await session.scalars(select_own(Delivery)))
            for meeting in now.values():
                former = self.before.get(meeting.id)
                if former is not None and former.revision == meeting.revision:
                    assert former.status is meeting.status, "changed unseen"
                    continue
                stays = former is not None and (former.status, former.slot_id) == (meeting.status, meeting.slot_id)
                if meeting.status is MeetingStatus.CONFIRMED and not stays:
                    await self._check_booked(session, meeting)
                self._check_told(what, meeting, told, by)
        self.before = now

    async def _check_unchanged(self) -> None:
        query = select_own(Meeting.id, Meeting.revision, Meeting.status, Meeting.slot_id, Meeting.turn)
        async with self.crowd.databases[0].reading() as session:
            now = {tuple(row) for row in await session.execute(query)}
        assert now == {(one.id, one.revision, one.status, one.slot_id, one.turn) for one in self.before.values()}

    async def _check_booked(self, session: Any, meeting: Meeting) -> None:
        """Somebody has just been booked: they have time, take part, and do not avoid each other."""
        slot = await session.get(MeetingSlot, meeting.slot_id)
        assert slot.starts_at > self.crowd.clock()
        for person in (meeting.need_person_id, meeting.offer_person_id):
            assert await session.get(MeetingAbsence, (person, slot.id)) is None, "outside the times that they gave"
            assert await session.get(EventParticipant, (meeting.event_id, person)) is not None
        introduction = await session.get(Introduction, meeting.introduction_id)
        assert not await blocks.between(session, introduction.need_company_id, introduction.offer_company_id)

    def _check_told(self, what: str, meeting: Meeting, told: list[Delivery], by: set[PersonId]) -> None:
        about = Counter(
            one.person_id
            for one in told
            if one.topic in TOLD_TO_ONE_SIDE
            and (one.payload["meeting_id"], one.payload["revision"]) == (meeting.id, meeting.revision)
        )
        assert all(times == 1 for times in about.values()), "told twice"
        assert not by & set(about), "people know what they did themselves"
        both = {meeting.need_person_id, meeting.offer_person_id}
        if what == "plan":
            planned = {one.person_id for one in told if one.topic == Topic.MEETING_PLAN}
            assert both <= planned, "moved or booked by the plan, and not told"
        elif by:
            assert len(about) == 1, "the other side is told of each change"
        elif meeting.status is MeetingStatus.CANCELLED:
            assert set(about) == both, "both are told of what neither did"

    async def _nothing_impossible_is_left(self) -> None:
        async with self.crowd.databases[0].reading() as session:
            coming = select(Meeting).join(MeetingSlot, MeetingSlot.id == Meeting.slot_id)
            coming = coming.where(is_own(Meeting), MeetingSlot.starts_at > self.crowd.clock())
            for meeting in await session.scalars(coming.where(Meeting.status == MeetingStatus.CONFIRMED)):
                for person in (meeting.need_person_id, meeting.offer_person_id):
                    assert await session.get(EventParticipant, (meeting.event_id, person)) is not None

    def teardown(self) -> None:
        self.run_(self._clear())

    async def _clear(self) -> None:
        async with self.crowd.databases[0].writing() as session:
            for model in (Event, Introduction, Person, Company):
                await session.execute(delete(model).where(is_own(model)))
        await self.stack.aclose()


_ALL = ("asks", "picks", "plan", "cancel", "leaves", "blocks", "setup")
_MOST_ROUNDS = 5


@pytest.mark.slow
@pytest.mark.timeout(1500)  # half a minute on a quiet core
def test_no_sequence_of_actions_breaks_what_always_holds(database_url: str) -> None:
    done: Counter[str] = Counter()
    with asyncio.Runner() as runner:
        machine = type("Machine", (Meetings,), {"url": database_url, "runner": runner, "done": done})
        try:
            for _ in range(_MOST_ROUNDS):  # a few plays may do without one of the actions, by chance
                run_state_machine_as_test(
                    machine,
                    settings=settings(
                        max_examples=16 if database_url.startswith("sqlite") else 5,
                        stateful_step_count=40,
                        deadline=None,
                        suppress_health_check=list(HealthCheck),
                        database=None,
                        phases=[Phase.generate],
                    ),
                )
                if all(done[what] for what in _ALL):
                    break
        finally:
            print(dict(done))  # noqa: T201 - shown with a failure
    assert min(done[what] for what in _ALL) > 0
