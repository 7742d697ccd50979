"""Comparable keys of names, independent of script, case, accents and punctuation."""

import re
import unicodedata

from bot.matching.normalise import fold

MAX_NAME = 200
"""Characters of a name that are read. The longest country name has 60, company names rarely over 100."""

_NO_WORD = re.compile(r"[\W_]+")
_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


def name_key(text: str, limit: int = MAX_NAME) -> str:
    """Returns the folded words of a name, separated by single spaces. Idempotent.

    Initials are joined: "P.R. China" → "pr china", "d. o. o." → "doo".
    """
    folded = fold(text, limit)
    if folded.isascii():
        kept = _NO_WORD.sub(" ", folded)
    else:
        kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    return " ".join(_join_initials(kept.split()))


def han_runs(key: str) -> list[str]:
    """Returns the runs of Chinese characters in a key."""
    return _HAN_RUN.findall(key)


def has_han(text: str) -> bool:
    return _HAN_RUN.search(text) is not None


def is_short(key: str) -> bool:
    """Returns True if a key is too short for typing errors: up to three letters, or one Chinese character."""
    return len(key) < (2 if han_runs(key) else 4)


def is_too_short(key: str) -> bool:
    """Returns True if a key in a text may be another word. Scripts without capitals write names in two letters."""
    return is_short(key) and (key.isascii() or key.upper() != key.lower() or len(key) == 1)


def _join_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    after_initial = False
    for word in words:
        initial = len(word) == 1 and word.isascii() and word.isalpha()
        if initial and after_initial:
            joined[-1] += word
        else:
            joined.append(word)
        after_initial = initial
    return joined
