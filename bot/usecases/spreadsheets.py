"""Texts of the cells of a spreadsheet: written safely, and read without what programs add."""

import re
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MIDNIGHT: Final = re.compile(r"[ T]00:00(:00)?$")
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def escape_spreadsheet_cell(text: str) -> str:
    """Returns the text, with an apostrophe before a formula (OWASP: CSV injection), without control characters."""
    text = _NOT_IN_XML.sub("", text)
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text


def without_midnight(text: str) -> str:
    """Removes the time that a spreadsheet adds to a cell with a day: "2026-11-22 00:00:00"."""
    return _MIDNIGHT.sub("", text)
