"""Guesses of a place, and how they are collected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.matching.place_index import Spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGuess:
    """A possible place: alpha-2 code or region id, confidence from 0 to 1, and the matched name."""

    code: str
    confidence: float
    name: str


class GuessCollection:
    """Collects guesses and keeps the best one for each place."""

    def __init__(self) -> None:
        self._by_code: dict[str, PlaceGuess] = {}

    @property
    def sure(self) -> bool:
        return any(guess.confidence >= 0.65 for guess in self._by_code.values())

    def add(self, code: str, confidence: float, name: str) -> None:
        known = self._by_code.get(code)
        if known is None or known.confidence < confidence:
            self._by_code[code] = PlaceGuess(code=code, confidence=round(confidence, 2), name=name)

    def add_all(self, guesses: Iterable[PlaceGuess]) -> None:
        for guess in guesses:
            self.add(guess.code, guess.confidence, guess.name)

    def best(self, limit: int) -> list[PlaceGuess]:
        return sorted(self._by_code.values(), key=lambda guess: -guess.confidence)[:limit]


def guesses_from(spellings: Iterable[Spelling], factor: float) -> Iterator[PlaceGuess]:
    for one in spellings:
        yield PlaceGuess(code=one.place, confidence=one.confidence * factor, name=one.written)
