"""The words of words.toml, as sets and as pieces of regular expressions."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def listed(section: str, name: str) -> tuple[str, ...]:
    """In the order of the file: the words of a text, or the items of a list."""
    value = _table()[section][name]
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def words(section: str, name: str) -> frozenset[str]:
    return frozenset(listed(section, name))


def any_of(section: str, *names: str) -> str:
    """A regular expression's alternatives, the longest first."""
    pieces = {piece for name in names for piece in listed(section, name)}
    return "|".join(sorted(pieces, key=lambda piece: (-len(piece), piece)))
