"""Seconds of the bot's own time from /start to the first counterparts, to a listing and to a sent proposal."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from statistics import median

from bot.sandbox.world import World
from storage.vocabulary import ProfileType
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import listed, registered

_OFFER = "Bežični senzori vlažnosti zemljišta za staklenike"
_NEED = "我们寻找温室土壤湿度传感器的供应商，需要无线的。"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench first_minute", description=__doc__)
    parser.add_argument("--people", type=int, default=5, help="one after the other")
    asyncio.run(_measure(parser.parse_args(argv).people))


async def _measure(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite3'}"
        async with open_chat(World(), database, Clock(), at_once=False) as chat:
            ana = chat.person("Ana", "sr")
            await registered(chat, ana, "Zelena Dolina d.o.o.", "RS", "ana@dolina.rs")
            await listed(chat, ana, ProfileType.BUSINESS_OFFER, _OFFER, f"{_OFFER}. {_OFFER}.", "sr")
            taken = [await _newcomer(chat, number) for number in range(people)]
    names = ("first counterparts", "published listing", "sent proposal")
    for name, seconds in zip(names, zip(*taken, strict=True), strict=True):
        print(f"to the {name + ':':22} {median(seconds):.2f} s median, {max(seconds):.2f} s at most")


async def _newcomer(chat: Chat, number: int) -> tuple[float, float, float]:
    mei = chat.person(f"Mei {number}", "zh-hans")
    matched = await _seconds(mei.types("/start"), mei.types(_NEED))
    published = matched + await _seconds(_publishes(mei, number))
    return matched, published, published + await _seconds(mei.says("🤝 Introduce us"), mei.says("Send"))


async def _publishes(mei: Human, number: int) -> None:
    await mei.says("✅ I agree: publish and introduce me")
    await mei.types(f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}温室公司")
    await mei.types("中国")
    await mei.says("Done")
    await mei.says("✅ Publish abroad")


async def _seconds(*acts: Awaitable[object]) -> float:
    started = time.perf_counter()
    for act in acts:
        await act
    return time.perf_counter() - started
