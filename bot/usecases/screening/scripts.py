"""Converts Chinese and Arabic names to forms that can be compared with Latin spellings. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.matching.normalise import simplify
from bot.usecases.screening.chinese_surnames import DOUBLE_SURNAMES, SURNAME_READINGS

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_MAX_HAN: Final = 4  # characters of a person's name
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")
_ARABIC_LETTERS: Final = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "k", "ف": "f", "ق": "k", "ك": "k", "ک": "k", "ل": "l",
    "م": "m", "ن": "n", "پ": "p", "چ": "c", "گ": "k", "ژ": "z",
}  # fmt: skip
_PERSIAN: Final = re.compile("[یکگچپژ]")
_PERSIAN_LETTERS: Final = _ARABIC_LETTERS | {"ض": "z", "ذ": "z", "ث": "s"}
_ARABIC_ARTICLE: Final = re.compile(r"^ال(?=.{3})")
_LATIN_ARTICLE: Final = re.compile("^al(?=[bdfghjkmnqrstz][a-z]{2})")
_SERVANT: Final = re.compile(r"عبد\s*(?:ال)?")
_SON: Final = frozenset(("بن", "ابن", "بنت", "ال", "شركة", "شرکت"))  # and "company"
_FAITH: Final = re.compile(r"(?<=\w{2}) ال(?=دين\b)")  # "Nasr al-Din", which `words_in` writes as one word
_LONG_VOWELS: Final = {"ا": "[aeo]", "آ": "[aeo]", "ی": "[ieay]", "ي": "[ieay]", "و": "[uovw]", "ج": "[ijkd]"}
_MANY_CONSONANTS: Final = 6  # so many identify a name even though Arabic script leaves out short vowels
_FEWEST_CONSONANTS: Final = 4
_DOUBLE: Final = re.compile(r"(.)\1+")
_RUSSIAN_V: Final = re.compile("v$|^v(?=[lrsz])")  # Arabic writes it ف, and و for the W of its own names
_SOFT: Final = re.compile("[aeiouvywh]")


def has_arabic(name: str) -> bool:
    return _ARABIC.search(name) is not None


def is_han_person(name: str) -> bool:
    """Returns True for a name in Chinese characters that is short enough for a person's."""
    bare = re.sub(r"[\s·•]", "", name)
    return 2 <= len(bare) <= _MAX_HAN and all(_HAN.match(char) for char in bare)


@lru_cache(maxsize=4096)
def pinyin(name: str) -> str:
    """Returns a Chinese person's name in pinyin as in a passport: "高云峰" → "gao yunfeng"."""
    from pypinyin import lazy_pinyin

    bare = simplify(re.sub(r"[\s·•]", "", name))
    size = 2 if bare[:2] in DOUBLE_SURNAMES else 1
    surname = SURNAME_READINGS.get(bare[:size]) or "".join(lazy_pinyin(bare[:size]))
    return f"{surname} {''.join(lazy_pinyin(bare[size:]))}".replace("v", "u")


_VARIED: Final = str.maketrans("ىیکةۀ", "ييكهه")
"""Letters of which some spellings use the other."""


def consonants(words: Sequence[str]) -> str:
    """Returns the consonants of Latin words that Arabic script writes, with the words in alphabetical order."""
    bare = (_LATIN_ARTICLE.sub("", _RUSSIAN_V.sub("f", word)).replace("g", "k") for word in words)
    return " ".join(sorted(filter(None, (_SOFT.sub("", word) for word in bare))))


def arabic_consonants(name: str) -> str:
    """Returns the consonants of a name in Arabic script (see `consonants`), without articles and "son of"."""
    joined = _FAITH.sub("", _SERVANT.sub(" عبد", name))
    words = (_ARABIC_ARTICLE.sub("", word) for word in joined.split() if word not in _SON)
    letters = _letters_of(name)
    skeletons = ("".join(letters.get(char, "") for char in word) for word in words)
    return " ".join(sorted(filter(None, (_SOFT.sub("", word) for word in skeletons))))


def arabic_words(name: str) -> list[str]:
    """Returns the words of a name in Arabic script in alphabetical order, without what spellings vary in."""
    plain = unicodedata.normalize("NFKD", name).translate(_VARIED)
    bare = "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Cf", "Lm"})
    return sorted(_ARABIC_ARTICLE.sub("", word) for word in bare.split() if word not in _SON)


def is_same_arabic(name: str, sounds: Sequence[str]) -> bool:
    """Returns True if a name in Arabic script and Latin words with equal consonants are enough alike.

    Names with few consonants must have the long vowels in common as well: حسین is Hossein and not Hassan.
    """
    count = len(consonants(sounds).replace(" ", ""))
    if not _FEWEST_CONSONANTS <= count < _MANY_CONSONANTS:
        return count >= _MANY_CONSONANTS
    letters = _letters_of(name)
    shapes = [
        _shape(_ARABIC_ARTICLE.sub("", word), letters) for word in _FAITH.sub("", name).split() if word not in _SON
    ]
    return all(
        any(shape.fullmatch(_LATIN_ARTICLE.sub("", sound).replace("g", "k")) for shape in shapes) for sound in sounds
    )


def _letters_of(name: str) -> dict[str, str]:
    return _PERSIAN_LETTERS if _PERSIAN.search(name) else _ARABIC_LETTERS


def _shape(word: str, letters: dict[str, str]) -> re.Pattern[str]:
    """Returns a pattern of the Latin spellings: long vowels are written, short ones are not."""
    parts = (
        f"{_LONG_VOWELS[char]}+" if char in _LONG_VOWELS else f"[aeiouywh]*{letters.get(char, '')}"
        for char in _DOUBLE.sub(r"\1", word)
    )
    return re.compile("".join(parts) + "[aeiouywh]*")
