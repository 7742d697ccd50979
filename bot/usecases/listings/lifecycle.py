"""The status of a listing: makes it public, pauses, resumes, renews, closes, deletes and undeletes it.

`review` is the operator's setting of that name: off, all, or codes of events.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.moderation import listing_states
from bot.usecases.moderation.review import is_reviewed
from bot.usecases.people.active_sanctions import require_not_muted
from storage.ids import ListingId, PersonId
from storage.listings import changes, listings, origins
from storage.listings.transitions import ListingAction
from storage.models import Listing
from storage.people import memberships
from storage.vocabulary import ListingConsent, ListingStatus, Relation

DAYS_IN_MONTH: Final = 30


class RunOutError(InputError):
    default: ClassVar[str] = mark("It has expired. Press “Renew” to show it again.")


async def make_public(
    session: AsyncSession, person_id: PersonId, listing: Listing, review: str, now: datetime
) -> Listing:
    """Publishes a private listing or a draft, or puts it into review. This person becomes its author.

    Raises NotAllowedError for a draft whose company has not agreed; its organizer must state the consent first.
    """
    values: dict[str, Any] = {"author_id": person_id}
    if listing.status is ListingStatus.INVITED:
        membership = await memberships.find(session, person_id, listing.company_id)
        if membership is None or membership.relation is Relation.ORGANIZER:
            raise NotAllowedError
        await origins.record_consent(session, [listing.id], ListingConsent.EXHIBITOR, person_id, now)
        # An edit restarts the time until expiry, and it is the last change of a draft.
        values["expires_at"] = now + (listing.expires_at - listing.updated_at)
    cleared = await _is_cleared(session, listing, person_id, review)
    return await listing_states.change(
        session, ListingAction.PUBLISH, listing.id, now, cleared=cleared, read=listing.revision, **values
    )


async def own(session: AsyncSession, person_id: PersonId, listing_id: ListingId) -> Listing:
    """Returns the listing if the person speaks for its company. Raises NoLongerThereError or NotAllowedError."""
    listing = await listings.find(session, listing_id)
    if listing is None:
        raise NoLongerThereError
    if not await memberships.speaks_for(session, person_id, listing.company_id):
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
