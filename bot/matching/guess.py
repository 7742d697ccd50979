"""Guesses the fields of a listing from one message of free text."""

from dataclasses import dataclass

from bot.matching.cues import Cue, cue_hits
from bot.matching.intents import MAX_TEXT, find_intents, folded_message
from bot.matching.language_guess import LanguageGuess, guess_language
from bot.matching.normalise import fold
from bot.matching.place_guesses import PlaceGuess
from bot.matching.places import mentioned_countries
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

_FIRST_CUE = 1.5  # the beginning of a message names its subject

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
        title=make_title(text, kind.value),
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
    """Guesses offer or need from words of offering and seeking in about thirty languages and from the sought object."""
    found = [one for one in find_intents(folded_message(text)) if one.weight]
    if not found:
        return KindGuess(value=None, confidence=0.0)
    totals = {Kind.NEED: 0.0, Kind.OFFER: 0.0}
    for rank, one in enumerate(found):
        totals[one.kind] += one.weight * (_FIRST_CUE if rank == 0 else 1.0)
    likelier = max(totals, key=lambda kind: totals[kind])
    gap = totals[likelier] - totals[likelier.counterpart]
    confidence = gap / (totals[likelier] + totals[likelier.counterpart] + 0.35)
    return KindGuess(value=likelier if gap > 0 else None, confidence=round(confidence, 2))


def guess_profile_type(text: str, kind: KindGuess) -> ProfileTypeGuess:
    """Guesses business, technology or research from the words, for the given kind."""
    if kind.value is None:
        return ProfileTypeGuess(value=None, confidence=0.0)
    folded = fold(text, MAX_TEXT)
    weights = {cue: float(len({hit.start for hit in cue_hits(cue, folded)})) for cue in _TYPES[kind.value]}
    likelier = max(weights, key=lambda cue: weights[cue])  # if all are equal, the first one, business
    share = (weights[likelier] + 0.4) / (sum(weights.values()) + 0.8)
    return ProfileTypeGuess(value=_TYPES[kind.value][likelier], confidence=round(share * kind.confidence, 2))
