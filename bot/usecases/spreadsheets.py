"""Escapes texts that a spreadsheet program would run as formulas."""

from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def escape_spreadsheet_cell(text: str) -> str:
    """Returns the text, with an apostrophe before a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text
