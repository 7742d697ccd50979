"""What was read from a listing's text, packed to be stored beside its vectors.

Reading it anew takes half a millisecond, which at 100,000 listings would be most of a start.
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
"""To be raised when tokens or sentences are told otherwise than before."""
_STAMP = 8


@cache
def stamp() -> bytes:
    """What packed bytes begin with. Changes with the version and the glossary: what was packed before is read anew."""
    return hashlib.blake2b(_VERSION + glossary_table().encode(), digest_size=_STAMP).digest()


def packed(prepared: Prepared) -> bytes:
    """Phrases and tokens, about as long as the text is."""
    keys, shown = [one.key for one in prepared.tokens], [one.shown for one in prepared.tokens]
    return stamp() + json.dumps([prepared.phrases, keys, shown], ensure_ascii=False).encode("utf-8", "replace")


def unpacked(data: bytes, subject: Subject, vectors: Vectors) -> Prepared | None:
    """The listing as it was prepared when it was packed; None for bytes of another version."""
    if data[:_STAMP] != stamp():
        return None
    phrases, keys, shown = json.loads(data[_STAMP:])
    found = tuple(map(token, keys, shown))
    return Prepared(subject=subject, phrases=tuple(phrases), tokens=found, vectors=vectors)
