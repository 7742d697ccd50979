"""Names as they sound, so that the ways to write one in Latin letters come out alike. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.matching.normalise import simplify
from bot.usecases.screening.scripts import is_han_person, pinyin

# Russian, Ukrainian and Serbian letters; what is alike in sound is made alike below.
_CYRILLIC: Final = {
    **dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhciei", strict=False)),
    "ё": "io", "ж": "z", "ч": "c", "ш": "s", "щ": "s", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "ђ": "d", "ј": "i",
    "љ": "li", "њ": "ni", "ћ": "c", "џ": "d", "є": "ie", "і": "i", "ї": "i", "ґ": "g", "ы": "i", "э": "e", "х": "h",
    "ц": "c", "ф": "f",
}  # fmt: skip
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "þ": "t", "ð": "d"})
# In order: what two or three letters stand for one sound, then single letters that are written for each other.
_SOUNDS: Final = (
    (re.compile("^(?:ye|je|ie)(?!$)"), "e"),
    (re.compile("^(?:yu|ju|iu)"), "iu"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("shch|sch|sh|sz"), "s"),
    (re.compile("tch|ch|cz"), "c"),
    (re.compile("zh"), "z"),
    (re.compile("kh"), "h"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ts|tz"), "c"),
    (re.compile("dzh|dj|dz"), "d"),
    (re.compile("ks|x"), "ks"),
    (re.compile("ou|oo"), "u"),
    (re.compile("ee|ii|yi|iy|ij|yy|ey|ei|ej"), "i"),
    (re.compile("[yj]"), "i"),
    (re.compile("w"), "v"),
    (re.compile("q|ck"), "k"),
)
_DOTTED: Final = re.compile(r"\b(?:[a-z]{1,3}\.)+[a-z]{0,3}\b\.?")
_DOUBLE: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_FORMS: Final = frozenset(
    (
        "doo", "ad", "dd", "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company",
        "gmbh", "ag", "kg", "sa", "srl", "spa", "bv", "nv", "plc", "oao", "ooo", "pao", "zao", "ao", "jsc", "pjsc",
        "ojsc", "cisc", "fze", "fzco", "fzc", "sarl", "sas", "kft", "zrt", "ohg", "oy", "aps", "eood", "ood", "ead",
        "tov", "tsoo", "pte", "pty", "bhd", "sdn", "llp", "the", "of", "and", "group", "holding", "i", "za", "mr",
        "mrs", "dr",
    )
)  # fmt: skip


_COMPANY_FORMS: Final = _FORMS - {"i", "za", "mr", "mrs", "dr", "the", "of", "and", "sa", "ad", "ag"}
_PARTICLES: Final = frozenset(("al", "el", "ul", "bin", "ben", "ibn", "bint", "del", "de", "von", "van", "der"))
_SERVANTS: Final = frozenset(("abd", "abdul", "abdel", "abdal"))
_SERVANT_OF: Final = re.compile("^abd(?:[uea]l|(?=l))(?=[a-z]{2})")

_HAN_FORMS: Final = re.compile(
    "股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|集團公司|责任公司|总公司|公司|集团|集團|株式会社|有限会社"
)


@dataclass(frozen=True, slots=True)
class Word:
    sound: str
    """The ways to write one in Latin letters come out alike here, but a wrong letter may change much."""
    bare: str
    """As written, without case and accents: here a wrong letter changes one."""


def spelt(name: str) -> tuple[Word, ...]:
    """The words of a name, without legal forms and particles where something else is left.

    A Chinese person's name is read in pinyin; other Chinese by the character.
    """
    if is_han_person(name) and not _HAN_FORMS.search(name):
        name = pinyin(name)
    text = "".join(_CYRILLIC.get(letter, letter) for letter in simplify(unicodedata.normalize("NFKC", name)).casefold())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.translate(_LETTERS).replace("'", "").replace("’", "")
    # "d.o.o." is one word, "V. Bout" and "V.A. Bout" are not.
    bare = _DOTTED.sub(_undotted, bare).replace(".", " ")
    words = _WORD.findall(_HAN_FORMS.sub(" ", bare) if _HAN_FORMS.sub("", bare).strip() else bare)
    words = _without_particles(words)
    telling = [word for word in words if word not in _FORMS] or words
    by_sound = {_sound(word): word for word in reversed(telling)}
    return tuple(Word(sound, by_sound[sound]) for sound in dict.fromkeys(_sound(word) for word in telling))


def _without_particles(words: list[str]) -> list[str]:
    """Without "al", "bin" and the like; "Abd al-Karim", "Abdul Karim" and "Abdelkarim" become one word."""
    kept: list[str] = []
    for word in words:
        if kept and kept[-1] in _SERVANTS and word not in _PARTICLES:
            kept[-1] = f"abd{word}"
        elif word == "lyu":  # passports write 吕 so
            kept.append("lu")
        elif word not in _PARTICLES or not word.isascii():
            kept.append(_SERVANT_OF.sub("abd", word))
    return kept or words


def words_of(name: str) -> tuple[str, ...]:
    """How the words of a name sound."""
    return tuple(word.sound for word in spelt(name))


def joined_sound(words: Sequence[Word]) -> str:
    """How the words sound if they are written as one."""
    return _sound("".join(word.bare for word in words))


def has_legal_form(name: str) -> bool:
    """Whether a name says that it is a company's."""
    bare = _DOTTED.sub(_undotted, name.casefold()).replace(".", " ")
    return _HAN_FORMS.search(name) is not None or any(word in _COMPANY_FORMS for word in _WORD.findall(bare))


def is_han_text(name: str) -> bool:
    """Whether a name is written in Chinese characters alone."""
    bare = "".join(name.split())
    return bool(bare) and all("\u3400" <= char <= "\u9fff" for char in bare)


def is_han(words: Sequence[str]) -> bool:
    return bool(words) and all(not word.isascii() for word in words)


def _undotted(match: re.Match[str]) -> str:
    """A legal form without its dots; initials stay by themselves."""
    joined = match[0].replace(".", "")
    return joined if joined in _FORMS else match[0].replace(".", " ")


def _sound(word: str) -> str:
    if not word.isascii():
        return word
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _DOUBLE.sub(r"\1", word)
