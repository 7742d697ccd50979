"""Guesses the fields of a listing from one message of free text."""

import re
from dataclasses import dataclass

from bot.matching.cues import Cue, CueHit, cue_hits, cue_pattern, is_undone
from bot.matching.keys import has_han
from bot.matching.language_guess import LanguageGuess, guess_language
from bot.matching.normalise import fold
from bot.matching.places import PlaceGuess, mentioned_countries
from bot.matching.sectors import SectorGuess, SectorGuesser, find_sectors
from bot.matching.titles import make_title
from storage.vocabulary import Kind, ProfileType

__all__ = [
    "Guess",
    "KindGuess",
    "LanguageGuess",
    "ProfileTypeGuess",
    "guess",
    "guess_kind",
    "guess_language",
    "warm_up",
]

MAX_TEXT = 2_000
_CLAUSE_END = re.compile("[,.;!?。]")
_SENTENCE_END = re.compile("[.;!?。]")
_FIRST_CUE = 1.5  # the beginning of a message names its subject
_RELATIVE_WITHIN = 8  # Chinese characters between a word of seeking and the partner's task
_OBJECT_WITHIN = 60  # folded characters after a word of seeking in which its object appears

_TYPES = {
    Kind.NEED: {
        Cue.BUSINESS: ProfileType.BUSINESS_REQUEST,
        Cue.RESEARCH: ProfileType.RESEARCH_REQUEST,
        Cue.TECHNOLOGY: ProfileType.TECHNOLOGY_REQUEST,
    },
    Kind.OFFER: {Cue.BUSINESS: ProfileType.BUSINESS_OFFER, Cue.TECHNOLOGY: ProfileType.TECHNOLOGY_OFFER},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGuess:
    """`value` is None if no word indicates the kind or the words disagree. Confidence is 0 to 1."""

    value: Kind | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTypeGuess:
    """The guessed type; business, with low confidence, if nothing indicates technology or research.

    `value` is None while the kind is unknown.
    """

    value: ProfileType | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`sectors` and `countries` are best first. A person confirms every value."""

    kind: KindGuess
    profile_type: ProfileTypeGuess
    title: str
    language: LanguageGuess
    sectors: tuple[SectorGuess, ...]
    countries: tuple[PlaceGuess, ...]


def guess(text: str, *, guesser: SectorGuesser | None = None, hint_language: str | None = None) -> Guess:
    """Parses a message. Without a guesser, sectors come from words only. `hint_language` (ISO 639) is the writer's.

    With an encoder in the guesser it takes tens of milliseconds, so call it in a thread. Raises EncoderError.
    """
    kind = guess_kind(text)
    return Guess(
        kind=kind,
        profile_type=guess_profile_type(text, kind),
        title=make_title(text),
        language=guess_language(text, hint_language),
        sectors=tuple((guesser or SectorGuesser(None)).guess(text)),
        countries=tuple(mentioned_countries(text)),
    )


def warm_up(guesser: SectorGuesser) -> None:
    """Loads tables, the language model and the sectors' vectors, so that the first person does not wait.

    Takes a second or two plus the encoder's time, so call it in a thread. Raises EncoderError.
    """
    guesser.load()
    guess("We look for partners in Serbia.", guesser=guesser)
    find_sectors("sensor")


def guess_kind(text: str) -> KindGuess:
    """Guesses offer or need from words of offering and seeking in about twenty languages and from the sought object."""
    folded = fold(text, MAX_TEXT)
    seeking = _seeking(folded)
    found = sorted([*seeking, *_offering(folded, seeking)])
    if not found:
        return KindGuess(value=None, confidence=0.0)
    totals = {Kind.NEED: 0.0, Kind.OFFER: 0.0}
    for rank, (_, kind, weight) in enumerate(found):
        totals[kind] += weight * (_FIRST_CUE if rank == 0 else 1.0)
    likelier = max(totals, key=lambda kind: totals[kind])
    gap = totals[likelier] - totals[likelier.counterpart]
    confidence = gap / (totals[likelier] + totals[likelier.counterpart] + 0.35)
    return KindGuess(value=likelier if gap > 0 else None, confidence=round(confidence, 2))


def _offering(folded: str, seeking: list[tuple[int, Kind, float]]) -> list[tuple[int, Kind, float]]:
    """Returns words of offering, except those that describe the sought partner."""
    return [
        (hit.start, Kind.OFFER, 1.0)
        for hit in cue_hits(Cue.OFFER, folded)
        if not is_undone(folded, hit.start) and not _is_sought(folded, hit, seeking)
    ][:3]


def _is_sought(folded: str, hit: CueHit, seeking: list[tuple[int, Kind, float]]) -> bool:
    """Returns True if the offer is the partner's: "寻求能够提供…的供应商", "looking for a producer of"."""
    written = folded[hit.start : hit.end]
    for start, kind, _ in seeking:
        between = folded[start : hit.start]
        if start > hit.start or _SENTENCE_END.search(between):
            continue
        if has_han(folded[start]) and hit.start - start <= _RELATIVE_WITHIN:
            return True
        if kind is Kind.NEED and cue_pattern(Cue.MAKER).fullmatch(written):
            return True
    return False


def _seeking(folded: str) -> list[tuple[int, Kind, float]]:
    """Returns words of seeking. A person who seeks goods has a need, one who seeks a distributor has an offer."""
    found = []
    for hit in cue_hits(Cue.SEEK, folded):
        if is_undone(folded, hit.start):
            continue
        sought = _CLAUSE_END.split(folded[hit.end : hit.end + _OBJECT_WITHIN])[0]
        market = next(cue_hits(Cue.MARKET, sought), None)
        partner = next(cue_hits(Cue.PARTNER, sought), None)
        if market is not None:
            found.append((hit.start, Kind.OFFER, 0.8))
        else:
            found.append((hit.start, Kind.NEED, 1.0 if partner is None else 0.25))
    return found[:3]


def guess_profile_type(text: str, kind: KindGuess) -> ProfileTypeGuess:
    """Guesses business, technology or research from the words, for the given kind."""
    if kind.value is None:
        return ProfileTypeGuess(value=None, confidence=0.0)
    folded = fold(text, MAX_TEXT)
    weights = {cue: float(len({hit.start for hit in cue_hits(cue, folded)})) for cue in _TYPES[kind.value]}
    likelier = max(weights, key=lambda cue: weights[cue])  # if all are equal, the first one, business
    share = (weights[likelier] + 0.4) / (sum(weights.values()) + 0.8)
    return ProfileTypeGuess(value=_TYPES[kind.value][likelier], confidence=round(share * kind.confidence, 2))
