"""Questions that wait until the answer helps: about a listing once it has matches, about its company once a request
for an introduction is on its way. Each is asked once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import later_questions, listings
from storage.models import Company, Listing, Membership
from storage.people import companies, memberships
from storage.vocabulary import CompanyKind, ListingStatus, ProfileType


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
    "ipr": lambda listing: listing.ipr is None and listing.profile_type is ProfileType.TECHNOLOGY_OFFER,
}
"""In the order in which they are asked: what weighs most in the matcher comes first."""

_COMPANY_IS_OPEN: Final[Mapping[str, Callable[[Company, Membership], bool]]] = {
    "website": lambda company, _: company.website is None,
    "role": lambda company, membership: membership.role is None and company.kind is not CompanyKind.INVENTOR,
    "size": lambda company, _: company.size is None and company.kind is not CompanyKind.INVENTOR,
    "city": lambda company, _: company.city is None,
}
"""In the order in which they are asked: what the other side looks at first comes first."""


def open_fields(listing: Listing) -> list[str]:
    """Returns the columns that the listing leaves open, what weighs most in the matcher first."""
    return [field for field, is_open in _IS_OPEN.items() if is_open(listing)]


async def take_question(session: AsyncSession, listing_id: ListingId) -> LaterQuestion | None:
    """Returns the next question about a published listing and marks it as asked; None if none would help."""
    listing = await listings.find(session, listing_id)
    if listing is None or listing.status is not ListingStatus.PUBLISHED:
        return None
    for field in _after(list(_IS_OPEN), listing.asked_later):
        matches = await later_questions.count_matches_that_say(session, listing_id, field)
        if matches and _IS_OPEN[field](listing):
            asked = await later_questions.mark_asked(session, listing, field)
            return LaterQuestion(field=field, matches=matches) if asked else None
    return None


async def take_company_question(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> str | None:
    """Returns the next field of the company to ask its representative for, and marks it as asked; None without one."""
    company = await companies.find(session, company_id)
    membership = await memberships.find(session, person_id, company_id)
    if company is None or membership is None:
        return None
    for field in _after(list(_COMPANY_IS_OPEN), membership.asked_later):
        if _COMPANY_IS_OPEN[field](company, membership):
            return field if await later_questions.mark_company_asked(session, membership, field) else None
    return None


async def note_all_asked(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> None:
    """Notes that the person was asked for every field of the company, as the step-by-step registration does."""
    membership = await memberships.find(session, person_id, company_id)
    if membership is not None:
        await later_questions.mark_company_asked(session, membership, list(_COMPANY_IS_OPEN)[-1])


def _after(fields: Sequence[str], asked: str | None) -> Sequence[str]:
    """Returns the fields that follow the one that was asked last."""
    return fields[fields.index(asked) + 1 :] if asked in fields else fields
