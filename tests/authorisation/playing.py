"""Plays one try after the other on one and the same stage, and says what came of each."""

import copy
import gc
import pickle
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Self

from telegram import Update
from telegram.ext import ConversationHandler

from bot.app import opened
from bot.program import Program, build
from bot.sandbox.people import Person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world.snapshot import from_dict
from bot.telegram.raw_update import without_buttons
from tests.authorisation.cast import SECRETS, Who
from tests.authorisation.refusals import refuses
from tests.authorisation.stage import Stage
from tests.authorisation.tries import Try
from tests.chat import UNPACED
from tests.clock import Clock
from tests.openings import settings_for
from tests.statements import statements_at_once

SEEN_ONLY: Final = {"person": ("seen_at",)}
"""What every update of anybody changes."""
_SECRETS: Final = {name: tuple(word.lower() for word in words) for name, words in SECRETS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`changed` are tables; `told` people who will hear of it; `seen` secrets, as the cast names them."""

    changed: frozenset[str]
    told: frozenset[str]
    seen: frozenset[str]
    answers: tuple[str, ...]

    @property
    def does(self) -> bool:
        return bool(self.changed or self.told)

    @property
    def reads(self) -> bool:
        """There is an answer, and not only refusals."""
        return not all(refuses(answer) for answer in self.answers)

    @property
    def sign(self) -> str:
        """As the table has it: w(rites), t(ells), s(ees what is not for all), r(eads)."""
        signs = ("w" if self.changed else "") + ("t" if self.told else "") + ("s" if self.seen else "")
        return signs or ("r" if self.reads else "·")


class Play:
    """The program at work on a copy of the stage's file, which is put back whenever it was changed."""

    def __init__(self, stage: Stage, folder: Path, clock: Clock) -> None:
        self._path = folder / "played.sqlite3"
        self._template = _with_triggers(stage.template)
        self._stage = stage
        self.world = from_dict(copy.deepcopy(stage.world))
        _restore(self._template, self._path)
        settings = settings_for(self.world, f"sqlite+aiosqlite:///{self._path}", encoder="none")
        self.program: Program = build(settings, clock=clock, request=lambda: WorldRequest(self.world), pace=UNPACED)
        self._opened = opened(self.program)
        self._at_once = statements_at_once()
        self._seen = 0
        """Rows of the notes that belong to earlier tries."""
        self._phones = {who: Person(world=self.world, id=number) for who, number in stage.numbers.items()}
        self._who = {number: who.value for who, number in stage.numbers.items()}
        self._chats = {number: pickle.dumps(self.world.chats[number]) for number in stage.numbers.values()}

    async def __aenter__(self) -> Self:
        self._at_once.__enter__()
        gc.freeze()  # what is there by now stays: to look through it again and again takes a fifth of the time
        await self._opened.__aenter__()
        self._live = sqlite3.connect(self._path, isolation_level=None)
        self._live.execute("PRAGMA synchronous = OFF")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._live.close()
        self._template.close()
        await self._opened.__aexit__(None, None, None)
        self._at_once.__exit__(None, None, None)

    async def effect(self, one: Try, who: Who, *, again: bool = False) -> tuple[Effect, Effect | None]:
        """What comes of it, and of doing it once more if `again` and if it did something; the stage is as before when
        this returns.
        """
        first = await self.once(one, who)
        second = await self.once(one, who) if again and first.does else None
        await self._set_back(first, who)
        return first, second

    async def once(self, one: Try, who: Who) -> Effect:
        phone = self._phones[who]
        self.world.journal.clear()
        tick = self.world.tick
        one.act(phone)
        for update in self.world.updates.take_all():
            parsed = Update.de_json(without_buttons(update), self.program.application.bot)
            await self.program.application.process_update(parsed)
        refused = [entry.answer for entry in self.world.journal.calls() if "parse entities" in str(entry.answer)]
        assert not refused, f"{one}: a text of people is not escaped: {refused}"
        touched = self._live.execute("SELECT name, person FROM _touched WHERE rowid > ?", (self._seen,)).fetchall()
        self._seen += len(touched)
        shown = "\n".join(self._shown(phone, tick)).lower()
        return Effect(
            changed=frozenset(name for name, _ in touched),
            told=frozenset(
                self._who.get(person, "somebody")
                for name, person in touched
                if name == "delivery" and person not in {phone.id, None}
            ),
            seen=frozenset(name for name, words in _SECRETS.items() if any(word in shown for word in words)),
            answers=tuple(self._answers(phone, tick)),
        )

    def _answers(self, phone: Person, tick: int) -> Iterator[str]:
        """All messages that came or changed, as plain text."""
        for record in self.world.chats[phone.id].records.values():
            if record.by_bot and record.changed > tick:
                yield str(record.message.get("text") or record.message.get("caption") or "[file]")

    def _shown(self, phone: Person, tick: int) -> Iterator[str]:
        for entry in self.world.journal.calls():
            if entry.params.get("chat_id", phone.id) == phone.id:
                yield from _strings(entry.params)
        for record in self.world.chats[phone.id].records.values():
            if record.by_bot and record.changed > tick:
                yield from _strings(record.message)
                yield from self._files(record.message)

    def _files(self, message: dict[str, Any]) -> Iterator[str]:
        for kind in ("document", "photo", "video", "audio", "voice"):
            files = message.get(kind, [])
            for file in files if isinstance(files, list) else [files]:
                yield _readable(self.world.files.by_id[file["file_id"]].data)

    async def _set_back(self, effect: Effect, who: Who) -> None:
        number = self._stage.numbers[who]
        self.world.chats[number] = pickle.loads(self._chats[number])  # noqa: S301 - dumped here
        if not effect.does:
            return
        self._template.backup(self._live)
        self._seen = 0
        for handler in self.program.application.handlers[0]:
            if isinstance(handler, ConversationHandler):
                handler._conversations.clear()
        if effect.changed & {"listing", "suggestion", "company", "sanction", "introduction"}:
            await self.program.services.matchmaker.load()


def _with_triggers(template: Path) -> sqlite3.Connection:
    """A copy in memory in which every change notes its table, and for deliveries who is told."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with sqlite3.connect(template) as file:
        file.backup(memory)
    file.close()
    memory.execute("CREATE TABLE _touched (name TEXT, person INTEGER)")
    tables = [name for (name,) in memory.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table == "_touched" or table.startswith("sqlite_"):
            continue
        columns = [row[1] for row in memory.execute(f'PRAGMA table_info("{table}")')]
        watched = [f'"{name}"' for name in columns if name not in SEEN_ONLY.get(table, ())]
        for event in ("INSERT", "DELETE", f"UPDATE OF {', '.join(watched)}"):
            row = "old" if event == "DELETE" else "new"
            person = f"{row}.person_id" if table == "delivery" and row == "new" else "NULL"
            changed = ""
            if event.startswith("UPDATE"):
                changed = f"WHEN {' OR '.join(f'old.{name} IS NOT new.{name}' for name in watched)}"
            memory.execute(
                f'CREATE TRIGGER "_{table}_{event[:6]}" AFTER {event} ON "{table}" {changed} '  # noqa: S608
                f"BEGIN INSERT INTO _touched VALUES ('{table}', {person}); END"
            )
    return memory


def _restore(template: sqlite3.Connection, path: Path) -> None:
    file = sqlite3.connect(path)
    template.backup(file)
    file.close()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"chat", "from", "chat_id"}:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _readable(data: bytes) -> str:
    """A text file, or all files of a workbook; pictures say nothing that could be read here."""
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(data)) as workbook:
        inner = "\n".join(workbook.read(name).decode(errors="replace") for name in workbook.namelist())
    return re.sub("<[^>]+>", " ", inner)
