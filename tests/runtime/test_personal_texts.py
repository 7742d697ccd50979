"""Whatever goes wrong, wherever: the log holds no text, no contact and no token of anybody."""

import asyncio
import contextlib
import csv
import gc
import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from email.headerregistry import Address

import aiosmtplib
import httpx
import pytest
import structlog
from pydantic import BaseModel
from sqlalchemy import insert, text
from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.ext import CommandHandler

from bot.errors import DomainError
from bot.logs import set_up_logging
from bot.sandbox.world import World
from storage.database import Database
from storage.models import Person
from tests.chat import open_chat
from tests.clock import Clock
from tests.factories import NOW, add_person

TOKEN = "987654321:AbCdEfGhIjKlMnOpQrStUvWxYz_98765432"
MARKED = "Zorica Tajnić, zorica@tajna.example, +381 64 7654321"
SEEN = ("Zorica", "Tajni", "tajna", "7654321", "AbCdEfGhIjKl")


class Model(BaseModel):
    number: int


class Own(Exception):  # noqa: N818 - any exception of ours
    def __repr__(self) -> str:
        return f"Own({MARKED})"

    __str__ = __repr__


def _decode() -> None:
    MARKED.encode("utf-16").decode("utf-8")


def _chained() -> None:
    try:
        json.loads(MARKED)
    except ValueError as error:
        raise RuntimeError(MARKED) from error


def _in_handling() -> None:
    try:
        raise KeyError(MARKED)
    except KeyError:
        int(MARKED)


def _grouped() -> None:
    raise ExceptionGroup(MARKED, [ValueError(MARKED), ExceptionGroup(MARKED, [Own(MARKED)])])


def _noted() -> None:
    error = ValueError(MARKED)
    error.add_note(MARKED)
    raise error


def raises(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


FAILURES: dict[str, Callable[[], object]] = {
    "value": lambda: int(MARKED),
    "key": lambda: {}[MARKED],
    "attribute": lambda: getattr(object(), MARKED),
    "type": raises(TypeError(MARKED)),
    "assertion": raises(AssertionError(MARKED)),
    "own": raises(Own(MARKED)),
    "domain": raises(DomainError(name=MARKED)),
    "json": lambda: json.loads(MARKED),
    "decode": _decode,
    "csv": raises(csv.Error(MARKED)),
    "address": lambda: Address(addr_spec=MARKED),
    "validation": lambda: Model.model_validate({"number": MARKED}),
    "file": lambda: open(f"/nowhere/{MARKED}"),  # noqa: PTH123, SIM115 - it is not there
    "os": raises(OSError(MARKED)),
    "smtp": raises(aiosmtplib.SMTPRecipientRefused(550, MARKED, "zorica@tajna.example")),
    "http": raises(httpx.ConnectError(f"https://api.telegram.org/bot{TOKEN}/sendMessage?text={MARKED}")),
    "token": raises(InvalidToken(f"The token `{TOKEN}` was rejected by the server.")),
    "quoted by Telegram": raises(BadRequest(f'Can\'t parse entities: unsupported start tag "{MARKED}" at byte 4')),
    "said by Telegram": raises(BadRequest(MARKED)),
    "forbidden": raises(Forbidden(MARKED)),
    "network": raises(NetworkError(f"httpx.ReadError: {MARKED}")),
    "timeout": raises(TimedOut(MARKED)),
    "conflict": raises(Conflict(MARKED)),
    "migrated": raises(ChatMigrated(-1007654)),
    "chained": _chained,
    "while handling": _in_handling,
    "group": _grouped,
    "note": _noted,
}


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


@pytest.fixture(params=["console", "json"])
def log(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    set_up_logging(level="DEBUG", json=request.param == "json", stream=stream)
    return stream


def assert_clean(log: io.StringIO, *expected: str) -> None:
    written = log.getvalue()
    assert [mark for mark in SEEN if mark in written] == []
    for each in expected:
        assert each in written


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_an_error_is_logged_by_place_and_kind(failure: Callable[[], object], log: io.StringIO) -> None:
    ours, library = logging.getLogger("bot.any"), logging.getLogger("telegram.ext.Application")
    try:
        failure()
    except Exception as error:  # noqa: BLE001 - every kind is tried
        kind = type(error).__name__
        ours.exception("failed")
        ours.warning("failed: %s", error)
        ours.error("failed", exc_info=error)
        library.critical("Received data was %r, %s", {"text": MARKED}, MARKED, exc_info=error)
        library.critical("Received data was %r", {"text": MARKED})
        structlog.get_logger("bot.other").exception("failed", number=7)
        sys.excepthook(type(error), error, error.__traceback__)
    assert_clean(log, kind, "Traceback", "test_personal_texts.py")


async def test_a_task_that_nobody_awaits(log: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(MARKED)

    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert_clean(log, "ValueError")


def test_a_thread_that_fails(log: io.StringIO) -> None:
    thread = threading.Thread(target=lambda: int(MARKED))
    hook = threading.excepthook
    thread.start()
    thread.join()
    assert hook is threading.excepthook
    assert_clean(log, "ValueError")


DATABASE_FAILURES = {
    "twice": insert(Person).values(id=7, name=MARKED, language="en", created_at=NOW, seen_at=NOW),
    "missing column": text(f"SELECT 1 FROM person WHERE \"{MARKED}\" = 'x'"),  # noqa: S608 - an error is wanted
    "no number": text("SELECT 1 FROM person WHERE id = CAST(:given AS INTEGER) / 0").bindparams(given="7654321"),
    "not null": insert(Person).values(id=8, name=None, username=MARKED, language="en", created_at=NOW, seen_at=NOW),
}


@pytest.mark.parametrize("statement", DATABASE_FAILURES.values(), ids=DATABASE_FAILURES)
async def test_a_database_shows_no_values(statement, database: Database, log: io.StringIO) -> None:
    async with database.writing() as session:
        await add_person(session, person_id=7)
    with contextlib.suppress(ZeroDivisionError):
        try:
            async with database.writing() as session:
                await session.execute(statement)
        except Exception as error:
            logging.getLogger("bot.any").exception("failed: %s", error)
            assert_clean(log, type(error).__name__)
    assert_clean(log)


async def test_a_step_and_the_gate_that_fail(
    bare_database_url: str, clock: Clock, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def boom(update: Update, context: object) -> None:
        raise ValueError(update.effective_message.text, update.effective_user.full_name)

    async def closed(*_: object) -> None:
        raise KeyError(MARKED)

    async with open_chat(World(), bare_database_url, clock, encoder="none") as chat:
        chat.program.application.add_handler(CommandHandler("boom", boom), -5)
        zorica = chat.person("Zorica Tajnić")
        await zorica.types(f"/boom {MARKED}")
        assert "something is wrong on my side" in zorica.sees()
        monkeypatch.setattr("handlers.ui.gate.caller_of", closed)
        await zorica.types(MARKED)
    assert_clean(log, "a step failed", "the gate failed", "update_id", "/boom")
