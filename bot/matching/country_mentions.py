"""Finds the country of an answer or address that names several places: "Atlanta, Georgia, USA"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.matching.address_words import demonyms, states
from bot.matching.keys import han_runs, is_too_short, name_key
from bot.matching.place_index import CITY, country_index, larger_cities

_MOST_WORDS = 8
_LONGEST_HAN = 12
_DOTTED = re.compile(r"\b(?:[A-Z]\.\s?){1,3}[A-Z]\b\.?")
_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b|\bBiH\b")
_ENUMERATION = re.compile(r"[&/|、和]|\b(?:and|or|und|oder|i|ili|et|y)\b", re.IGNORECASE)
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_HANGUL = re.compile(r"[가-힣]")
_JOINED_BEFORE = re.compile(r"[מבלה](?=[א-ת]{3})|(?:لل|[وبل])(?=[\u0621-\u064a]{3})")
"""Prepositions of Hebrew and Arabic."""
_PART_OF_CHINA = frozenset({"HK", "MO", "TW"})


class Kind(IntEnum):
    """The strength of a mention: a country outranks a state, a state a city, a city an adjective."""

    ADJECTIVE = 0
    CITY = 1
    STATE = 2
    COUNTRY = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, and the countries that it may mean."""

    key: str
    kind: Kind
    codes: frozenset[str]


def capitals(text: str) -> set[str]:
    """Returns the short words in capitals. "U.S.A." counts as "USA"."""
    joined = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match.group()), text)
    return {word.upper() for word in _CAPITALS.findall(joined)}


def named_countries(text: str) -> tuple[frozenset[str], str]:
    """Returns the countries that the text can mean, and the name that it uses. Both are empty if it names none."""
    mentions, enumerated = list(_mentions(text)), _ENUMERATION.search(text) is not None
    for kind in sorted({mention.kind for mention in mentions}, reverse=True):
        codes, name = _narrowed([one for one in mentions if one.kind is kind], mentions, enumerated)
        if codes:
            return codes, name
    return frozenset(), ""


def _narrowed(best: list[Mention], everything: list[Mention], enumerated: bool) -> tuple[frozenset[str], str]:
    """Narrows down the countries of the strongest mentions with the other mentions."""
    sure = frozenset(code for one in best if len(one.codes) == 1 for code in one.codes)
    hints = frozenset(code for one in everything if one not in best for code in one.codes)
    left: dict[str, str] = {}
    for one in best:
        codes = one.codes & (sure or hints) if len(one.codes) > 1 and one.codes & (sure or hints) else one.codes
        state_of = states().get(one.key, frozenset())
        if (state_of - one.codes) & ((sure - one.codes) or hints):
            continue  # Georgia beside the USA or Atlanta
        left.update(dict.fromkeys(codes, one.key))
    if "CN" in left and _PART_OF_CHINA & left.keys() and not enumerated:
        del left["CN"]
    return frozenset(left), next(iter(left.values()), "")


def _mentions(text: str) -> Iterator[Mention]:
    """Yields places from left to right, longest name first. Short names count in capitals only."""
    key = name_key(text)
    index, upper = country_index(), capitals(text)
    for run in han_runs(key):
        at = 0
        while at < len(run):
            sizes = range(min(_LONGEST_HAN, len(run) - at), 1, -1)
            size = next((size for size in sizes if run[at : at + size] in index.han), 0)
            if size:
                yield _mention(run[at : at + size])
            at += size or 1
    words, at = [_without_particle(word) for word in key.split()], 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            known = phrase in index.exact or index.bent(phrase) or phrase in states() or phrase in demonyms()
            is_city = size > 1 and phrase in larger_cities()  # "Porto Alegre" holds the name of another city
            if (known or is_city) and not han_runs(phrase) and (phrase.upper() in upper or not is_too_short(phrase)):
                yield _mention(phrase)
                at += size - 1
                break
        at += 1


def _without_particle(word: str) -> str:
    """Returns the known name in a word of a script that joins particles to names: "독일에서", "ドイツの", "בגרמניה"."""
    exact = country_index().exact
    if word.isascii() or word in exact:
        return word
    parts = _KATAKANA.findall(word) if _KATAKANA.search(word) else []
    if _HANGUL.match(word):
        parts = [word[:size] for size in range(len(word) - 1, 1, -1)]
    if prefix := _JOINED_BEFORE.match(word):
        parts = [word[prefix.end() :], "ال" + word[prefix.end() :]]
    return next((part for part in parts if part in exact), word)


def _mention(phrase: str) -> Mention:
    index = country_index()
    spellings = index.exact.get(phrase) or index.bent(phrase)
    countries = frozenset(one.place for one in spellings if one.confidence > CITY or one.shared_name)
    if countries:
        return Mention(phrase, Kind.COUNTRY, countries)
    if phrase in states():
        return Mention(phrase, Kind.STATE, states()[phrase])
    if spellings:
        return Mention(phrase, Kind.CITY, frozenset(one.place for one in spellings))
    if phrase in larger_cities():
        return Mention(phrase, Kind.CITY, frozenset({larger_cities()[phrase]}))
    return Mention(phrase, Kind.ADJECTIVE, frozenset({demonyms()[phrase]}))
