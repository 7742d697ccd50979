"""Makes typed text comparable. Every function accepts any str, even lone surrogates, in time linear in `limit`."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

MAX_CHARACTERS = 4_000
"""Characters of a listing that are read. A Telegram message holds 4,096."""

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c",
    "ш": "s", "ы": "i", "э": "e", "ж": "z", "щ": "sc", "ъ": "", "ь": "", "ю": "ju", "я": "ja", "ё": "e", "й": "j",
    "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "є": "je", "і": "i", "ї": "ji", "ґ": "g",
    "ў": "u", "ѓ": "g", "ќ": "k", "ѕ": "dz",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = {"đ": "dj", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ə": "a"}
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "ک": "ك", "ی": "ي"}
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | _LATIN | _ARABIC)
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u200b-\u200f]+")
_SPACE = re.compile(r"\s+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Returns the text in NFKC with single spaces, at most `limit` characters; reads at most four times as many.

    Removes control characters, format characters, lone surrogates and unassigned code points.
    """
    bounded = text[: 4 * limit]
    if not bounded.isprintable():
        bounded = "".join(
            " " if char.isspace() else char
            for char in bounded
            if char.isspace() or unicodedata.category(char) not in _UNWANTED
        )
    composed = unicodedata.normalize("NFKC", bounded[: 2 * limit])
    return _SPACE.sub(" ", composed).strip()[:limit]


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


class _Simplified(dict[int, str]):
    """Code point of a Chinese character → its simplified form. Filled when first asked, so it holds 28,000 at most."""

    def __missing__(self, code: int) -> str:
        self[code] = found = str(_converter().convert(chr(code)))
        return found


_SIMPLIFIED = _Simplified()


def simplify(text: str) -> str:
    """Replaces traditional Chinese characters by simplified ones, character by character."""
    return _HAN.sub(lambda match: match.group().translate(_SIMPLIFIED), text)


def fold(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Returns a key for comparing words, independent of Serbian and Chinese script, case, width and diacritics.

    Cyrillic and Greek become Latin letters; "đ" and "dj" are the same. Not meant for display.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return _SPACE.sub(" ", text).strip().lower()  # the same, without looking for what is not there
    lower = simplify(clean(text, limit)).casefold().translate(_LETTERS)
    if lower.isascii():
        return lower
    # Removing marks can leave a space, and letters that compose only now.
    return _SPACE.sub(" ", unicodedata.normalize("NFC", "".join(map(_bare, lower)))).strip()


@lru_cache(maxsize=16_384)
def _bare(char: str) -> str:
    """Returns the character without its marks, unless they belong to the letter, as in Hangul, kana or Indic."""
    if char < "\u0900" or "\u1e00" <= char <= "\u1fff":
        # A rare letter such as "ѐ" is a known one without its mark.
        return _MARKS.sub("", unicodedata.normalize("NFD", char)).translate(_LETTERS)
    return char
