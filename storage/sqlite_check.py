"""Checks SQLite files: pages, references, schema, rows. Changes nothing."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage.models import Base
from storage.models.deliveries import OutboxRow
from storage.schema import is_newer, latest_revision
from storage.vocabulary import DeliveryStatus

PATIENCE_S: Final = 15.0  # longer than any transaction of the bot
_SHOWN: Final = 5  # problems of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What is in a file. It can be restored if there are no `problems`."""

    revision: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    """Number of rows by table."""
    waiting: int = 0
    """Messages and mails that were still to be sent."""
    problems: Sequence[str] = ()

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def examine(path: Path) -> Examination:
    """Checks pages, references and schema, and counts the rows. Changes nothing. Reads the whole file."""
    if not path.is_file():
        return Examination(problems=["is not a file"])
    try:
        with closing(opened_to_read(path)) as connection:
            return _examined(connection)
    except sqlite3.Error as error:
        return Examination(problems=[f"cannot be read: {error}"])


def opened_to_read(path: Path) -> sqlite3.Connection:
    # Without a log or journal beside it nobody writes the file, and `immutable` spares us from creating files there.
    is_live = any(path.with_name(f"{path.name}{ending}").exists() for ending in ("-wal", "-journal"))
    options = "mode=ro" if is_live else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{options}", uri=True, timeout=PATIENCE_S)


def _examined(connection: sqlite3.Connection) -> Examination:
    pages = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_SHOWN})")]
    problems = [] if pages == ["ok"] else [f"is damaged: {page}" for page in pages]
    broken = connection.execute(
        'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2'
    ).fetchall()
    problems += [f"has {count} rows of {table} that refer to no {parent}" for table, parent, count in broken[:_SHOWN]]
    counts = row_counts(connection)
    revision = _revision(connection)
    if revision is None:
        problems.append("is no database of PartnerBridge")
    elif is_newer(revision):
        problems.append(f"is of a later version of PartnerBridge (schema {revision}, ours is {latest_revision()})")
    elif revision == latest_revision() and (missing := Base.metadata.tables.keys() - counts.keys()):
        problems.append(f"lacks tables: {', '.join(sorted(missing))}")
    return Examination(revision=revision, counts=counts, waiting=_waiting(connection, counts), problems=problems)


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        " ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def _revision(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def _waiting(connection: sqlite3.Connection, counts: Mapping[str, int]) -> int:
    unsent = (DeliveryStatus.PENDING.value, DeliveryStatus.CLAIMED.value)
    outboxes = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, OutboxRow)}
    count = "SELECT count(*) FROM {} WHERE status IN (?, ?)"
    return sum(connection.execute(count.format(table), unsent).fetchone()[0] for table in outboxes & counts.keys())
