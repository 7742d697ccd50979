"""What Prometheus reads: from a running bot over HTTP, and from a database with known rows."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete
from telegram import Update
from telegram.ext import TypeHandler

from bot import http_server
from bot.app import opened
from bot.errors import DomainError
from bot.health import health_pages
from bot.metrics import Metrics
from bot.program import build
from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from bot.telegram.send_slots import Lane
from storage import outbox
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus, Kind
from tests.chat import settings_for
from tests.clock import Clock
from tests.factories import add_company, add_introduction, add_listing, add_person
from tests.http.process import environment, forked
from tests.http.test_health import ANSWER_S, first_answer, free_port
from tests.http.test_intake import POISON, put

Figures = dict[tuple[str, tuple[str, ...]], float]


def figures(text: str) -> Figures:
    """(name, values of the labels) → value"""
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def test_a_running_bot_tells_what_it_did_and_nothing_about_people(
    tmp_path: Path, client: httpx.AsyncClient
) -> None:
    world, port = World(), free_port()
    zorica = person(world, "Zorica")
    database_url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    more = {"PARTNERBRIDGE_ENCODER": "none", "PARTNERBRIDGE_HEALTH_PORT": str(port)}
    async with serve(world) as server:
        settings = environment(world, server.url, database_url, **more)
        async with forked(world, settings, tmp_path):
            put(world, POISON[0])
            zorica.starts()
            await until(world, lambda: "Hello" in zorica.reads(), timeout=ANSWER_S)
            answer = await first_answer(client, f"http://127.0.0.1:{port}/metrics", 200)
            # The answer is sent before its update is done with.
            while ("partnerbridge_updates_total", ("message", "handled")) not in (seen := figures(answer.text)):
                answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert seen["partnerbridge_updates_total", ("message", "handled")] == 1
    assert seen["partnerbridge_updates_total", ("message", "unreadable")] == 1
    assert seen["partnerbridge_update_seconds_count", ("message",)] == 1
    assert seen["partnerbridge_limiter_wait_seconds_count", ("reply",)] >= 1
    assert seen["partnerbridge_outbox_overdue_seconds", ("delivery",)] == 0
    assert "orica" not in answer.text
    assert str(zorica.id) not in answer.text


@pytest.mark.no_neighbours("the figures are of the whole database")
async def test_rows_of_the_database_are_counted(database: Database, clock: Clock, client: httpx.AsyncClient) -> None:
    now = clock()
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session)
        need = await add_listing(session, await add_company(session, ana), kind=Kind.NEED)
        offer = await add_listing(session, await add_company(session, mei, country="CN"))
        await add_introduction(session, need, offer)
        due = {"late": timedelta(minutes=-5), "latest": timedelta(minutes=-9), "later": timedelta(minutes=5)}
        for key, after in due.items():
            await outbox.queue_message(
                session, ana.id, "test", payload={}, dedupe_key=key, now=now, not_before=now + after
            )
        sent = Delivery(person_id=ana.id, topic="test", payload={}, dedupe_key="sent", status=DeliveryStatus.SENT)
        sent.not_before = sent.created_at = now - timedelta(days=1)
        session.add(sent)
    metrics = Metrics(database, clock)
    metrics.observe_wait(Lane.BROADCAST, 2.0)
    pages = health_pages(None, metrics=metrics.page)
    async with http_server.serving(pages) as server:
        seen = figures((await client.get(f"{server.url}/metrics")).text)
        async with database.writing() as session:
            await session.execute(delete(Delivery).where(Delivery.dedupe_key.in_(due)))
        after = figures((await client.get(f"{server.url}/metrics")).text)
    assert seen["partnerbridge_outbox_rows", ("delivery", "pending")] == 3
    assert seen["partnerbridge_outbox_rows", ("delivery", "sent")] == 1
    assert seen["partnerbridge_outbox_overdue_seconds", ("delivery",)] == 9 * 60
    assert seen["partnerbridge_introductions", ("proposed",)] == 1
    assert seen["partnerbridge_limiter_wait_seconds_sum", ("broadcast",)] == 2.0
    assert ("partnerbridge_outbox_rows", ("delivery", "pending")) not in after
    assert after["partnerbridge_outbox_overdue_seconds", ("delivery",)] == 0


@pytest.mark.parametrize(
    ("error", "outcome"), [(ZeroDivisionError(), "failed"), (DomainError(), "handled"), (None, "handled")]
)
async def test_a_step_that_fails_is_told_from_a_rule_that_says_no(
    database_url: str, world: World, clock: Clock, error: Exception | None, outcome: str
) -> None:
    async def step(*_: object) -> None:
        if error is not None:
            raise error

    settings = settings_for(world, database_url, health_port=free_port())
    program = build(settings, clock=clock, request=lambda: WorldRequest(world))
    program.application.add_handler(TypeHandler(Update, step), group=-1_000)
    async with opened(program, fill=False):
        person(world, "Ana").starts()
        program.updates.start()
        (raw,) = world.updates.pending
        program.updates.accept(raw)
        await program.updates.handled(raw["update_id"], ANSWER_S)
        answer = await program.metrics.page(None)
        await program.updates.stop(within_s=1)
    assert figures(answer.body.decode())["partnerbridge_updates_total", ("message", outcome)] == 1


async def test_while_the_database_is_away_the_other_figures_are_there(clock: Clock, client: httpx.AsyncClient) -> None:
    database = Database(f"postgresql+asyncpg://ana:geheim@127.0.0.1:{free_port()}/pb")
    metrics = Metrics(database, clock)
    metrics.observe_wait(Lane.REPLY, 0.0)
    async with http_server.serving(health_pages(None, metrics=metrics.page)) as server:
        answer = await client.get(f"{server.url}/metrics")
    assert answer.status_code == 200
    assert figures(answer.text)["partnerbridge_limiter_wait_seconds_count", ("reply",)] == 1
    assert "partnerbridge_introductions{" not in answer.text
    await database.dispose()
