"""Queries about listings and their vectors."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Select, String, bindparam, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Delivery, Listing, Membership, Suggestion, SuggestionVerdict
from storage.statements import changes_rows
from storage.vocabulary import ListingStatus, MembershipStatus, ProfileType, Relation, Verdict

_OPEN = (ListingStatus.PUBLISHED, ListingStatus.REVIEW, ListingStatus.PRIVATE, ListingStatus.PAUSED)
# Built once: building and hashing it takes longer than running it, and every preview runs it.
_OF_COMPANY: Final = (
    select(Listing)
    .where(Listing.company_id == bindparam("company_id"), Listing.status != ListingStatus.DELETED)
    .order_by(Listing.created_at.desc(), Listing.id.desc())
)


async def find(session: AsyncSession, listing_id: ListingId) -> Listing | None:
    return await session.get(Listing, listing_id)


def _of_person(person_id: PersonId, company_id: CompanyId | None = None) -> Select[Listing]:
    query = (
        select(Listing)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Listing.status != ListingStatus.DELETED,
            # Organizers see drafts of imported lists in a separate queue, by event.
            or_(Listing.status != ListingStatus.INVITED, Membership.relation != Relation.ORGANIZER),
        )
    )
    return query if company_id is None else query.where(Listing.company_id == company_id)


async def of_person(
    session: AsyncSession,
    person_id: PersonId,
    *,
    company_id: CompanyId | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Listing]:
    """Returns listings of the companies that a person speaks for, or of one, newest first, without deleted ones."""
    query = (
        _of_person(person_id, company_id)
        .order_by(Listing.created_at.desc(), Listing.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def count_of_person(session: AsyncSession, person_id: PersonId, company_id: CompanyId | None = None) -> int:
    return await session.scalar(select(func.count()).select_from(_of_person(person_id, company_id).subquery())) or 0


async def of_company(session: AsyncSession, company_id: CompanyId) -> Sequence[Listing]:
    return (await session.scalars(_OF_COMPANY, {"company_id": company_id})).all()


async def same(
    session: AsyncSession, company_id: CompanyId, profile_type: ProfileType, *, title: str, summary: str
) -> Listing | None:
    """Returns the company's open listing of this type with exactly these words."""
    return await session.scalar(
        select(Listing)
        .where(
            Listing.company_id == company_id,
            Listing.profile_type == profile_type,
            Listing.title == title,
            Listing.summary == summary,
            Listing.status.in_(_OPEN),
        )
        .limit(1)
    )


async def all_of_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> Sequence[Listing]:
    """Returns all listings of these companies, also deleted ones: a deletion can be undone for a while."""
    query = select(Listing).where(Listing.company_id.in_(company_ids)).order_by(Listing.id)
    return (await session.scalars(query)).all()


async def ids_of_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> list[ListingId]:
    """Returns all listings of these companies, also deleted ones."""
    query = select(Listing.id).where(Listing.company_id.in_(company_ids)).order_by(Listing.id)
    return list(await session.scalars(query))


async def expiring_without_notice(
    session: AsyncSession, topic: str, *, now: datetime, until: datetime, limit: int
) -> Sequence[tuple[ListingId, PersonId, str]]:
    """Returns (listing, person, dedupe key) for published listings that expire by `until` and people not yet told.

    The key contains the expiry, so people are told again after a renewal.
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


async def ending(
    session: AsyncSession, person_id: PersonId, now: datetime, until: datetime, limit: int
) -> Sequence[Listing]:
    """Returns published listings of the person's companies that expire by `until`, the next one first."""
    result = await session.scalars(
        select(Listing)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation != Relation.ORGANIZER,
            Listing.status == ListingStatus.PUBLISHED,
            Listing.expires_at > now,
            Listing.expires_at <= until,
        )
        .order_by(Listing.expires_at, Listing.id)
        .limit(limit)
    )
    return result.all()


async def mark_matched(session: AsyncSession, listing_id: ListingId, text_version: int, now: datetime) -> bool:
    """Returns False if the listing's text, masking or status changed while it was being matched."""
    return await changes_rows(
        session,
        update(Listing)
        .where(
            Listing.id == listing_id, Listing.text_version == text_version, Listing.status == ListingStatus.PUBLISHED
        )
        .values(matched_at=now),
    )


async def representatives_of(
    session: AsyncSession, listing_ids: Collection[ListingId], now: datetime, *, not_of: CompanyId | None, held: bool
) -> set[PersonId]:
    """Returns the people who speak for the open listings among these, without those who also speak for `not_of`.

    With `held` only the organizers who hold the companies, otherwise everybody else.
    """
    own = select(Membership.person_id).where(
        Membership.company_id == not_of, Membership.status == MembershipStatus.ACTIVE
    )
    theirs = select(Listing.company_id).where(
        Listing.id.in_(listing_ids), Listing.status == ListingStatus.PUBLISHED, Listing.expires_at > now
    )
    result = await session.scalars(
        select(Membership.person_id).where(
            Membership.company_id.in_(theirs),
            Membership.status == MembershipStatus.ACTIVE,
            Membership.person_id.not_in(own),
            Membership.relation == Relation.ORGANIZER if held else Membership.relation != Relation.ORGANIZER,
        )
    )
    return set(result)


async def count_suggestions(session: AsyncSession, listing_ids: Sequence[ListingId]) -> dict[ListingId, int]:
    """Returns the number of suggestions per listing.

    Leaves out suggestions that the listing's own side dismissed, and unpublished counterparts.
    """
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


async def texts_of_others(session: AsyncSession, listing: Listing, *, limit: int) -> Sequence[tuple[str, str]]:
    """Returns title and summary of published listings of other companies with the same profile type, newest first."""
    result = await session.execute(
        select(Listing.title, Listing.summary)
        .where(
            Listing.profile_type == listing.profile_type,
            Listing.company_id != listing.company_id,
            Listing.status == ListingStatus.PUBLISHED,
        )
        .order_by(Listing.id.desc())
        .limit(limit)
    )
    return [(title, summary) for title, summary in result]


async def rematch_company(session: AsyncSession, company_id: CompanyId) -> None:
    """Queues the listings of a company for the matcher."""
    await session.execute(update(Listing).where(Listing.company_id == company_id).values(matched_at=None))


async def move_to_country(session: AsyncSession, company_id: CompanyId, country: str) -> None:
    """Sets the country of a company's listings after the company moved."""
    for listing in await all_of_companies(session, [company_id]):
        at_home = country in listing.targets
        await session.execute(
            update(Listing).where(Listing.id == listing.id).values(country=country, same_country=at_home)
        )


async def rematch_countries(session: AsyncSession, countries: Collection[str]) -> None:
    """Queues all published listings of these countries for the matcher."""
    await session.execute(
        update(Listing)
        .where(Listing.country.in_(countries), Listing.status == ListingStatus.PUBLISHED)
        .values(matched_at=None)
        .execution_options(synchronize_session=False)
    )
