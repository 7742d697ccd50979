"""Copies, checks and replaces SQLite databases, also while programs use them. PostgreSQL has its own tools for this.

Nothing here is asynchronous: only commands of the operator call it.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storage.sqlite_check import PATIENCE_S, Examination, examine, opened_to_read, row_counts

_LOCK_S: Final = 1.0  # a bot that runs keeps its connections open, so waiting longer would not help
_FIRST_BYTES: Final = b"SQLite format 3\0"
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY: Final = 0xFF  # the bits of an extended result code that hold its primary code
_SHARED_LOCK: Final = (510, 0x40000002)
"""Length and start of the bytes that SQLite locks while a connection reads: sqlite.org/src/file/src/os.h"""


class BackupError(Exception):
    """Nothing was written. The message gives the reason in one line."""


class HasDataError(BackupError):
    """The database to replace holds data, or is damaged."""


def back_up(source: Path, target: Path) -> Examination:
    """Writes one snapshot of `source` to `target` (mode 0600) while the bot runs.

    `target` appears when it is complete and checked. Raises BackupError or OSError.
    """
    if not source.is_file():
        raise BackupError(f"there is no database {source}")
    if target.exists() and (source.samefile(target) or not _is_sqlite(target)):
        raise BackupError(f"{target} exists and is no backup; choose another name")
    with _temporary_beside(target) as temporary:
        try:
            with closing(sqlite3.connect(source, timeout=PATIENCE_S)) as live:
                _copy(live, temporary)
        except sqlite3.Error as error:
            raise BackupError(f"{source} cannot be copied: {error}") from None
        examination = examine(temporary)
        if examination.problems:
            raise BackupError(f"the copy of {source} {'; '.join(examination.problems)}")
        temporary.replace(target)
        _sync(target.parent)
    return examination


def restore(backup: Path, target: Path, now: datetime, *, replace: bool) -> Path | None:
    """Replaces the content of `target` by the backup in one transaction. Returns the copy of the old database.

    Raises HasDataError without `replace`; BackupError for a bad backup or while a program uses `target`; OSError.
    """
    problems = examine(backup).problems
    if problems:
        raise BackupError(f"{backup} {'; '.join(problems)}")
    if target.exists() and backup.samefile(target):
        raise BackupError(f"{backup} is the database itself")
    if not target.exists():
        _write_new(backup, target)
        return None
    kept = target.with_name(f"{target.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if kept.exists():
        raise BackupError(f"{kept} exists already; wait a second")
    try:
        with closing(sqlite3.connect(target, timeout=_LOCK_S, isolation_level=None)) as live:
            return _write_over(backup, live, kept, target, replace=replace)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & _PRIMARY not in _DAMAGE:
            raise BackupError(f"{target} cannot be replaced: {error}") from None
        damage = str(error)
    if _is_locked(target):
        raise BackupError(_in_use(target))
    if not replace:
        raise HasDataError(f"{target} is damaged ({damage})")
    _put_aside(target, kept)
    _write_new(backup, target)
    return kept


def _write_over(backup: Path, live: sqlite3.Connection, kept: Path, target: Path, *, replace: bool) -> Path | None:
    try:
        # Only the last connection can end the write-ahead log. It then holds the file until it is closed.
        live.execute("PRAGMA locking_mode = EXCLUSIVE")
        live.execute("PRAGMA journal_mode = DELETE")
        live.execute("BEGIN EXCLUSIVE")
        live.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BackupError(_in_use(target)) from None
        raise
    rows = sum(row_counts(live).values())
    if rows and not replace:
        raise HasDataError(f"{target} holds {rows} rows")
    if rows:
        with _temporary_beside(kept) as temporary:
            _copy(live, temporary)
            temporary.replace(kept)
    with closing(opened_to_read(backup)) as source:
        try:
            source.backup(live)  # one transaction: a kill in the middle leaves the old content
        except sqlite3.Error:
            row_counts(live)  # an unfinished backup is rolled back by the next statement, and not by closing
            kept.unlink(missing_ok=True)
            raise
    return kept if rows else None


def _put_aside(target: Path, kept: Path) -> None:
    """Renames a file that SQLite can neither read nor replace."""
    for ending in ("-wal", "-shm", "-journal", ""):
        old = target.with_name(target.name + ending)
        if old.exists():
            old.rename(kept.with_name(kept.name + ending))


def _write_new(backup: Path, target: Path) -> None:
    with _temporary_beside(target) as temporary:
        try:
            with closing(opened_to_read(backup)) as source:
                _copy(source, temporary)
        except sqlite3.Error as error:
            raise BackupError(f"{backup} cannot be copied: {error}") from None
        os.link(temporary, target)  # unlike a rename, fails if somebody was faster
        _sync(target.parent)


def _copy(source: sqlite3.Connection, path: Path) -> None:
    """Copies all pages in one step, so that writers neither wait nor make the copy start again."""
    with closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which also a read-only disk can show
    _sync(path)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_FIRST_BYTES)) == _FIRST_BYTES


def _is_locked(path: Path) -> bool:
    """Returns True if another process has the file open through SQLite."""
    import fcntl

    with path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED_LOCK)
        except OSError:
            return True
    return False


def _in_use(path: Path) -> str:
    return f"a program uses {path}: stop the bot first"


@contextmanager
def _temporary_beside(path: Path) -> Iterator[Path]:
    """Yields an empty file of the same folder, readable by its owner only. Deletes what is left of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
