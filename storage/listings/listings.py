"""Queries about listings and their vectors."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import abroad
from storage.models import Delivery, Listing, Membership, Suggestion, SuggestionVerdict
from storage.vocabulary import ListingStatus, MembershipStatus, Verdict


async def find(session: AsyncSession, listing_id: ListingId) -> Listing | None:
    return await session.get(Listing, listing_id)


async def of_person(session: AsyncSession, person_id: PersonId) -> Sequence[Listing]:
    """The listings of all companies that a person speaks for, the newest first; deleted ones are not among them."""
    result = await session.scalars(
        select(Listing)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Listing.status != ListingStatus.DELETED,
        )
        .order_by(Listing.created_at.desc(), Listing.id.desc())
    )
    return result.all()


async def of_company(session: AsyncSession, company_id: CompanyId) -> Sequence[Listing]:
    result = await session.scalars(
        select(Listing)
        .where(Listing.company_id == company_id, Listing.status != ListingStatus.DELETED)
        .order_by(Listing.created_at.desc(), Listing.id.desc())
    )
    return result.all()


async def all_of_company(session: AsyncSession, company_id: CompanyId) -> Sequence[Listing]:
    """Also the deleted, which can be brought back for a while."""
    return (await session.scalars(select(Listing).where(Listing.company_id == company_id).order_by(Listing.id))).all()


async def move(
    session: AsyncSession,
    listing_id: ListingId,
    *,
    from_: Sequence[ListingStatus],
    to: ListingStatus,
    now: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """True if the listing was in one of the states `from_` and is now in `to`; a second press gets False.

    What is to be published becomes private where its author wants to be shown abroad no more.
    """
    to_be = abroad.published_where_agreed() if to is ListingStatus.PUBLISHED else to
    changes: dict[str, Any] = {"status": to_be, "status_before": Listing.status, "updated_at": now}
    if expires_at is not None:
        changes["expires_at"] = expires_at
    if to is ListingStatus.PUBLISHED:
        changes["matched_at"] = None
    result = await session.execute(
        update(Listing).where(Listing.id == listing_id, Listing.status.in_(from_)).values(changes).returning(Listing.id)
    )
    return result.first() is not None


async def expire_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Listing]:
    """Turns what has run out to expired, the longest overdue first, and gives it back."""
    due = (
        select(Listing.id)
        .where(Listing.status.in_([ListingStatus.PUBLISHED, ListingStatus.PAUSED]), Listing.expires_at <= now)
        .order_by(Listing.expires_at, Listing.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # a plain subquery may be run more than once, see storage.deliveries.claim
    )
    result = await session.scalars(
        update(Listing)
        .where(Listing.id.in_(select(due.c.id)))
        .values(status=ListingStatus.EXPIRED, updated_at=now)
        .returning(Listing)
    )
    return result.all()


async def expiring_untold(
    session: AsyncSession, topic: str, *, now: datetime, until: datetime, limit: int
) -> Sequence[tuple[ListingId, PersonId, str]]:
    """Published listings that run out by then, each with somebody who speaks for it and was not told under this topic.

    The third is the delivery's key; it changes when the listing is renewed.
    """
    end = cast(cast(func.extract("epoch", Listing.expires_at), BigInteger), String)
    key = literal(topic).concat(":").concat(cast(Listing.id, String)).concat(":")
    key = key.concat(cast(Membership.person_id, String)).concat(":").concat(end)
    rows = await session.execute(
        select(Listing.id, Membership.person_id, key)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Listing.status == ListingStatus.PUBLISHED,
            Listing.expires_at > now,
            Listing.expires_at <= until,
            Membership.status == MembershipStatus.ACTIVE,
            ~select(Delivery.id).where(Delivery.dedupe_key == key).exists(),
        )
        .order_by(Listing.expires_at, Listing.id, Membership.person_id)
        .limit(limit)
    )
    return [(listing_id, person_id, dedupe_key) for listing_id, person_id, dedupe_key in rows]


async def awaiting_match(session: AsyncSession, limit: int) -> Sequence[ListingId]:
    """Published listings whose counterparts have not been looked for, the oldest first."""
    result = await session.scalars(
        select(Listing.id)
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_(None))
        .order_by(Listing.updated_at, Listing.id)
        .limit(limit)
    )
    return result.all()


async def mark_matched(session: AsyncSession, listing_id: ListingId, revision: int, now: datetime) -> bool:
    """False if the listing was changed or taken away while its counterparts were looked for."""
    result = await session.execute(
        update(Listing)
        .where(Listing.id == listing_id, Listing.revision == revision, Listing.status == ListingStatus.PUBLISHED)
        .values(matched_at=now)
        .returning(Listing.id)
    )
    return result.first() is not None


async def people_behind(
    session: AsyncSession, listing_ids: Collection[ListingId], now: datetime, *, not_of: CompanyId
) -> set[PersonId]:
    """Who speaks for the open ones among these listings, but for those who speak for the company `not_of` as well."""
    own = select(Membership.person_id).where(
        Membership.company_id == not_of, Membership.status == MembershipStatus.ACTIVE
    )
    result = await session.scalars(
        select(Membership.person_id)
        .join(Listing, Listing.company_id == Membership.company_id)
        .where(
            Listing.id.in_(listing_ids),
            Listing.status == ListingStatus.PUBLISHED,
            Listing.expires_at > now,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.person_id.not_in(own),
        )
    )
    return set(result)


async def count_suggestions(session: AsyncSession, listing_ids: Sequence[ListingId]) -> dict[ListingId, int]:
    """How many suggestions each listing has that its own side has not dismissed and whose counterpart is published."""
    if not listing_ids:
        return {}
    counts: dict[ListingId, int] = {}
    for own, other in ((Suggestion.need_id, Suggestion.offer_id), (Suggestion.offer_id, Suggestion.need_id)):
        rows = await session.execute(
            select(own, func.count())
            .join(Listing, Listing.id == other)
            .where(own.in_(listing_ids), Listing.status == ListingStatus.PUBLISHED, _not_dismissed(own))
            .group_by(own)
        )
        counts.update(rows.all())
    return counts


def _not_dismissed(own: InstrumentedAttribute[ListingId]) -> ColumnElement[bool]:
    side = select(Listing.kind).where(Listing.id == own).correlate(Suggestion).scalar_subquery()
    return ~(
        select(SuggestionVerdict.suggestion_id)
        .where(
            SuggestionVerdict.suggestion_id == Suggestion.id,
            SuggestionVerdict.verdict == Verdict.DISMISSED,
            SuggestionVerdict.side == side,
        )
        .exists()
    )


async def others_of_kind(session: AsyncSession, listing: Listing, *, limit: int) -> Sequence[Listing]:
    """Published listings of the same profile type of other companies, the newest first."""
    result = await session.scalars(
        select(Listing)
        .where(
            Listing.profile_type == listing.profile_type,
            Listing.company_id != listing.company_id,
            Listing.status == ListingStatus.PUBLISHED,
        )
        .order_by(Listing.id.desc())
        .limit(limit)
    )
    return result.all()


async def match_anew(session: AsyncSession, countries: Collection[str]) -> None:
    """Has the counterparts of all that is published in these countries looked for again, by the next sweep."""
    await session.execute(
        update(Listing)
        .where(Listing.country.in_(countries), Listing.status == ListingStatus.PUBLISHED)
        .values(matched_at=None)
        .execution_options(synchronize_session=False)
    )
