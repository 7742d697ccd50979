"""Finds amounts with a unit in a text: "年产3000吨", "200 kom.", "-20 do 60 °C", "2 Mio. EUR".

A number without a unit is never returned: it may be a part of a phone number, an address or a standard.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.gist.chinese_numbers import in_digits
from bot.gist.units import Unit, unit_table

_DIGITS: Final = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3}){1,3}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,4})?"
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9_\u00c0-\u04ff▒@#+-])(?<!\d[ \u00a0.,:/])"  # not the end of a phone number in groups
    rf"(?P<minus>[-−–]?)(?!0\d)(?P<digits>{_DIGITS})(?![\d▒])(?![.,:/-]\d)"
)
_RANGE: Final = re.compile(
    rf"\s?(?:°C|℃|%)?\s?(?:[-–—~～至到]|\.\.\.?|…|÷|до|do|to|bis|till|à|a|al|až|od)\s?"
    rf"(?P<minus>[-−+]?)(?P<digits>{_DIGITS})(?![\d▒])"
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([ .,'\u00a0\u202f])\d{3})(?:\1\d{3}){0,2}(?:[.,]\d{1,2})?")
_POINT_IS_DECIMAL: Final = frozenset({"en", "zh", "ja", "ko", "th", "hi"})
_COMMA_IS_DECIMAL: Final = frozenset(
    {"sr", "hr", "bs", "sl", "mk", "bg", "de", "fr", "es", "it", "pt", "pl", "cs", "sk", "hu", "ro", "tr", "ru", "uk"}
    | {"vi", "id", "nl", "da", "nb", "sv", "fi", "el"}
)
_BEFORE: Final = 20  # characters before a number that are read for "yearly" or a currency
_EACH: Final = {"year": "每年", "month": "每月", "day": "每[天日]", "hour": "每小[时時]"}
_HAN: Final = r"[\u4e00-\u9fff]"
_VERB: Final = rf"{_HAN}{{0,6}}"
"""What may stand between "each year" and the number in Chinese: "每年最多可供货3000套"."""
_WITH_CHINESE_NUMBERS: Final = frozenset({"zh", "ja"})
_OF_ANYTHING: Final = "个"
"""Counts pieces only where no word follows: "350个。", but not "3个月" and "20个国家"."""
_MOST_YEARS: Final = 50  # "2024年" is a date
_FIRST_EAST_ASIAN: Final = 0x3000
_SYMBOL: Final = 2  # letters of a unit whose capitals matter: "5G" is no weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`high` is set for ranges. `unit` is a symbol, a currency code, or the name of a duration or of pieces."""

    low: float
    unit: Unit
    high: float | None = None
    each: str | None = None
    """The period in which this amount comes: year, month, day or hour."""


def quantities_in(text: str, language: str) -> list[Quantity]:
    """Returns the amounts of a cleaned text, each once, in their order."""
    found: dict[Quantity, None] = {}
    text = in_digits(text) if language in _WITH_CHINESE_NUMBERS else text
    read = 0
    for match in _NUMBER.finditer(text):
        if match.start() < read:  # the second number of a range
            continue
        quantity, end = _quantity(text, match, language)
        if quantity is not None:
            found[quantity] = None
            read = end
    return list(found)


def _quantity(text: str, match: re.Match[str], language: str) -> tuple[Quantity | None, int]:
    low = _value(match, language)
    high, at = None, match.end()
    ranged = _RANGE.match(text, at)
    if ranged is not None:
        high, at = _value(ranged, language), ranged.end()
    unit, end, factor = _unit_after(text, at, language)
    if unit is None and ranged is not None:  # "from 3 t to 5 m"
        high = None
        unit, end, factor = _unit_after(text, match.end(), language)
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if unit is None:
        unit = _currency_before(before)
    if unit is None or low is None or (ranged is not None and high is None and end >= ranged.end()):
        return None, end
    if unit.name == "year" and max(low, high or 0) * factor > _MOST_YEARS:
        return None, end
    if high is not None and high <= low:
        return None, end
    each = None if unit.is_duration else _period(before, text, end)
    scale = factor * unit.factor
    top = None if high is None else round(high * scale, 6)
    return Quantity(low=round(low * scale, 6), high=top, unit=unit.plain, each=each), end


