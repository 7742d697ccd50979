"""Queries about listings that are taken from view, and about their coming back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import abroad
from storage.models import Listing, Membership, ReviewItem
from storage.moderation.sanctions import banned, company_banned
from storage.vocabulary import ListingStatus, MembershipStatus, ReviewKind

_PRIVATE = literal(ListingStatus.PRIVATE, Listing.status.type)
_HOLDABLE = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.REVIEW, ListingStatus.RETURNED)


def _of(person_id: PersonId | None, company_id: CompanyId | None) -> ColumnElement[bool]:
    if company_id is not None:
        return Listing.company_id == company_id
    mine = select(Membership.company_id).where(
        Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE
    )
    return or_(Listing.author_id == person_id, Listing.company_id.in_(mine))


def nobody_stands_for_it() -> ColumnElement[bool]:
    """Its author or its company is banned, or everybody who speaks for the company is."""
    speaks = and_(Membership.company_id == Listing.company_id, Membership.status == MembershipStatus.ACTIVE)
    somebody = select(Membership.person_id).where(speaks).correlate(Listing).exists()
    somebody_free = (
        select(Membership.person_id).where(speaks, ~banned(Membership.person_id)).correlate(Listing).exists()
    )
    return or_(company_banned(Listing.company_id), banned(Listing.author_id), and_(somebody, ~somebody_free))


def _reported() -> ColumnElement[bool]:
    return (
        select(ReviewItem.id)
        .where(
            ReviewItem.kind == ReviewKind.REPORT_LISTING,
            ReviewItem.object_id == Listing.id,
            ReviewItem.decided_at.is_(None),
        )
        .correlate(Listing)
        .exists()
    )


async def _hold(session: AsyncSession, condition: ColumnElement[bool], now: datetime) -> Sequence[Listing]:
    result = await session.scalars(
        update(Listing)
        .where(condition, Listing.status.in_(_HOLDABLE))
        .values(status=ListingStatus.HELD, status_before=Listing.status, updated_at=now)
        .returning(Listing)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return result.all()


async def hold_banned(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> Sequence[Listing]:
    """Takes from view what nobody may stand for any more, and gives it."""
    return await _hold(session, and_(_of(person_id, company_id), nobody_stands_for_it()), now)


async def hold(session: AsyncSession, listing_id: ListingId, now: datetime) -> Listing | None:
    """The listing, if it was in view until now."""
    return next(iter(await _hold(session, Listing.id == listing_id, now)), None)


async def release(
    session: AsyncSession,
    *,
    person_id: PersonId | None = None,
    company_id: CompanyId | None = None,
    listing_id: ListingId | None = None,
    now: datetime,
) -> Sequence[Listing]:
    """Puts back what it was: but for what is held for another reason as well. Gives what came back."""
    those = Listing.id == listing_id if listing_id is not None else _of(person_id, company_id)
    before = case(
        (and_(Listing.status_before == ListingStatus.PUBLISHED, abroad.refused()), _PRIVATE),
        (Listing.status_before.in_(_HOLDABLE), Listing.status_before),
        else_=ListingStatus.PAUSED,
    )
    result = await session.scalars(
        update(Listing)
        .where(those, Listing.status == ListingStatus.HELD, ~nobody_stands_for_it(), ~_reported())
        .values(status=before, status_before=ListingStatus.HELD, updated_at=now, matched_at=None)
        .returning(Listing)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return result.all()
