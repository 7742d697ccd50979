"""Parses single cells: addresses, numbers, booths, and lists of products. Pure functions of text."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from bot.matching.normalise import fold
from bot.reading.phones import find_phones
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website

_WORDS: Final = tomllib.loads(files("bot.usecases.imports").joinpath("words.toml").read_text("utf-8"))
_NOTHING: Final = frozenset(_WORDS["nothing"])
_NO_PRODUCT: Final = frozenset(_WORDS["no_product"])
_MONTH_NAMES: Final = "|".join(map(re.escape, _WORDS["months"]))
_ERROR_VALUE: Final = re.compile(
    r"#(N/A|NV|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!|FIELD!|FORMULA)", re.IGNORECASE
)
_SPACED_AT: Final = re.compile(
    r"\s*(?:\(\s*(?:at|et|kod|a)\s*\)|\[\s*(?:at|et|a)\s*\]|\{\s*at\s*\}|<\s*at\s*>|\s+at\s+)\s*", re.IGNORECASE
)
_SPELT_DOT: Final = re.compile(
    r"\s*(?:\(\s*(?:dot|tacka|punkt)\s*\)|\[\s*(?:dot|tacka|punkt)\s*\]|\s+dot\s+)\s*", re.IGNORECASE
)
_MAIL_PIECE: Final = re.compile(r"[^\s;,，；、<>()\[\]\"'|/]+@[^\s;,，；、<>()\[\]\"'|/]+")
_PIECES: Final = re.compile(r"[;,，；、|\s]+")
_WEB_PIECE: Final = re.compile(r"(?:https?://|www\.)[^\s;,，；、|<>()\"]+", re.IGNORECASE)
_PHONE_LIST: Final = re.compile(r"\s*[;；|\n]\s*")
_STAND: Final = (
    r"(?:booth|stand|stall|štand|stande?|shtand|штанд|стенд|展位|展台|摊位|messestand|stoisko|ブース|부스)"
    r"(?:\s*(?:no|nr|number|br|号|№)\.?(?![^\W\d_]))?"
)
_VISIT_US: Final = re.compile(
    r"(?:(?:please\s+)?(?:visit|meet|find|see)\s+us\s+(?:at|in|on)|posetite\s+nas\s+na|besuchen\s+sie\s+uns\s+(?:am|an))?"
    rf"\s*(?:the\s+|our\s+|našem\s+)?{_STAND}u?\s*[:：#-]?\s*([A-Z0-9][\w./\- ]*)$",
    re.IGNORECASE,
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_LIKE: Final = re.compile(
    rf"(?:\d{{1,2}}[-./ ]?\s?(?:{_MONTH_NAMES})\.?|(?:{_MONTH_NAMES})[-./ ]\d{{1,2}}|\d{{1,2}}月\d{{1,2}}日"
    r"|\d{4}-\d\d-\d\d(?: 00:00:00)?)",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(r"[;；|•●▪◆■□➢►✓\n]+|(?:^|\s)[-–*](?=\s)")
_NUMBERED: Final = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)）、]|[①-⑳])\s*(?=\D)")
_FLAG_LETTERS: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_EDGES: Final = " \t-–—*·.,，。、:："
_SHORTEST_PHONE: Final = 6  # digits
_SHORTEST: Final = 2  # letters: "茶叶" is an offer


def error_value(text: str) -> bool:
    """Returns True for an error value of a spreadsheet program, such as "#REF!"."""
    return _ERROR_VALUE.fullmatch(text.strip()) is not None


def is_empty_marker(text: str) -> bool:
    """Returns True for text that means an empty cell: "-", "n/a", "无"."""
    if not any(c.isalnum() or c in _FLAG_LETTERS for c in text):
        return True
    return fold(text.strip(" .")) in _NOTHING or text.casefold() in _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValues:
    """The values of a cell, and the parts that were not understood."""

    values: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def emails_in(text: str) -> CellValues:
    """Finds e-mail addresses, also with spaces around the @, spelt-out signs and a final dot."""
    tidy = _SPELT_DOT.sub(".", _SPACED_AT.sub("@", unicodedata.normalize("NFKC", text).replace("mailto:", "")))
    tidy = re.sub(r"\s*@\s*", "@", tidy).replace("。", ".")
    values, unread = [], []
    for piece in _MAIL_PIECE.findall(tidy):
        try:
            values.append(check_email(re.sub(r"\?.*", "", piece).strip(".:;-")).address)
        except CheckFailed:
            unread.append(piece)
    if not values:  # shown as written in the cell
        return CellValues(unread=() if is_empty_marker(text) else (text,))
    return CellValues(values=tuple(dict.fromkeys(values)), unread=tuple(unread))


def websites_in(text: str) -> CellValues:
    values, unread = [], []
    pieces = [piece for piece in _PIECES.split(text) if piece and piece not in {"/", "-", "or", "and", "i", "ili"}]
    for piece in pieces:
        try:
            values.append(check_website(piece.strip(".,<>()"))) if "@" not in piece else unread.append(piece)
        except CheckFailed:
            unread.append(piece)
    if not values:
        return CellValues(unread=() if is_empty_marker(text) else (text,))
    return CellValues(values=tuple(dict.fromkeys(site.url for site in values)), unread=tuple(unread))


def phones_in(lines: Sequence[str], country: str | None) -> CellValues:
    """Finds phone numbers as E.164. `country` (alpha-2) is for numbers without an international prefix."""
    values: list[str] = []
    unread: list[str] = []
    for part in (part.strip() for line in lines for part in _PHONE_LIST.split(line)):
        found = find_phones(part, country)
        values += found
        if not found and not is_empty_marker(part):
            unread.append(part)
        elif "," in part:
            unread += [piece for piece in map(str.strip, part.split(",")) if _is_another_number(piece, found, country)]
    return CellValues(values=tuple(dict.fromkeys(values)), unread=tuple(unread))


def _is_another_number(piece: str, found: Sequence[str], country: str | None) -> bool:
    """Returns True for a number that could not be read. "2345679" after "011/2345678" was read with its area code."""
    digits = re.sub(r"\D", "", piece)
    if len(digits) < _SHORTEST_PHONE or any(number.endswith(digits) for number in found):
        return False
    return not find_phones(piece, country)


def booth_in(text: str) -> str | None:
    """Returns the booth in a sentence: "3.G17" for "Visit us at stand 3.G17"; None if it names none."""
    found = _VISIT_US.fullmatch(text.strip())
    if found is None or not any(c.isdigit() for c in found[1]):
        return None
    return found[1].strip()


def is_date_like(text: str) -> bool:
    """Returns True for a date. Spreadsheet programs convert booths such as 3-12 to dates."""
    return _DATE_LIKE.fullmatch(text.strip()) is not None


def shown_as_date(iso: str) -> str:
    """Returns the date as Excel shows a converted booth: "12-Mar" for "2026-03-12"."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day}-{_MONTHS[day.month - 1]}"


