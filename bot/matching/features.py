"""Packs the result of reading a listing's text, to be stored beside its vectors.

Reading the text again takes half a millisecond; for 100,000 listings that would be most of a start.
"""

import hashlib
import json
from functools import cache

from bot.matching.lexicon import glossary_table
from bot.matching.listing import Subject
from bot.matching.prepare import Prepared
from bot.matching.tokens import token
from bot.matching.vectors import Vectors

_VERSION = b"1"
"""Raise this when tokens or sentences are found differently than before."""
_STAMP = 8


@cache
def stamp() -> bytes:
    """The first bytes of packed features. They change with the version and the glossary; older features are then
    ignored.
    """
    return hashlib.blake2b(_VERSION + glossary_table().encode(), digest_size=_STAMP).digest()


def packed(prepared: Prepared) -> bytes:
    """Packs phrases and tokens into about as many bytes as the text has."""
    keys, shown = [one.key for one in prepared.tokens], [one.shown for one in prepared.tokens]
    return stamp() + json.dumps([prepared.phrases, keys, shown], ensure_ascii=False).encode("utf-8", "replace")


def unpacked(data: bytes, subject: Subject, vectors: Vectors) -> Prepared | None:
    """Restores the prepared listing from packed bytes; None if another version packed them."""
    if data[:_STAMP] != stamp():
        return None
    phrases, keys, shown = json.loads(data[_STAMP:])
    found = tuple(map(token, keys, shown))
    return Prepared(subject=subject, phrases=tuple(phrases), tokens=found, vectors=vectors)
