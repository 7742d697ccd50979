"""Finds the concepts of the glossary in a text and names them in an interface language.

A concept of the glossary may have several senses ("antenna/5g/wireless"), which is fine for comparing texts and wrong
for telling a reader what a text says. `concept_names.txt` therefore names senses, and leaves out what is ambiguous.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from bot.matching.lexicon import Lexicon, glossary_table, lexicon
from bot.matching.term_finder import Hit
from bot.matching.terms import LANGUAGES, Term
from bot.matching.tokens import folded
from storage.vocabulary import Language

_LONGEST_ENDING: Final = 3  # letters of an ending, in languages with too many endings for a list
_AGGLUTINATING: Final = frozenset({"hu", "tr", "ko"})
_ENDINGS: Final = {
    "en": frozenset({"", "s", "es", "y", "ies"}),
    "de": frozenset({"", "e", "en", "n", "er", "em", "es", "s", "ern"}),
}
_SHORT_ENDINGS: Final = ("", *"aeiouymhs")
_LONG_ENDINGS: Final = (
    "ja je ju ji io ii ie ia am em im om um ih ah ej oj og eg mu ma en es as os is us ow ov ev ou ga mi iej ego emu "
    "ich ych imi ymi ach ami ima ama owi iem jem iju ijo ije iji ijom jah jami aja uju oe ogo omu jima mima"
)
_OTHER_ENDINGS: Final = frozenset((*_SHORT_ENDINGS, *_LONG_ENDINGS.split(" ")))
"""Endings of nouns and adjectives, in folded text, of the Slavic and Romance languages of the glossary."""
_FIRST_EAST_ASIAN: Final = 0x3000
_LEAST_COMMON: Final = 4  # letters at the beginning of an inflected word
_LEAST_UNKNOWN: Final = 6  # letters of a term that may stand for itself in a language that we do not know
_LANGUAGES_THAT_AGREE: Final = 2  # of those whose term it is; a term of one of them may be a false friend
_ASKED: Final = frozenset({"how many or how much", "when", "how long", "where"})
"""Names of words that join clauses unless they ask: "when the soil is dry"."""
_ASKS_WITH_ITS_OWN_WORDS: Final = frozenset({"zh", "ja", "ko"})
_ENDS_AS_QUESTION: Final = re.compile("[^.!。！\n?？؟]{0,120}[?？؟]")
_WORD: Final = re.compile(r"\w+")
_NEGATION: Final = re.compile(
    r"(?:\b(?:no|not|non|without|free of|bez|nije|nisu|ohne|kein|keine|keinen|nicht|sans|pas de|sin|senza|sem|nie|nem"
    r"|ne|без|не|нет|khong|khong co|olmayan)[\s-]{1,2}(?:(?:for|za|fur|pour|para|per|dla|pro|for the|dlja)\s)?"
    r"|[无無非免]|(?:不(?![锈銹仅但同断只少限])|未|没)[^,。;]{0,4})$"
)
"""Words right before a concept, in folded text, that deny it."""
_DENIED_AFTER: Final = re.compile(r"[\s-]?(?:free\b|frei(?:e[nrsm]?)?\b|mentes|suz\b|なし|フリー|不要|없는)")
_AROUND: Final = 12  # characters before and after a concept that are read for a negation


@dataclass(frozen=True, slots=True)
class ConceptName:
    en: str
    sr: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    by_key: dict[str, ConceptName]
    by_spelling: dict[str, ConceptName | None]
    """Names of single spellings, folded; None for ambiguous ones. They take precedence."""


def concepts_in(text: str, language: str, *, is_message: bool) -> list[ConceptName]:
    """Returns the concepts that a cleaned text names, each once, in their order.

    In messages, words of trade_talk.csv count too.
    """
    tables = (trade_talk(), lexicon()) if is_message else (lexicon(),)
    hits = ((hit, _name(table, hit, language)) for table in tables for hit in table.terms.find(text, language))
    named = [(hit, name) for hit, name in hits if name is not None]
    found: dict[ConceptName, None] = {}
    for hit, name in _without_parts(named):
        if not _is_denied(text, hit) and (name.en not in _ASKED or _is_asked(text, hit, language)):
            found[name] = None
    return list(found)


def _without_parts(named: list[tuple[Hit, ConceptName]]) -> Iterator[tuple[Hit, ConceptName]]:
    """Yields the hits in order, without those inside another one: "Lager" (a bearing) in "auf Lager" (in stock).

    Of two at the same place, the first counts.
    """
    end = -1
    for hit, name in sorted(named, key=lambda one: (one[0].start, -one[0].end)):
        if hit.start == hit.end or hit.end > end:
            yield hit, name
            end = max(end, hit.end)


def _is_asked(text: str, hit: Hit, language: str) -> bool:
    """Returns True if a word as "when" asks. In Chinese, Japanese and Korean it hardly does anything else."""
    return language in _ASKS_WITH_ITS_OWN_WORDS or _ENDS_AS_QUESTION.match(text, hit.end) is not None


def _name(table: Lexicon, hit: Hit, language: str) -> ConceptName | None:
    """Returns the only sense of the words; None if there are several, or the words only look alike."""
    if language not in LANGUAGES and len({term.language for term in hit.terms}) < _LANGUAGES_THAT_AGREE:
        return None
    senses: set[ConceptName | None] = set()
    for term in hit.terms:
        if not _is_same_word(hit, term, language):
            continue
        # Spellings are named for the glossary. "Kada" is a tub there, or "when", and nothing but "when" in messages.
        spelled = names().by_spelling.get(term.spelling, _UNSET) if table is lexicon() else _UNSET
        senses.add(names().by_key.get(table.first_spelling(term.concept)) if spelled is _UNSET else spelled)
    return senses.pop() if len(senses) == 1 else None


_UNSET: Final = ConceptName("", "", "")


def _is_same_word(hit: Hit, term: Term, language: str) -> bool:
    known = language in LANGUAGES
    shown = folded(hit.shown)
    if not _WORD.match(shown) or ord(shown[0]) > _FIRST_EAST_ASIAN:
        return len(shown) > 1 and known  # single characters are parts of other words
    if hit.end - hit.start < len(hit.shown) and hit.end > hit.start:
        return known  # a part of a compound, which is compared letter by letter
    if not known:
        return shown == term.spelling and len(shown) >= _LEAST_UNKNOWN
    here, there = _WORD.findall(shown), _WORD.findall(term.spelling)
    if term.language == "vi" and len(here) == 1:
        return False  # a syllable means too many things
    if len(here) != len(there):
        return "".join(here) == "".join(there)
    return all(_is_inflected(one, other, term.language) for one, other in zip(here, there, strict=True))


def _is_inflected(one: str, other: str, language: str) -> bool:
    """Returns True if two folded words differ by an inflection at most: "zemljista", "zemljiste", not "harvester"."""
    if one == other:
        return True
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rests = {one[common:], other[common:]}
    if common < _LEAST_COMMON:
        return False
    if language in _AGGLUTINATING and "" in rests:
        return max(map(len, rests)) <= _LONGEST_ENDING
    return rests <= _ENDINGS.get(language, _OTHER_ENDINGS)


def _is_denied(text: str, hit: Hit) -> bool:
    if hit.start == hit.end:
        return False
    before = folded(text[max(0, hit.start - _AROUND) : hit.start] + "|")[:-1]
    after = folded("|" + text[hit.end : hit.end + _AROUND])[1:]
    return bool(_NEGATION.search(before) or _DENIED_AFTER.match(after))


def name_in(name: ConceptName, language: Language) -> str:
    match language:
        case Language.ZH:
            return name.zh
        case Language.SR_LATN:
            return name.sr
        case Language.SR_CYRL:
            from bot.i18n.cyrillic import to_cyrillic

            return to_cyrillic(name.sr)
    return name.en


@cache
def names() -> Names:
    """Returns the table of names. Takes a few milliseconds."""
    by_key: dict[str, ConceptName] = {}
    by_spelling: dict[str, ConceptName | None] = {}
    for key, *cells in _name_lines():
        if key == "-":
            by_spelling.update(dict.fromkeys(_spellings(cells[0])))
            continue
        name = ConceptName(*cells[:3])
        if key != "+":
            by_key[key] = name
            continue
        by_spelling.update(dict.fromkeys([spelling for cell in cells for spelling in _spellings(cell)], name))
    return Names(by_key=by_key, by_spelling=by_spelling)


def _spellings(cell: str) -> list[str]:
    return [" ".join(_WORD.findall(folded(spelling))) for spelling in cell.split("/") if spelling]


def _name_lines() -> Iterator[list[str]]:
    for line in _data("concept_names.txt").splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def trade_talk_table() -> str:
    """Returns the words of messages ("price", "sample") in the layout of the glossary.

    They are no part of the glossary, because they say nothing about what a listing is about.
    """
    return _data("trade_talk.csv")


@cache
def trade_talk() -> Lexicon:
    return Lexicon(trade_talk_table())


def all_keys() -> set[str]:
    """Returns the first English spelling of every line in both tables."""
    lines = [*glossary_table().splitlines()[1:], *trade_talk_table().splitlines()[1:]]
    return {line.split("|")[0].split("/")[0].lstrip("~") for line in lines if line}


def _data(name: str) -> str:
    return files("bot.gist").joinpath(f"data/{name}").read_text("utf-8")
