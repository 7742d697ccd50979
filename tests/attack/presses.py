"""People who press what nobody offered them: forged buttons of every kind, links, and commands of other roles."""

import asyncio
import dataclasses
import random
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, get_type_hints

from bot.sandbox.people import Person
from bot.sandbox.waiting import until
from handlers.people.buttons import CompanyAct, CompanyPress
from handlers.privacy.buttons import ForgetPress
from handlers.ui.buttons import Press
from tests.attack.stage import ANSWER_S, SECRETS, Stage, Tally, shown_since
from tests.authorisation.targets import garbled, kinds
from tests.authorisation.tries import LINKS

_NUMBERS: Final = (*range(-1, 9), 100_000_001)
_BATCH: Final = 10
_COMMANDS: Final = (
    *(
        "ban {}",
        "unban {}",
        "mute {}",
        "warn {}",
        "find Senzor",
        "find ana@senzor.example",
        "audit",
        "queue",
        "reports",
    ),
    *("roles", "organizer", "countries", "stats", "health", "dashboard", "events", "register", "export", "join x"),
)


def forged(rng: random.Random, people: list[int], of_each: int) -> Iterator[str]:
    """Callback data of every kind of button, with numbers that may be somebody else's, and garbled ones."""
    for kind in kinds():
        every = garbled(kind)
        yield from rng.sample(every, min(len(every), max(2, of_each // 4)))
        for _ in range(of_each):
            press = _drawn(rng, kind, people)
            if isinstance(press, ForgetPress) or (
                isinstance(press, CompanyPress) and press.act is CompanyAct.LEAVE_NOW
            ):
                continue  # their own right
            try:
                yield press.pack()
            except ValueError:
                continue


def _drawn(rng: random.Random, kind: type[Press], people: list[int]) -> Press:
    hints = get_type_hints(kind)
    return kind(*(_value(rng, hints[field.name], people) for field in dataclasses.fields(kind)))


def _value(rng: random.Random, hint: Any, people: list[int]) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return rng.choice(list(hint))
    if hint is bool:
        return rng.random() < 0.5
    if hint is str:
        return rng.choice(("title", "0", "finish", "i1", "m1", "RS", "y", "' OR 1=1 --", "💣"))
    return rng.choice([*people, *_NUMBERS, *_NUMBERS])


async def presses(stage: Stage, of_each: int) -> Tally:
    people = [stage.ana.id, stage.mei.id]
    data = list(forged(stage.rng, people, of_each))
    stage.rng.shuffle(data)
    async with stage.watched("forged presses") as tally:
        before, tick = await stage.others_data(), stage.world.tick
        told = stage.world.journal.number
        for start in range(0, len(data), _BATCH * len(stage.hostile)):
            some = data[start : start + _BATCH * len(stage.hostile)]
            chunks = [some[number :: len(stage.hostile)] for number in range(len(stage.hostile))]
            await asyncio.gather(
                *(_press_all(human.phone, chunk) for human, chunk in zip(stage.hostile, chunks, strict=True))
            )
            tally.tried += len(some)
        await _judge(stage, tally, before, tick, told)
    return tally


async def _press_all(phone: Person, data: list[str]) -> None:
    """As fast as a finger, so that each is answered, even to people who are ignored because of an earlier flood."""
    message = phone.last()
    for one in data:
        query = phone.presses_stale(message, one)
        await until(phone.world, lambda query=query: phone.world.queries[query]["answer"] is not None, timeout=ANSWER_S)
        await asyncio.sleep(0.1)


async def commands(stage: Stage) -> Tally:
    """Commands of every role and links with guessed codes, by people who hold no role."""
    links = [payload for group in LINKS.values() for payload in group.values()]
    typed = [text.format(who) for text in _COMMANDS for who in (stage.ana.id, "@ana")]
    texts = [*dict.fromkeys(f"/{text}" for text in typed), *(f"/start {link}" for link in links)]
    async with stage.watched("commands and links") as tally:
        before, tick = await stage.others_data(), stage.world.tick
        told = stage.world.journal.number
        for number, text in enumerate(texts):
            phone = stage.hostile[number % len(stage.hostile)].phone
            phone.types(text)
            await until(stage.world, lambda phone=phone: bool(phone.news()), timeout=ANSWER_S)
            tally.tried += 1
        await _judge(stage, tally, before, tick, told)
    return tally


async def _judge(stage: Stage, tally: Tally, before: set[str], tick: int, told: int) -> None:
    """Nothing of anybody else may have changed, and no secret of theirs been shown."""
    after = await stage.others_data()
    tally.succeeded += [f"changed: {row[:300]}" for row in sorted(before ^ after)]
    mine = {one.id for one in stage.hostile}
    shown = [text for one in stage.hostile for text in shown_since(one.phone, tick)]
    for entry in stage.world.journal.calls("answerCallbackQuery", after=told):
        query = stage.world.queries.get(str(entry.params.get("callback_query_id")))
        if query and query["from"]["id"] in mine:
            shown.append(repr(entry.params))
    tally.succeeded += [f"shown: {secret}: {text[:300]}" for text in shown for secret in SECRETS if secret in text]
