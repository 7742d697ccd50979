"""When a word of a text is a term of the glossary: languages, endings, slips, single characters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from bot.matching.tokens import Token, without_article

_OWN_SCRIPT = frozenset({"zh", "ja", "ko", "ar"})
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]+")
_VOWEL = re.compile("[aeiou]")
_LIKE_ENOUGH = 75
"""0 to 100: words with the same stem but a lower similarity are different words."""
_SLIP = 88
"""0 to 100: words with a higher similarity differ by a slip of the finger."""
_LONGEST_SHARED = 3
"""Letters that two endings may have in common at their beginning: Italian "-ico" and "-iche"."""
_EQUALLY_CLOSE = 4
"""0 to 100: terms that match a word this much worse than the best one are other words."""
_SHORT_ABROAD = 5
"""Up to this length, a word of an unrelated language may be another word."""
_SAME_BEGINNING = 2
"""Letters at the beginning that two words have in common."""
_SHORT_WORD = 3
"""Up to this length, a word counts only in its own language, or if it is written with its accents."""


@dataclass(frozen=True, slots=True)
class Term:
    """`written` is lower case with accents, `spelling` folded.

    `english` is the first English word of the concept; `name` is this very thing in English, "" if that is not known.
    """

    concept: int
    language: str
    spelling: str
    written: str
    english: str
    name: str


def in_language(terms: list[Term], tag: str) -> list[Term]:
    """Returns the terms that belong to the language. English terms belong to every language.

    A language outside of the glossary has the terms of its relatives, and longer ones of all languages: Norwegian "med"
    is no Serbian honey, Czech "med" is.
    """
    if tag in LANGUAGES:
        return [term for term in terms if term.language in {tag, "en"}]
    if not tag:
        return terms
    relatives = _RELATIVES.get(tag, _ENGLISH_ONLY)
    return [term for term in terms if term.language in relatives or len(term.spelling) > _SHORT_ABROAD]


def stands_alone(run: str, place: int, covered: set[int]) -> bool:
    """Returns True if a single character is a word: between other terms, or the last of a Chinese compound.

    The last character of a compound names its kind: "普洱茶" is a tea.
    """
    if place - 1 in covered and place + 1 in covered:
        return True
    return place == len(run) - 1 and "\u3400" <= run[place] <= "\u9fff"


def as_written(terms: list[Term], shown: str, tag: str) -> list[Term]:
    """Returns the terms that a single Japanese character is, not only folds to: a machine (機) is no desk (机)."""
    return [term for term in terms if term.written == shown] if tag == "ja" and len(shown) == 1 else terms


def is_inside_a_word(run: str, start: int, end: int, covered: set[int]) -> bool:
    """Returns True for a short term in katakana after other unknown katakana.

    Its letters have no meaning of their own: "カニ" (crab) is no part of "アルパカニット" (alpaca knitwear).
    """
    is_short = end - start <= _SHORT_WORD and _KATAKANA.fullmatch(run[start:end]) is not None
    return is_short and start - 1 not in covered and _KATAKANA.fullmatch(run[start - 1]) is not None


def tag_of(language: str | None) -> str:
    tag = (language or "").split("-")[0].lower()
    return "sr" if tag in {"hr", "bs", "cnr", "sh", "me"} else tag


def closest(spelling: str, shown: str, terms: list[Term], tag: str) -> list[Term]:
    """Returns the terms that a spelling matches best: an exact match rules out those that need another ending."""
    likenesses = [_likeness(spelling, shown, term, tag) for term in terms]
    least = max(likenesses, default=0.0) - _EQUALLY_CLOSE
    near = [term for term, likeness in zip(terms, likenesses, strict=True) if likeness > 0 and likeness >= least]
    return near if shown.isascii() or not near else _by_accents(shown.casefold(), near)


def _by_accents(shown: str, terms: list[Term]) -> list[Term]:
    """Returns the terms whose accents are those of the word: Serbian "koža" (leather) is no "koza" (goat)."""
    alike = [fuzz.ratio(shown, term.written) for term in terms]
    least = max(alike) - _EQUALLY_CLOSE
    return [term for term, likeness in zip(terms, alike, strict=True) if likeness >= least]


def _likeness(spelling: str, shown: str, term: Term, tag: str) -> float:
    """Returns how well a spelling matches the term, up to 100; 0 for another word.

    An inflected form counts only in the listing's own language, so that "fábrica" is no English term. A short English
    term in another language must also look like a code, because "die", "hat" and "can" are words of many languages. A
    short term of another language needs its accents: Romanian "de" is no Vietnamese goat ("dê").
    """
    if term.language == "en" and tag in LANGUAGES - {"en"}:
        looks_like_a_code = tag in _OWN_SCRIPT or shown.isupper() or not _VOWEL.search(spelling)
        return 100.0 * (spelling == term.spelling and (len(spelling) > 4 or looks_like_a_code))
    if term.language == "vi" and not shown.isascii():
        return 100.0 * (shown.casefold() == term.written)  # tones tell words apart, if they are typed
    if spelling == term.spelling:
        is_sure = len(spelling) > _SHORT_WORD or term.language == tag or shown.casefold() == term.written
        return 100.0 * is_sure
    if tag in _RELATIVES and term.language not in _RELATIVES[tag]:
        return 0.0
    if term.language == "ar" and _bare_words(spelling) == _bare_words(term.spelling):
        return 100.0
    alike = fuzz.ratio(spelling, term.spelling)
    return alike if alike >= _SLIP or (alike >= _LIKE_ENOUGH and _inflected(spelling, term)) else 0.0


def _bare_words(spelling: str) -> list[str]:
    return [without_article(word) for word in spelling.split()]


def _inflected(spelling: str, term: Term) -> bool:
    """Returns True if the words differ by short endings only, so that "thermos" is no "thermostat"."""
    words, others = spelling.split(), term.spelling.split()
    endings = _ENDINGS.get(term.language)
    alike = differ_by_endings if endings is None else partial(_differ_by, endings)
    return len(words) == len(others) and all(map(alike, words, others))


def begin_alike(word: str, other: str) -> bool:
    """Returns True if the first letters are the same. Slips are rare there: ethanol is no methanol."""
    return word[:_SAME_BEGINNING] == other[:_SAME_BEGINNING]


def differ_by_endings(word: str, other: str) -> bool:
    """Returns True if two folded words begin alike and have only short endings of their own, if any."""
    endings = max(len(word), len(other)) - Prefix.similarity(word, other)
    return endings <= (2 if min(len(word), len(other)) <= 6 else 3)


def _differ_by(paradigms: Sequence[frozenset[str]], word: str, other: str) -> bool:
    """Returns True if two folded words are one stem with two endings of one paradigm."""
    begins = Prefix.similarity(word, other)
    return any(
        endings.issuperset({word[at:], other[at:]})
        for endings in paradigms
        for at in range(begins, max(begins - _LONGEST_SHARED, 0), -1)
    )


def same_thing(one: Token, other: Token) -> bool:
    """Returns False if two words of one concept are known to mean different things: a goat and a sheep."""
    if not one.name or not other.name:
        return True
    return not set(one.name.split("/")).isdisjoint(other.name.split("/"))


LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "pl", "sr", "hu", "tr", "ru", "ar", "zh", "ja", "ko", "vi"})
_RELATIVES = {
    **dict.fromkeys(("cs", "sk", "sl", "bg", "mk", "uk", "be"), frozenset({"en", "sr", "ru", "pl"})),
    **dict.fromkeys(("ro", "ca", "gl"), frozenset({"en", "fr", "es", "it", "pt"})),
    **dict.fromkeys(("nl", "sv", "da", "no", "nb", "nn", "is", "lb"), frozenset({"en", "de"})),
    **dict.fromkeys(("az", "kk", "uz"), frozenset({"en", "tr", "ru"})),
    **dict.fromkeys(("fi", "et", "lv", "lt", "el", "sq"), frozenset({"en"})),
}
"""Languages outside of the glossary, each with those of the glossary whose words it shares."""

_ENGLISH_ONLY = frozenset({"en"})
_ENGLISH = (" s es e ed ing ings", "y ies")
_GERMAN = (" e en em er ern es n s se sen nen ung ungen isch ische ischen",)
_ROMANCE = (
    (
        " a as e es o os i s x al ale ali aux eau eaux ais ois le les lle lles ne nne nnes se ses euse eur eurs er ere"
        " ico ica ici iche icos icas ique iques ato ata ati ate ado ada ados adas ano ana ani ane iano iana io ia ie"
    ),
)
_ENDINGS = {
    language: tuple(frozenset(paradigm.split(" ")) for paradigm in paradigms)
    for paradigms, languages in ((_ENGLISH, ["en"]), (_GERMAN, ["de"]), (_ROMANCE, ["fr", "es", "it", "pt"]))
    for language in languages
}
"""Paradigms of nouns and adjectives, folded: Portuguese "conserto" (repair) is no "conserva" (canned food).

Languages with many endings, such as the Slavic ones, are compared by the length of the endings.
"""
