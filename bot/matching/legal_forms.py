"""Words that do not distinguish company names, from data/legal_forms.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.matching.keys import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForms:
    """`words`: forms as the words of a key, ("gmbh", "co", "kg"). `han` and `han_places`: parts of a key."""

    words: frozenset[tuple[str, ...]]
    han: tuple[str, ...]
    han_places: tuple[str, ...]


@cache
def legal_forms() -> LegalForms:
    table = tomllib.loads(files("bot.matching").joinpath("data", "legal_forms.toml").read_text("utf-8"))
    return LegalForms(
        words=frozenset(tuple(name_key(form).split()) for form in table["forms"]),
        han=tuple(name_key(form) for form in table["han_forms"]),
        han_places=tuple(name_key(place) for place in table["han_places"]),
    )
