"""How long people wait for the bot when many use it at once, beside the least bot that has a database.

`python -m tests.bench load [--people 10 100 1000] [--every 10] [--seconds 30] [--database sqlite postgresql]`

Each bot is a process that polls a simulated Telegram over HTTP. Everybody looks at pages: matches, introductions,
listings, settings and help, one every ten seconds on average. Everybody has 20 matches and 10 introductions. The least
bot answers each message after one SELECT. Ours runs without the encoder, which no page needs. "CPU ms" is the CPU time
of the bot's process per update. With `--every 0` everybody sends the next message right after the answer: then the
figures show how fast the bot is, not how patient people have to be.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.matching.companies import company_key
from bot.sandbox.people import Person, person
from bot.sandbox.world import World
from bot.usecases.listings import later_questions
from bot.usecases.people.registration import CONSENT_VERSION
from storage.database import Database
from storage.ids import PersonId
from storage.people import people as people_rows
from tests.bench.correspondence import fill
from tests.bench.updates import cpu_s, databases, least, ours, quiet
from tests.factories import add_company, add_person
from tests.http.arrivals import Arrivals
from tests.postgres import PostgresServer, running_server

_PAGES: Final = ("/matches", "/matches", "/introductions", "/introductions", "/mine", "/settings", "/help")
_LONGEST_S: Final = 120.0
"""Whoever waits longer gives up, and counts as having waited so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Waits in seconds, in order."""

    waits: Sequence[float]
    per_second: float
    cpu_ms: float

    def ms(self, percent: int) -> float:
        return statistics.quantiles(self.waits, n=100)[percent - 1] * 1e3


async def load(
    world: World, phones: Sequence[Person], process: Process, *, every_s: float, seconds: float, seed: int = 0
) -> Load:
    """Everybody acts at random moments for so many seconds."""
    arrivals, waits, ends = Arrivals(world), list[float](), time.perf_counter() + seconds
    last = [0.0]  # when the last answer came; nobody who still pauses counts

    async def one(phone: Person, rng: random.Random) -> None:
        await asyncio.sleep(rng.uniform(0, every_s))
        while time.perf_counter() < ends:
            began = time.perf_counter()
            phone.types(rng.choice(_PAGES))
            with contextlib.suppress(TimeoutError):
                await arrivals.answer(phone, timeout=_LONGEST_S)
            last[0] = time.perf_counter()
            waits.append(last[0] - began)
            if every_s:
                await asyncio.sleep(rng.expovariate(1 / every_s))

    began, cpu = time.perf_counter(), cpu_s(process.pid)
    await asyncio.gather(*(one(phone, random.Random(seed + number)) for number, phone in enumerate(phones)))
    took = last[0] - began
    return Load(waits=sorted(waits), per_second=len(waits) / took, cpu_ms=(cpu_s(process.pid) - cpu) / len(waits) * 1e3)


async def registered(url: str, phones: Sequence[Person]) -> None:
    """People with a company, matches and introductions, as if they had registered before."""
    key = await asyncio.to_thread(company_key, "Senzor d.o.o.", "RS")
    database, now = Database(url), datetime.now(UTC)
    try:
        for phone in phones:
            async with database.writing() as session:
                user = phone.user
                found = await add_person(
                    session, person_id=phone.id, name=user["first_name"], username=user.get("username"), now=now
                )
                await people_rows.record_consent(session, found.id, version=CONSENT_VERSION, now=now)
                company = await add_company(session, found, name=f"Senzor {phone.id}", name_key=f"{key} {phone.id}")
                await later_questions.note_all_asked(session, found.id, company.id)
            phone.chat.started = True
    finally:
        await database.dispose()
    await fill(url, [PersonId(phone.id) for phone in phones])


async def measure(database: str, server: PostgresServer | None, asked: argparse.Namespace) -> None:
    print(f"\n{database:12} {'people':>6} {'updates/s':>9} {'p50 ms':>7} {'p95 ms':>7} {'p99 ms':>7} {'CPU ms':>7}")
    with tempfile.TemporaryDirectory() as name, databases(database, server, Path(name)) as (read_url, _, url):
        most = max(asked.people)
        async with (
            least(read_url, "read", most, "asyncio") as reader,
            ours(url, Path(name), PARTNERBRIDGE_ENCODER="none") as (world, process),
        ):
            phones = [person(world, f"P{number}", language_code="en") for number in range(most)]
            await registered(url, phones)
            bots = {
                "least bot": (reader.phones[0].world, reader.phones, reader.process),
                "ours": (world, phones, process),
            }
            for crowd in asked.people:
                for which, (its_world, its_phones, its_process) in bots.items():
                    await quiet(its_process)
                    found = await load(
                        its_world, its_phones[:crowd], its_process, every_s=asked.every, seconds=asked.seconds
                    )
                    figures = " ".join(f"{found.ms(percent):7.0f}" for percent in (50, 95, 99))
                    print(f"{which:12} {crowd:6} {found.per_second:9.1f} {figures} {found.cpu_ms:7.1f}", flush=True)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench load", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 100, 1000], help="people at once")
    parser.add_argument("--every", type=float, default=10.0, help="seconds from an answer to the next act, on average")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each crowd is measured")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    asked = parser.parse_args(argv)
    with running_server() if "postgresql" in asked.database else nullcontext() as server:
        for database in asked.database:
            asyncio.run(measure(database, server if database == "postgresql" else None, asked))
