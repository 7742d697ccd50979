"""Packs the parsed text of a listing, which is stored beside its vectors.

Parsing a text again takes half a millisecond. For 100,000 listings that would be most of the startup time.
"""

import hashlib
import json
from functools import cache

from bot.matching.lexicon import marked_table
from bot.matching.listing import Subject
from bot.matching.prepare import Prepared
from bot.matching.tokens import token
from bot.matching.vectors import Vectors

_VERSION = b"3"
"""Increase this when tokens or sentences are found differently."""
_STAMP = 8


@cache
def stamp() -> bytes:
    """Returns the prefix of packed features. It changes with the version and the glossary; others are ignored."""
    return hashlib.blake2b(_VERSION + marked_table().encode(), digest_size=_STAMP).digest()


def packed(prepared: Prepared) -> bytes:
    """Packs phrases and tokens into about as many bytes as the text has."""
    found = prepared.tokens
    told = [prepared.phrases, *([getattr(one, part) for one in found] for part in ("key", "shown", "name"))]
    return stamp() + json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def unpacked(data: bytes, subject: Subject, vectors: Vectors) -> Prepared | None:
    """Restores the prepared listing from packed bytes; None if another version packed them."""
    if data[:_STAMP] != stamp():
        return None
    phrases, keys, shown, names = json.loads(data[_STAMP:])
    found = tuple(map(token, keys, shown, names))
    return Prepared(subject=subject, phrases=tuple(phrases), tokens=found, vectors=vectors)
