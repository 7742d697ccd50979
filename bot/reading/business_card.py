"""Reads the text of a business card, as people type, paste or scan it."""

import re
from dataclasses import dataclass
from typing import Final

from bot.matching.country_mentions import named_countries
from bot.matching.keys import name_key
from bot.matching.legal_forms import legal_forms
from bot.matching.normalise import fold
from bot.matching.sectors import guess_sectors
from storage.vocabulary import CompanyKind

_CONTACT: Final = re.compile(r"\S@\S|\bwww\.|https?://|(?:\d[ ()/.-]{0,2}){7}")
_LABEL: Final = re.compile(
    r"(?:主营业务|主营产品|主营|经营范围|业务|产品|products?|services?|activity|delatnost|proizvodi|usluge)\s*[:：]\s*",
    re.IGNORECASE,
)
_WEBSITE: Final = re.compile(r"(?:https?://|\bwww\.)[\w.-]{1,100}", re.ASCII)
_KINDS: Final = {
    CompanyKind.UNIVERSITY: re.compile(r"univer|facult|fakultet|hochschule|универ|факултет|大学|学院"),
    CompanyKind.INSTITUTE: re.compile(r"institut|laborator|research cent|институт|研究院|研究所|实验室|研究中心"),
}
_LONGEST: Final = 2_000  # characters of a card
_LONGEST_NAME: Final = 120
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyOnCard:
    name: str
    website: str | None
    country: str | None
    """ISO 3166-1 alpha-2 code; None unless the card names exactly one country."""


def company_on(text: str) -> CompanyOnCard | None:
    """Returns the company of a business card or a signature; None without a way to reach it or a legal form."""
    lines = [line for line in map(str.strip, text[:_LONGEST].splitlines()) if line]
    name = next((line for line in lines if len(line) <= _LONGEST_NAME and _is_company(line)), None)
    if name is None or len(lines) < _FEWEST_LINES - 1 or not any(map(_CONTACT.search, lines)):
        return None
    site = _WEBSITE.search(text[:_LONGEST])
    codes, _ = named_countries("\n".join(line for line in lines if line != name and not _CONTACT.search(line)))
    country = next(iter(codes)) if len(codes) == 1 else None
    return CompanyOnCard(name=name, website=site[0] if site else None, country=country)


def kind_of(name: str) -> CompanyKind:
    """Guesses the kind of an organisation from its name."""
    folded = fold(name)
    return next((kind for kind, words in _KINDS.items() if words.search(folded)), CompanyKind.COMPANY)


def _is_company(line: str) -> bool:
    key, forms = name_key(line), legal_forms()
    words = tuple(key.split())
    return any(words[-len(form) :] == form for form in forms.words) or key.endswith(forms.han)
