"""The sectors of the bot: labels, search by typed words, and guesses from a listing's text."""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.matching.encoders import Encoder, EncoderError, Floats, first_of
from bot.matching.language_guess import guess_language
from bot.matching.lexicon import lexicon
from bot.matching.normalise import clean
from bot.matching.sector_search import search
from bot.matching.sector_table import sector_table
from bot.matching.sector_terms import term_hits
from bot.matching.sector_vectors import DESCRIBED_IN, sector_vectors

log = logging.getLogger(__name__)

_ENCODED = 600
"""Characters of a listing that are encoded for the guess. The beginning names its subject."""
_OPENING = 120  # a term in the title, which is about as long as this, weighs half as much again
_LEAST = 0.3
_GLOSSED = 200  # characters that are also read in the glossary's English, for languages with few terms
_MEANING_TRUSTED = 0.75
_SURE = 0.6
"""Words of this confidence decide without the encoder: on 250 real texts the first sector is the same in 97 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorGuess:
    id: str
    confidence: float


def all_sectors() -> tuple[str, ...]:
    """Returns the ids in the order of the table, which groups them by trade."""
    return tuple(sector_table())


def sector_label(sector_id: str, language: str) -> str:
    """Returns the label in an interface language (IETF tag), in English for other languages; the id if unknown."""
    sector = sector_table().get(sector_id)
    return sector_id if sector is None else sector.labels.get(language, sector.labels["en"])


def find_sectors(text: str, limit: int = 8) -> list[SectorGuess]:
    """Returns the sectors that one or two typed words may mean, in any language, mistyped or incomplete; best first."""
    return _ranked(search(text), limit)


def guess_sectors(text: str, limit: int = 3) -> list[SectorGuess]:
    """Guesses the sectors of a whole listing from its words only, best first; empty if no word indicates one."""
    return _ranked(_by_terms(text), limit)


class SectorGuesser:
    """Guesses sectors of listings by their words and, where the words are not sure, by their meaning.

    The words alone decide until `load` has returned, without an encoder, and if the encoder fails.
    """

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = first_of(encoder)
        self._vectors: Floats | None = None

    def load(self) -> None:
        """Loads the encoder and the vectors of the sectors' descriptions. Takes seconds; raises EncoderError."""
        if self._encoder is not None and self._vectors is None:
            vectors = sector_vectors(self._encoder)
            self._encoder.encode(["sensor"])  # so that the first guess does not wait for the model
            self._vectors = vectors

    def guess(self, text: str, limit: int = 3) -> list[SectorGuess]:
        """Returns the most likely sectors of a listing, best first; empty if nothing indicates one."""
        english = _in_english(text)
        by_terms = _by_terms(f"{text}. {english}" if english else text)
        are_sure = max(by_terms.values(), default=0.0) >= _SURE
        if self._encoder is None or self._vectors is None or are_sure or not clean(text, _ENCODED):
            return _ranked(by_terms, limit)
        try:
            encoded = self._encoder.encode([clean(f"{english}. {text}" if english else text, _ENCODED)])[0]
        except EncoderError as error:
            log.warning("sectors are guessed from words only: %s", error)
            return _ranked(by_terms, limit)
        by_meaning = _by_meaning(self._vectors, encoded)
        together = {
            sector_id: 1 - (1 - by_terms.get(sector_id, 0.0)) * (1 - _MEANING_TRUSTED * by_meaning[sector_id])
            for sector_id in all_sectors()
        }
        return _ranked(together, limit)


def _by_meaning(vectors: Floats, encoded: Floats) -> dict[str, float]:
    """Returns each sector's distance from the others within one language, which cancels the text's language."""
    cosines = (vectors @ encoded).reshape(len(DESCRIBED_IN), -1)
    deviations = cosines.std(axis=1, keepdims=True) + 1e-6
    scores = np.asarray((cosines - cosines.mean(axis=1, keepdims=True)) / deviations).mean(axis=0)
    # At two and a half deviations above the mean of 45 sectors, readers agree about every second time.
    return {
        sector_id: 1 / (1 + math.exp(-3 * (float(score) - 2.5)))
        for sector_id, score in zip(all_sectors(), scores, strict=True)
    }


def _in_english(text: str) -> str:
    """Returns the beginning of a text with glossary terms in English; "" if that changes nothing."""
    beginning = clean(text, _GLOSSED)
    said = lexicon().headings(beginning, guess_language(beginning).code)
    return "" if said == beginning else said


def _by_terms(text: str) -> dict[str, float]:
    """Returns the confidence by sector. Each different term adds; a sector loses if another one has many more terms."""
    weights: dict[str, dict[str, float]] = {}
    for hit in term_hits(text):
        weight = hit.weight * (1.5 if hit.position < _OPENING else 1.0)
        for sector_id in hit.sectors:
            terms = weights.setdefault(sector_id, {})
            terms[hit.term] = max(weight, terms.get(hit.term, 0.0))
    totals = {sector_id: sum(terms.values()) for sector_id, terms in weights.items()}
    most = max(totals.values(), default=1.0)
    return {sector_id: (1 - math.exp(-0.6 * total)) * math.sqrt(total / most) for sector_id, total in totals.items()}


def _ranked(confidences: Mapping[str, float], limit: int) -> list[SectorGuess]:
    guesses = [
        SectorGuess(id=sector_id, confidence=round(confidence, 2))
        for sector_id, confidence in confidences.items()
        if confidence >= _LEAST
    ]
    return sorted(guesses, key=lambda guess: -guess.confidence)[:limit]
