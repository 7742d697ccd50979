"""The separate yes to being shown in other countries: given once before the first publication, taken back at any time.

Without it a listing is private: its own company sees it and nobody else.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.usecases.listings.lifecycle import own
from bot.usecases.moderation import review
from bot.usecases.moderation.hiding import end_open
from bot.usecases.people import registration
from bot.usecases.people.standing import require_voice
from storage.ids import ListingId, PersonId
from storage.listings import abroad
from storage.moderation import sanctions
from storage.people import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the matcher is to follow: `hidden` is to be forgotten, `shown` to be looked at again.

    `handed_in` waits for a moderator first.
    """

    hidden: tuple[ListingId, ...] = ()
    shown: tuple[ListingId, ...] = ()
    handed_in: tuple[ListingId, ...] = ()


async def agree(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Records the yes; what is private stays so until it is published."""
    await people.record_abroad(session, person_id, yes=True, version=registration.CONSENT_VERSION, now=now)


async def refuse(session: AsyncSession, person_id: PersonId, now: datetime) -> Answered:
    """Takes all that this person wrote from view at once. What is open around it ends; who was introduced stays so."""
    await people.record_abroad(session, person_id, yes=False, version=registration.CONSENT_VERSION, now=now)
    hidden = await abroad.withdraw(session, person_id, now)
    await end_open(session, hidden, now)
    return Answered(hidden=tuple(listing.id for listing in hidden))


async def agree_to_all(session: AsyncSession, person_id: PersonId, reviewed: str, now: datetime) -> Answered:
    """Records the yes and publishes what this person keeps private. `reviewed` is the setting of that name.

    Raises NotAllowedError for somebody who is banned, MutedError for who may not publish now.
    """
    if await sanctions.is_banned(session, person_id):
        raise NotAllowedError
    await agree(session, person_id, now)
    shown: list[ListingId] = []
    handed_in: list[ListingId] = []
    for listing_id in await abroad.private_of(session, person_id):
        waits = await _show(session, person_id, listing_id, reviewed, now)
        (handed_in if waits else shown).append(listing_id)
    return Answered(shown=tuple(shown), handed_in=tuple(handed_in))


async def show(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, reviewed: str, now: datetime
) -> Answered:
    """Publishes one private listing, which says yes to being shown abroad. Raises like `agree_to_all`, AlreadyDoneError
    where it is not private, NoLongerThereError."""
    await own(session, person_id, listing_id)
    await agree(session, person_id, now)
    if await _show(session, person_id, listing_id, reviewed, now):
        return Answered(handed_in=(listing_id,))
    return Answered(shown=(listing_id,))


async def _show(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId, reviewed: str, now: datetime
) -> bool:
    """True if it waits for a moderator: it may have been changed since one last saw it."""
    listing = await own(session, person_id, listing_id)
    await require_voice(session, person_id, listing.company_id, now)
    if not await abroad.show(session, listing_id, person_id, now):
        raise AlreadyDoneError
    await session.refresh(listing)
    if await review.is_reviewed(session, reviewed, listing.company_id, person_id):
        await review.submit(session, listing_id, now)
        return True
    return False
