"""While the database is away, each thing that fails is one line of the log. Other errors keep their traceback."""

import socket
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.safe_errors import format_exception
from storage.database import Database
from storage.people import people
from tests.factories import add_person
from tests.postgres import PostgresServer


def _logged() -> str:
    kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    return format_exception((kind, error, trace))


async def _reading(database: Database, statement: str) -> str:
    """What the log has of a statement that fails."""
    try:
        async with database.reading() as session:
            await session.execute(text(statement))
    except (SQLAlchemyError, OSError):
        return _logged()
    finally:
        await database.dispose()
    raise AssertionError(statement)


async def test_a_server_that_nobody_listens_at() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"postgresql+asyncpg://bot@127.0.0.1:{unused.getsockname()[1]}/bot"
        logged = await _reading(Database(nobody), "SELECT 1")
    assert logged.startswith("ConnectionRefusedError")
    assert "\n" not in logged


@pytest.mark.postgres
async def test_a_server_that_takes_no_changes(postgres_server: PostgresServer) -> None:
    with postgres_server.emptied() as url:
        database = Database(url)
        try:
            async with database.writing() as session:
                await session.execute(text("SET TRANSACTION READ ONLY"))
                await people.lock(session, 1)
        except SQLAlchemyError:
            assert _logged() == "DBAPIError: Error: 25006"
        else:
            pytest.fail("a lock is a change")
        finally:
            await database.dispose()


async def test_a_faulty_statement_keeps_its_traceback(database: Database) -> None:
    assert "Traceback" in await _reading(database, "SELECT nothing FROM nowhere")


async def test_a_broken_rule_keeps_its_traceback(database: Database) -> None:
    try:
        async with database.writing() as session:
            await add_person(session, person_id=1)
            await session.execute(text("INSERT INTO person SELECT * FROM person"))
    except SQLAlchemyError:
        assert "Traceback" in _logged()
    else:
        pytest.fail("nobody is there twice")
