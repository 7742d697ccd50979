"""Builds patterns over folded text from the cue words of data/cues.toml."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.matching.keys import has_han
from bot.matching.normalise import fold

_LEFT_OPEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts without spaces, or with suffixes


class Cue(StrEnum):
    SEEK = "seek"
    MARKET = "market"
    PARTNER = "partner"
    OFFER = "offer"
    MAKER = "maker"
    NOT = "not"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    BUSINESS = "business"
    GREETING = "greeting"
    SELF = "self"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    LEAD = "lead"
    TURN = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """A cue in folded text: its position, and the languages (ISO 639) that use it."""

    start: int
    end: int
    languages: frozenset[str]


@cache
def _languages(cue: Cue) -> dict[str, frozenset[str]]:
    """Returns folded phrase (with its * as in the table) → languages that use it."""
    table = tomllib.loads(files("bot.matching").joinpath("data", "cues.toml").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for language, phrases in table[cue.value].items():
        for phrase in phrases.split("|"):
            # Folding turns a Chinese comma into a plain one without a space after it.
            found.setdefault(fold(phrase), set()).add(language)
    return {phrase: frozenset(languages) for phrase, languages in found.items()}


def _alternative(phrase: str) -> str:
    pattern = re.escape(phrase.rstrip("*")).replace(r"\ ", r"\s+")
    if _LEFT_OPEN.search(phrase):
        # 供应商 is a supplier and 供应链 a supply chain. Neither says that the writer supplies.
        return pattern + "(?![商链])" if phrase.endswith("供应") else pattern
    return rf"(?<![\w-]){pattern}" + (r"\w*" if phrase.endswith("*") else r"(?!\w)")


@cache
def cue_pattern(cue: Cue) -> re.Pattern[str]:
    """Returns the pattern for any phrase of the cue in folded text, longest first."""
    phrases = sorted(_languages(cue), key=len, reverse=True)
    return re.compile("|".join(map(_alternative, phrases)))


def cue_hits(cue: Cue, folded: str) -> Iterator[CueHit]:
    """Yields every occurrence of the cue in folded text."""
    for match in cue_pattern(cue).finditer(folded):
        yield CueHit(start=match.start(), end=match.end(), languages=_languages_of(cue, match.group()))


def _languages_of(cue: Cue, written: str) -> frozenset[str]:
    table = _languages(cue)
    exact = table.get(" ".join(written.split()))
    if exact is not None:
        return exact
    return next((langs for p, langs in table.items() if p.endswith("*") and written.startswith(p[:-1])), frozenset())


def is_undone(folded: str, start: int) -> bool:
    """Returns True if a negation or "you" stands right before the cue: "we do not need", "您需要"."""
    before = folded[max(0, start - 24) : start].rstrip()
    return any(
        before.endswith(word) and (has_han(word) or not before[: -len(word)][-1:].isalnum())
        for word in _languages(Cue.NOT)
    )
