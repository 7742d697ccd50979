"""Builds patterns over folded text from the cue words of data/cues.toml."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.matching.keys import has_han
from bot.matching.normalise import fold

_LEFT_OPEN = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # no spaces, or with suffixes
_JOINED = re.compile("[\u0590-\u06ff]")  # scripts that write "and" as a letter of the next word
_TRADES = ("供应", "批发", "采购", "进口", "出口", "代理", "生产", "制造", "销售", "经销")


class Cue(StrEnum):
    SEEK = "seek"
    MARKET = "market"
    PARTNER = "partner"
    OFFER = "offer"
    MAKING = "making"
    MAKER = "maker"
    SALES = "sales"
    NOT = "not"
    CONDITION = "condition"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    BUSINESS = "business"
    GREETING = "greeting"
    COURTESY = "courtesy"
    SMALL_TALK = "small_talk"
    SELF = "self"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    LEAD = "lead"
    TURN = "turn"
    ARTICLE = "article"
    JOINING = "joining"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """A cue in folded text: its position, and the languages (ISO 639) that use it."""

    start: int
    end: int
    languages: frozenset[str]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.matching").joinpath("data", "cues.toml").read_text("utf-8"))


@cache
def _languages(cue: Cue) -> dict[str, frozenset[str]]:
    """Returns folded phrase (with its * as in the table) → languages that use it."""
    found: dict[str, set[str]] = {}
    for language, phrases in _table()[cue.value].items():
        for phrase in phrases.split("|"):
            # Folding turns a Chinese comma into a plain one without a space after it.
            found.setdefault(fold(phrase), set()).add(language)
    return {phrase: frozenset(languages) for phrase, languages in found.items()}


@cache
def words_of(cue: Cue, languages: frozenset[str]) -> tuple[str, ...]:
    """Returns the folded phrases of these languages, longest first."""
    found = {phrase for phrase, spoken in _languages(cue).items() if spoken & languages}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _alternative(phrase: str) -> str:
    pattern = re.escape(phrase.rstrip("*")).replace(r"\ ", r"\s+")
    if _LEFT_OPEN.search(phrase):
        # 供应商 is a supplier and 供应链 a supply chain. Neither says that the writer supplies.
        return pattern + "(?![商链])" if phrase.endswith(_TRADES) else pattern
    return pattern + (r"\w*" if phrase.endswith("*") else r"(?!\w)" if phrase[-1:].isalnum() else "")


def _beginning(phrase: str) -> str:
    if _LEFT_OPEN.search(phrase):
        return "(?<![\u3400-\u9fff])" if len(phrase) == 1 else ""
    return r"(?<![\w-])" + ("[وו]?" if _JOINED.search(phrase) else "")


def _pattern(phrases: Iterable[str]) -> str:
    """Returns alternatives, longest first, by their first letter: thousands of phrases are slow one by one."""
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        groups.setdefault((_beginning(phrase), phrase[0]), []).append(phrase)
    return "|".join(
        f"{beginning}(?={re.escape(letter)})(?:{'|'.join(map(_alternative, group))})"
        for (beginning, letter), group in groups.items()
    )


@cache
def cue_pattern(cue: Cue) -> re.Pattern[str]:
    """Returns the pattern for any phrase of the cue in folded text, longest first."""
    return re.compile(_pattern(_languages(cue)))


def cue_hits(cue: Cue, folded: str) -> Iterator[CueHit]:
    """Yields every occurrence of the cue in folded text."""
    for match in cue_pattern(cue).finditer(folded):
        yield CueHit(start=match.start(), end=match.end(), languages=_languages_of(cue, match.group()))


def _languages_of(cue: Cue, written: str) -> frozenset[str]:
    table = _languages(cue)
    exact = table.get(" ".join(written.split())) or table.get(written[1:] if _JOINED.match(written) else written)
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
