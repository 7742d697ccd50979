"""What a role of PostgreSQL may do: the owner upgrades the schema, and the bot's role only reads and writes rows."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage.database import Database

_VERSION: Final = "alembic_version"  # only upgrades write it
_STATEMENTS: Final = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    # For the tables of later upgrades, which the same owner makes.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    f"REVOKE INSERT, UPDATE, DELETE ON {_VERSION} FROM {{role}}",
)
_EXCESS: Final = text("""
    SELECT rolsuper AS "do everything, as a superuser",
        rolcreatedb OR rolcreaterole AS "create databases or roles",
        has_schema_privilege(current_schema(), 'CREATE') AS "create tables",
        EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            AND pg_has_role(relowner, 'USAGE')) AS "alter and drop tables"
    FROM pg_roles WHERE rolname = current_user
""")
_UNREACHABLE: Final = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> :version AND NOT (
        has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
    ORDER BY relname
""")


async def grant(database: Database, role: str) -> None:
    """Lets a role read and write the rows of all tables, also of later ones, and no more. Run it as their owner."""
    async with database.engine.begin() as connection:
        await _grant(connection, role)


async def _grant(connection: AsyncConnection, role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    schema = await connection.scalar(text("SELECT current_schema()"))
    for statement in _STATEMENTS:
        await connection.exec_driver_sql(statement.format(schema=quote(str(schema)), role=quote(role)))


async def excess(session: AsyncSession) -> list[str]:
    """Returns what the session's role may do beyond reading and writing rows, each as words after "may"."""
    found = (await session.execute(_EXCESS)).mappings().one()
    return [words for words, allowed in found.items() if allowed]


async def unreachable(session: AsyncSession) -> list[str]:
    """Returns the tables whose rows the session's role may not read or write."""
    return list(await session.scalars(_UNREACHABLE, {"version": _VERSION}))
