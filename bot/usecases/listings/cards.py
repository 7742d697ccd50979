"""Cards of suggestions: the other side's listing without its identity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.listing import Reason
from bot.usecases.people.masked_listings import masked_text
from bot.usecases.suggestions.match_results import read_reasons
from storage.ids import CompanyId, ListingId, PersonId, SuggestionId
from storage.models import Listing
from storage.suggestions import open_suggestions
from storage.suggestions.open_suggestions import ShownSuggestion
from storage.vocabulary import CompanyKind, CompanySize, VerificationMethod

_TRIED: Final = 10  # no company has more listings that fit one listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A suggestion for display. Title and summary are masked."""

    suggestion_id: SuggestionId
    score: int
    mine: Listing
    theirs: Listing
    title: str
    summary: str
    company_kind: CompanyKind
    company_size: CompanySize | None
    verified: tuple[VerificationMethod, ...]
    """Methods by which the company is verified."""
    represented: bool
    """True if the company has advisers or organizers but no representative here."""
    reasons: tuple[Reason, ...]
    mismatches: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The card at `index` (from 0) out of `total`. `card` is None if there is none."""

    card: Card | None
    index: int
    total: int
    is_seen: bool = False
    """True if the person was shown the card before."""


class _Only(TypedDict):
    listing_id: ListingId | None
    company_id: CompanyId | None


async def page(
    session: AsyncSession,
    person_id: PersonId,
    now: datetime,
    *,
    listing_id: ListingId | None,
    company_id: CompanyId | None = None,
    index: int,
) -> Page:
    """Returns the card at `index` in the list, best first, or the last card past its end.

    The list is of one of the person's listings, of one company, or of all.
    """
    index, only = max(index, 0), _Only(listing_id=listing_id, company_id=company_id)
    placed = await open_suggestions.open_at(session, person_id, now, index, **only)
    if placed is None and index:
        index = max(0, await open_suggestions.count_open(session, person_id, now, **only) - 1)
        placed = await open_suggestions.open_at(session, person_id, now, index, **only)
    if placed is None:
        return Page(card=None, index=0, total=0)
    found, total, is_seen = placed
    return Page(card=await card(session, found), index=index, total=total, is_seen=is_seen)


async def next_best(
    session: AsyncSession, person_id: PersonId, now: datetime, *, listing_id: ListingId, not_of: CompanyId | None
) -> Page:
    """Returns the best card of a listing that is not of the company `not_of`, with its place in the list."""
    found = await open_suggestions.open_for(session, person_id, now, listing_id=listing_id, limit=_TRIED)
    index = next((place for place, one in enumerate(found) if one.theirs.company_id != not_of), None)
    if index is None:
        return Page(card=None, index=0, total=0)
    total = await open_suggestions.count_open(session, person_id, now, listing_id=listing_id)
    return Page(card=await card(session, found[index]), index=index, total=total)


async def card(session: AsyncSession, found: ShownSuggestion) -> Card:
    reasons, mismatches = read_reasons(found.suggestion.reasons, found.mine.kind)
    title, summary = await masked_text(session, found.theirs)
    return Card(
        suggestion_id=found.suggestion.id,
        score=found.suggestion.score,
        mine=found.mine,
        theirs=found.theirs,
        title=title,
        summary=summary,
        company_kind=found.their_company.kind,
        company_size=found.their_company.size,
        verified=found.their_verifications,
        represented=found.they_are_represented,
        reasons=reasons,
        mismatches=mismatches,
    )
