"""A file that caches vectors by encoder and text, so that every text is encoded once."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.matching.encoders import Encoder, Floats

MAX_ROWS = 200_000
"""Number of rows. At 1.8 KB each with the built-in encoders, at most 400 MB. New rows replace the oldest."""
_MAX_VARIABLES = 500


class CachedEncoder:
    """An encoder with a cache. Vectors are stored in half precision."""

    def __init__(self, encoder: Encoder, file: Path, max_rows: int = MAX_ROWS) -> None:
        """Opens the cache. Raises OSError or sqlite3.Error if the file cannot be created or read."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._encoder, self._max_rows = encoder, max_rows
        self._database = sqlite3.connect(file, timeout=30, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL)")

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return self._encoder.encode(texts)
        keys = {text: self._key(text) for text in dict.fromkeys(texts)}
        known = self._known(list(keys.values()))
        missing = [text for text, key in keys.items() if key not in known]
        if missing:
            # Rounded to half precision, so that a second run returns the same vectors.
            made = self._encoder.encode(missing).astype("<f2")
            new = {keys[text]: row.tobytes() for text, row in zip(missing, made, strict=True)}
            self._store(new)
            known |= new
        rows = b"".join(known[keys[text]] for text in texts)
        return np.frombuffer(rows, "<f2").reshape(len(texts), -1).astype(np.float32)

    def close(self) -> None:
        self._database.close()

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(f"{self.name}\0{text}".encode("utf-8", "replace"), digest_size=16).digest()

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _MAX_VARIABLES):
            some = keys[start : start + _MAX_VARIABLES]
            marks = ",".join("?" * len(some))
            found.update(self._database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))  # noqa: S608
        return found

    def _store(self, new: dict[bytes, bytes]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", list(new.items()))
        newest = "SELECT max(rowid) FROM vectors"
        self._database.execute(f"DELETE FROM vectors WHERE rowid <= ({newest}) - ?", [self._max_rows])  # noqa: S608
        self._database.execute("COMMIT")
