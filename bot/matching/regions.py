"""Groups of countries that companies name as targets, from data/regions.toml."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from bot.i18n.cyrillic import to_cyrillic
from bot.matching.country_names import country_codes

EVERYWHERE = "*"


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("bot.matching").joinpath("data", "regions.toml").read_text("utf-8"))


def _members(region_id: str) -> frozenset[str]:
    row = _table()[region_id]
    if row["members"] == EVERYWHERE:
        return country_codes()
    return frozenset(row["members"].split()).union(*map(_members, row.get("includes", ())))


REGIONS: dict[str, frozenset[str]] = {region_id: _members(region_id) for region_id in _table()}


def region_name(region_id: str, language: str) -> str:
    """Returns a region's name in an interface language; the id itself if it is unknown."""
    row = _table().get(region_id)
    if row is None:
        return region_id
    if language == "sr-Cyrl":
        return to_cyrillic(str(row["sr"]))
    return str(row["sr"] if language == "sr-Latn" else row["zh"] if language == "zh" else row["en"])


def region_spellings() -> list[tuple[str, str]]:
    """Returns (spelling, region id) for every name in the table, in all languages."""
    return [
        (name, region_id)
        for region_id, row in _table().items()
        for name in (row["en"], row["zh"], row["sr"], *row.get("names", ()))
    ]


def expand(targets: Iterable[str]) -> frozenset[str]:
    """Returns the alpha-2 codes of the targets (codes and region ids). Ignores unknown targets."""
    codes: set[str] = set()
    for target in targets:
        codes |= REGIONS.get(target, frozenset())
        if target.upper() in country_codes():
            codes.add(target.upper())
    return frozenset(codes)
