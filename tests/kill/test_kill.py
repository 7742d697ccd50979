"""The process is killed by SIGKILL repeatedly while two people register and see their match.

Nothing may be lost, nobody may be stuck or without an answer, and nobody told anything twice by a delivery.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.i18n.translator import translator_for
from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from storage.database import Database
from storage.models import Company, Delivery, Draft, Listing, Membership
from storage.people.drafts import USED
from storage.vocabulary import DeliveryStatus, Language, ListingStatus
from tests.http.persona import PUDONG, SENZOR, Persona
from tests.http.process import Mortal, environment, mortal
from tests.neighbours import count_own, select_own

ANSWER_S = 120.0  # far more than it takes: the machine may be busy with other tests
TRIES = 24

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]  # a minute on a quiet core


@asynccontextmanager
async def mortal_bot(database_url: str, folder: Path, **more: str) -> AsyncIterator[tuple[World, Mortal]]:
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, database_url, PARTNERBRIDGE_LOG_LEVEL="WARNING", **more)
        async with mortal(world, settings, folder) as bot:
            yield world, bot


async def test_the_dialog_survives_a_kill_after_every_step(database_url: str, tmp_path: Path) -> None:
    """After each press and each typed answer the bot is killed and restarted."""
    async with mortal_bot(database_url, tmp_path) as (world, bot):
        ana, mei = two_people(world)
        for persona in (ana, mei):
            persona.begins()
            while not persona.listed:
                await answered(persona)
                await bot.dies_and_rises()
                act = persona.next(among_news=False)
                if act is not None and not persona.listed:
                    act()
        await everything_is_there(database_url, ana, mei)
        # Killed after the answer, nobody ever had to begin again.
        assert starts(ana.phone) == starts(mei.phone) == 1
    assert_quiet(tmp_path)


@pytest.mark.parametrize("seed", [0, 1])
async def test_the_dialog_survives_a_kill_at_any_moment(database_url: str, tmp_path: Path, seed: int) -> None:
    """The kill comes between the press and the end of the answer, or some time later."""
    rng = random.Random(seed)
    async with mortal_bot(database_url, tmp_path) as (world, bot):
        ana, mei = two_people(world)
        for persona in (ana, mei):
            persona.begins()
            while not persona.listed:
                if rng.random() < 0.4:
                    await asyncio.sleep(rng.choice((0.002, 0.02, 0.06)) * rng.random() * 2)
                    await bot.dies_and_rises()
                await answered(persona)
                if not persona.listed and (act := persona.next(among_news=True)):
                    act()
        await everything_is_there(database_url, ana, mei)
    assert_quiet(tmp_path)


def two_people(world: World) -> tuple[Persona, Persona]:
    return (
        Persona(person(world, "Ana", language_code="sr"), SENZOR),
        Persona(person(world, "Mei", language_code="zh-hans"), PUDONG),
    )


async def answered(persona: Persona) -> None:
    """Waits until everything is worked off: after a kill, a question may come twice before the next one comes."""
    world = persona.phone.world
    await until(
        world, lambda: not world.updates.pending and persona.next(among_news=True) is not None, timeout=ANSWER_S
    )


def starts(phone: Person) -> int:
    return sum(message.get("text") == "/start" for message in phone.messages(of_bot=False))


async def finds_match(persona: Persona, words: str) -> None:
    """Asks for matches until one holds the words: a bot that was just restarted may still be looking."""
    for _ in range(TRIES):
        persona.phone.types("/matches")
        with suppress(TimeoutError):
            await until(persona.phone.world, lambda: words in persona.phone.sees(), timeout=ANSWER_S / TRIES)
            return
    raise AssertionError(f"no match says {words!r}: {persona.phone.sees()}")


async def everything_is_there(database_url: str, ana: Persona, mei: Persona) -> None:
    """Checks one company, listing and match each, with the right texts, shown by the running bot."""
    for persona, other, words in ((ana, mei, PUDONG.title), (mei, ana, "vlažnosti zemljišta za staklenike")):
        await finds_match(persona, words)
        assert other.firm.name not in persona.phone.reads()
    database = Database(database_url)
    try:
        async with database.reading() as session:
            names = (await session.scalars(select_own(Company.name).order_by(Company.name))).all()
            assert sorted(names) == sorted([SENZOR.name, PUDONG.name])
            assert await session.scalar(count_own(Membership)) == 2
            listings = (await session.scalars(select_own(Listing).order_by(Listing.id))).all()
            assert [(each.title, each.summary) for each in listings] == [
                (SENZOR.title, SENZOR.summary),
                (PUDONG.title, PUDONG.summary),
            ]
            assert {each.status for each in listings} == {ListingStatus.PUBLISHED}
            # Words typed where no dialog was open are kept to be asked about, and the numbers of messages for edits.
            assert set((await session.scalars(select_own(Draft.form))).all()) <= {"heard", USED}
        told = await settled_deliveries(database)
    finally:
        await database.dispose()
    assert len({key for key, _, _ in told}) == len(told)
    for persona, language in ((ana, Language.SR_LATN), (mei, Language.ZH)):
        arrived = [status for _, status, who in told if who == persona.phone.id and status is DeliveryStatus.SENT]
        assert heard_of_new_matches(persona.phone, language) in {len(arrived), len(arrived) + unsure(told, persona)}


async def settled_deliveries(database: Database) -> Sequence[tuple[str, DeliveryStatus, int]]:
    """(dedupe key, status, person) of every delivery, once the result of each request that left is recorded."""
    async with asyncio.timeout(ANSWER_S):
        while True:
            async with database.reading() as session:
                rows = await session.execute(select_own(Delivery.dedupe_key, Delivery.status, Delivery.person_id))
                told = [(key, status, person_id) for key, status, person_id in rows]
            if all(status is not DeliveryStatus.SENDING for _, status, _ in told):
                return told
            await asyncio.sleep(0.15)


def heard_of_new_matches(phone: Person, language: Language) -> int:
    t = translator_for(language)
    heading = t.n("<b>{count} new match for you</b>", "<b>{count} new matches for you.</b> The best first:", 1)
    return phone.reads().count(heading.replace("<b>", "").replace("</b>", ""))


def unsure(told: Sequence[tuple[str, DeliveryStatus, int]], persona: Persona) -> int:
    return sum(who == persona.phone.id and status is DeliveryStatus.UNKNOWN for _, status, who in told)


def assert_quiet(folder: Path) -> None:
    output = (folder / "output.txt").read_text()
    assert "ERROR" not in output
    assert "[error" not in output
    assert "Traceback" not in output
