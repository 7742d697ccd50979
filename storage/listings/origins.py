"""Queries about imported listings: which of them are drafts, and who consented to publishing them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.models import Company, Import, Listing, ListingOrigin, Membership
from storage.vocabulary import ListingConsent, ListingStatus, MembershipStatus, Relation

_IN_ONE_QUERY: Final = 500


class DraftState(NamedTuple):
    """The drafts' current state. It differs after a change of a text and after a draft is added or removed."""

    drafts: int
    companies: int
    newest: ListingId
    """The highest id; 0 without drafts."""
    texts: int
    """The sum of their text versions."""


class ListingDraft(NamedTuple):
    """An unpublished listing of an imported list, with its company."""

    listing: Listing
    origin: ListingOrigin
    company: Company


async def add_many(session: AsyncSession, origins: Sequence[ListingOrigin]) -> None:
    session.add_all(origins)
    await session.flush()


def _drafts(event_id: EventId, listing_id: ListingId | None = None) -> Select[Listing, ListingOrigin, Company]:
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
    query = (
        select(Listing, ListingOrigin, Company)
        .join(ListingOrigin, ListingOrigin.listing_id == Listing.id)
        .join(Import, Import.id == ListingOrigin.import_id)
        .join(Company, Company.id == Listing.company_id)
        .where(Import.event_id == event_id, Listing.status == ListingStatus.INVITED, ~claimed)
    )
    return query if listing_id is None else query.where(Listing.id == listing_id)


async def drafts(
    session: AsyncSession,
    event_id: EventId,
    *,
    listing_id: ListingId | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[ListingDraft]:
    """Returns the drafts of an event's lists, by company; with `listing_id` at most this one."""
    query = _drafts(event_id, listing_id).order_by(Company.name, Company.id, Listing.id)
    return [ListingDraft(*row) for row in await session.execute(query.offset(offset).limit(limit))]


async def drafts_of_company(session: AsyncSession, company_id: CompanyId) -> Sequence[Listing]:
    result = await session.scalars(
        select(Listing)
        .where(Listing.company_id == company_id, Listing.status == ListingStatus.INVITED)
        .order_by(Listing.id)
    )
    return result.all()


async def draft_state(session: AsyncSession, event_id: EventId, listing_id: ListingId | None = None) -> DraftState:
    """Returns the state of the event's drafts, or of one of them."""
    query = _drafts(event_id, listing_id).with_only_columns(
        func.count(),
        func.count(Company.id.distinct()),
        func.coalesce(func.max(Listing.id), 0),
        func.coalesce(func.sum(Listing.text_version), 0),
    )
    return DraftState(*(await session.execute(query)).one())


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


async def note_revision(
    session: AsyncSession, listing_id: ListingId, *, title: str, guessed: bool, revision: int
) -> None:
    """Stores the title and the revision of a draft that a newer list has changed."""
    await session.execute(
        update(ListingOrigin)
        .where(ListingOrigin.listing_id == listing_id)
        .values(title=title, guessed=guessed, revision=revision)
    )