def _period(before: str, text: str, end: int) -> str | None:
    new_sentence = text[end - 1 : end] == "." and text[end : end + 2].strip()[:1].isupper()
    for period, (said_before, said_after) in _periods().items():
        if said_before.search(before) or (not new_sentence and said_after.match(text, end)):
            return period
    return None


@cache
def _periods() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        period: (
            re.compile(rf"(?:(?:{_any(said.before)})[ ~:约达为超过]{{0,3}}|{_EACH[period]}{_VERB})$", re.IGNORECASE),
            re.compile(rf"\s?(?:{_any(said.after)})(?![a-zà-žа-я])", re.IGNORECASE),
        )
        for period, said in unit_table().periods.items()
    }


def _value(match: re.Match[str], language: str) -> float | None:
    """Returns the number; None if its separators can be read in two ways."""
    digits = match["digits"]
    minus = -1 if match["minus"] in {"-", "−", "–"} and match["minus"] else 1
    separators = [char for char in digits if not char.isdigit()]
    grouped = _THOUSANDS.fullmatch(digits)
    if not separators:
        return minus * float(digits)
    if grouped is None:  # one separator with other than three digits behind it
        return minus * float(digits.replace(",", "."))
    mark = grouped[1]
    if mark in "., " and len(separators) == 1 and mark != " ":
        if (mark == "." and language in _POINT_IS_DECIMAL) or (mark == "," and language in _COMMA_IS_DECIMAL):
            return minus * float(digits.replace(",", "."))
        if not ((mark == "," and language in _POINT_IS_DECIMAL) or (mark == "." and language in _COMMA_IS_DECIMAL)):
            return None
    whole, decimals = digits, ""
    if len(set(separators)) > 1:
        at = max(digits.rfind(","), digits.rfind("."))
        whole, decimals = digits[:at], digits[at + 1 :]
    return minus * float("".join(filter(str.isdigit, whole)) + (f".{decimals}" if decimals else ""))


def _unit_after(text: str, at: int, language: str) -> tuple[Unit | None, int, float]:
    """Returns the unit at this place, where it ends, and what the multiplier before it says."""
    unit, end = _plain_unit(text, at, language)
    scale = None if unit is not None else _multipliers().match(text, at)
    if scale is None:
        return unit, end, 1.0
    unit, end = _plain_unit(text, scale.end(), language)
    return unit, end, unit_table().multipliers[scale[1].casefold().rstrip(".")]


def _plain_unit(text: str, at: int, language: str) -> tuple[Unit | None, int]:
    match = _units().match(text, at)
    if match is None:
        return None, at
    written = match[1].rstrip(".")
    units = unit_table().units
    unit = units.get(written) or units.get(written.casefold())
    if unit is None or unit.language not in {None, language}:
        return None, at
    return unit, match.end()


def _currency_before(before: str) -> Unit | None:
    """Returns the currency right before the number: "EUR 200", "€200"."""
    match = re.search(r"(€|US\$|\b[A-Z]{3})\s?$", before)
    return None if match is None else unit_table().currencies.get(match[1])


@cache
def _multipliers() -> re.Pattern[str]:
    return re.compile(
        rf"\s?((?:{_any(unit_table().multipliers)})\.?)(?:\s?(?:de|di|d')\s)?(?![a-zà-žа-я])", re.IGNORECASE
    )


@cache
def _units() -> re.Pattern[str]:
    """Returns the pattern of a unit. A unit in letters ends where the letters end; one in characters need not."""
    units = unit_table().units
    spaced = [unit for unit in units if unit[0].isascii() or (unit[0].isalpha() and ord(unit[0]) < _FIRST_EAST_ASIAN)]
    others = [unit for unit in units if unit not in spaced and unit != _OF_ANYTHING]
    ends = r"(?![\w²³])"
    loose = _any(unit for unit in spaced if unit.islower() and len(unit) > _SYMBOL)
    unspaced = rf"(?:{_any(others)})|{_OF_ANYTHING}(?!{_HAN})"
    return re.compile(rf"[ \u00a0\u202f-]?((?i:{loose})\.?{ends}|(?:{_any(spaced)}){ends}|{unspaced})")


def _any(spellings: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(spelling) for spelling in spellings), key=len, reverse=True))
