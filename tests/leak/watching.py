"""Checks everything that the bot sends for data that identifies somebody else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.sandbox.world import World
from bot.sandbox.world.journal import Entry
from storage.database import Database
from storage.models import Channel, Company, Introduction, Membership, Person
from tests.leak.cast import CAST, Part
from tests.leak.letters import plain
from tests.leak.mailbox import Mailbox
from tests.neighbours import select_own

_OWN = frozenset(
    {"chat_id", "chat", "from", "file_id", "file_unique_id", "thumbnail", "callback_query_id", "inline_query_id"}
)
"""Fields of a request that name the reader or a file."""


@dataclass(slots=True)
class Watch:
    """Tracks the data entered and the introductions accepted, and checks each message once, when it is sent."""

    world: World
    database: Database
    parts: dict[int, Part] = field(init=False)
    introduced: set[frozenset[str]] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    """Search patterns of names that people have changed to."""
    known: str = ""
    """All current names."""
    mailbox: Mailbox | None = None
    """What the last company of the cast reads in mails and on the page."""
    _number: int = 0
    _tick: int = 0

    def __post_init__(self) -> None:
        self.parts = dict(zip(sorted(self.world.people), CAST, strict=True))

    async def leaks(self) -> list[str]:
        """Returns the leaks in everything sent since the last call."""
        await self._learn()
        found = [leak for reader, text in self._sent() for leak in self._in(reader, text)]
        self._number, self._tick = self.world.journal.number, self.world.tick
        return found

    async def _learn(self) -> None:
        async with self.database.reading() as session:
            entered = [
                *await session.scalars(select_own(Company.name)),
                *await session.scalars(select_own(Person.name)),
            ]
            for column in (Company.website, Person.username, Channel.value):
                entered += [value for value in await session.scalars(select(column)) if value]
            houses: dict[int, set[str]] = {}
            for company_id, person_id in await session.execute(select_own(Membership.company_id, Membership.person_id)):
                houses.setdefault(company_id, set()).add(self.parts[person_id].house)
            accepted = select(Introduction.need_company_id, Introduction.offer_company_id).where(
                Introduction.accepted_at.is_not(None)
            )
            for need, offer in await session.execute(accepted):
                here, there = houses.get(need, set()), houses.get(offer, set())
                self.introduced |= {frozenset({one, other}) for one in here for other in there}
        self.known = plain(" ".join(entered))
        self.later |= {needle for part in CAST for one in part.later for needle in one.needles if needle in self.known}

    def _sent(self) -> Iterator[tuple[int, str]]:
        for entry in self.world.journal.calls(after=self._number):
            reader = self._reader(entry)
            if reader in self.parts:
                yield reader, " ".join(_strings(entry.params))
        if self.mailbox is not None:
            yield from ((max(self.parts), text) for text in self.mailbox.shown)
            self.mailbox.shown.clear()
        for number in self.parts:
            for record in self.world.chats[number]:
                if record.by_bot and record.changed > self._tick:
                    yield number, " ".join([*_strings(record.message), *self._files(record.message)])

    def _reader(self, entry: Entry) -> int:
        for name in ("callback_query_id", "inline_query_id"):
            if name in entry.params:
                query = self.world.queries.get(str(entry.params[name]))
                return int(query["from"]["id"]) if query else 0
        return int(entry.params.get("chat_id") or 0)

    def _files(self, message: dict[str, Any]) -> Iterator[str]:
        for kind in ("document", "photo", "video", "audio", "voice"):
            for file in [message[kind]] if isinstance(message.get(kind), dict) else message.get(kind, []):
                data = self.world.files.by_id[file["file_id"]].data.decode(errors="replace")
                yield from _strings(data)

    def _in(self, reader: int, text: str) -> Iterator[str]:
        here, read = self.parts[reader], plain(text)
        for number, part in self.parts.items():
            if part.house == here.house or frozenset({part.house, here.house}) in self.introduced:
                continue
            needles = {needle for one in part.secrets for needle in one.needles} | {str(number)}
            needles |= {needle for one in part.later for needle in one.needles} & self.later
            for needle in sorted(needles):
                if needle in read:
                    yield f"{here.first} reads {needle!r} of {part.first}: {text[:600]!r}"


def _strings(value: Any) -> Iterator[str]:
    """Yields every string in the value, also inside JSON strings."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            value = json.loads(value)
        except ValueError:
            yield value
            return
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in _OWN:
                yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value
