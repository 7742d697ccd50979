"""Some thousands of random updates into the whole program, and what must be true of it then."""

import asyncio
import logging
import random
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from telegram import Update

from bot.sandbox.people import Person
from bot.sandbox.world import World
from handlers.forms.user_input import FormPress
from storage.ids import PersonId
from storage.listings import listings
from storage.models import Listing
from tests.chat import Chat
from tests.fuzz.updates import Updates

_TOGETHER = 8  # updates of several people under way at once
_LANGUAGES = ("en", "sr", "zh-hans", "sr-cyrl", "sr", "de", "zh-hans", "en")
_COUNTRIES = ("Srbija", "中国", "Germany")
# What the Bot API says to a press that came late or twice, or that changes nothing; and of a group that the bot was
# added to, a topic, or a file that it was sent, by an update that somebody made up.
_HARMLESS = (
    "message is not modified",
    "query is too old",
    "chat not found",
    "message thread not found",
    "wrong file identifier",
)

_STEP = re.compile(rf"{FormPress.KIND}:\d+:(\w+)[-:]")


class Strict(logging.Handler):
    """Keeps what should never be logged: errors, and answers that Telegram refused."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.name.startswith(("handlers", "bot.outbox")):
            self.complaints.append(logging.Formatter().format(record))


@contextmanager
def listening() -> Iterator[Strict]:
    handler = Strict()
    logging.getLogger().addHandler(handler)
    try:
        yield handler
    finally:
        logging.getLogger().removeHandler(handler)


@dataclass(slots=True)
class Campaign:
    """One seeded run. `complaints` must stay empty."""

    chat: Chat
    seed: int
    people: list[Person] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    steps_seen: set[str] = field(default_factory=set)
    """The questions that anybody was asked by a form, by their keys."""

    async def run(self, updates: int) -> None:
        rng = random.Random(self.seed)
        world = self.chat.world
        self.people = [await self._somebody(number, code) for number, code in enumerate(_LANGUAGES)]
        stream = Updates(rng, world, self.people)
        with listening() as log:
            for done in range(0, updates, _TOGETHER):
                await self._feed([stream.next() for _ in range(min(_TOGETHER, updates - done))])
                self._judge(world)
        self.complaints += log.complaints

    async def _somebody(self, number: int, code: str) -> Person:
        """Every other one is new; the rest have something in the bot to break."""
        human = self.chat.person(f"P{number} <b>&\"'", code)
        if number % 2:
            await human.types("/start")
            return human.phone
        await human.registers(f"Firm {number} <i>&", _COUNTRIES[number % len(_COUNTRIES)])
        tell = human.needs if number % 4 else human.offers
        await tell("Soil sensors <b>&", "Wireless soil moisture sensors for greenhouses & fields, <long> supply.")
        return human.phone

    async def _feed(self, batch: Sequence[dict[str, object]]) -> None:
        application = self.chat.program.application
        processor = application.update_processor
        read = [Update.de_json(each, application.bot) for each in batch]
        await asyncio.gather(*(processor.process_update(each, application.process_update(each)) for each in read))
        await self.chat.program.services.outbox.deliver_due()

    def _judge(self, world: World) -> None:
        for entry in world.journal.calls():
            self.steps_seen.update(_STEP.findall(str(entry.params.get("reply_markup", ""))))
            if entry.ok or entry.answer is None:
                continue
            description = str(entry.answer["description"]).casefold()
            if not any(words in description for words in _HARMLESS):
                self.refused.append(f"{entry.method}: {description}: {entry.params}")
        world.journal.clear()

    async def still_served(self) -> list[str]:
        """Who is stuck, in words: everybody must get on with /start, and see with /mine what was saved."""
        stuck = []
        for each in self.people:
            each.types("/cancel")
            await self.chat.settle()
            each.types("/start")
            await self.chat.settle()
            if not each.news() or not each.buttons():
                stuck.append(f"{each.user['first_name']}: /start gives {each.sees()!r}")
            stuck += await self._missing(each)
        return stuck

    async def _missing(self, who: Person) -> list[str]:
        """Listings of a person that /mine, page by page, does not show."""
        saved = {listing.title for listing in await self.saved(who)}
        if not saved:
            return []
        who.types("/mine")
        await self.chat.settle()
        seen, pages = who.sees(), 1
        while "▶" in who.buttons() and pages <= len(saved):
            who.presses("▶")
            await self.chat.settle()
            seen, pages = seen + who.sees(), pages + 1
        return [f"{who.user['first_name']}: /mine does not show {title!r}" for title in saved if title not in seen]

    async def saved(self, who: Person) -> Sequence[Listing]:
        async with self.chat.program.services.database.reading() as session:
            return await listings.of_person(session, PersonId(who.id))


def report(campaign: Campaign) -> None:
    for line in (*campaign.complaints[:5], *campaign.refused[:5]):
        sys.stdout.write(line + "\n")
