"""Converts the HTML of Telegram messages for mails and pages."""

import html
import re
from typing import Final

_TAG: Final = re.compile(r"<[^<>]*>")


def as_text(message: str) -> str:
    """Returns plain text."""
    return html.unescape(_TAG.sub("", message))


def as_html(message: str) -> str:
    """Returns the message as paragraphs. Telegram's markup is HTML already, but for its line breaks."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n\n+", message)]
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())
