"""Queries that change the status of listings. Each is one guarded update, see `storage.listings.transitions`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId, PersonId
from storage.listings.transitions import ListingAction, change, everybody_banned
from storage.models import Introduction, Listing, ListingOrigin, Membership, ReviewItem
from storage.people.memberships import companies_of
from storage.vocabulary import ListingStatus, MembershipStatus, ReviewKind


async def add_many(session: AsyncSession, listings: Sequence[Listing]) -> None:
    session.add_all(listings)
    await session.flush()


async def change_one(
    session: AsyncSession,
    action: ListingAction,
    listing_id: ListingId,
    now: datetime,
    *,
    cleared: bool | None = None,
    read: int | None = None,
    **values: Any,
) -> Listing | None:
    """Returns the changed listing; None if its status does not allow the action, as after a second press.

    With `read`, also None if the text is no longer that revision: the new text has not been cleared.
    """
    which = Listing.id == listing_id if read is None else and_(Listing.id == listing_id, Listing.revision == read)
    changed = await change(session, action, which, now, cleared=cleared, **values)
    return changed[0] if changed else None


async def begin_break(
    session: AsyncSession, company_id: CompanyId, until: datetime, now: datetime
) -> Sequence[Listing]:
    """Pauses the company's published listings, moves the end of a break under way, and returns all of these."""
    under_way = _paused_for_a_break(company_id)
    await session.execute(
        update(Listing).where(under_way).values(shown_again_at=until).execution_options(synchronize_session=False)
    )
    await change(session, ListingAction.PAUSE, Listing.company_id == company_id, now, shown_again_at=until)
    return (await session.scalars(select(Listing).where(under_way).order_by(Listing.id))).all()


async def end_break(session: AsyncSession, company_id: CompanyId, now: datetime) -> Sequence[Listing]:
    """Shows the listings again that a break of the company paused, as far as nothing prevents it, and returns them."""
    return await change(session, ListingAction.RESUME, _paused_for_a_break(company_id), now)


async def breaks_over(session: AsyncSession, now: datetime, limit: int) -> Sequence[CompanyId]:
    """Returns companies whose break is over."""
    over = (Listing.status == ListingStatus.PAUSED, Listing.shown_again_at <= now)
    result = await session.scalars(select(Listing.company_id).where(*over).distinct().limit(limit))
    return result.all()


async def break_until(session: AsyncSession, company_id: CompanyId) -> datetime | None:
    """Returns the end of the company's break; None without one."""
    return await session.scalar(
        select(Listing.shown_again_at)
        .where(_paused_for_a_break(company_id))
        .order_by(Listing.shown_again_at.desc())
        .limit(1)
    )


def _paused_for_a_break(company_id: CompanyId) -> ColumnElement[bool]:
    return and_(
        Listing.company_id == company_id,
        Listing.status == ListingStatus.PAUSED,
        Listing.shown_again_at.is_not(None),
    )


def _overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Listing.status.in_([ListingStatus.PUBLISHED, ListingStatus.PAUSED]), Listing.expires_at <= now


async def any_due(session: AsyncSession, now: datetime) -> bool:
    """Returns True if a listing is overdue."""
    return await session.scalar(select(Listing.id).where(*_overdue(now)).limit(1)) is not None


async def expire_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Listing]:
    """Expires at most `limit` overdue listings, longest overdue first, and returns them."""
    due = (
        select(Listing.id)
        .where(*_overdue(now))
        .order_by(Listing.expires_at, Listing.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # PostgreSQL may run a plain subquery twice and lock different rows
    )
    return await change(session, ListingAction.EXPIRE, Listing.id.in_(select(due.c.id)), now)


async def hold_of_banned(
    session: AsyncSession, *, person_id: PersonId | None, company_id: CompanyId | None, now: datetime
) -> Sequence[Listing]:
    """Holds and returns the listings that a ban of this person or company leaves without a representative."""
    which = and_(_is_represented_by(person_id, company_id), everybody_banned())
    return await change(session, ListingAction.HOLD, which, now)


async def release(
    session: AsyncSession,
    *,
    person_id: PersonId | None = None,
    company_id: CompanyId | None = None,
    listing_id: ListingId | None = None,
    now: datetime,
) -> Sequence[Listing]:
    """Releases and returns held listings, except those with another ban or an open report."""
    which = Listing.id == listing_id if listing_id is not None else _is_represented_by(person_id, company_id)
    return await change(session, ListingAction.RELEASE, and_(which, ~everybody_banned(), ~_has_open_report()), now)


async def make_private(session: AsyncSession, person_id: PersonId, now: datetime) -> Sequence[Listing]:
    """Makes a person's listings private and returns them.

    Includes listings of their companies whose author has left; the person becomes the author of these.
    """
    author_is_here = (
        select(Membership.person_id)
        .where(
            Membership.person_id == Listing.author_id,
            Membership.company_id == Listing.company_id,
            Membership.status == MembershipStatus.ACTIVE,
        )
        .correlate(Listing)
        .exists()
    )
    orphaned = and_(Listing.company_id.in_(companies_of(person_id)), or_(Listing.author_id.is_(None), ~author_is_here))
    await session.execute(
        update(Listing).where(orphaned).values(author_id=person_id).execution_options(synchronize_session=False)
    )
    return await change(session, ListingAction.MAKE_PRIVATE, Listing.author_id == person_id, now)


async def delete_untouched_imports(
    session: AsyncSession, listing_ids: Collection[ListingId], author_id: PersonId, now: datetime
) -> list[ListingId]:
    """Deletes unpublished drafts, and listings that nobody edited, held or introduced since the import.

    Returns their ids.
    """
    introduced = select(Introduction.id).where(
        or_(Introduction.need_id == Listing.id, Introduction.offer_id == Listing.id)
    )
    as_made = select(ListingOrigin.listing_id).where(
        ListingOrigin.listing_id == Listing.id, ListingOrigin.revision == Listing.revision
    )
    untouched = and_(
        Listing.id.in_(listing_ids),
        Listing.author_id == author_id,
        or_(as_made.correlate(Listing).exists(), Listing.status == ListingStatus.INVITED),
        Listing.status != ListingStatus.HELD,
        ~introduced.correlate(Listing).exists(),
    )
    return [listing.id for listing in await change(session, ListingAction.DELETE, untouched, now)]


async def private_of(session: AsyncSession, person_id: PersonId) -> Sequence[ListingId]:
    """Returns the private listings that this person wrote for the companies they speak for."""
    result = await session.scalars(
        select(Listing.id)
        .where(
            Listing.author_id == person_id,
            Listing.company_id.in_(companies_of(person_id)),
            Listing.status == ListingStatus.PRIVATE,
        )
        .order_by(Listing.id)
    )
    return result.all()


def _is_represented_by(person_id: PersonId | None, company_id: CompanyId | None) -> ColumnElement[bool]:
    """True for listings of the company; without a company, for listings that the person wrote or speaks for."""
    if company_id is not None:
        return Listing.company_id == company_id
    author_or_speaker = Listing.company_id.in_(companies_of(PersonId(person_id or 0)))
    return or_(Listing.author_id == person_id, author_or_speaker)


def _has_open_report() -> ColumnElement[bool]:
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
