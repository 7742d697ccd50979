"""A stored listing as the matcher sees it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.matching.listing import Subject
from bot.matching.regions import expand
from storage.suggestions.match_facts import ListingFacts
from storage.vocabulary import Partnership

_UNDETERMINED: Final = "und"
_KNOWN_PARTNERSHIPS: Final = frozenset(Partnership)
_WORDS: Final = re.compile(r"\w{3,}|[^\W\x00-\x7f]{2,}")  # "d.o.o." and the like give nothing away
_HOST: Final = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)


def subject_of(listing: ListingFacts, names: Iterable[str]) -> Subject:
    """`names` are those of the people who stand for the company: like the company's, no reason may show them."""
    return Subject(
        id=str(listing.id),
        kind=listing.kind,
        title=listing.title,
        text=listing.summary,
        language=None if listing.language == _UNDETERMINED else listing.language,
        country=listing.country,
        sectors=listing.sectors,
        profile_type=listing.profile_type,
        # What a later version stored may be unknown to this one.
        partnerships=frozenset(Partnership(code) for code in listing.partnerships & _KNOWN_PARTNERSHIPS),
        stage=listing.stage,
        targets=expand(listing.targets),
        same_country_ok=listing.same_country,
        owner=str(listing.company_id),
        secrets=frozenset(_secrets(listing, names)),
    )


def _secrets(listing: ListingFacts, names: Iterable[str]) -> Iterator[str]:
    for text in (listing.company_name, listing.city or "", *names):
        if text:
            yield text
            yield from _WORDS.findall(text)
    host = _HOST.match(listing.website or "")
    if host:
        yield host[1]
        yield from _WORDS.findall(host[1])
