"""Texts as weapons: searches that ask who is behind a card, contacts split over messages, and texts that take long."""

import random
from collections.abc import Iterator
from typing import Final

from bot.sandbox.people.screen import words_of
from storage.vocabulary import Kind
from tests.attack.stage import WANTED, Stage, Tally, answered, joins, proposes
from tests.http.human import RemoteHuman
from tests.reading.pathological import PIECES
from tests.suggestions.test_no_oracle import queries

_TWIN: Final = "measures soil moisture in greenhouses"
_LONG: Final = 3_900  # characters; Telegram takes 4,096


async def oracles(stage: Stage, count: int) -> Tally:
    """Of two listings that differ only in who they are of, every search finds both or neither."""
    words = queries()
    some = stage.rng.sample(words, min(count, len(words)))
    async with stage.watched("search oracles") as tally:
        for number, query in enumerate(some):
            human = stage.hostile[number % len(stage.hostile)]
            await human.types(f"/search {query}")
            found = await _pages(human)
            tally.tried += 1
            if sum(page.count(_TWIN) for page in found) % 2:
                tally.succeeded.append(f"{query!r} finds one of the two")
    return tally


async def _pages(human: RemoteHuman) -> list[str]:
    """All pages of the result; each lists up to five titles."""
    total = next((int(label.split("/")[1]) for label in human.buttons() if label.count(" / ") == 1), 1)
    pages = [human.sees()]
    for _ in range(min(total, 8) - 1):
        await human.presses("▶")
        pages.append(human.sees())
    return pages


def splits(rng: random.Random) -> Iterator[list[tuple[str, str]]]:
    """Contacts over several messages: what each says, and the part of it that would have to arrive."""
    number = "".join(rng.choice("23456789") for _ in range(9))
    a, b, c = number[:3], number[3:6], number[6:]
    name = "".join(rng.choice("bdgklmnprstvz") + rng.choice("aeiou") for _ in range(4))
    half, rest = name[:4], name[4:]
    digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    spoken = [" ".join(digits[int(digit)] for digit in part) for part in (number[:4], number[4:])]
    yield [(f"Our line begins with +381 {a}", a), (f"then {b}", b), (f"and it ends in {c}", c)]
    yield [(f"Call us, part one: 0{a}{b[:1]}", f"{a}{b[:1]}"), (f"part two: {b[1:]}{c}", f"{b[1:]}{c}")]
    yield [(f"First half: {spoken[0]}", spoken[0]), (f"second half: {spoken[1]}", spoken[1])]
    yield [(f"前三位是1{a[:2]}", f"1{a[:2]}"), (f"中间四位{a[2:]}{b}", f"{a[2:]}{b}"), (f"最后四位{c}8", f"{c}8")]
    yield [(f"Write to {name} at", name), (f"gmail, dot com: {name}", "gmail")]
    yield [
        (f"My mail begins {half}{rest}@", f"{half}{rest}@"),
        (f"{rest}{half}.rs is what follows", f"{rest}{half}.rs"),
    ]
    yield [(f"微信号前半: {half}", half), (f"后半: {rest}{a}", f"{rest}{a}")]
    yield [(f"Telegram, first part of the handle: @{half}", half), (f"last part: {rest}_{a}", f"{rest}_{a}")]
    yield [(f"Our site is {name}", name), ("dot rs after that", "dot rs")]


async def smuggling(stage: Stage, rounds: int) -> Tally:
    """Mallory asks Ana for an introduction, and answers her questions with parts of a contact.

    She is new: after thousands of forged presses the others may have left their companies.
    """
    ana = stage.ana
    mallory = await joins(stage.wire, "Mallory", "Newcomer", Kind.NEED, "Malta Trading", ("Malta", "MT"), *WANTED)
    stage.hostile.append(mallory)
    async with stage.watched("split contacts") as tally:
        await proposes(mallory)
        await ana.until(lambda: "Malta" in ana.phone.reads())
        for _ in range(rounds):
            for parts in splits(stage.rng):
                tick = stage.world.tick
                for text, _part in parts:
                    await ana.says("❓ Ask a question first", older=True)
                    await ana.types("And?")
                    await mallory.says("✍️ Answer", older=True)
                    await mallory.types(text)
                tally.tried += 1
                records = [r for r in stage.world.chats[ana.id] if r.by_bot and r.changed > tick]
                read = "\n".join(words_of(record.message) for record in records)
                if all(part in read for _, part in parts):
                    tally.succeeded.append(" | ".join(text for text, _ in parts))
    return tally


async def pathological(stage: Stage, count: int) -> Tally:
    """Long repeats of everything that a careless expression repeats, typed and searched for."""
    pieces = stage.rng.sample(PIECES, min(count, len(PIECES)))
    async with stage.watched("pathological texts") as tally:
        for number, piece in enumerate(pieces):
            phone = stage.hostile[number % len(stage.hostile)].phone
            text = (piece * _LONG)[:_LONG]
            for typed in (f"/search {text}", f"x {text}"):
                phone.types(typed)
                await answered(phone)
                tally.tried += 1
    return tally
