"""Tells a second process that a SQLite file is in use by the first one."""

from pathlib import Path
from types import TracebackType
from typing import IO


class DatabaseInUseError(Exception):
    """Another process runs the bot on this SQLite file."""


class FileLock:
    """Locks a file beside the database until the end of the block, or of the process. Raises DatabaseInUseError.

    SQLite's own locks do not help: several processes may share a file.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        import fcntl

        self._file = self._path.open("wb")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise DatabaseInUseError from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
