"""Translates words that companies are named after: Zelena Gora is Green Mountain and 绿山."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

from bot.matching.lexicon import glossary_table

from .compact import compact
from .skeleton import Reading, read

_LANGUAGES: Final = ("en", "sr", "ru", "de", "zh")
_HAN: Final = 4  # column of a script without spaces
_MAX_WORDS: Final = 3
_MIN_STEM: Final = 3  # letters left without an ending
_ADJECTIVES: Final = ("skaia", "skii", "naia", "noie", "nii", "ska", "ski", "sko", "ni", "na", "no", "i", "a", "o")
_MAX_SPELLINGS: Final = 3  # of one word of the glossary in one language

Thing = tuple[tuple[str, ...], ...]
"""Its words in each language; names that are no word of a language are the same in all."""


def translations(name: Sequence[str]) -> Iterator[str]:
    """Yields a name of two or three words, and its first two words, in each language.

    Words are compact; one of them at least is known.
    """
    things = [_things(word) for word in name]
    if not 2 <= len(name) <= _MAX_WORDS or not any(things):
        return
    if len(name) > 2 and all(things[:2]):
        yield from translations(name[:2])
    known = [rows or (((word,),) * len(_LANGUAGES),) for word, rows in zip(name, things, strict=True)]
    for rows in product(*known):
        for language in range(len(_LANGUAGES)):
            for words in product(*(row[language] for row in rows)):
                yield "".join(words) if language == _HAN else " ".join(words).title()


def translated(word: str) -> Iterator[str]:
    """Yields one compact word of a name in each language, also in those of which only single words are known."""
    for row in _things(word):
        for language, cell in enumerate(row):
            yield from cell if language == _HAN else (one.title() for one in cell)
        yield from _other_words().get(row, ())


@cache
def meanings() -> tuple[tuple[Thing, tuple[str, ...]], ...]:
    """Returns what companies are called after, each with all its plain words, also in languages that are not
    translated to.
    """
    known = (*_names(), *_trades())
    return tuple((row, tuple(filter(None, map(plain_word, words)))) for row, words in known)


def _things(word: str) -> tuple[Thing, ...]:
    """Returns what a word means; an adjective means what its noun does: kameni is of stone."""
    stems = (
        word[: -len(ending)] for ending in _ADJECTIVES if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM
    )
    return next((found for one in (word, *stems) if (found := _by_word().get(one))), ())


@cache
def _by_word() -> dict[str, tuple[Thing, ...]]:
    found: dict[str, tuple[Thing, ...]] = {}
    for row, words in meanings():
        plain = set(words)
        for word in plain | {word[:-1] for word in plain if len(word) > _MIN_STEM and word[-1] in "aio"}:
            found[word] = (*found.get(word, ()), row)
    return found


@cache
def _other_words() -> dict[Thing, list[str]]:
    return {row: [word.title() for word in words] for row, words in _names()}


def plain_word(word: str) -> str:
    return compact(word.lower() if word.isascii() else read(word, Reading.SOUNDS).text)


def _names() -> Iterator[tuple[Thing, list[str]]]:
    _, *lines = files(__package__).joinpath("meanings.csv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        cells = [tuple(cell.split("/")) for cell in line.split("|")]
        yield tuple(cells[: len(_LANGUAGES)]), [word for cell in cells for word in cell if word]


def _trades() -> Iterator[tuple[Thing, list[str]]]:
    """Yields the words of the glossary in these languages, without phrases."""
    header, *lines = (line.split("|") for line in glossary_table().splitlines() if line)
    columns = [header.index(language) for language in _LANGUAGES]
    for line in lines:
        cells = [[word for word in line[at].strip("~").split("/") if " " not in word] for at in columns]
        words = [word for cell in line for word in cell.strip("~").replace("=", "").split("/") if " " not in word]
        yield tuple(tuple(cell[:_MAX_SPELLINGS]) for cell in cells), words
