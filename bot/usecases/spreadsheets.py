"""Makes texts safe for the cells of a spreadsheet."""

import re
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def escape_spreadsheet_cell(text: str) -> str:
    """Returns the text, with an apostrophe before a formula (OWASP: CSV injection), without control characters."""
    text = _NOT_IN_XML.sub("", text)
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text
