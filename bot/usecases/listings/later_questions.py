"""Questions about a listing that wait until its matches show that the answer helps. Each is asked once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId
from storage.listings import later_questions, listings
from storage.models import Listing
from storage.vocabulary import ListingStatus, ProfileType


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterQuestion:
    """`field` is the listing's column. `matches` is the number of matches that the answer can be compared with."""

    field: str
    matches: int


_IS_OPEN: Final[Mapping[str, Callable[[Listing], bool]]] = {
    "sectors": lambda listing: not listing.sectors,
    "partnerships": lambda listing: (
        not listing.partnerships and listing.profile_type is not ProfileType.RESEARCH_REQUEST
    ),
    "stage": lambda listing: listing.stage is None and listing.profile_type is ProfileType.TECHNOLOGY_OFFER,
}
"""In the order in which they are asked: what weighs most in the matcher comes first."""


async def take_question(session: AsyncSession, listing_id: ListingId) -> LaterQuestion | None:
    """Returns the next question about a published listing and marks it as asked; None if none would help."""
    listing = await listings.find(session, listing_id)
    if listing is None or listing.status is not ListingStatus.PUBLISHED:
        return None
    fields = list(_IS_OPEN)
    first = fields.index(listing.asked_later) + 1 if listing.asked_later in fields else 0
    for field in fields[first:]:
        matches = await later_questions.count_matches_that_say(session, listing_id, field)
        if matches and _IS_OPEN[field](listing):
            asked = await later_questions.mark_asked(session, listing, field)
            return LaterQuestion(field=field, matches=matches) if asked else None
    return None
