"""The separate consent to be shown in other countries. Asked before the first publication, revocable at any time.

Without it a listing is private: only its own company sees it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.listings.lifecycle import make_public, own
from bot.usecases.moderation.hiding import end_open
from bot.usecases.people import registration
from bot.usecases.people.active_sanctions import require_not_muted
from storage.ids import ListingId, PersonId
from storage.listings import changes
from storage.moderation import sanctions
from storage.people import people
from storage.vocabulary import ListingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedListings:
    """The listings that an answer changed: made private, published, or put into review."""

    hidden: tuple[ListingId, ...] = ()
    shown: tuple[ListingId, ...] = ()
    handed_in: tuple[ListingId, ...] = ()


async def agree(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Stores the consent. Private listings stay private until they are published."""
    await people.record_abroad(session, person_id, yes=True, version=registration.CONSENT_VERSION, now=now)


async def refuse(session: AsyncSession, person_id: PersonId, now: datetime) -> ChangedListings:
    """Makes all listings of this person private and ends their open introductions. Accepted introductions stay."""
    await people.record_abroad(session, person_id, yes=False, version=registration.CONSENT_VERSION, now=now)
    hidden = await changes.make_private(session, person_id, now)
    await end_open(session, hidden, now)
    return ChangedListings(hidden=tuple(listing.id for listing in hidden))


async def agree_to_all(session: AsyncSession, person_id: PersonId, review: str, now: datetime) -> ChangedListings:
    """Stores the consent and publishes this person's private listings. `review` is the operator's setting.

    Raises NotAllowedError for a banned person, MutedError for a muted one.
    """
    if await sanctions.is_banned(session, person_id):
        raise NotAllowedError
    await agree(session, person_id, now)
    made_public = [
        await _show(session, person_id, listing_id, review, now)
        for listing_id in await changes.private_of(session, person_id)
    ]
    return ChangedListings(
        shown=tuple(number for one in made_public for number in one.shown),
        handed_in=tuple(number for one in made_public for number in one.handed_in),
    )


async def show(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, review: str, now: datetime
) -> ChangedListings:
    """Publishes one private listing, which implies the consent.

    Raises the errors of `agree_to_all`, AlreadyDoneError if the listing is not private, NoLongerThereError.
    """
    await own(session, person_id, listing_id)
    await agree(session, person_id, now)
    return await _show(session, person_id, listing_id, review, now)


async def _show(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, review: str, now: datetime
) -> ChangedListings:
    listing = await own(session, person_id, listing_id)
    await require_not_muted(session, person_id, listing.company_id, now)
    made_public = await make_public(session, person_id, listing, review, now)
    if made_public.status is ListingStatus.REVIEW:
        return ChangedListings(handed_in=(listing_id,))
    return ChangedListings(shown=(listing_id,))
