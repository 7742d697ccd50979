"""Names of the files that people get: after their event, booth or company.

A company stands in the name of a file only if its reader knows the company already.
"""

import re
import unicodedata
from typing import Final

from bot.usecases.events.names import in_language
from storage.models import Event
from storage.vocabulary import Language

_EVENT: Final = 40  # characters
_COMPANY: Final = 50  # characters; 150 bytes in Chinese, of the 255 that file systems allow


def event_file(event: Event, *parts: str) -> str:
    """Returns a name for a file without its ending: "inno-match-booth-A12", with the code if the name is not Latin."""
    name = _latin(in_language(event.names, Language.EN)).lower()[:_EVENT].strip("-")
    return "-".join(filter(None, (name or event.code, *map(_latin, parts))))


def own_file(name: str, other: str) -> str:
    """Returns a name without its ending after a company or a listing, in its own script: "senzor-d-o-o".

    `other` is the name of a file if no letters are left.
    """
    return re.sub(r"[\W_]+", "-", name.lower())[:_COMPANY].strip("-") or other


def _latin(text: str) -> str:
    words = re.sub(r"\W+", "-", text.replace("đ", "dj").replace("Đ", "Dj"))
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_).strip("-")
