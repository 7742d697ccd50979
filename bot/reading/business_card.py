"""Reads the text of a business card, as people type, paste or scan it."""

import re
from typing import Final

from bot.matching.keys import name_key
from bot.matching.legal_forms import legal_forms
from bot.matching.sectors import guess_sectors

_CONTACT: Final = re.compile(r"\S@\S|\bwww\.|https?://|(?:\d[ ()/.-]{0,2}){7}")
_LABEL: Final = re.compile(
    r"(?:主营业务|主营产品|主营|经营范围|业务|产品|products?|services?|activity|delatnost|proizvodi|usluge)\s*[:：]\s*",
    re.IGNORECASE,
)
_FEWEST_LINES: Final = 3  # a name, what the company does, how to reach it


def activity(text: str) -> str | None:
    """Returns the line of a business card that says what the company does. None if there is none, or no card."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    without_contacts = [line for line in lines if not _CONTACT.search(line)]
    if len(lines) < _FEWEST_LINES or len(without_contacts) == len(lines):
        return None
    found = next((line for line in without_contacts if not _is_company(line) and guess_sectors(line)), None)
    label = _LABEL.match(found) if found else None
    return found[label.end() :] if found and label else found


def _is_company(line: str) -> bool:
    key, forms = name_key(line), legal_forms()
    words = tuple(key.split())
    return any(words[-len(form) :] == form for form in forms.words) or key.endswith(forms.han)
