"""Reduces names to their sound, so that different Latin spellings of a name become equal. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from bot.usecases.screening.given_names import given_names
from bot.usecases.screening.scripts import is_han_person, pinyin
from bot.usecases.screening.trade_words import HAN_FORMS, english_of, is_han_company
from bot.usecases.screening.wordings import shortened, without_han_title

# Applied in order: first groups of letters for one sound, then single letters that are interchangeable.
_SOUNDS: Final = (
    (re.compile("te(?:ch|kh|h|k)(?=[mnps])"), "tek"),
    (re.compile("^jou(?=.*(?:sk[iy]|[oe]v|[oe]ff|ine|enko)$)"), "zu"),  # French: "Jouravlev"
    (re.compile("^(?:ye|je|ie)(?!$)"), "e"),
    (re.compile("^(?:yu|ju|iu)"), "iu"),
    (re.compile("^ou(?=[ae])"), "v"),  # Arabic names in French: "Ouazzani"
    (re.compile("^iou(?=[lr])"), "iu"),  # French: "Iouri"
    (re.compile("^(?:oi|[ioe])[ck]onom"), "ikonom"),  # Greek: "Economou", "Oikonomou"
    (re.compile("^gh"), "k"),  # Arabic and Persian: "Ghasem" is "Qasem"
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("s?chts?ch"), "s"),
    (re.compile("shch|sch|sh|sz"), "s"),
    (re.compile("tch|ch|cz"), "c"),
    (re.compile("zh"), "z"),
    (re.compile("kh"), "h"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ts|tz"), "c"),
    (re.compile("dzh|dj|dz"), "d"),
    (re.compile("ks|x"), "ks"),
    (re.compile("(?<=[^aeiouxyjqlnh])([aou])e(?!e|$)|^([aou])e(?!e|$)"), r"\1\2"),  # "Mueller", not "Xuefeng"
    (re.compile("z(?=[oe]w$)"), "c"),  # German: "Woronzow"
    (re.compile("ou|oo"), "u"),
    (re.compile("ee|ii|yi|iy|ij|yy|ey|ei|ej"), "i"),
    (re.compile("[yj]"), "i"),
    (re.compile("w"), "v"),
    (re.compile("q|ck"), "k"),
)
_DOTTED: Final = re.compile(r"\b(?:[a-z]{1,3}\.)+[a-z]{0,3}\b\.?")
_LONGEST_INITIAL: Final = 2  # letters: "Sh."
_DOUBLE: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]|[\uac00-\ud7a3]+")
_FORMS: Final = frozenset(
    (
        "doo", "ad", "dd", "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company",
        "gmbh", "ag", "kg", "sa", "srl", "spa", "bv", "nv", "plc", "oao", "ooo", "pao", "zao", "ao", "jsc", "pjsc",
        "ojsc", "cisc", "fze", "fzco", "fzc", "sarl", "sas", "kft", "zrt", "ohg", "oy", "aps", "eood", "ood", "ead",
        "tov", "npo", "npp", "npk", "fgup", "gup", "aat", "dmcc", "wll", "psc", "pjs", "tsoo", "pte", "pty", "bhd",
        "sdn", "llp", "the", "of", "and", "group", "holding", "i", "za", "mr",
        "mrs", "dr", "und", "et", "sti", "as", "anonim", "sirketi", "societe", "kompania", "kompanija", "spolka",
        "sprl", "bvba", "eurl", "sasu", "ltda", "lda", "slu", "snc", "oyj", "asa", "uab", "sia", "sro", "spzoo", "jdoo",
        "pvt", "wll", "dmcc", "sheikh", "shaikh", "sheik", "haji", "hajji", "mullah", "mulla", "ayatollah", "prof",
        "ms", "mbh",
    )
)  # fmt: skip


_TITLES: Final = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "sheikh", "shaikh", "sheik", "haji", "hajji", "mullah", "mulla", "ayatollah")
)
_COMPANY_FORMS: Final = _FORMS - _TITLES - {"i", "za", "the", "of", "and", "und", "et", "as", "sa", "ad", "ag", "sia"}
_PARTICLES: Final = frozenset(
    ("al", "el", "ul", "bin", "ben", "ibn", "bint", "del", "de", "des", "dos", "von", "van", "der")
)
_SERVANTS: Final = frozenset(("abd", "abdul", "abdel", "abdal"))
_ABU_BAKR: Final = re.compile("abo?[uo]+bakk?[ae]?r")
_SERVANT_OF: Final = re.compile("^abd(?:[uea]l|(?=l))(?=[a-z]{2})")

_ABBREVIATED: Final = (  # Turkish: "San. ve Tic. A.Ş."
    (re.compile(r"\bsan\.?(?= (?:ve )?tic\b| a\.? ?s\b| ltd)"), "sanayi"),
    (re.compile(r"\btic\.?(?= a\.? ?s\b| ltd| as\b)"), "ticaret"),
)


@dataclass(frozen=True, slots=True)
class Word:
    sound: str
    """Equal for different Latin spellings, but one wrong letter can change it a lot."""
    bare: str
    """As written, without case and accents. One wrong letter changes one letter."""


def words_in(name: str, *, as_written: bool = False) -> tuple[Word, ...]:
    """Returns the words of a name, without legal forms and particles unless the name has nothing else.

    A Chinese person's name is converted to pinyin. In other Chinese names each character is a word. Generic words of
    companies are in English, and particles are left out, unless `as_written`.
    """
    if is_han_person(without_han_title(name)) and not is_han_company(name):
        name = pinyin(without_han_title(name))
    bare = shortened(name).replace("'", "").replace("’", "")
    for pattern, written in _ABBREVIATED:
        bare = pattern.sub(written, bare)
    # "d.o.o." is one word, "V. Bout" and "V.A. Bout" are not.
    bare = _DOTTED.sub(_undotted, bare).replace(".", " ")
    words = _WORD.findall(HAN_FORMS.sub(" ", bare) if HAN_FORMS.sub("", bare).strip() else bare)
    words = words if as_written else [english_of(word) for word in _without_particles(words)]
    # "I" is "and" in Serbian, but an initial at either end.
    ends = {0, len(words) - 1}
    distinctive = [w for at, w in enumerate(words) if w not in _FORMS or (w == "i" and at in ends)] or words
    names = _sounds_of_given_names()
    sounds = [names.get(sound, sound) for sound in map(_sound, distinctive)]
    by_sound = dict(reversed(list(zip(sounds, distinctive, strict=True))))
    return tuple(Word(sound, by_sound[sound]) for sound in dict.fromkeys(sounds))


def _without_particles(words: list[str]) -> list[str]:
    """Drops particles ("al", "bin"). "Abd al-Karim", "Abdul Karim" and "Abdelkarim" become the same word."""
    kept: list[str] = []
    for word in words:
        if kept and kept[-1] in _SERVANTS:
            kept[-1] = f"abd{word}"
        elif _ABU_BAKR.fullmatch(word):
            kept += ["abu", "bakr"]
        elif word in {"lyu", "lv"}:  # 吕 in passports
            kept.append("lu")
        elif word not in _PARTICLES:
            kept.append(_SERVANT_OF.sub("abd", word))
    return kept or words


def words_of(name: str) -> tuple[str, ...]:
    """Returns the sounds of the words of a name."""
    return tuple(word.sound for word in words_in(name))


def joined_sound(words: Sequence[Word]) -> str:
    """Returns the sound of the words written as one."""
    return _sound("".join(word.bare for word in words))


@lru_cache(maxsize=65_536)
def has_legal_form(name: str) -> bool:
    """Returns True if a name contains the legal form of a company."""
    bare = _DOTTED.sub(_undotted, shortened(name)).replace(".", " ")
    return HAN_FORMS.search(name) is not None or any(word in _COMPANY_FORMS for word in _WORD.findall(bare))


def is_han_text(name: str) -> bool:
    """Returns True if a name consists of Chinese characters only."""
    return all("\u3400" <= char <= "\u9fff" for char in "".join(name.split()))


def is_han(words: Sequence[str]) -> bool:
    return all(not word.isascii() for word in words)


def _undotted(match: re.Match[str]) -> str:
    """Removes the dots of a legal form; initials become separate words."""
    joined = match[0].replace(".", "")
    return joined if joined in _FORMS else match[0].replace(".", " ")


def _sound(word: str) -> str:
    if not word.isascii() or len(word) == 1:
        return word
    reduced = word
    for pattern, sound in _SOUNDS:
        reduced = pattern.sub(sound, reduced)
    reduced = _DOUBLE.sub(r"\1", reduced)
    # A short name such as "Khkh" is no initial.
    return word if len(reduced) == 1 and len(word) > _LONGEST_INITIAL else reduced


@cache
def _sounds_of_given_names() -> dict[str, str]:
    """Returns the sound of each form of a given name with that of the form that stands for it."""
    return {_sound(form): _sound(forms[0]) for forms in given_names() for form in forms[1:]}
