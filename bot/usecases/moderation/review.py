"""Looking at listings before they are published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.i18n.translator import mark
from bot.usecases.moderation import audit, queue
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import CompanyId, EntryId, ListingId, PersonId, ReviewId
from storage.listings import listings
from storage.models import Listing, ReviewItem
from storage.moderation import reviews
from storage.people import companies
from storage.verification import trust
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    ListingStatus,
    RejectionReason,
    ReviewDecision,
    ReviewKind,
    Topic,
)

OFF: Final = "off"
ALL: Final = "all"
REMARK_LIMIT: Final = 1_000
"""Characters."""
WAITING: Final = (ListingStatus.REVIEW, ListingStatus.RETURNED, ListingStatus.REJECTED)
_LISTING: Final = (ReviewKind.LISTING,)


class ChangedMeanwhileError(AlreadyDoneError):
    default: ClassVar[str] = mark("Its author has just changed it. Have another look.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a moderator asks to have changed, and in which field of the form."""

    field: str | None
    reason: RejectionReason | None
    note: str | None


async def is_reviewed(session: AsyncSession, setting: str, company_id: CompanyId, person_id: PersonId) -> bool:
    """Whether what this person writes for the company is looked at first: `setting` is off, all, or codes of events."""
    if setting == OFF or await trust.is_trusted(session, company_id):
        return False
    return setting == ALL or await trust.takes_part(session, person_id, company_id, setting.upper().split(","))


async def submit(session: AsyncSession, listing_id: ListingId, now: datetime) -> None:
    """Puts a listing before the moderators, whatever it was before; what is held or deleted stays so."""
    from_ = (*WAITING, ListingStatus.PUBLISHED, ListingStatus.EXPIRED)
    if await listings.move(session, listing_id, from_=from_, to=ListingStatus.REVIEW, now=now):
        await reviews.put(session, ReviewKind.LISTING, listing_id, now)


async def approve(session: AsyncSession, actor: Actor, item_id: ReviewId, revision: int, now: datetime) -> ListingId:
    """Publishes it. Raises NotAllowedError, AlreadyDoneError, ChangedMeanwhileError."""
    item = await queue.decide(session, actor, item_id, ReviewDecision.APPROVED, now, kinds=_LISTING)
    return await _follow(session, actor, item, revision, ListingStatus.PUBLISHED, AuditAction.LISTING_APPROVE, now)


async def reject(
    session: AsyncSession,
    actor: Actor,
    item_id: ReviewId,
    revision: int,
    reason: RejectionReason,
    note: str | None,
    now: datetime,
) -> ListingId:
    """The author reads why in their own language, may change it and hand it in again. Raises like `approve`."""
    words = {"reason": reason.value, "note": _trimmed(note)}
    item = await queue.decide(session, actor, item_id, ReviewDecision.REJECTED, now, kinds=_LISTING, **words)
    return await _follow(session, actor, item, revision, ListingStatus.REJECTED, AuditAction.LISTING_REJECT, now)


async def send_back(
    session: AsyncSession, actor: Actor, item_id: ReviewId, revision: int, field: str, note: str, now: datetime
) -> ListingId:
    """Asks the author to change something: they find the remark at the field. Raises like `approve`."""
    words = {"field": field, "note": _trimmed(note)}
    item = await queue.decide(session, actor, item_id, ReviewDecision.RETURNED, now, kinds=_LISTING, **words)
    return await _follow(session, actor, item, revision, ListingStatus.RETURNED, AuditAction.LISTING_RETURN, now)


async def review_again(
    session: AsyncSession, actor: Actor, listing_id: ListingId, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Takes a decision back: the listing is out of view and in the queue again."""
    await queue.require_moderator(session, actor)
    from_ = (ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.RETURNED, ListingStatus.REJECTED)
    if not await listings.move(session, listing_id, from_=from_, to=ListingStatus.REVIEW, now=now):
        raise AlreadyDoneError
    await reviews.put(session, ReviewKind.LISTING, listing_id, now)
    await audit.record(
        session, actor.id, AuditAction.LISTING_REVIEW, AuditObject.LISTING, listing_id, now=now, undoes=undoes
    )


async def remark_on(session: AsyncSession, listing: Listing) -> Remark | None:
    """What its author is to mend, while it has not been handed in again."""
    if listing.status not in {ListingStatus.RETURNED, ListingStatus.REJECTED}:
        return None
    item = await reviews.last_of(session, ReviewKind.LISTING, listing.id)
    if item is None or item.decision not in {ReviewDecision.RETURNED, ReviewDecision.REJECTED}:
        return None
    reason = None if item.reason is None else RejectionReason(item.reason)
    return Remark(field=item.field, reason=reason, note=item.note)


async def _follow(
    session: AsyncSession,
    actor: Actor,
    item: ReviewItem,
    revision: int,
    to: ListingStatus,
    action: AuditAction,
    now: datetime,
) -> ListingId:
    listing_id = ListingId(item.object_id)
    listing = await listings.find(session, listing_id)
    if listing is not None and listing.revision != revision:
        raise ChangedMeanwhileError
    if not await listings.move(session, listing_id, from_=(ListingStatus.REVIEW,), to=to, now=now):
        raise AlreadyDoneError
    after: dict[str, Any] = {"status": to.value, "reason": item.reason, "field": item.field, "item": item.id}
    await audit.record(
        session,
        actor.id,
        action,
        AuditObject.LISTING,
        listing_id,
        now=now,
        person_id=None if listing is None else listing.author_id,
        before={"status": ListingStatus.REVIEW.value},
        after=after,
    )
    await _tell(session, listing, item, now)
    return listing_id


async def _tell(session: AsyncSession, listing: Listing | None, item: ReviewItem, now: datetime) -> None:
    """Its author, or, where that is nobody now, all who speak for the company."""
    if listing is None:
        return
    everybody = await companies.representatives(session, listing.company_id)
    readers = [listing.author_id] if listing.author_id in everybody else everybody
    for person_id in readers:
        if person_id is not None:
            await outbox.tell(
                session,
                person_id,
                Topic.LISTING_REVIEWED,
                payload={"listing_id": listing.id, "item_id": item.id},
                dedupe_key=f"{Topic.LISTING_REVIEWED}:{item.id}:{person_id}",
                now=now,
            )


def _trimmed(note: str | None) -> str | None:
    return (note or "").strip()[:REMARK_LIMIT] or None
