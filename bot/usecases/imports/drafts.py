"""Drafts of an imported list: the organizer's queue, publication with a stated consent, and invitations.

A draft becomes a listing in one of two ways. A person of the company claims it and publishes, or an organizer states
that and how the company agreed. The consent is stored with the listing; an organizer's statement also goes into the
audit log.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.events.access import own_event
from bot.usecases.events.booths import CLAIM_LIFE
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.imports.listings import MONTHS
from bot.usecases.listings import abroad
from bot.usecases.listings.lifecycle import DAYS_IN_MONTH
from bot.usecases.moderation import audit, listing_states
from bot.usecases.moderation.review import reviewed_among
from bot.usecases.moderation.roles import Actor
from bot.usecases.people import registration
from bot.usecases.people.active_sanctions import MutedError, active_sanctions
from storage import links
from storage.events import exhibitors
from storage.events.exhibitors import HeldCompany
from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.listings import origins, transitions
from storage.listings.origins import DraftState, ListingDraft
from storage.listings.transitions import ListingAction
from storage.models import Event, Link, Listing
from storage.people import memberships, people
from storage.vocabulary import AuditAction, AuditObject, LinkKind, ListingConsent, ListingStatus

_BATCH: Final = 100
"""Drafts published per transaction, in two tenths of a second on SQLite."""


class DraftsChangedError(AlreadyDoneError):
    """Drafts were added, changed, published or deleted after the organizer was asked."""

    default: ClassVar[str] = mark("The drafts have changed meanwhile. Please check again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQueue:
    event: Event
    state: DraftState


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The listings by their new status. `kept` are hidden: the author refused to be shown abroad, or is banned."""

    shown: tuple[ListingId, ...] = ()
    in_review: tuple[ListingId, ...] = ()
    kept: tuple[ListingId, ...] = ()
    left: DraftState | None = None
    """The drafts that are still unpublished."""

    @property
    def total(self) -> int:
        return len(self.shown) + len(self.in_review) + len(self.kept)

    def __add__(self, other: "Published") -> "Published":
        return Published(
            shown=self.shown + other.shown,
            in_review=self.in_review + other.in_review,
            kept=self.kept + other.kept,
            left=other.left,
        )


async def queue(session: AsyncSession, actor: Actor, event_id: EventId) -> DraftQueue:
    """Returns the organizer's queue of drafts. Raises NotAllowedError if the actor does not run the event."""
    event = await own_event(session, actor, event_id)
    return DraftQueue(event=event, state=await origins.draft_state(session, event_id))


async def state(
    session: AsyncSession, actor: Actor, event_id: EventId, listing_id: ListingId | None = None
) -> DraftState:
    """Returns the state of all drafts, or of one. Raises NotAllowedError, NoLongerThereError if there is none."""
    await own_event(session, actor, event_id)
    found = await origins.draft_state(session, event_id, listing_id)
    if not found.drafts:
        raise NoLongerThereError
    return found


async def one(session: AsyncSession, actor: Actor, event_id: EventId, listing_id: ListingId) -> ListingDraft:
    """Returns the draft. Raises NotAllowedError, or NoLongerThereError if it was published or deleted."""
    await own_event(session, actor, event_id)
    found = await origins.drafts(session, event_id, listing_id=listing_id)
    if not found:
        raise NoLongerThereError
    return found[0]


async def leave_out(
    session: AsyncSession, actor: Actor, event_id: EventId, listing_id: ListingId, now: datetime
) -> None:
    await one(session, actor, event_id, listing_id)
    await listing_states.change(session, ListingAction.DELETE, listing_id, now)


