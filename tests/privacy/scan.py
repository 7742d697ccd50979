"""Searches the bytes of files for words."""

import json
from collections.abc import Iterator
from pathlib import Path


def encodings_of(text: str) -> Iterator[bytes]:
    """Returns the word in the encodings of SQLite, JSON and other programs."""
    yield text.encode()
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")


def bytes_of(path: Path) -> bytes:
    """Reads the file and its companions (such as the write-ahead log)."""
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def found_in(content: bytes, words: list[str]) -> list[str]:
    return [word for word in words if any(form in content for form in encodings_of(word))]
