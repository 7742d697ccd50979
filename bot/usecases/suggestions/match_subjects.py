"""Converts a stored listing for the matcher, with the masked text, so that no result depends on a name."""

from typing import Final

from bot.masking import MASK
from bot.matching.listing import Subject
from bot.matching.regions import expand
from storage.suggestions.match_facts import ListingFacts
from storage.vocabulary import Partnership

_UNDETERMINED: Final = "und"
_KNOWN_PARTNERSHIPS: Final = frozenset(Partnership)
_GAP: Final = "…"
"""Replaces a mask, because encoders read a meaning into block characters."""


def subject_of(listing: ListingFacts) -> Subject:
    return Subject(
        id=str(listing.id),
        kind=listing.kind,
        title=listing.title.replace(MASK, _GAP),
        text=listing.summary.replace(MASK, _GAP),
        language=None if listing.language == _UNDETERMINED else listing.language,
        country=listing.country,
        sectors=listing.sectors,
        profile_type=listing.profile_type,
        # A later version may have stored partnerships that are unknown here.
        partnerships=frozenset(Partnership(code) for code in listing.partnerships & _KNOWN_PARTNERSHIPS),
        stage=listing.stage,
        targets=expand(listing.targets),
        same_country_ok=listing.same_country,
        owner=str(listing.company_id),
    )
