"""How fast the simulated Telegram is: a fresh world with a real polling bot, and a round trip through it."""

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters

from bot.sandbox.people import Person, person
from bot.sandbox.server import serve
from bot.sandbox.transport import WorldRequest
from bot.sandbox.waiting import until
from bot.sandbox.world import TOKEN, World

Echo = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, _: object) -> None:
    message = update.effective_message
    if message is not None:
        await message.reply_text(message.text or "")


@asynccontextmanager
async def polling_bot(world: World) -> AsyncIterator[Echo]:
    """A bare echo bot over loopback HTTP that fetches its updates by long polling."""
    async with serve(world) as server:
        builder = ApplicationBuilder().token(TOKEN).base_url(server.base_url).base_file_url(server.base_file_url)
        application: Echo = builder.build()
        application.add_handler(MessageHandler(filters.TEXT, echo))
        async with application:
            assert application.updater is not None
            await application.updater.start_polling()
            await application.start()
            yield application
            await application.updater.stop()
            await application.stop()


async def fresh_worlds(rounds: int) -> list[float]:
    """Seconds for a world, a server, a bot, one exchange and the end of all three."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        world = World()
        async with polling_bot(world):
            await _exchange(world, person(world, "Mei"), "Hello")
        seconds.append(time.perf_counter() - started)
    return seconds


async def _exchange(world: World, mei: Person, text: str) -> None:
    mei.types(text)
    await until(world, lambda: mei.sees() == text)


async def round_trips(rounds: int) -> list[float]:
    """Seconds from a person's message to the bot's answer on their screen, over HTTP."""
    world, seconds = World(), []
    async with polling_bot(world):
        mei = person(world, "Mei")
        for number in range(rounds):
            started = time.perf_counter()
            await _exchange(world, mei, f"Hello {number}")
            seconds.append(time.perf_counter() - started)
    return seconds


async def round_trips_inside(rounds: int) -> list[float]:
    """The same in one process, without sockets or polling."""
    world, seconds = World(), []
    request = WorldRequest(world)
    application: Echo = ApplicationBuilder().token(TOKEN).request(request).get_updates_request(request).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    mei = person(world, "Mei")
    async with application:
        for number in range(rounds):
            started = time.perf_counter()
            mei.types(f"Hello {number}")
            for update in world.updates.take_all():
                await application.process_update(Update.de_json(update, application.bot))
            seconds.append(time.perf_counter() - started)
    assert mei.sees() == f"Hello {rounds - 1}"
    return seconds


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench wire", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="round trips to measure")
    parser.add_argument("--worlds", type=int, default=10, help="fresh worlds to measure")
    asked = parser.parse_args(argv)
    _report("fresh world, server and polling bot", asyncio.run(fresh_worlds(asked.worlds)))
    before = time.process_time()
    _report("person → bot → person over HTTP", asyncio.run(round_trips(asked.rounds)))
    # Both ends run in this process: what the processor did does not depend on who else uses the machine.
    print(
        f"{'of it processor time, both ends':40} mean   {(time.process_time() - before) / asked.rounds * 1e3:7.2f} ms"
    )
    _report("person → bot → person in process", asyncio.run(round_trips_inside(asked.rounds)))


def _report(what: str, seconds: list[float]) -> None:
    spread = statistics.quantiles(seconds, n=20)
    print(f"{what:40} median {statistics.median(seconds) * 1e3:7.2f} ms   p95 {spread[-1] * 1e3:7.2f} ms")