async def publish(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    consent: ListingConsent,
    asked: DraftState,
    now: datetime,
    *,
    review: str,
    listing_id: ListingId | None = None,
) -> Published:
    """Publishes a draft, or the next batch of all, because their companies agreed in the way of `consent`.

    `asked` is the state that the organizer confirmed. Texts that need a moderator's approval go into review. Raises
    NotAllowedError, MutedError, DraftsChangedError.
    """
    await own_event(session, actor, event_id)
    muted = (await active_sanctions(session, actor.id, [], now)).mute
    if muted is not None:
        raise MutedError.by(muted)
    if await origins.draft_state(session, event_id, listing_id) != asked:
        raise DraftsChangedError
    found = await origins.drafts(session, event_id, listing_id=listing_id, limit=_BATCH)
    numbers = [draft.listing.id for draft in found]
    await _agree_to_abroad(session, actor.id, found, now)
    authors = {(draft.company.id, draft.listing.author_id or actor.id) for draft in found}
    of_reviewed = await reviewed_among(session, review, authors)
    reviewed = {
        draft.listing.id for draft in found if (draft.company.id, draft.listing.author_id or actor.id) in of_reviewed
    }
    changed: list[Listing] = []
    until = now + timedelta(days=DAYS_IN_MONTH * MONTHS)
    for cleared, some in ((True, set(numbers) - reviewed), (False, reviewed)):
        changed += await transitions.change(
            session, ListingAction.PUBLISH, Listing.id.in_(some), now, cleared=cleared, expires_at=until
        )
    await listing_states.follow_up(session, changed, now)
    await origins.record_consent(session, numbers, consent, actor.id, now)
    await audit.record(
        session,
        actor.id,
        AuditAction.DRAFTS_PUBLISH,
        AuditObject.EVENT,
        event_id,
        now=now,
        after={"consent": consent.value, "listings": numbers, "companies": len({one.company.id for one in found})},
    )
    return dataclasses.replace(_published(changed), left=await origins.draft_state(session, event_id, listing_id))


async def publish_own(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, review: str, now: datetime
) -> Published:
    """Publishes all drafts of the person's own company. This is also their consent to the privacy text.

    Raises NotAllowedError for a company that the person does not represent, and the errors of `abroad.show`.
    """
    if not await memberships.speaks_for(session, person_id, company_id):
        raise NotAllowedError
    person = await people.find(session, person_id)
    if person is not None and person.consented_at is None:
        await registration.agree(session, person_id, now)
    shown: list[ListingId] = []
    handed_in: list[ListingId] = []
    for draft in await origins.drafts_of_company(session, company_id):
        done = await abroad.show(session, person_id, draft.id, review, now)
        shown += done.shown
        handed_in += done.handed_in
    return Published(shown=tuple(shown), in_review=tuple(handed_in))


async def invitations(
    session: AsyncSession, actor: Actor, event_id: EventId, *, draw: Draw, now: datetime
) -> Sequence[tuple[HeldCompany, Link]]:
    """Returns each company that the actor holds at the event, with a link by which its people can claim it.

    Reuses links that are still valid. Raises NotAllowedError.
    """
    await own_event(session, actor, event_id)
    held = await exhibitors.held_by(session, event_id, actor.id)
    known = await links.open_claims(session, event_id, actor.id, now)
    made = {
        each.company.id: Link(
            code=link_code(draw),
            kind=LinkKind.CLAIM,
            event_id=event_id,
            company_id=each.company.id,
            created_by=actor.id,
            created_at=now,
            expires_at=now + CLAIM_LIFE,
        )
        for each in held
        if each.company.id not in known
    }
    await links.add_many(session, list(made.values()))
    every = {**known, **made}
    return [(each, every[each.company.id]) for each in held]


async def _agree_to_abroad(
    session: AsyncSession, person_id: PersonId, found: Sequence[ListingDraft], now: datetime
) -> None:
    """Stores the author's consent to be shown abroad, because they publish their own listings abroad."""
    person = await people.find(session, person_id)
    is_author = any(draft.listing.author_id == person_id for draft in found)
    if is_author and person is not None and person.shown_abroad is not True:
        await abroad.agree(session, person_id, now)


def _published(changed: Sequence[Listing]) -> Published:
    by_status: dict[ListingStatus, list[ListingId]] = {}
    for listing in changed:
        by_status.setdefault(listing.status, []).append(listing.id)
    shown = by_status.pop(ListingStatus.PUBLISHED, [])
    in_review = by_status.pop(ListingStatus.REVIEW, [])
    kept = [number for numbers in by_status.values() for number in numbers]
    return Published(shown=tuple(shown), in_review=tuple(in_review), kept=tuple(kept))
