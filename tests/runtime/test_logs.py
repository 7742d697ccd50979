"""What reaches the log, and what never does."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from telegram import Update

from bot import app
from bot.logs import HIDDEN, describe_update, set_up_logging
from bot.settings.settings import Settings

TOKEN = "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_12345678"
SHORT = "1:sandbox/token"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {
        name: logger.level for name, logger in root.manager.loggerDict.items() if isinstance(logger, logging.Logger)
    }
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    structlog.reset_defaults()


def log_to(**options: Any) -> io.StringIO:
    stream = io.StringIO()
    set_up_logging(stream=stream, **options)
    return stream


def update(**content: Any) -> Update:
    person = {"id": 42, "is_bot": False, "first_name": "Ana", "username": "ana_s"}
    chat = {"id": 42, "type": "private", "first_name": "Ana"}
    body = {"message_id": 1, "date": 1, "chat": chat, "from": person}
    return Update.de_json({"update_id": 7, "message": body | content})


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    "secret", [TOKEN, TOKEN.replace(":", "%3A"), TOKEN.replace(":", "%3a"), SHORT, "1%3Asandbox%2Ftoken"]
)
def test_tokens_are_nowhere(as_json: bool, secret: str) -> None:
    stream = log_to(json=as_json, secrets=[SHORT, ""])
    log = structlog.get_logger("bot")
    event = f"calling /bot{secret}/getMe"
    log.info(event, address=f"https://x/bot{secret}/y", nested={"a": [secret]})
    logging.getLogger("other").warning("to %s", secret)
    try:
        raise ValueError(f"no answer from /bot{secret}/getMe")
    except ValueError:
        log.exception("failed")
        logging.getLogger("other").exception("failed too")
    written = stream.getvalue()
    assert secret not in written
    assert "sandbox" not in written
    assert "AbCdEf" not in written
    assert written.count(HIDDEN) >= 4
    assert written.count("Traceback") == 2


def test_a_running_bot_hides_every_secret_of_its_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def tells(settings: Settings) -> None:
        logging.getLogger("other").warning("connecting to %s", settings.database_url)

    monkeypatch.setattr(app, "_serve", tells)
    monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)
    app.run(Settings(_env_file=None, token=TOKEN, database_url="postgresql://ana:p%40ssword@localhost/fair"))
    written = capsys.readouterr().err
    assert f"connecting to postgresql+asyncpg://ana:{HIDDEN}@localhost/fair" in written


def test_json_lines_say_when_where_and_what() -> None:
    stream = log_to(json=True)
    with structlog.contextvars.bound_contextvars(person=42):
        structlog.get_logger("bot.app").warning("slow", seconds=1.5, name="数据")
    logging.getLogger("plain").info("ready %d", 3)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "slow",
        "level": "warning",
        "logger": "bot.app",
        "person": 42,
        "seconds": 1.5,
        "name": "数据",
    }
    assert (second["event"], second["level"], second["logger"]) == ("ready 3", "info", "plain")


def test_levels_hold_for_everybody_and_talkative_libraries_are_quieted() -> None:
    stream = log_to(level="DEBUG")
    for name in ("httpx", "httpcore.http11", "telegram.ext.Application", "sqlalchemy.engine.Engine", "bot"):
        logging.getLogger(name).debug("secret of %s", name)
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:x/getMe")
    assert [line for line in stream.getvalue().splitlines() if "secret of bot" not in line] == []
    stream = log_to(level="ERROR")
    structlog.get_logger("bot").warning("unheard")
    logging.getLogger("httpx").warning("unheard")
    assert stream.getvalue() == ""


def test_what_the_library_says_of_updates_has_no_texts() -> None:
    stream = log_to()
    logger = logging.getLogger("telegram.ext.Application")
    logger.critical("Error while building context for update %s.", update(text="my secret recipe"))
    logger.error('Can not load invalid JSON data: "%s"', "my secret recipe " * 20)
    logger.info("Application %s started", "x")
    written = stream.getvalue()
    assert "recipe" not in written
    assert "'update_id': 7" in written
    assert "[str]" in written
    assert "Application x started" in written


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"text": "my secret"}, "text"),
        ({"text": "/start code", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}, "/start"),
        ({"contact": {"phone_number": "+381601234567", "first_name": "Ana"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_an_update_is_described_without_what_was_written(content: dict[str, Any], told: str) -> None:
    assert describe_update(update(**content)) == {"update": "message", "update_id": 7, "person": 42, "content": told}


def test_other_updates_are_described_by_kind() -> None:
    person = {"id": 42, "is_bot": False, "first_name": "Ana"}
    press = Update.de_json(
        {"update_id": 8, "callback_query": {"id": "1", "from": person, "chat_instance": "1", "data": "x"}}
    )
    assert describe_update(press) == {"update": "callback_query", "update_id": 8, "person": 42}
    assert describe_update(Update(9)) == {"update": "unknown", "update_id": 9}
    assert describe_update("a job") == {"update": "str"}
