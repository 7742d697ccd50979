"""Repairs text files: markup entities, unquoted commas in names, and list numbers."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

# Letters and signs as HTML entities. A bare "&Lt;" may be the end of "AT&LT;".
_ENTITY: Final = re.compile(
    r"&(?:amp|nbsp|apos|szlig|eth|thorn|[A-Za-z](?:acute|grave|uml|circ|tilde|ring|cedil|caron|slash)|[A-Za-z]{2}lig|#\d{2,5});"
)
_WIDE_SPACES: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_FORM_AFTER_COMMA: Final = re.compile(
    r"\s+(?:(?:co|pvt|pte|pty|sdn|bhd|ltd|limited|inc|incorporated|llc|l\.l\.c|llp|l\.p|lp|corp|corporation|company|plc|gmbh|ag|kg|"
    r"s\.?a|s\.?a\.?s|s\.?l|s\.?r\.?l|s\.?p\.?a|lda|ltda|a\.?s|s\.?r\.?o|jsc|d\.?o\.?o|a\.?d)\.?\s*)+",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\s*(\d{1,5})\s?[.)]\s+(?=\S)")


def without_entities(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def wide_spaces_as_tabs(lines: Sequence[str]) -> list[str]:
    """Converts wide spaces to tabs, for a table whose columns are only separated by spaces."""
    return [_WIDE_SPACES.sub("\t", line.strip()) for line in lines]


def join_legal_forms(rows: Sequence[list[str]]) -> list[list[str]]:
    """Joins names that were split at a comma before a legal form, as in "Cosmo Pumps Co., Ltd.".

    Changes nothing unless these rows then are as wide as the others.
    """
    if not any(_FORM_AFTER_COMMA.fullmatch(cell) for row in rows for cell in row[1:]):
        return list(rows)
    joined = [_joined(row) for row in rows]
    plain = Counter(len(row) for row, new in zip(rows, joined, strict=True) if len(row) == len(new))
    changed = Counter(len(new) for row, new in zip(rows, joined, strict=True) if len(row) != len(new))
    usual = (plain or changed).most_common(1)[0][0]
    return [new if len(new) == usual else list(row) for row, new in zip(rows, joined, strict=True)]


def _joined(row: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cells and cells[-1].strip() and _FORM_AFTER_COMMA.fullmatch(cell):
            cells[-1] += "," + cell
        else:
            cells.append(cell)
    return cells


def without_numbers(rows: Sequence[list[str]]) -> list[list[str]]:
    """Removes the numbers before the first cells if they count up: "1. Astra", "2. Bora"."""
    found = [_NUMBERED.match(row[0]) if row else None for row in rows]
    numbers = [int(match.group(1)) for match in found if match]
    if (
        len(numbers) < 2
        or len(numbers) < len(rows) - 2
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return list(rows)
    return [[row[0][match.end() :], *row[1:]] if match else list(row) for row, match in zip(rows, found, strict=True)]
