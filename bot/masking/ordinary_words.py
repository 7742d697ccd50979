"""Words that many companies and people are called after, and what companies are: "Solar", "Zavod", "Vesna"."""

from typing import Final

from bot.matching.normalise import simplify

from .compact import compact
from .skeleton import Reading, read
from .vocabulary import words


def spellings(entered: str) -> set[str]:
    """Returns the compact forms of a name, as it looks and as it sounds."""
    simple = simplify(entered)
    forms = {compact(read(simple, reading).text) for reading in Reading} - {""}
    # People who cannot type ü write v or u.
    forms |= {form.replace("lv", "lu").replace("nv", "nu") for form in forms if form.startswith(("lv", "nv"))}
    # Russian spells a foreign h as г.
    return forms | {form.replace("h", "g") for form in forms if len(form) >= 5}


def _compact_words(name: str) -> frozenset[str]:
    return frozenset(compact(word) for word in words("ordinary", name))


LEGAL_FORMS: Final = _compact_words("legal_forms")
COMPANY_WORDS: Final = (
    _compact_words("company_things")
    | _compact_words("company_epithets")
    | frozenset(form for kind in words("ordinary", "company_kinds") for form in spellings(kind))
)
COMMON: Final = _compact_words("common")
NAME_WORDS: Final = _compact_words("name_words")


def is_ordinary(word: str) -> bool:
    """Returns True for what companies are called after and what they are: "Solar", "Zavod"."""
    return not spellings(word).isdisjoint(COMPANY_WORDS)
