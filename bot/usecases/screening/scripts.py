"""Converts Chinese and Arabic names to forms that can be compared with Latin spellings. Pure."""

import re
from functools import lru_cache
from typing import Final

from bot.matching.normalise import simplify

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_MAX_HAN: Final = 4  # characters of a person's name
_DOUBLE_SURNAMES: Final = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "夏侯", "令狐")
)
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")
_ARABIC_LETTERS: Final = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ک": "k", "ل": "l",
    "م": "m", "ن": "n", "پ": "p", "چ": "c", "گ": "g", "ژ": "z",
}  # fmt: skip
_ARABIC_ARTICLE: Final = re.compile(r"^ال(?=.{3})")
_SERVANT: Final = re.compile(r"عبد\s*(?:ال)?")
_SON: Final = frozenset(("بن", "ابن", "بنت", "ال"))
_SOFT: Final = re.compile("[aeiouywh]")


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
    surname = 2 if bare[:2] in _DOUBLE_SURNAMES and len(bare) > 2 else 1
    return f"{''.join(lazy_pinyin(bare[:surname]))} {''.join(lazy_pinyin(bare[surname:]))}".replace("v", "u")


def consonants(words: list[str]) -> str:
    """Returns the consonants of Latin words that Arabic script writes, with the words in alphabetical order."""
    return " ".join(sorted(filter(None, (_SOFT.sub("", word) for word in words))))


def arabic_consonants(name: str) -> str:
    """Returns the consonants of a name in Arabic script (see `consonants`), without articles and "son of"."""
    joined = _SERVANT.sub(" عبد", name)
    words = (_ARABIC_ARTICLE.sub("", word) for word in joined.split() if word not in _SON)
    skeletons = ("".join(_ARABIC_LETTERS.get(char, "") for char in word) for word in words)
    return " ".join(sorted(filter(None, (_SOFT.sub("", word) for word in skeletons))))
