"""A line of the log leads from an update to what was sent because of it."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.logs import set_up_logging
from bot.sandbox.world import World
from storage import outbox
from storage.database import Database
from storage.models import Delivery
from tests.chat import open_chat
from tests.clock import Clock
from tests.factories import add_person
from tests.neighbours import select_own
from tests.telegram.queued import Work, message
from tests.telegram.virtual_time import run


@pytest.fixture(autouse=True)
def usual_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    set_up_logging(level="DEBUG", json=True, stream=stream)
    return stream


def of(stage: str, lines: io.StringIO) -> list[dict[str, object]]:
    entries = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [entry for entry in entries if entry.get("stage") == stage]


def test_an_update_has_a_line_with_its_outcome_and_errors_carry_its_number(lines: io.StringIO) -> None:
    run(Work().does(message(1, 10, "fails"), message(2, 20, "works")))
    assert {(entry["update_id"], entry["outcome"]) for entry in of("update", lines)} == {(1, "failed"), (2, "handled")}
    entries = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [entry["update_id"] for entry in entries if entry["level"] == "error"] == [1]


async def test_a_message_carries_the_number_of_the_update_that_caused_it(
    world: World, database_url: str, lines: io.StringIO
) -> None:
    clock = Clock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    async with open_chat(world, database_url, clock, encoder="none") as chat:
        ana = chat.person("Ana")
        await ana.types("/start")
        database = chat.program.services.database
        async with database.writing() as session:
            await add_person(session, person_id=ana.id)
            cause = outbox.handled_update.set(77)
            await outbox.queue_message(session, ana.id, "unknown", payload={}, dedupe_key="k", now=clock())
            outbox.handled_update.reset(cause)
            await outbox.queue_message(session, ana.id, "unknown", payload={}, dedupe_key="l", now=clock())
        await chat.settle()
        assert await causes(database) == [77, None]
    told = [entry for entry in of("delivery", lines) if entry.get("update_id") == 77]
    assert len(told) == 1
    assert str(told[0]["delivery"]).startswith("delivery ")


async def causes(database: Database) -> list[int | None]:
    async with database.reading() as session:
        return list(await session.scalars(select_own(Delivery.update_id).order_by(Delivery.id)))
