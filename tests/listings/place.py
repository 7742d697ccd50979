"""One listing, its owner and a moderator, and every action on it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.errors import DomainError
from bot.usecases.listings import abroad, authoring, lifecycle
from bot.usecases.listings.authoring import NewListing
from bot.usecases.moderation import hiding, reports, review
from bot.usecases.moderation.roles import Actor
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, Sanction
from storage.moderation import reviews
from storage.people import people
from storage.vocabulary import ListingStatus as S
from storage.vocabulary import (
    RejectionReason,
    ReviewKind,
    SanctionKind,
)
from tests.factories import NOW, add_company, add_listing, add_person, open_review

REFUSED = None


@dataclass(kw_only=True)
class Place:
    """One listing of Ana's, and Mira who moderates."""

    database: Database
    ana: PersonId
    mira: Actor
    listing: Listing

    async def status(self) -> S:
        async with self.database.reading() as session:
            return (await listings.find(session, self.listing.id)).status

    async def does(self, action: str, setting: str) -> S | None:
        """The status after the action; None if it was refused."""
        try:
            async with self.database.writing() as session:
                await DO[action](session, self, self.listing.id, setting)
        except DomainError:
            return REFUSED
        return await self.status()


async def place(database: Database, status: S, **values: Any) -> Place:
    return (await several_places(database, 1, status, **values))[0]


async def several_places(
    database: Database, count: int, status: S, *, agreed: bool | None = True, **values: Any
) -> list[Place]:
    """Each has an Ana of its own; Mira is the same."""
    places = []
    async with database.writing() as session:
        mira = await add_person(session, name="Mira")
        for _ in range(count):
            ana = await add_person(session)
            if agreed is not None:
                await people.record_abroad(session, ana.id, yes=agreed, version="1", now=NOW)
            listing = await add_listing(session, await add_company(session, ana), ana, **({"status": status} | values))
            if status is S.REVIEW:
                await reviews.put(session, ReviewKind.LISTING, listing.id, NOW)
            actor = Actor(id=mira.id, admins=(mira.id,))
            places.append(Place(database=database, ana=ana.id, mira=actor, listing=listing))
    return places


def text(listing: Listing) -> NewListing:
    return NewListing(
        company_id=listing.company_id,
        profile_type=listing.profile_type,
        title="Another title",
        summary="Another summary of the sensors.",
        language="en",
        sectors=frozenset(),
        partnerships=frozenset(),
        targets=frozenset(),
        stage=listing.stage,
        ipr=None,
        attachment_kind=None,
        attachment_id=None,
        months=6,
    )


async def _review_item(session: Any, number: ListingId) -> Any:
    await reviews.put(session, ReviewKind.LISTING, number, NOW)
    return (await open_review(session, ReviewKind.LISTING, number)).id


async def _report_item(session: Any, number: ListingId) -> Any:
    await reviews.put(session, ReviewKind.REPORT_LISTING, number, NOW)
    return (await open_review(session, ReviewKind.REPORT_LISTING, number)).id


async def _approve(session: Any, at: Place, number: ListingId, _: str) -> None:
    revision = (await listings.find(session, number)).revision
    await review.approve(session, at.mira, await _review_item(session, number), revision, NOW)


async def _reject(session: Any, at: Place, number: ListingId, _: str) -> None:
    revision = (await listings.find(session, number)).revision
    item = await _review_item(session, number)
    await review.reject(session, at.mira, item, revision, RejectionReason.ADVERTISING, None, NOW)


async def _send_back(session: Any, at: Place, number: ListingId, _: str) -> None:
    revision = (await listings.find(session, number)).revision
    await review.send_back(session, at.mira, await _review_item(session, number), revision, "title", "Why?", NOW)


async def _hold(session: Any, at: Place, number: ListingId, _: str) -> None:
    if await changes.change_one(session, ListingAction.HOLD, number, NOW) is None:
        raise DomainError


async def _release(session: Any, at: Place, number: ListingId, _: str) -> None:
    if not await hiding.show_again(session, Sanction(kind=SanctionKind.BAN, person_id=at.ana), NOW):
        raise DomainError


async def _take_down(session: Any, at: Place, number: ListingId, _: str) -> None:
    await reports.uphold(session, at.mira, await _report_item(session, number), NOW)


async def _expire(session: Any, at: Place, number: ListingId, _: str) -> None:
    expired = await changes.expire_due(session, NOW + timedelta(days=400), 1_000)
    if number not in {listing.id for listing in expired}:
        raise DomainError


async def _make_private(session: Any, at: Place, number: ListingId, _: str) -> None:
    if not (await abroad.refuse(session, at.ana, NOW)).hidden:
        raise DomainError


DO: dict[str, Any] = {
    "edit": lambda s, at, n, setting: authoring.edit(s, at.ana, n, text(at.listing), NOW, review=setting),
    "pause": lambda s, at, n, _: lifecycle.pause(s, at.ana, n, NOW),
    "resume": lambda s, at, n, setting: lifecycle.resume(s, at.ana, n, NOW, review=setting),
    "renew": lambda s, at, n, setting: lifecycle.renew(s, at.ana, n, months=6, now=NOW, review=setting),
    "close": lambda s, at, n, _: lifecycle.close(s, at.ana, n, NOW),
    "delete": lambda s, at, n, _: lifecycle.delete(s, at.ana, n, NOW),
    "undelete": lambda s, at, n, setting: lifecycle.undelete(s, at.ana, n, NOW, review=setting),
    "show_abroad": lambda s, at, n, setting: abroad.show(s, at.ana, n, setting, NOW),
    "make_private": _make_private,
    "approve": _approve,
    "reject": _reject,
    "send_back": _send_back,
    "review_again": lambda s, at, n, _: review.review_again(s, at.mira, n, NOW),
    "hold": _hold,
    "release": _release,
    "take_down": _take_down,
    "expire": _expire,  # the last, because it ends all listings
}

ASKS_SETTING = frozenset({"edit", "resume", "renew", "undelete", "show_abroad"})
"""The actions that are given the setting of the review."""
