"""Hypothesis tries random sequences of actions and checks the invariants of introductions.

Every text that anybody writes holds all that tells who they are; what the bot lets through is what is tested.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete

from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.privacy import rights
from storage.database import Database
from storage.models import Company, Delivery, Introduction, Person
from storage.vocabulary import (
    ChannelKind,
    IntroductionStatus,
    Kind,
    ListingStatus,
    MembershipStatus,
    Topic,
)
from tests.factories import set_status
from tests.introductions.story import Human, Story
from tests.neighbours import is_own, select_own

NEEDS, OFFERS = ("CN", "DE"), ("RS", "HR")
WHO = st.integers(0, 5)
WHICH = st.integers(0, 7)


class Introductions(RuleBasedStateMachine):
    """Four companies, two of them with two people; six people and a clock."""

    database: Database
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(database=self.database)
        self.connected: set[frozenset[int]] = set()
        self.forgotten: set[int] = set()
        self.is_changed = True
        """False if all that was tried since the last look was refused: then nothing new can be wrong."""
        self.people: list[Human] = self.run_(self._settle())

    async def _settle(self) -> list[Human]:
        async with self.database.writing() as session:
            for model in (Introduction, Person, Company):
                await session.execute(delete(model).where(is_own(model)))
        first = [
            await self.story.joins(
                f"Zoltan{country} Quimby{country}",
                f"Frobnitz{country}",
                country,
                Kind.NEED if country in NEEDS else Kind.OFFER,
                username=f"frob_{country.lower()}_handle",
                website=f"https://frobnitz-{country.lower()}.example.com",
                channels=[(ChannelKind.EMAIL, f"z@frobnitz-{country.lower()}.example.com")],
            )
            for country in (*NEEDS, *OFFERS)
        ]
        self.countries = {one.company_id: country for one, country in zip(first, (*NEEDS, *OFFERS), strict=True)}
        return [*first, *[await self.story.colleague(one, f"Xaver{one.company_id} Yolk") for one in first[::2]]]

    def run_(self, act: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await act

        return self.runner.run(awaited())

    def tries(self, act: Awaitable[Any]) -> Any:
        """Runs an action in one transaction. Refusals are expected; any other error fails the test."""
        try:
            result = self.run_(act)
        except DomainError:
            return None
        self.is_changed = True
        return result

    def numbers(self) -> list[Introduction]:
        async def read() -> list[Introduction]:
            async with self.database.reading() as session:
                return list(await session.scalars(select_own(Introduction).order_by(Introduction.id)))

        return self.run_(read())

    def chosen(self, which: int) -> Any:
        rows = self.numbers()
        return rows[which % len(rows)].id if rows else None

    def words(self, human: Human) -> str:
        country = self.countries[human.company_id]
        low = country.lower()
        # Colleagues do not name Zoltan: once he has left or is forgotten, nobody knows that he is to be masked.
        name = f", Zoltan{country} Quimby{country}" if human in self.people[:4] else ""
        return (
            f"Frobnitz{country} here{name}: @frob_{low}_handle, "
            f"https://frobnitz-{low}.example.com or z@frobnitz-{low}.example.com about sensors"
        )

    @rule(who=WHO, whom=WHO, pitched=st.booleans())
    def propose(self, who: int, whom: int, pitched: bool) -> None:
        human = self.people[who]
        self.tries(human.proposes(self.people[whom], self.words(human) if pitched else None))

    @rule(who=WHO, which=WHICH, act=st.sampled_from(["accepts", "declines", "withdraws", "blocks", "asks", "answers"]))
    def acts(self, who: int, which: int, act: str) -> None:
        human, number = self.people[who], self.chosen(which)
        if number is not None:
            words = (self.words(human),) if act in {"asks", "answers"} else ()
            self.tries(getattr(human, act)(number, *words))

    @rule(which=WHICH)
    def the_right_one_accepts(self, which: int) -> None:
        number = self.chosen(which)
        for human in self.people if number is not None else ():
            self.tries(human.accepts(number))

    @rule(who=WHO, which=WHICH)
    def says(self, who: int, which: int) -> None:
        human, number = self.people[who], self.chosen(which)
        if number is not None:
            self.tries(human.says(number, self.words(human)))

    @rule(who=WHO, which=WHICH, days=st.integers(-1, 95))
    def puts_off(self, who: int, which: int, days: int) -> None:
        number = self.chosen(which)
        if number is not None:
            self.tries(self.people[who].puts_off(number, self.story.clock() + timedelta(days=days)))

    @rule(hours=st.sampled_from([1, 23, 24 * 3, 24 * 7, 24 * 45]))
    def time_passes(self, hours: int) -> None:
        self.is_changed = True
        self.run_(self.story.time_passes(hours=hours))
        now = self.story.clock()
        for row in self.numbers():
            overdue = row.status.is_open and row.later_until is None and row.expires_at <= now
            assert not overdue, "what ran out was ended by the tick"
            assert row.later_until is None or row.later_until > now, "what was put off has come back"
            assert not row.status.is_open or row.need_id is not None or row.offer_id is not None

    @rule(who=WHO, status=st.sampled_from([MembershipStatus.ACTIVE, MembershipStatus.LEFT]))
    def leaves_or_returns(self, who: int, status: MembershipStatus) -> None:
        if who not in self.forgotten and not self._company_gone(who):
            self.is_changed = True
            self.run_(self.story.set_membership(self.people[who], status))

    @rule(who=WHO, status=st.sampled_from(list(ListingStatus)))
    def changes_listing(self, who: int, status: ListingStatus) -> None:
        async def change() -> None:
            async with self.database.writing() as session:
                await set_status(session, self.people[who].listing_id, status, self.story.clock())

        self.is_changed = True
        self.run_(change())

    @precondition(lambda self: len(self.forgotten) < 2)
    @rule(who=WHO, sure=st.integers(0, 3))
    def is_forgotten(self, who: int, sure: int) -> None:
        async def forget() -> None:
            async with self.database.writing() as session:
                await rights.forget(session, self.people[who].person_id, self.story.clock())

        if sure == 3:
            self.tries(forget())
            self.forgotten.add(who)

    def _company_gone(self, who: int) -> bool:
        async def read() -> bool:
            async with self.database.reading() as session:
                return await session.get(Company, self.people[who].company_id) is None

        return self.run_(read())

    @invariant()
    def what_holds(self) -> None:
        if self.is_changed:
            self.is_changed = False
            self.the_rows_are_right()
            self.nobody_is_told_twice()

    def the_rows_are_right(self) -> None:
        rows = self.numbers()
        for row in rows:
            turn = {
                IntroductionStatus.PROPOSED: row.recipient_side,
                IntroductionStatus.QUESTION: row.proposer_side,
            }.get(row.status)
            assert row.turn is turn
            assert (row.closed_at is None) == (row.status.is_open or row.status is IntroductionStatus.ACCEPTED)
            assert row.reminded_at is None or row.reminded_at < row.expires_at, "reminded of what was over"
            if row.accepted_at is not None and row.need_company_id and row.offer_company_id:
                self.connected.add(frozenset({row.need_company_id, row.offer_company_id}))
        live = [(row.need_id, row.offer_id) for row in rows if row.closed_at is None]
        assert len(live) == len(set(live)), "two at a time of one pair"

    def nobody_is_told_twice(self) -> None:
        async def read() -> list[Delivery]:
            async with self.database.reading() as session:
                return list(await session.scalars(select_own(Delivery)))

        events = Counter(
            (
                row.person_id,
                row.topic,
                *(row.payload.get(key) for key in ("introduction_id", "move", "message_id", "day")),
            )
            for row in self.run_(read())
        )
        assert not [event for event, times in events.items() if times > 1]
        assert all(topic in set(Topic) for _, topic, *_ in events)

    def teardown(self) -> None:
        self.run_(self._look_around())

    async def _look_around(self) -> None:
        """Checks that nobody can read the name of a company that they are not connected with."""
        for viewer in self.people:
            shown = await self._all_that_is_shown(viewer)
            for other in self.people[:4]:
                known = frozenset({viewer.company_id, other.company_id})
                if len(known) == 1 or known in self.connected:
                    continue
                country = self.countries[other.company_id]
                for secret in (f"Frobnitz{country}", f"Quimby{country}", f"frob_{country}_h", f"frobnitz-{country}"):
                    assert secret.casefold() not in shown.casefold()

    async def _all_that_is_shown(self, viewer: Human) -> str:
        parts = []
        async with self.database.reading() as session:
            for seen in await introductions.my_introductions(session, viewer.person_id):
                try:
                    _, card = await introductions.my_contact_card(session, viewer.person_id, seen.id)
                except DomainError:
                    continue
                assert seen.status is IntroductionStatus.ACCEPTED
                parts.append(repr(card))
            try:
                exported = await rights.export(session, viewer.person_id, self.story.clock())
            except DomainError:
                return ""
        return "".join([*parts, json.dumps(exported)])


@pytest.mark.slow
@pytest.mark.timeout(1500)  # half a minute on a quiet core
def test_no_sequence_of_actions_breaks_an_invariant(database_url: str, request: pytest.FixtureRequest) -> None:
    examples = 20 if database_url.startswith("sqlite") else 6
    with asyncio.Runner() as runner:
        database = Database(database_url)
        machine = type("Machine", (Introductions,), {"database": database, "runner": runner})
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=30,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                ),
            )
        finally:
            runner.run(database.dispose())
