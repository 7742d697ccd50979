"""The sectors of data/sectors.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bot.i18n.cyrillic import to_cyrillic


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """`nace`: divisions of NACE Rev. 2.1. `labels`: by interface language. `terms`: words that indicate the sector.

    Terms are by language (ISO 639); a term may begin or end with *, as the table explains.
    """

    id: str
    nace: tuple[str, ...]
    labels: MappingProxyType[str, str]
    terms: MappingProxyType[str, tuple[str, ...]]


@cache
def sector_table() -> MappingProxyType[str, Sector]:
    """Returns every sector by its id, in the table's order."""
    rows = tomllib.loads(files("bot.matching").joinpath("data", "sectors.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            sector_id: Sector(
                id=sector_id,
                nace=tuple(row["nace"]),
                labels=MappingProxyType(
                    {"en": row["en"], "zh": row["zh"], "sr-Latn": row["sr"], "sr-Cyrl": to_cyrillic(row["sr"])}
                ),
                terms=MappingProxyType(
                    {language: tuple(listed.split(", ")) for language, listed in row["terms"].items()}
                ),
            )
            for sector_id, row in rows.items()
        }
    )
