"""Migrations on both databases: up, down and up again, equal to the models, never an accidental downgrade."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import CheckConstraint, PrimaryKeyConstraint, UniqueConstraint, func, inspect, select, text

from storage import schema
from storage.database import BrokenReferencesError, Database
from storage.models import Base, Channel, Company, Listing, Membership, Sanction
from tests.factories import NOW, add_company, add_listing, add_person

pytestmark = pytest.mark.no_neighbours("the tests alter tables and count whole ones")


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names())) - {"alembic_version"}


@pytest.fixture
async def bare(bare_database_url: str):
    database = Database(bare_database_url)
    yield database
    await database.dispose()


async def test_migrations_run_up_down_and_up_again(bare: Database) -> None:
    assert await schema.current_revision(bare) is None
    await schema.migrate(bare)
    assert await schema.current_revision(bare) == schema.latest_revision()
    assert await tables(bare) == set(Base.metadata.tables)
    await schema.downgrade(bare, "base")
    assert await tables(bare) == set()
    await schema.migrate(bare)
    assert await tables(bare) == set(Base.metadata.tables)


async def test_models_and_migrations_agree(database: Database) -> None:
    assert await schema.differences(database) == []


def test_every_reference_has_an_index() -> None:
    """Without one, deleting what it points to reads the whole table, and so does every look from the other side."""
    without = []
    for table in Base.metadata.sorted_tables:
        unique = [one for one in table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint)]
        indexes = [one for one in table.indexes if one.dialect_options["sqlite"]["where"] is None]
        leading = {next(iter(one.columns)).name for one in [*unique, *indexes]}
        without += [f"{table}.{key.parent.name}" for key in table.foreign_keys if key.parent.name not in leading]
    assert without == []


async def test_a_difference_is_reported(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE company DROP COLUMN about"))
    assert any("about" in difference for difference in await schema.differences(database))


async def test_a_missing_check_constraint_is_reported(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    more = CheckConstraint("length(name) > 0", name="named")
    monkeypatch.setattr(Company.__table__, "constraints", {*Company.__table__.constraints, more})
    assert [each for each in await schema.differences(database) if "named" in each]
    monkeypatch.setattr(Sanction.__table__, "constraints", set())
    assert any("ck_sanction_whom" in each for each in await schema.differences(database))


async def test_a_table_that_would_reuse_ids_is_reported(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Channel.__table__.dialect_options["sqlite"], "autoincrement", True)
    reported = ["AUTOINCREMENT of channel differs from the model"] if database.is_sqlite else []
    assert await schema.differences(database) == reported


async def test_the_id_of_a_deleted_listing_is_not_given_to_another(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        deleted = await add_listing(session, company)
        await session.delete(deleted)
        await session.flush()
        assert (await add_listing(session, company)).id > deleted.id


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await schema.migrate(database)
    assert await schema.current_revision(database) == schema.latest_revision()


async def test_a_newer_database_is_refused(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.DatabaseIsNewerError, match="9999"):
        await schema.migrate(database)
    with pytest.raises(schema.DatabaseIsNewerError):
        await schema.downgrade(database, "base")


async def test_two_processes_that_start_at_once_migrate_once(bare_database_url: str) -> None:
    both = [Database(bare_database_url) for _ in range(2)]
    await asyncio.gather(*map(schema.migrate, both))
    assert await schema.differences(both[0]) == []
    for database in both:
        await database.dispose()


async def test_rebuilding_a_table_keeps_referring_rows(database: Database) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    async with database.writing() as session:
        company = await add_company(session, await add_person(session))
        await add_listing(session, company)

    def recreate(sync) -> None:
        operations = Operations(MigrationContext.configure(sync))
        with operations.batch_alter_table("company", recreate="always") as batch:
            batch.alter_column("about", new_column_name="about_us")

    async with database.rebuilding() as connection:
        if database.is_sqlite:
            await connection.run_sync(recreate)
    async with database.reading() as session:
        counts = [await session.scalar(select(func.count()).select_from(table)) for table in (Membership, Listing)]
    assert counts == [1, 1]


async def test_broken_references_roll_the_migration_back(database: Database) -> None:
    async with database.writing() as session:
        company = await add_company(session)
        await add_listing(session, company)

    async def delete_companies() -> None:
        async with database.rebuilding() as connection:
            await connection.execute(text("DELETE FROM company"))

    if database.is_sqlite:
        with pytest.raises(BrokenReferencesError, match="listing"):
            await delete_companies()
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Company)) == 1
    else:  # PostgreSQL checks as it goes
        await delete_companies()
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Listing)) == 0


async def test_foreign_keys_are_enforced_again_after_a_migration(bare: Database) -> None:
    await schema.migrate(bare)
    async with bare.writing() as session:
        company = await add_company(session)
        listing = await add_listing(session, company, expires_at=NOW + timedelta(days=1))
        await session.delete(company)
    async with bare.reading() as session:
        assert await session.get(Listing, listing.id) is None
