"""Reads the word lists in words.toml, as sets or as regular expressions."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def listed(section: str, name: str) -> tuple[str, ...]:
    """Returns the words of a text, or the items of a list, in file order."""
    value = _table()[section][name]
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def lines(section: str, name: str) -> tuple[frozenset[str], ...]:
    """Returns the words of each line, which are those of one language or of related ones."""
    return tuple(frozenset(line.split()) for line in _table()[section][name].splitlines())


def words(section: str, name: str) -> frozenset[str]:
    return frozenset(listed(section, name))


def any_of(section: str, *names: str) -> str:
    """Returns the words as alternatives of a regular expression, longest first."""
    alternatives = {item for name in names for item in listed(section, name)}
    return "|".join(sorted(alternatives, key=lambda item: (-len(item), item)))
