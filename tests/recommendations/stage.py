"""An organizer for tests of recommendations. Each action runs in its own transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.usecases import recommendations
from bot.usecases.events import setup
from bot.usecases.moderation.roles import Actor
from bot.usecases.recommendations import OrganizerMessage, RecommendationState
from storage.events import events
from storage.ids import EventId, RecommendationId
from storage.models import Delivery, Recommendation
from storage.moderation import roles
from storage.vocabulary import (
    DeclineReason,
    DeliveryStatus,
    JoinedBy,
    Role,
    Topic,
)
from tests.announcements.fair import FAIR
from tests.factories import add_person
from tests.introductions.story import Human, Story

ASKED, CONNECTED = RecommendationState.ASKED, RecommendationState.CONNECTED


@dataclass(kw_only=True)
class Organizer:
    """An organizer with her event."""

    story: Story
    actor: Actor
    event_id: EventId

    async def lets_in(self, *those: Human) -> None:
        async with self.story.database.writing() as session:
            for human in those:
                await events.join(session, self.event_id, human.person_id, JoinedBy.CODE, self.story.clock())

    async def recommends(self, need: Human, offer: Human, word: str | None = None) -> RecommendationId:
        said = None if word is None else OrganizerMessage(text=word, language="en")
        async with self.story.database.writing() as session:
            made = await recommendations.recommend(
                session,
                self.actor,
                self.event_id,
                need.listing_id,
                offer.listing_id,
                word=said,
                rules=self.story.rules,
                now=self.story.clock(),
            )
        return made.id

    async def takes_back(self, number: RecommendationId) -> None:
        async with self.story.database.writing() as session:
            await recommendations.withdraw(session, self.actor, number, self.story.clock())

    async def sees(self) -> list[RecommendationState]:
        async with self.story.database.reading() as session:
            return [one.state for one in await recommendations.of_event(session, self.actor, self.event_id)]

    async def told(self) -> list[str]:
        async with self.story.database.reading() as session:
            query = select(Delivery.payload).where(Delivery.topic == Topic.RECOMMENDATION_STATUS).order_by(Delivery.id)
            return [payload["status"] for payload in await session.scalars(query)]


async def organizer(story: Story, *guests: Human) -> Organizer:
    async with story.database.writing() as session:
        person = await add_person(session, name="Olga", username=None, now=story.clock())
        await roles.grant(session, person.id, Role.ORGANIZER, by=None, now=story.clock())
        actor = Actor(id=person.id, admins=())
        event_id = await setup.create(session, actor, FAIR, draw=secrets.choice, now=story.clock())
    olga = Organizer(story=story, actor=actor, event_id=event_id)
    await olga.lets_in(*guests)
    return olga


async def says(human: Human, act: Any, number: RecommendationId, *more: Any, **named: Any) -> Any:
    async with human.story.database.writing() as session:
        return await act(session, human.person_id, number, *more, **named, now=human.story.clock())


async def agrees(human: Human, number: RecommendationId) -> recommendations.AgreementResult:
    return await says(human, recommendations.agree, number, rules=human.story.rules)


async def declines(human: Human, number: RecommendationId) -> None:
    await says(human, recommendations.decline, number, DeclineReason.NO_CAPACITY)


async def puts_off(human: Human, number: RecommendationId, days: float) -> None:
    until = human.story.clock() + timedelta(days=days)
    await says(human, recommendations.postpone, number, until, rules=human.story.rules)


async def looks(human: Human, number: RecommendationId) -> recommendations.ShownRecommendation:
    async with human.story.database.reading() as session:
        return await recommendations.my_recommendation(session, human.person_id, number)


async def time_passes(story: Story, **by: float) -> None:
    """Moves the clock and runs the due work of introductions and recommendations."""
    await story.time_passes(**by)
    for _ in range(20):
        async with story.database.writing() as session:
            if not await recommendations.due(session, story.clock(), story.rules):
                return
    raise AssertionError("the due work never ends")


async def row(story: Story, number: RecommendationId) -> Recommendation:
    async with story.database.reading() as session:
        found = await session.get(Recommendation, number)
    assert found is not None
    return found


async def waiting(human: Human) -> Sequence[str]:
    return [one.topic for one in await human.deliveries() if one.status is DeliveryStatus.PENDING]
