"""Fifty short messages in many languages, by hand: kind, language, message and the sectors that would be right.

At first sight, before cues and the glossary's English were put to them: kind right 30 and never wrong, language right
48, first sector right 31, without an encoder 22.
"""

from pathlib import Path

from bot.matching.encoders import BuiltinEncoder
from bot.matching.guess import Guess, guess
from bot.matching.sectors import SectorGuesser
from storage.vocabulary import Kind
from tests.matching.conftest import builtin

__all__ = ["builtin"]
_ROWS = [
    line.split("|")
    for line in Path(__file__).with_name("phone_messages.txt").read_text("utf-8").splitlines()
    if line.strip()
]
_KINDS = {"N": Kind.NEED, "O": Kind.OFFER}


def _guesses(guesser: SectorGuesser) -> list[Guess]:
    return [guess(text, guesser=guesser) for _, _, text, _ in _ROWS]


def _first_sectors_right(guesses: list[Guess]) -> int:
    told = zip(guesses, _ROWS, strict=True)
    return sum(bool(one.sectors) and one.sectors[0].id in row[3].split(",") for one, row in told)


def test_kind_and_language_are_told_by_words() -> None:
    guesses = _guesses(SectorGuesser(None))
    kinds = [(one.kind.value, _KINDS[row[0]]) for one, row in zip(guesses, _ROWS, strict=True)]
    assert all(found in (None, meant) for found, meant in kinds)
    assert sum(found is meant for found, meant in kinds) >= 44
    languages = [(one.language.code or "").split("-")[0] for one in guesses]
    assert sum(found == row[1].split("-")[0] for found, row in zip(languages, _ROWS, strict=True)) >= 47
    assert _first_sectors_right(guesses) >= 34


def test_sectors_are_told_better_with_the_encoder(builtin: BuiltinEncoder) -> None:
    guesser = SectorGuesser(builtin)
    guesser.load()
    assert _first_sectors_right(_guesses(guesser)) >= 38
