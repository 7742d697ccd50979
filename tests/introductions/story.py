"""People and companies for tests of introductions. Each action runs in its own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.outbox import notice_pairs
from bot.usecases import introductions
from bot.usecases.introductions import ContactCard, Pitch, ProposalResult, Rules, SentMessage, ShownIntroduction
from bot.usecases.introductions.talk import File
from bot.usecases.moderation import safety
from storage.database import Database
from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.models import Delivery, Introduction, RelayedMessage
from storage.people import companies, memberships
from storage.recommendations import recommendations
from storage.suggestions.suggestions import ScoredPair, store
from storage.vocabulary import (
    ChannelKind,
    DeclineReason,
    DeliveryStatus,
    Kind,
    MembershipStatus,
    ProfileType,
    RecommendationStatus,
    Relation,
    Topic,
)
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import select_own

RULES = Rules(reminder=timedelta(days=3), expiry=timedelta(days=10), cap=3)


@dataclass(kw_only=True)
class Human:
    """A person with a company and a listing."""

    story: "Story"
    person_id: PersonId
    company_id: CompanyId
    listing_id: ListingId

    async def proposes(self, other: "Human", pitch: str | None = None) -> ProposalResult:
        words = None if pitch is None else Pitch(text=pitch, language="en")
        return await self._writes(
            introductions.propose, self.listing_id, other.listing_id, pitch=words, rules=self.story.rules
        )

    async def accepts(self, number: IntroductionId) -> Introduction:
        return await self._writes(introductions.accept, number)

    async def declines(self, number: IntroductionId, reason: DeclineReason = DeclineReason.OTHER) -> Introduction:
        return await self._writes(introductions.decline, number, reason)

    async def withdraws(self, number: IntroductionId) -> Introduction:
        return await self._writes(introductions.withdraw, number)

    async def puts_off(self, number: IntroductionId, until: datetime) -> Introduction:
        return await self._writes(introductions.postpone, number, until, rules=self.story.rules)

    async def asks(self, number: IntroductionId, text: str = "Which protocol do they speak?") -> SentMessage:
        return await self._writes(introductions.say, number, text, rules=self.story.rules)

    async def answers(self, number: IntroductionId, text: str = "LoRaWAN.") -> SentMessage:
        return await self._writes(introductions.say, number, text, rules=self.story.rules)

    async def says(self, number: IntroductionId, text: str | None, file: File | None = None) -> SentMessage:
        return await self._writes(introductions.say, number, text, rules=self.story.rules, file=file)

    async def blocks(self, number: IntroductionId) -> None:
        await self._writes(safety.block, number)

    async def sees(self, number: IntroductionId) -> ShownIntroduction:
        async with self.story.database.reading() as session:
            return await introductions.my_introduction(session, self.person_id, number)

    async def reads(self, number: IntroductionId) -> list[str]:
        async with self.story.database.reading() as session:
            return [line.text for line in await introductions.my_thread(session, self.person_id, number)]

    async def gets_card(self, number: IntroductionId) -> ContactCard:
        async with self.story.database.reading() as session:
            return (await introductions.my_contact_card(session, self.person_id, number))[1]

    async def told(self) -> list[str]:
        """Returns the topics of this person's notices in order, without those that the outbox skips.

        It skips an end without a delivered beginning, and a recommendation that became an introduction.
        """
        rows = [row for row in await self.deliveries() if row.status is not DeliveryStatus.OBSOLETE]
        skipped: set[tuple[str, str]] = set()
        async with self.story.database.reading() as session:
            for row in rows:
                if row.topic == Topic.RECOMMENDED and row.status is DeliveryStatus.PENDING:
                    asked = await recommendations.find(session, row.payload["recommendation_id"])
                    if asked is not None and asked.status is RecommendationStatus.TAKEN_UP:
                        skipped.add((row.topic, str(asked.id)))
                if await notice_pairs.lacks_beginning(session, row):
                    subject = row.dedupe_key.split(":")[1]
                    skipped |= {(topic, subject) for topic in (row.topic, *notice_pairs.PAIRS[row.topic].by)}
        return [row.topic for row in rows if (row.topic, row.dedupe_key.split(":")[1]) not in skipped]

    async def deliveries(self) -> Sequence[Delivery]:
        async with self.story.database.reading() as session:
            query = select(Delivery).where(Delivery.person_id == self.person_id).order_by(Delivery.id)
            return (await session.scalars(query)).all()

    async def last(self, topic: Topic) -> Delivery:
        return [row for row in await self.deliveries() if row.topic == topic][-1]

    async def _writes(self, act: Any, *arguments: Any, **named: Any) -> Any:
        async with self.story.database.writing() as session:
            return await act(session, self.person_id, *arguments, **named, now=self.story.clock())


@dataclass(kw_only=True)
class Story:
    """A database, a clock and the rules of introductions."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    rules: Rules = RULES

    async def joins(
        self,
        name: str,
        company: str,
        country: str,
        kind: Kind,
        *,
        username: str | None = None,
        channels: Sequence[tuple[ChannelKind, str]] = (),
        **company_facts: Any,
    ) -> Human:
        """Adds a person with a company and one published listing of this kind."""
        profile = ProfileType.TECHNOLOGY_REQUEST if kind is Kind.NEED else ProfileType.TECHNOLOGY_OFFER
        async with self.database.writing() as session:
            person = await add_person(session, name=name, username=username, now=self.clock())
            facts = {"name": company, "name_key": company.casefold(), "country": country, **company_facts}
            made = await add_company(session, person, now=self.clock(), **facts)
            listing = await add_listing(session, made, person, profile_type=profile, now=self.clock())
            await companies.replace_channels(session, person.id, made.id, channels)
        return Human(story=self, person_id=person.id, company_id=made.id, listing_id=listing.id)

    async def colleague(self, of: Human, name: str) -> Human:
        async with self.database.writing() as session:
            person = await add_person(session, name=name, username=None, now=self.clock())
        colleague = Human(story=self, person_id=person.id, company_id=of.company_id, listing_id=of.listing_id)
        await self.set_membership(colleague, MembershipStatus.ACTIVE)
        return colleague

    async def set_membership(self, human: Human, status: MembershipStatus, company_id: CompanyId | None = None) -> None:
        """Sets the person's membership status in the company."""
        async with self.database.writing() as session:
            await memberships.put(
                session,
                person_id=human.person_id,
                company_id=company_id or human.company_id,
                relation=Relation.REPRESENTATIVE,
                role="Director",
                status=status,
                now=self.clock(),
            )

    async def suggests(self, need: Human, offer: Human) -> None:
        pair = ScoredPair(need_id=need.listing_id, offer_id=offer.listing_id, score=80, reasons={})
        async with self.database.writing() as session:
            await store(session, [pair], self.clock())

    async def time_passes(self, **by: float) -> int:
        """Moves the clock, runs the due work and returns the number of steps."""
        self.clock.forward(**by)
        done = 0
        for _ in range(20):
            async with self.database.writing() as session:
                step = await introductions.due(session, self.clock(), self.rules)
            if not step:
                return done
            done += step
        raise AssertionError("the due work never ends")

    async def is_current(self, delivery: Delivery) -> bool:
        async with self.database.reading() as session:
            return await introductions.is_current(session, delivery.topic, delivery.payload)

    async def row(self, number: IntroductionId) -> Introduction:
        async with self.database.reading() as session:
            found = await session.get(Introduction, number)
        assert found is not None
        return found

    async def messages(self) -> Sequence[RelayedMessage]:
        async with self.database.reading() as session:
            return (await session.scalars(select_own(RelayedMessage).order_by(RelayedMessage.id))).all()
