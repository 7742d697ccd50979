"""What it costs to know who is calling: one read for an update, a write only when something about them changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event
from telegram import Update

from storage.database import Database
from storage.ids import PersonId
from storage.people import people
from tests.chat import Chat, Human
from tests.clock import Clock


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collects the first word of every statement, and `BEGIN IMMEDIATE`."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement.split(maxsplit=1)[0])

    def note_begin(connection: Connection) -> None:
        found.append("BEGIN IMMEDIATE" if connection.get_execution_options().get("partnerbridge_writes") else "BEGIN")

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "begin", note_begin)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "begin", note_begin)


@pytest.fixture
async def ana(chat: Chat) -> Human:
    return await chat.join("Ana", company="Firma Jedan", country="Srbija")


async def reached(chat: Chat, act: Callable[[], object]) -> list[str]:
    """The statements of one update, answered; deliveries are not part of it."""
    act()
    application = chat.program.application
    with statements(chat.program.services.database) as found:
        for update in chat.world.updates.take_all():
            await application.process_update(Update.de_json(update, application.bot))
    return found


@pytest.mark.parametrize(("command", "selects"), [("/help", 1), ("/language", 1), ("/start", 1), ("/nosuchcommand", 1)])
async def test_a_command_that_changes_nothing_only_reads(chat: Chat, ana: Human, command: str, selects: int) -> None:
    found = await reached(chat, lambda: ana.phone.types(command))
    assert (found.count("SELECT"), found.count("BEGIN IMMEDIATE"), found.count("UPDATE")) == (selects, 0, 0)


@pytest.mark.parametrize("data", ["g1:nowhere", "li1:1:q", "x"])
async def test_an_old_button_only_reads(chat: Chat, ana: Human, data: str) -> None:
    found = await reached(chat, lambda: ana.phone.presses_stale(ana.phone.last(), data))
    assert (found.count("SELECT"), found.count("BEGIN IMMEDIATE")) == (1, 0)
    assert "no longer works" in ana.sees()


async def test_being_seen_is_recorded_once_an_hour(chat: Chat, ana: Human, clock: Clock) -> None:
    written = []
    for minutes in (59, 2, 30, 31):
        clock.forward(minutes=minutes)
        written.append((await reached(chat, lambda: ana.phone.types("/help"))).count("UPDATE"))
    assert written == [0, 1, 0, 1]


async def test_a_changed_name_is_recorded_at_once(chat: Chat, ana: Human) -> None:
    ana.phone.user["first_name"] = "Anica"
    found = await reached(chat, lambda: ana.phone.types("/help"))
    assert found.count("BEGIN IMMEDIATE") == 1, "with what is masked of their listings"
    async with chat.program.services.database.reading() as session:
        person = await people.find(session, PersonId(ana.id))
    assert person is not None
    assert person.name == "Anica"
    assert (await reached(chat, lambda: ana.phone.types("/help"))).count("BEGIN IMMEDIATE") == 0


async def test_a_person_without_a_first_name_is_answered(chat: Chat) -> None:
    ghost = chat.person("", "en")
    await ghost.types("/start")
    assert str(ghost.id) in ghost.sees()
    ghost.phone.user["username"] = "ghost_of_novi_sad"
    await ghost.types("/start")
    assert "ghost_of_novi_sad" in ghost.sees()


async def test_somebody_unreachable_is_reachable_from_their_next_word_on(chat: Chat, ana: Human, clock: Clock) -> None:
    async with chat.program.services.database.writing() as session:
        await people.mark_unreachable(session, PersonId(ana.id), clock())
    await ana.types("/help")
    async with chat.program.services.database.reading() as session:
        person = await people.find(session, PersonId(ana.id))
    assert person is not None
    assert person.unreachable_since is None
