"""Queries about imported listings: which of them are drafts, and who consented to publishing them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.listings.masked_texts import UNMASKED
from storage.models import Company, Import, Listing, ListingOrigin, Membership
from storage.vocabulary import ListingConsent, ListingStatus, MembershipStatus, Relation

_IN_ONE_QUERY: Final = 500


class ListingDraft(NamedTuple):
    """An unpublished listing of an imported list, with its company."""

    listing: Listing
    origin: ListingOrigin
    company: Company


async def add_many(session: AsyncSession, origins: Sequence[ListingOrigin]) -> None:
    session.add_all(origins)
    await session.flush()


def _drafts(event_id: EventId) -> Select[Listing, ListingOrigin, Company]:
    """Selects the drafts, without companies that other people represent: those people decide alone."""
    claimed = (
        select(Membership.person_id)
        .where(
            Membership.company_id == Listing.company_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation != Relation.ORGANIZER,
            Membership.person_id != Import.person_id,
        )
        .exists()
    )
    return (
        select(Listing, ListingOrigin, Company)
        .join(ListingOrigin, ListingOrigin.listing_id == Listing.id)
        .join(Import, Import.id == ListingOrigin.import_id)
        .join(Company, Company.id == Listing.company_id)
        .where(Import.event_id == event_id, Listing.status == ListingStatus.INVITED, ~claimed)
    )


async def drafts(
    session: AsyncSession, event_id: EventId, *, offset: int = 0, limit: int | None = None
) -> Sequence[ListingDraft]:
    """Returns the drafts of an event's lists, by company."""
    rows = await session.execute(
        _drafts(event_id).order_by(Company.name, Company.id, Listing.id).offset(offset).limit(limit)
    )
    return [ListingDraft(*row) for row in rows]


async def draft(session: AsyncSession, event_id: EventId, listing_id: ListingId) -> ListingDraft | None:
    """Returns the listing if it is a draft of this event, otherwise None."""
    row = (await session.execute(_drafts(event_id).where(Listing.id == listing_id))).first()
    return None if row is None else ListingDraft(*row)


async def drafts_of_company(session: AsyncSession, company_id: CompanyId) -> Sequence[Listing]:
    result = await session.scalars(
        select(Listing)
        .where(Listing.company_id == company_id, Listing.status == ListingStatus.INVITED)
        .order_by(Listing.id)
    )
    return result.all()


async def draft_counts(session: AsyncSession, event_id: EventId) -> tuple[int, int]:
    """Returns the number of drafts of an event and the number of their companies."""
    query = _drafts(event_id).with_only_columns(func.count(), func.count(Company.id.distinct()))
    drafts, companies = (await session.execute(query)).one()
    return drafts, companies


async def of(session: AsyncSession, listing_ids: Collection[ListingId]) -> Mapping[ListingId, ListingOrigin]:
    found: dict[ListingId, ListingOrigin] = {}
    numbers = sorted(listing_ids)
    for start in range(0, len(numbers), _IN_ONE_QUERY):
        some = numbers[start : start + _IN_ONE_QUERY]
        rows = await session.scalars(select(ListingOrigin).where(ListingOrigin.listing_id.in_(some)))
        found |= {origin.listing_id: origin for origin in rows}
    return found


async def record_consent(
    session: AsyncSession, listing_ids: Collection[ListingId], consent: ListingConsent, by: PersonId, now: datetime
) -> None:
    """Stores the consent where there is none yet."""
    await session.execute(
        update(ListingOrigin)
        .where(ListingOrigin.listing_id.in_(listing_ids), ListingOrigin.consent.is_(None))
        .values(consent=consent, consent_by=by, consent_at=now)
    )


async def revise_draft(
    session: AsyncSession, listing_id: ListingId, *, title: str, summary: str, now: datetime
) -> bool:
    """Stores the text of a newer list. Returns False if the draft was edited or published meanwhile."""
    result = await session.execute(
        update(Listing)
        .where(Listing.id == listing_id, Listing.status == ListingStatus.INVITED, Listing.revision == 1)
        .values(title=title, summary=summary, updated_at=now, **UNMASKED)
        .returning(Listing.id)
        .execution_options(synchronize_session=False)
    )
    if result.first() is None:
        return False
    await session.execute(update(ListingOrigin).where(ListingOrigin.listing_id == listing_id).values(title=title))
    return True
