"""Fixtures: Mei has a need, and Ana has a matching offer."""

import pytest

from storage.database import Database
from storage.vocabulary import ChannelKind, Kind
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair
from tests.introductions.story import Human, Story
from tests.recommendations.stage import Organizer, organizer


@pytest.fixture
def story(database: Database) -> Story:
    return Story(database=database)


@pytest.fixture
async def mei(story: Story) -> Human:
    return await story.joins(
        "Mei Li",
        "Pudong Agritech",
        "CN",
        Kind.NEED,
        username="mei_li_sh",
        channels=[(ChannelKind.WECHAT, "mei-pudong"), (ChannelKind.TELEGRAM, "")],
    )


@pytest.fixture
async def ana(story: Story) -> Human:
    return await story.joins(
        "Ana Anić",
        "Senzor d.o.o.",
        "RS",
        Kind.OFFER,
        username="ana_anic",
        website="https://senzor.example.rs",
        channels=[(ChannelKind.EMAIL, "ana@senzor.example.rs"), (ChannelKind.PHONE, "+381641234567")],
    )


@pytest.fixture
async def olga(story: Story, mei: Human, ana: Human) -> Organizer:
    return await organizer(story, mei, ana)


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)
