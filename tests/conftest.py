"""Fixtures that all tests share: databases, of both kinds, and a chat with the whole program in it."""

import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sandbox.world import World
from storage.database import Database
from tests import neighbours
from tests.browser.summary import pytest_terminal_summary  # noqa: F401 - a hook
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.postgres import PostgresServer, in_thread, migrated, running_server
from tests.statements import (
    keep_compiled_statements,
    never_wait_for_the_disk,
    wait_long_for_paused_transactions,
)

keep_compiled_statements()
never_wait_for_the_disk()
wait_long_for_paused_transactions()
# Some tests start the program as a process, which would compile all its files again at every start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

BOTH = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating takes ten times as long."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    in_thread(migrated, f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_template(empty_template: Path) -> Path:
    """A migrated SQLite file with neighbours (see tests.neighbours) to copy."""
    path = empty_template.with_name("neighbours.sqlite3")
    shutil.copyfile(empty_template, path)
    in_thread(neighbours.move_in, f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own.

    It is empty on PostgreSQL. On SQLite it has neighbours, whose rows the test must leave as they are, unless it is
    marked `no_neighbours`.
    """
    if request.param == "sqlite":
        alone = request.node.get_closest_marker("no_neighbours") is not None
        template = request.getfixturevalue("empty_template" if alone else "sqlite_template")
        path = tmp_path / "test.sqlite3"
        shutil.copyfile(template, path)
        yield f"sqlite+aiosqlite:///{path}"
        if not alone:
            changed = neighbours.difference(path, template)
            assert changed == [], "rows that the test has nothing to do with were changed"
    else:
        with request.getfixturevalue("postgres_server").emptied() as url:
            yield url


@pytest.fixture(params=BOTH)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'bare.sqlite3'}"
    else:
        with request.getfixturevalue("postgres_server").fresh(template="template1") as url:
            yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.dispose()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock) as chat:
        yield chat


# Most chats run on SQLite only: the queries have tests of their own on both databases. These chats run on both.
# PARTNERBRIDGE_TESTS=all runs every chat on both, which takes twenty minutes more.
_CHATS_ON_BOTH = frozenset(
    {
        "announcements/test_albums",
        "announcements/test_sending",
        "announcements/test_sending_rights",
        "announcements/test_stopping",
        "events/test_organizer",
        "events/test_two_events",
        "http/test_example",
        "imports/test_consent_statements",
        "imports/test_doubles",
        "imports/test_draft_retention",
        "imports/test_drafts",
        "introductions/test_introductions_dialog",
        "meetings/test_agreeing",
        "meetings/test_day",
        "people/test_drafts",
        "people/test_joining",
        "people/test_registration",
        "people/test_registration_interrupted",
        "privacy/test_imported",
        "privacy/test_privacy",
        "suggestions/test_matches",
    }
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Modules with slow tests come first, so that no process works on a long one while the other has nothing left.
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item.path not in slow)
    if os.environ.get("PARTNERBRIDGE_TESTS") == "all":
        return

    def skipped(item: pytest.Item) -> bool:
        chats = "chat" in getattr(item, "fixturenames", ())
        name = f"{item.path.parent.name}/{item.path.stem}"
        return chats and name not in _CHATS_ON_BOTH and item.get_closest_marker("postgres") is not None

    left_out = [item for item in items if skipped(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not skipped(item)]


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: full garbage collections need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # the default looks through the young objects every 700 of them: 4 % of the time
