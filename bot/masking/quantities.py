"""Tells quantities in words of many languages, such as the answers "Forty five." and "On iki.", from names."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from .numerals import SIGNS
from .skeleton import Reading, read
from .vocabulary import listed

_BETWEEN: Final = re.compile(r"[\s.,;:!?’।–—-]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’ʼ`")
_MOST_WORDS: Final = 4  # "one hundred and twenty"
_LONGEST: Final = 40  # letters
_LINK: Final = 0
_DIGIT: Final = 1
_LARGER: Final = 2


@lru_cache(maxsize=4_096)
def is_quantity(text: str) -> bool:
    """Returns True for up to four number words. Two single digits in a row are a piece of a phone number."""
    words = [word for word in _BETWEEN.split(text.translate(_APOSTROPHES)) if word]
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST or any(map(str.isdigit, text)):
        return False
    pieces = [piece for word in words for piece in _piece().findall(word)]
    if "".join(pieces) != "".join(words):
        return False
    values = [_values()[piece] for piece in pieces if _values()[piece]]
    return bool(values) and not any(left == right == _DIGIT for left, right in pairwise(values))


@cache
def _values() -> dict[str, int]:
    """Returns the parts of number words as they are read: links such as "and", single digits, larger numbers."""
    spoken = ("units", "more_units", "other_units"), ("tens", "other_tens", "hundreds")
    digits, larger = ([word for name in names for word in listed("spoken", name)] for names in spoken)
    larger += [*listed("numerals", "quantities"), *listed("numerals", "other_quantities")]
    links = [word for word in listed("spoken", "links") if word.isalpha()]
    kinds = ((_DIGIT, (*digits, *SIGNS)), (_LARGER, larger), (_LINK, links))
    return {read(word, Reading.SOUNDS).text.translate(_APOSTROPHES): kind for kind, words in kinds for word in words}


@cache
def _piece() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _values()), key=len, reverse=True)))
