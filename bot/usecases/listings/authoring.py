"""What companies write: creates listings and drafts, and changes their texts.

`review` is the operator's setting of that name: off, all, or codes of events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.introductions import holds
from bot.usecases.listings.lifecycle import DAYS_IN_MONTH, make_public, own
from bot.usecases.moderation import listing_states
from bot.usecases.moderation.review import is_reviewed
from bot.usecases.people import daily_caps
from bot.usecases.people.active_sanctions import require_none_muted, require_not_muted
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing
from storage.moderation import dual_use
from storage.people import memberships, people
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewListing:
    """The validated answers for a new or changed listing."""

    company_id: CompanyId
    profile_type: ProfileType
    title: str
    summary: str
    language: str
    """IETF tag, or `und` if unknown."""
    sectors: frozenset[str]
    partnerships: frozenset[Partnership]
    targets: frozenset[str]
    stage: Stage | None
    ipr: IprStatus | None
    attachment_kind: AttachmentKind | None
    attachment_id: str | None
    months: int
    dual_use: DualUseAnswer | None = None
    """The answer to the question about military uses, which is asked about technologies only."""


async def publish(
    session: AsyncSession,
    person_id: PersonId,
    new: NewListing,
    now: datetime,
    *,
    review: str,
    private: bool = False,
) -> ListingId:
    """Creates a listing: published, in review, or private if the author wants that or refused to be shown abroad.

    Raises NotAllowedError if the person does not speak for the company, MutedError, DailyLimitError.
    """
    await daily_caps.spend(session, person_id, Use.LISTING, now)
    [listing] = await _add(session, person_id, [new], ListingStatus.PRIVATE, now)
    author = await people.find(session, person_id)
    if not private and author is not None and author.shown_abroad is True:
        await make_public(session, person_id, listing, review, now)
    return listing.id


async def find_same(session: AsyncSession, new: NewListing) -> Listing | None:
    """Returns the open listing with the content of `new`, as after a second tap on an old form."""
    return await listings.same(session, new.company_id, new.profile_type, title=new.title, summary=new.summary)


async def add_drafts(
    session: AsyncSession, person_id: PersonId, new: Sequence[NewListing], now: datetime
) -> list[ListingId]:
    """Creates invisible drafts of imported companies, in this order. The daily cap does not count them.

    Raises NotAllowedError, MutedError.
    """
    return [listing.id for listing in await _add(session, person_id, new, ListingStatus.INVITED, now)]


async def _add(
    session: AsyncSession, person_id: PersonId, new: Sequence[NewListing], status: ListingStatus, now: datetime
) -> Sequence[Listing]:
    company_ids = {one.company_id for one in new}
    countries = await memberships.countries_of_represented(session, person_id, company_ids)
    if company_ids - countries.keys():
        raise NotAllowedError
    await require_none_muted(session, person_id, company_ids, now)
    added = [
        Listing(
            company_id=one.company_id,
            author_id=person_id,
            country=countries[one.company_id],
            status=status,
            status_before=None,
            revision=1,
            cleared_revision=None,
            matched_at=None,
            created_at=now,
            **_columns(one, countries[one.company_id], now),
        )
        for one in new
    ]
    await changes.add_many(session, added)
    for listing, one in zip(added, new, strict=True):
        if one.dual_use is not None:
            await dual_use.put(session, listing.id, one.dual_use, person_id, now)
    return added


async def edit(
    session: AsyncSession,
    person_id: PersonId,
    listing_id: ListingId,
    new: NewListing,
    now: datetime,
    *,
    review: str,
    read: int | None = None,
) -> Listing:
    """Changes the text of a listing and queues it for the matcher. An expired listing is shown again.

    With `read`, only if the text still is that revision. Raises NotAllowedError, MutedError, or NoLongerThereError for
    another revision and for a deleted listing, whose deletion must be undone first.
    """
    listing = await own(session, person_id, listing_id)
    await require_not_muted(session, person_id, listing.company_id, now)
    # Private texts and drafts are reviewed when they are published.
    cleared = listing.status not in {ListingStatus.PRIVATE, ListingStatus.INVITED} and not await is_reviewed(
        session, review, listing.company_id, person_id
    )
    edited = await changes.change_one(
        session, ListingAction.EDIT, listing_id, now, cleared=cleared, read=read, **_columns(new, listing.country, now)
    )
    if edited is None:
        raise NoLongerThereError
    await listing_states.follow_up(session, [edited], now)
    await dual_use.put(session, listing_id, new.dual_use, person_id, now)
    if new.dual_use in {DualUseAnswer.YES, DualUseAnswer.UNSURE}:
        await holds.hold_if_flagged(session, listing_id, now)
    return edited


def _columns(new: NewListing, country: str, now: datetime) -> dict[str, Any]:
    return {
        "profile_type": new.profile_type,
        "kind": new.profile_type.kind,
        "title": new.title,
        "summary": new.summary,
        "language": new.language,
        "sectors": new.sectors,
        "targets": new.targets,
        "partnerships": frozenset(str(partnership) for partnership in new.partnerships),
        "stage": new.stage,
        "ipr": new.ipr,
        # An own country among the targets means that partners at home are welcome.
        "same_country": country in new.targets,
        "attachment_kind": new.attachment_kind,
        "attachment_id": new.attachment_id,
        "updated_at": now,
        "expires_at": now + timedelta(days=DAYS_IN_MONTH * new.months),
    }
