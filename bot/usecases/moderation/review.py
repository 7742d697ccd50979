"""Moderators review listings before publication."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.i18n.translator import mark
from bot.usecases.moderation import audit, listing_states, queue
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import CompanyId, EntryId, ListingId, PersonId, ReviewId
from storage.listings import listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, ReviewItem
from storage.moderation import reviews
from storage.people import memberships
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
_LISTING: Final = (ReviewKind.LISTING,)
_LOGGED: Final = {
    ListingAction.APPROVE: AuditAction.LISTING_APPROVE,
    ListingAction.REJECT: AuditAction.LISTING_REJECT,
    ListingAction.SEND_BACK: AuditAction.LISTING_RETURN,
}


Author = tuple[CompanyId, PersonId]
"""(company, author) of a listing."""


class ChangedMeanwhileError(AlreadyDoneError):
    default: ClassVar[str] = mark("Its author has just changed it. Check it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A moderator's remark on a listing, and the field of the form that it is about."""

    field: str | None
    reason: RejectionReason | None
    note: str | None


async def is_reviewed(session: AsyncSession, setting: str, company_id: CompanyId, person_id: PersonId) -> bool:
    """Returns True if this person's listings for the company need a review."""
    return bool(await reviewed_among(session, setting, {(company_id, person_id)}))


async def reviewed_among(session: AsyncSession, setting: str, authors: Set[Author]) -> Set[Author]:
    """Returns those of the authors whose listings need a review. `setting`: off, all, or event codes."""
    if setting == OFF:
        return frozenset()
    companies_of = {company_id for company_id, _ in authors}
    trusted = await trust.trusted_among(session, companies_of)
    untrusted = {(company_id, person_id) for company_id, person_id in authors if company_id not in trusted}
    if setting == ALL:
        return untrusted
    people, at_event = await trust.taking_part(
        session, {person_id for _, person_id in untrusted}, companies_of, setting.upper().split(",")
    )
    return {author for author in untrusted if author[0] in at_event or author[1] in people}


async def approve(session: AsyncSession, actor: Actor, item_id: ReviewId, revision: int, now: datetime) -> ListingId:
    """Publishes the listing. Raises NotAllowedError, AlreadyDoneError, ChangedMeanwhileError."""
    item = await queue.decide(session, actor, item_id, ReviewDecision.APPROVED, now, kinds=_LISTING)
    return await _carry_out(session, actor, item, revision, ListingAction.APPROVE, now)


async def reject(
    session: AsyncSession,
    actor: Actor,
    item_id: ReviewId,
    revision: int,
    reason: RejectionReason,
    note: str | None,
    now: datetime,
) -> ListingId:
    """Rejects the listing. The author may edit it and submit it again. Raises the errors of `approve`."""
    words = {"reason": reason.value, "note": _trimmed(note)}
    item = await queue.decide(session, actor, item_id, ReviewDecision.REJECTED, now, kinds=_LISTING, **words)
    return await _carry_out(session, actor, item, revision, ListingAction.REJECT, now)


async def send_back(
    session: AsyncSession, actor: Actor, item_id: ReviewId, revision: int, field: str, note: str, now: datetime
) -> ListingId:
    """Asks the author to change one field. Raises the errors of `approve`."""
    words = {"field": field, "note": _trimmed(note)}
    item = await queue.decide(session, actor, item_id, ReviewDecision.RETURNED, now, kinds=_LISTING, **words)
    return await _carry_out(session, actor, item, revision, ListingAction.SEND_BACK, now)


async def review_again(
    session: AsyncSession, actor: Actor, listing_id: ListingId, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Undoes a decision: hides the listing and queues it again."""
    await queue.require_moderator(session, actor)
    await listing_states.change(session, ListingAction.REVIEW_AGAIN, listing_id, now, cleared_revision=None)
    await audit.record(
        session, actor.id, AuditAction.LISTING_REVIEW, AuditObject.LISTING, listing_id, now=now, undoes=undoes
    )


async def remark_on(session: AsyncSession, listing: Listing) -> Remark | None:
    """Returns the moderator's remark on a returned or rejected listing, for its author."""
    if listing.status not in {ListingStatus.RETURNED, ListingStatus.REJECTED}:
        return None
    item = await reviews.last_of(session, ReviewKind.LISTING, listing.id)
    if item is None or item.decision not in {ReviewDecision.RETURNED, ReviewDecision.REJECTED}:
        return None
    reason = None if item.reason is None else RejectionReason(item.reason)
    return Remark(field=item.field, reason=reason, note=item.note)


async def _carry_out(
    session: AsyncSession, actor: Actor, item: ReviewItem, revision: int, action: ListingAction, now: datetime
) -> ListingId:
    listing_id = ListingId(item.object_id)
    listing = await listings.find(session, listing_id)
    if listing is not None and listing.revision != revision:
        raise ChangedMeanwhileError
    cleared = True if action is ListingAction.APPROVE else None
    listing = await listing_states.change(session, action, listing_id, now, cleared=cleared, read=revision)
    await audit.record(
        session,
        actor.id,
        _LOGGED[action],
        AuditObject.LISTING,
        listing_id,
        now=now,
        person_id=listing.author_id,
        before={"status": ListingStatus.REVIEW.value},
        after={"status": listing.status.value, "reason": item.reason, "field": item.field, "item": item.id},
    )
    await _tell_author(session, listing, item, now)
    return listing_id


async def _tell_author(session: AsyncSession, listing: Listing, item: ReviewItem, now: datetime) -> None:
    """Tells the author, or everybody who speaks for the company if the author has left."""
    everybody = await memberships.representatives(session, listing.company_id)
    readers = [listing.author_id] if listing.author_id in everybody else everybody
    for person_id in readers:
        if person_id is not None:
            await outbox.queue_message(
                session,
                person_id,
                Topic.LISTING_REVIEWED,
                payload={"listing_id": listing.id, "item_id": item.id},
                dedupe_key=f"{Topic.LISTING_REVIEWED}:{item.id}:{person_id}",
                now=now,
            )


def _trimmed(note: str | None) -> str | None:
    return (note or "").strip()[:REMARK_LIMIT] or None
