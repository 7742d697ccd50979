"""Finds the columns of small tables by their headings: in many languages, with typing errors and units."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from bot.usecases.imports.headings import heading_key
from bot.usecases.imports.tables import Row

_SURE: Final = 84  # rapidfuzz, 0 to 100; a typing error in a short heading stays above, another word falls below
_SHORTEST_MISSPELT: Final = 5
_BRACKETS: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


@cache
def read_names(package: str, file: str = "headings.toml") -> Mapping[str, str]:
    """Returns the usual headings, folded → their meanings. The file has a list of headings for each meaning."""
    text = files(package).joinpath(file).read_text("utf-8")
    names: dict[str, str] = {}
    for meaning, words in tomllib.loads(text).items():
        for word in words:
            names.setdefault(heading_key(word), meaning)
    return names


def meaning_of(text: str, names: Mapping[str, str]) -> str | None:
    """Returns the meaning of a heading, without what stands in brackets; None if it is unknown."""
    from rapidfuzz import fuzz, process

    key = heading_key(_BRACKETS.sub(" ", text)) or heading_key(text)
    if key in names:
        return names[key]
    if len(key) < _SHORTEST_MISSPELT or not key.isascii():
        return None
    long = [name for name in names if len(name) >= _SHORTEST_MISSPELT]
    near = process.extractOne(key, long, scorer=fuzz.ratio, score_cutoff=_SURE)
    return None if near is None else names[near[0]]


def columns_of(row: Row, names: Mapping[str, str]) -> dict[str, list[int]]:
    """Returns the columns of each meaning, from the left."""
    columns: dict[str, list[int]] = {}
    for place, text in enumerate(row.cells):
        meaning = meaning_of(text, names) if text and place not in row.spread else None
        if meaning is not None:
            columns.setdefault(meaning, []).append(place)
    return columns
