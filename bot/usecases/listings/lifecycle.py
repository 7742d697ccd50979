"""Publishing listings and what their people do with them afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.introductions import holds
from bot.usecases.people import daily_caps
from bot.usecases.people.standing import require_voice
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings
from storage.models import Listing
from storage.moderation import dual_use
from storage.people import companies, people
from storage.vocabulary import (
    AttachmentKind,
    DualUseAnswer,
    IprStatus,
    ListingStatus,
    Partnership,
    ProfileType,
    Stage,
    Use,
)

DAYS_IN_MONTH: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NewListing:
    """What a person says that a company offers or needs, checked."""

    company_id: CompanyId
    profile_type: ProfileType
    title: str
    summary: str
    language: str
    """IETF tag, or `und` where it could not be told."""
    sectors: frozenset[str]
    partnerships: frozenset[Partnership]
    targets: frozenset[str]
    stage: Stage | None
    ipr: IprStatus | None
    attachment_kind: AttachmentKind | None
    attachment_id: str | None
    months: int
    dual_use: DualUseAnswer | None = None
    """Whether it may serve arms as well; asked of technologies only."""


async def publish(
    session: AsyncSession,
    person_id: PersonId,
    new: NewListing,
    now: datetime,
    *,
    private: bool = False,
    counted: bool = True,
) -> ListingId:
    """Private, unless this person has agreed to be shown abroad and wants it so. What comes as a table is not counted.

    Raises NotAllowedError for somebody who does not speak for the company, DailyLimitError.
    """
    company = await companies.find(session, new.company_id)
    if company is None or not await companies.speaks_for(session, person_id, new.company_id):
        raise NotAllowedError
    await require_voice(session, person_id, company.id, now)
    if counted:
        await daily_caps.spend(session, person_id, Use.LISTING, now)
    author = await people.find(session, person_id)
    shown = not private and author is not None and author.shown_abroad is True
    listing = Listing(
        company_id=company.id,
        author_id=person_id,
        country=company.country,
        status=ListingStatus.PUBLISHED if shown else ListingStatus.PRIVATE,
        status_before=None,
        revision=1,
        matched_at=None,
        created_at=now,
    )
    _write(listing, new, now)
    session.add(listing)
    await session.flush()
    await dual_use.put(session, listing.id, new.dual_use, person_id, now)
    return listing.id


async def revise(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, new: NewListing, now: datetime
) -> None:
    """Changes a listing and has its counterparts looked for anew. Its state stays; what had run out lives again."""
    listing = await own(session, person_id, listing_id)
    await require_voice(session, person_id, listing.company_id, now)
    _write(listing, new, now)
    listing.revision += 1
    listing.matched_at = None
    if listing.status is ListingStatus.EXPIRED:
        await session.flush()
        expired = (ListingStatus.EXPIRED,)
        await listings.move(session, listing_id, from_=expired, to=ListingStatus.PUBLISHED, now=now)
        await session.refresh(listing)
    await dual_use.put(session, listing_id, new.dual_use, person_id, now)
    if new.dual_use in {DualUseAnswer.YES, DualUseAnswer.UNSURE}:
        await session.flush()
        await holds.look_at_all(session, listing_id, now)


async def own(session: AsyncSession, person_id: PersonId, listing_id: ListingId) -> Listing:
    """The listing, if this person speaks for its company; NoLongerThereError or NotAllowedError otherwise."""
    listing = await listings.find(session, listing_id)
    if listing is None:
        raise NoLongerThereError
    if not await companies.speaks_for(session, person_id, listing.company_id):
        raise NotAllowedError
    return listing


async def pause(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    return await _move(session, person_id, listing_id, (ListingStatus.PUBLISHED,), ListingStatus.PAUSED, now)


async def resume(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    """Shows a paused or closed listing again, for as long as it had left."""
    from_ = (ListingStatus.PAUSED, ListingStatus.CLOSED)
    return await _move(session, person_id, listing_id, from_, ListingStatus.PUBLISHED, now)


async def renew(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, *, months: int, now: datetime
) -> Listing:
    """Shows a listing for so many months from now, whatever it had left."""
    from_ = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.CLOSED, ListingStatus.EXPIRED)
    until = now + timedelta(days=DAYS_IN_MONTH * months)
    return await _move(session, person_id, listing_id, from_, ListingStatus.PUBLISHED, now, until)


async def close(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    """The partner is found, or no longer looked for."""
    from_ = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.EXPIRED)
    return await _move(session, person_id, listing_id, from_, ListingStatus.CLOSED, now)


async def delete(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    from_ = tuple(status for status in ListingStatus if status is not ListingStatus.DELETED)
    return await _move(session, person_id, listing_id, from_, ListingStatus.DELETED, now)


async def undelete(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    """Brings a deleted listing back to what it was."""
    listing = await own(session, person_id, listing_id)
    before = listing.status_before or ListingStatus.PAUSED
    return await _move(session, person_id, listing_id, (ListingStatus.DELETED,), before, now)


async def _move(
    session: AsyncSession,
    person_id: PersonId,
    listing_id: ListingId,
    from_: tuple[ListingStatus, ...],
    to: ListingStatus,
    now: datetime,
    expires_at: datetime | None = None,
) -> Listing:
    listing = await own(session, person_id, listing_id)
    if to is ListingStatus.PUBLISHED:
        await require_voice(session, person_id, listing.company_id, now)
    if not await listings.move(session, listing_id, from_=from_, to=to, now=now, expires_at=expires_at):
        raise AlreadyDoneError
    await session.refresh(listing)
    return listing


def _write(listing: Listing, new: NewListing, now: datetime) -> None:
    listing.profile_type, listing.kind = new.profile_type, new.profile_type.kind
    listing.title, listing.summary, listing.language = new.title, new.summary, new.language
    listing.sectors, listing.targets = new.sectors, new.targets
    listing.partnerships = frozenset(str(partnership) for partnership in new.partnerships)
    listing.stage, listing.ipr = new.stage, new.ipr
    # Partners at home are welcome when one's own country is named among the countries sought.
    listing.same_country = listing.country in new.targets
    listing.attachment_kind, listing.attachment_id = new.attachment_kind, new.attachment_id
    listing.updated_at = now
    listing.expires_at = now + timedelta(days=DAYS_IN_MONTH * new.months)
