"""SQL conditions shared by introductions and recommendations, which both connect listings of two companies.

`row` is the mapped class that the condition filters.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ByMail, PersonId, Speaker
from storage.models import Introduction, Listing, Mailbox, Membership, Recommendation
from storage.moderation.sanctions import company_banned, personally_banned
from storage.people.memberships import companies_of
from storage.vocabulary import ListingStatus, MailboxStatus, MembershipStatus, RecommendationStatus

Row = type[Introduction] | type[Recommendation]
_Changed = TypeVar("_Changed", Introduction, Recommendation)


def speaks_for(company: ColumnElement[Any], speaker: Speaker, row: Row) -> ColumnElement[bool]:
    """True where the person or mailbox speaks for the company in the column and neither is banned."""
    if isinstance(speaker, ByMail):
        return (
            select(Mailbox.id)
            .where(
                Mailbox.id == speaker.mailbox_id,
                Mailbox.company_id == company,
                Mailbox.status == MailboxStatus.CONFIRMED,
                ~company_banned(Mailbox.company_id),
            )
            .correlate(row)
            .exists()
        )
    person_id: PersonId = speaker
    return (
        select(Membership.person_id)
        .where(
            Membership.company_id == company,
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            ~personally_banned(Membership.person_id),
            ~company_banned(Membership.company_id),
        )
        .correlate(row)
        .exists()
    )


def without_representative(company: ColumnElement[Any], row: Row) -> ColumnElement[bool]:
    speaker = (
        select(Membership.person_id)
        .where(Membership.company_id == company, Membership.status == MembershipStatus.ACTIVE)
        .correlate(row)
    )
    return ~speaker.exists()


def listing_is(
    statuses: Collection[ListingStatus],
    listings: Sequence[ColumnElement[Any]],
    row: Row,
    *,
    since: datetime | ColumnElement[datetime] | None = None,
) -> ColumnElement[bool]:
    """True where each listing in these columns is NULL or has one of these statuses.

    With `since`, the listing must not have changed after that time.
    """
    found = select(Listing.id).where(or_(*(Listing.id == one for one in listings)), Listing.status.in_(statuses))
    if since is not None:
        found = found.where(Listing.updated_at <= since)
    return or_(found.correlate(row).exists(), *(one.is_(None) for one in listings))


async def change_due(
    session: AsyncSession, row: type[_Changed], due: ColumnElement[bool], limit: int, changes: Mapping[str, Any]
) -> Sequence[_Changed]:
    """Changes at most `limit` due rows and returns them. Skips rows that another process has locked."""
    # A separate SELECT: PostgreSQL may run a subquery with LIMIT and SKIP LOCKED twice and lock different rows.
    chosen = select(row.id).where(due).order_by(row.id).limit(limit).with_for_update(skip_locked=True)
    ids = (await session.scalars(chosen)).all()
    if not ids:
        return []
    result = await session.scalars(
        update(row)
        .where(row.id.in_(ids))
        .values(dict(changes))
        .returning(row)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda changed: changed.id)


def recommended_to(person: ColumnElement[Any]) -> ColumnElement[bool]:
    """True where a recommendation is open and the person's companies were notified about it."""
    mine = companies_of(person)
    return and_(
        Recommendation.status == RecommendationStatus.ASKED,
        Recommendation.told_at.is_not(None),
        or_(Recommendation.need_company_id.in_(mine), Recommendation.offer_company_id.in_(mine)),
    )
