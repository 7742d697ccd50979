"""The world that everything is tried in: a fair with companies, and something in every state that there is."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import inspect, update

from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from bot.sandbox.world.snapshot import to_dict
from storage import models
from tests.authorisation.cast import APPLICANT, FIRST_NAMES, Who
from tests.authorisation.rows_companies import companies_rows, listings_rows
from tests.authorisation.rows_fair import announcements_rows, event_rows, links_rows
from tests.authorisation.rows_introductions import introductions_rows
from tests.authorisation.rows_meetings import meetings_rows
from tests.authorisation.rows_moderation import moderation_rows
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.neighbours import select_own
from tests.slow_work import unguarded

MARKUP: Final = " <i&"
_TEXTS: Final = frozenset(
    {
        "about",
        "booth",
        "city",
        "detail",
        "file_name",
        "line",
        "list_name",
        "listed_name",
        "masked_summary",
        "masked_title",
    }
    | {"name", "names", "note", "pitch", "pitch_relayed", "place", "reason", "relayed", "role", "sheet", "summary"}
    | {"line", "text", "title", "word", "word_relayed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The file to copy, the world to go with it, and everybody's Telegram number."""

    template: Path
    world: Json
    numbers: dict[Who, int]
    applicant: int
    draft: int
    """The member's, of an offer that is not finished."""


def staged(empty: Path, folder: Path, clock: Clock) -> Stage:
    """`empty` is a migrated database."""
    path = folder / "stage.sqlite3"
    shutil.copyfile(empty, path)
    return asyncio.run(_set(path, clock))


async def _set(path: Path, clock: Clock) -> Stage:
    world = World()
    async with open_chat(world, f"sqlite+aiosqlite:///{path}", clock, encoder="none") as chat:
        people = {who: chat.person(FIRST_NAMES[who] + MARKUP) for who in Who}
        applicant = chat.person(APPLICANT + MARKUP)
        for human in [*people.values(), applicant]:
            await human.types("/start")
        numbers = {who: human.id for who, human in people.items()}
        async with chat.program.services.database.writing() as session:
            with unguarded():
                for row in _rows(numbers, applicant.id, clock):
                    session.add(_with_markup(row))
                    await session.flush()
            await session.execute(
                update(models.Person).where(models.Person.id != people[Who.NOBODY].id).values(**_consent(clock))
            )
        draft = await _draft(chat, people[Who.MEMBER])
        for human in [*people.values(), applicant]:
            await human.types("/help")
    return Stage(template=path, world=to_dict(world), numbers=numbers, applicant=applicant.id, draft=draft)


def _consent(clock: Clock) -> dict[str, Any]:
    values = {"consented_at": clock(), "consent_version": "1"}
    abroad = {"shown_abroad": True, "shown_abroad_at": clock(), "shown_abroad_version": "1"}
    columns = models.Person.__table__.columns
    return values | {name: value for name, value in abroad.items() if name in columns}


async def _draft(chat: Chat, member: Human) -> int:
    """An offer that the member has set aside after its title."""
    await member.types("/offer")
    await member.presses("📦")
    await member.types("Draftedtitle of a pump" + MARKUP)
    await member.types("/cancel")
    async with chat.program.services.database.reading() as session:
        return (await session.scalars(select_own(models.Draft.id))).one()


def _with_markup(row: Any) -> Any:
    """Adds what looks like HTML to every text of people, so that a view that forgets to escape one is refused."""
    for column in _TEXTS.intersection(inspect(type(row)).columns.keys()):
        value = getattr(row, column)
        if type(value) is str:
            setattr(row, column, value + MARKUP)
        elif isinstance(value, dict):
            setattr(row, column, {language: name + MARKUP for language, name in value.items()})
    return row


def _rows(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
    yield from companies_rows(numbers, applicant, clock)
    yield from listings_rows(numbers, clock)
    yield from introductions_rows(numbers, clock)
    yield from event_rows(numbers, applicant, clock)
    yield from meetings_rows(numbers, clock)
    yield from announcements_rows(numbers, clock)
    yield from moderation_rows(numbers, clock)
    yield from links_rows(numbers, clock)
