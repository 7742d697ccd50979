"""Every topic: writing a message changes nothing; what is true only once a person was told is written with SENT."""

import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select, update

from bot.outbox.channel import Prepared
from bot.sandbox.world.snapshot import from_dict
from handlers import notices
from storage.database import Database
from storage.ids import DeliveryId, PersonId
from storage.models import Base, Delivery, ProgrammeItem, Sanction
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, Kind, RecommendationStatus, Role, Topic
from tests.authorisation import numbers
from tests.authorisation.stage import Stage, staged
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.neighbours import is_own, select_own

EFFECTS: Final = {
    Topic.SUGGESTIONS: {"suggestion_seen"},
    Topic.SANCTIONED: {"sanction.told_at"},
    Topic.INTRODUCTION_REMINDER: {"introduction.reminded_at"},
    Topic.LONG_SILENCE: {"person.silence_told_at"},
    Topic.PRIVACY_CHANGED: {"person.privacy_told_version"},
}
"""What sending a message changes. Messages of all other topics change nothing but their delivery."""
WITHOUT_SUBJECT: Final = {
    Topic.APPEAL_DECIDED,
    Topic.DIGEST,
    Topic.HELD_SUGGESTIONS,
    Topic.INTRODUCTION_EXPIRED,
    Topic.INTRODUCTION_LOOKED_AT,
    Topic.INTRODUCTION_OVER,
    Topic.LISTING_EXPIRED,
    Topic.RECOMMENDATION_WITHDRAWN,
    Topic.SANCTION_LIFTED,
}
"""Nothing on the stage is in the state of which these tell. They are still tried, as messages that became pointless."""


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return staged(sqlite_template, tmp_path_factory.mktemp("stage"), Clock())


@pytest.fixture
async def chat(stage: Stage, tmp_path: Path) -> AsyncIterator[Chat]:
    path = tmp_path / "stage.sqlite3"
    shutil.copyfile(stage.template, path)
    async with open_chat(from_dict(stage.world), f"sqlite+aiosqlite:///{path}", Clock(), encoder="none") as chat:
        yield chat


def test_every_topic_has_a_notice() -> None:
    assert set(notices.NOTICES) == set(Topic)


@pytest.mark.parametrize("topic", Topic)
async def test_only_what_was_sent_changes_anything(chat: Chat, stage: Stage, topic: Topic) -> None:
    database = chat.program.services.database
    if topic is Topic.LONG_SILENCE:
        chat.program.services.clock.forward(days=10 * 365)  # type: ignore[attr-defined]
    async with database.writing() as session:
        await session.execute(update(Sanction).where(is_own(Sanction)).values(told_at=None))
    before = await everything(database)
    prepared = await first_that_says_something(chat, stage, topic)
    assert await everything(database) == before, "a message that was only written, or whose send failed"
    assert (prepared is None) == (topic in WITHOUT_SUBJECT)
    if prepared is not None:
        for part in prepared.parts:  # Telegram refuses texts of people that are not escaped
            await part.send()
        async with database.writing() as session:
            await prepared.on_sent(session)
        assert changed(before, await everything(database)) == EFFECTS.get(topic, set())


async def first_that_says_something(chat: Chat, stage: Stage, topic: Topic) -> Prepared | None:
    services, bot = chat.program.services, chat.program.application.bot
    async with services.database.reading() as session:
        item = (await session.scalars(select_own(ProgrammeItem))).one()
    starts = {"starts_at": int(item.starts_at.timestamp())}
    for number, (person_id, payload) in enumerate(product(stage.numbers.values(), payloads(stage))):
        delivery = Delivery(
            id=DeliveryId(number),
            person_id=PersonId(person_id),
            topic=topic,
            payload=payload | starts,
            dedupe_key=f"{topic}:{number}:0",
            status=DeliveryStatus.CLAIMED,
        )
        prepared = await notices.prepare(services, bot, delivery)
        if prepared is not None:
            return prepared
    return None


def payloads(stage: Stage) -> Iterator[dict[str, Any]]:
    """Of whatever topic: each reads what it needs."""
    common = {
        "person_id": stage.applicant,
        "company_id": 1,
        "welcome": True,
        "move": 1,
        "day": 7,
        "item_id": numbers.PROGRAMME,
        "event_id": numbers.EVENT,
        "revision": 1,
        "announcement_id": numbers.SENT,
        "state": AnnouncementStatus.DONE.value,
        "chat_id": numbers.CHAT,
        "title": "Group",
        "role": Role.MODERATOR.value,
        "appeal_id": 1,
        "import_id": numbers.IMPORT,
        "row": 2,
        "deleted_on": "2026-06-01",
        "upheld": True,
        "for_good": True,
        "recommendation_id": numbers.RECOMMENDED,
        "status": RecommendationStatus.ASKED.value,
        "since": "2030-01-01T09:00:00+00:00",
    }
    introductions = (numbers.PROPOSED, numbers.ASKED, numbers.ACCEPTED, numbers.DECLINED, numbers.WITHDRAWN)
    meetings = {"slot_id": numbers.SLOT_FREE, "date": "2026-03-02", "asked_at": Clock()().isoformat()}
    for introduction, side in product(introductions, Kind):
        message = numbers.QUESTION if introduction == numbers.ASKED else numbers.TALK
        yield common | {
            "introduction_id": introduction,
            "side": side.value,
            "message_id": message,
            "listing_id": numbers.OTHERS_OFFER if introduction == numbers.WITHDRAWN else numbers.OFFER,
            "sanction_id": numbers.WARNING,
            "meeting_id": numbers.WANTED if introduction == numbers.DECLINED else numbers.BOOKED,
            **meetings,
        }


async def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    async with database.reading() as session:
        return {
            table.name: [dict(row) for row in (await session.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }


def changed(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Tables with other numbers of rows, and columns with other values."""
    found = {name for name in before if len(before[name]) != len(after[name])}
    for name in set(before) - found:
        for old, new in zip(before[name], after[name], strict=True):
            found |= {f"{name}.{column}" for column in old if old[column] != new[column]}
    return found
