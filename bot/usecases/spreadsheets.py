"""What people wrote, put into a spreadsheet without becoming a formula there."""

from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def escape_spreadsheet_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would run (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text
