"""The life of a listing: publish, edit, pause, resume, renew, close, delete, undelete.

`review` is the operator's setting of that name: off, all, or codes of events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.introductions import holds
from bot.usecases.moderation import listing_states
from bot.usecases.moderation.review import is_reviewed
from bot.usecases.people import daily_caps
from bot.usecases.people.active_sanctions import require_none_muted, require_not_muted
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import changes, listings, origins
from storage.listings.transitions import ListingAction
from storage.models import Listing
from storage.moderation import dual_use
from storage.people import companies, people
from storage.vocabulary import (
    AttachmentKind,
    DualUseAnswer,
    IprStatus,
    ListingConsent,
    ListingStatus,
    Partnership,
    ProfileType,
    Relation,
    Stage,
    Use,
)

DAYS_IN_MONTH: Final = 30


class RunOutError(InputError):
    default: ClassVar[str] = mark("It has expired. Press “Renew” to show it again.")


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
    countries = await companies.countries_of_represented(session, person_id, company_ids)
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


async def make_public(
    session: AsyncSession, person_id: PersonId, listing: Listing, review: str, now: datetime
) -> Listing:
    """Publishes a private listing or a draft, or puts it into review. This person becomes its author.

    Raises NotAllowedError for a draft whose company has not agreed; its organizer must state the consent first.
    """
    values: dict[str, Any] = {"author_id": person_id}
    if listing.status is ListingStatus.INVITED:
        membership = await companies.membership(session, person_id, listing.company_id)
        if membership is None or membership.relation is Relation.ORGANIZER:
            raise NotAllowedError
        await origins.record_consent(session, [listing.id], ListingConsent.EXHIBITOR, person_id, now)
        # An edit restarts the time until expiry, and it is the last change of a draft.
        values["expires_at"] = now + (listing.expires_at - listing.updated_at)
    cleared = await _is_cleared(session, listing, person_id, review)
    return await listing_states.change(
        session, ListingAction.PUBLISH, listing.id, now, cleared=cleared, read=listing.revision, **values
    )


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


async def own(session: AsyncSession, person_id: PersonId, listing_id: ListingId) -> Listing:
    """Returns the listing if the person speaks for its company. Raises NoLongerThereError or NotAllowedError."""
    listing = await listings.find(session, listing_id)
    if listing is None:
        raise NoLongerThereError
    if not await companies.speaks_for(session, person_id, listing.company_id):
        raise NotAllowedError
    return listing


async def pause(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    return await _change(session, ListingAction.PAUSE, person_id, listing_id, now)


async def resume(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime, *, review: str
) -> Listing:
    """Shows a paused or closed listing again until its expiry. Raises RunOutError after that."""
    listing = await own(session, person_id, listing_id)
    if listing.expires_at <= now:
        raise RunOutError
    return await _show_again(session, ListingAction.RESUME, person_id, listing, now, review)


async def renew(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, *, months: int, now: datetime, review: str
) -> Listing:
    """Shows a listing for the next `months`."""
    listing = await own(session, person_id, listing_id)
    until = now + timedelta(days=DAYS_IN_MONTH * months)
    return await _show_again(session, ListingAction.RENEW, person_id, listing, now, review, expires_at=until)


async def close(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    """Closes a listing, because the company found a partner or no longer looks for one."""
    return await _change(session, ListingAction.CLOSE, person_id, listing_id, now)


async def delete(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing:
    return await _change(session, ListingAction.DELETE, person_id, listing_id, now)


async def undelete(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime, *, review: str
) -> Listing:
    """Undoes a deletion. A held listing stays held while a ban or a report requires it."""
    listing = await own(session, person_id, listing_id)
    if listing.status_before is ListingStatus.PUBLISHED:
        return await _show_again(session, ListingAction.UNDELETE, person_id, listing, now, review)
    back = await listing_states.change(session, ListingAction.UNDELETE, listing_id, now)
    if back.status is ListingStatus.HELD:
        await changes.release(session, listing_id=listing_id, now=now)
    return back


async def _change(
    session: AsyncSession, action: ListingAction, person_id: PersonId, listing_id: ListingId, now: datetime
) -> Listing:
    await own(session, person_id, listing_id)
    return await listing_states.change(session, action, listing_id, now)


async def _show_again(
    session: AsyncSession,
    action: ListingAction,
    person_id: PersonId,
    listing: Listing,
    now: datetime,
    review: str,
    **values: Any,
) -> Listing:
    await require_not_muted(session, person_id, listing.company_id, now)
    cleared = await _is_cleared(session, listing, person_id, review)
    return await listing_states.change(
        session, action, listing.id, now, cleared=cleared, read=listing.revision, **values
    )


async def _is_cleared(session: AsyncSession, listing: Listing, person_id: PersonId, review: str) -> bool:
    """Returns True if this revision may be shown without a moderator's approval."""
    if listing.cleared_revision == listing.revision:
        return True
    return not await is_reviewed(session, review, listing.company_id, person_id)


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