def items_in(cells: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Returns the products that cells list, each once. Splits at line breaks, semicolons, bullets and numbers.

    Does not split at commas, because descriptions contain them too. A part without a product ("export") stays with the
    part before it.
    """
    found: dict[str, str] = {}
    for lines in cells:
        for text in _parts(lines):
            if sum(c.isalpha() for c in text) >= _SHORTEST and not is_empty_marker(text) and not error_value(text):
                found.setdefault(text.casefold(), text)
    return tuple(found.values())


_GOES_ON: Final = re.compile(r"(?:and|or|with|for|und|oder|mit|et|ou|y|con|i|ili|sa|za|и|или|с|ve|以及)\b")
"""The beginning of a line that continues the sentence of the line before."""


def _parts(lines: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for line in lines:
        pieces = (piece.strip(_EDGES) for entry in _entries(line, len(lines) > 1) for piece in _BULLET.split(entry))
        for at, piece in enumerate(pieces):
            if parts and at and fold(piece) in _NO_PRODUCT:
                parts[-1] = f"{parts[-1]}; {piece}"
            elif parts and not at and _GOES_ON.match(piece):
                parts[-1] = f"{parts[-1]} {piece}"
            elif piece:
                parts.append(piece)
    return [part for part in parts if fold(part) not in _NO_PRODUCT]


def _entries(line: str, is_one_of_many: bool) -> list[str]:
    """Returns the numbered entries of a line. A single number counts only if every line may have one."""
    numbers = _NUMBERED.findall(line)
    if len(numbers) > 1:
        return _NUMBERED.split(line)
    return [_NUMBERED.sub("", line, count=1) if is_one_of_many else line]


def sites_and_mails_in(text: str) -> tuple[CellValues, CellValues]:
    """Finds websites and e-mail addresses in any text."""
    sites = [found for piece in _WEB_PIECE.findall(text) for found in websites_in(piece.rstrip(".,")).values]
    return CellValues(values=tuple(dict.fromkeys(sites))), CellValues(values=emails_in(text).values)
