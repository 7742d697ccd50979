"""Units and multipliers as people write them, in the languages of the glossary."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

PIECES: Final = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: a symbol that every reader knows ("kg"), a currency (ISO 4217), a duration of CLDR, or pieces."""

    name: str
    is_duration: bool = False
    factor: float = 1.0
    """Multiplies the number, for units that are shown as another one: 斤 is half a kilogram."""
    language: str | None = None
    """The only language in which the spelling means this; None for all."""

    @property
    def plain(self) -> "Unit":
        """The unit without what only matters for reading it."""
        return replace(self, factor=1.0, language=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Words right before and right after an amount that say how often it comes."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTable:
    """Units and multipliers by spelling, and currencies by their sign or code before a number ("€", "EUR")."""

    units: dict[str, Unit]
    multipliers: dict[str, float]
    currencies: dict[str, Unit]
    periods: dict[str, Period]


@cache
def unit_table() -> UnitTable:
    data = tomllib.loads(files("bot.gist").joinpath("data/units.toml").read_text("utf-8"))
    units = {
        spelling.casefold() if group == "durations" else spelling: Unit(
            name=name, is_duration=group == "durations", language=language or None
        )
        for group in ("symbols", "durations", "pieces", "currencies")
        for name, cell in data[group].items()
        for spelling, _, language in (each.partition("@") for each in cell.split("/"))
    }
    for spelling, said in data["converted"].items():
        units[spelling] = Unit(name=said["unit"], factor=said["factor"], language="zh")
    periods = {
        name: Period(before=tuple(said["before"]), after=tuple(said["after"])) for name, said in data["periods"].items()
    }
    return UnitTable(units=units, multipliers=_multipliers(data), currencies=_before_numbers(data), periods=periods)


def _multipliers(data: dict[str, Any]) -> dict[str, float]:
    return {spelling: float(factor) for factor, cell in data["multipliers"].items() for spelling in cell.split("/")}


def _before_numbers(data: dict[str, Any]) -> dict[str, Unit]:
    codes = {code: Unit(name=code) for code in data["currencies"]}
    return {**codes, "€": codes["EUR"], "US$": codes["USD"]}
