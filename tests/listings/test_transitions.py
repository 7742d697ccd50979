"""Every action on a listing in every status, with review on and off: where it leads, or that it is refused."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import DomainError
from bot.usecases.listings import abroad, lifecycle
from bot.usecases.listings.lifecycle import NewListing
from bot.usecases.moderation import hiding, reports, review
from bot.usecases.moderation.roles import Actor
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, Sanction
from storage.moderation import reviews, sanctions
from storage.people import people
from storage.vocabulary import ListingStatus as S
from storage.vocabulary import (
    RejectionReason,
    ReportObject,
    ReviewKind,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, add_company, add_listing, add_person, open_review

SETTINGS = ("off", "all")
NEW_TEXT = {"revision": 2, "cleared_revision": 1}
"""The text was edited after a moderator saw it."""
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
                await _DO[action](session, self, self.listing.id, setting)
        except DomainError:
            return REFUSED
        return await self.status()


async def place(database: Database, status: S, *, agreed: bool | None = True, **values: Any) -> Place:
    async with database.writing() as session:
        ana, mira = await add_person(session), await add_person(session, name="Mira")
        if agreed is not None:
            await people.record_abroad(session, ana.id, yes=agreed, version="1", now=NOW)
        listing = await add_listing(session, await add_company(session, ana), ana, **({"status": status} | values))
        if status is S.REVIEW:
            await reviews.put(session, ReviewKind.LISTING, listing.id, NOW)
    return Place(database=database, ana=ana.id, mira=Actor(id=mira.id, admins=(mira.id,)), listing=listing)


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


_DO: dict[str, Any] = {
    "edit": lambda s, at, n, setting: lifecycle.edit(s, at.ana, n, text(at.listing), NOW, review=setting),
    "pause": lambda s, at, n, _: lifecycle.pause(s, at.ana, n, NOW),
    "resume": lambda s, at, n, setting: lifecycle.resume(s, at.ana, n, NOW, review=setting),
    "renew": lambda s, at, n, setting: lifecycle.renew(s, at.ana, n, months=6, now=NOW, review=setting),
    "close": lambda s, at, n, _: lifecycle.close(s, at.ana, n, NOW),
    "delete": lambda s, at, n, _: lifecycle.delete(s, at.ana, n, NOW),
    "undelete": lambda s, at, n, setting: lifecycle.undelete(s, at.ana, n, NOW, review=setting),
    "expire": _expire,
    "show_abroad": lambda s, at, n, setting: abroad.show(s, at.ana, n, setting, NOW),
    "make_private": _make_private,
    "approve": _approve,
    "reject": _reject,
    "send_back": _send_back,
    "review_again": lambda s, at, n, _: review.review_again(s, at.mira, n, NOW),
    "hold": _hold,
    "release": _release,
    "take_down": _take_down,
}

# One row a status: what each action leads to. A pair says what it leads to with review off and with review on, where
# the text was edited after a moderator saw it. An action that is not named is refused.
TABLE: dict[S, dict[str, S | tuple[S, S]]] = {
    S.PUBLISHED: {
        "edit": (S.PUBLISHED, S.REVIEW),
        "pause": S.PAUSED,
        "renew": (S.PUBLISHED, S.REVIEW),
        "close": S.CLOSED,
        "delete": S.DELETED,
        "expire": S.EXPIRED,
        "make_private": S.PRIVATE,
        "review_again": S.REVIEW,
        "hold": S.HELD,
        "take_down": S.REJECTED,
    },
    S.PAUSED: {
        "edit": S.PAUSED,
        "resume": (S.PUBLISHED, S.REVIEW),
        "renew": (S.PUBLISHED, S.REVIEW),
        "close": S.CLOSED,
        "delete": S.DELETED,
        "expire": S.EXPIRED,
        "review_again": S.REVIEW,
        "hold": S.HELD,
        "take_down": S.REJECTED,
    },
    S.CLOSED: {
        "edit": S.CLOSED,
        "resume": (S.PUBLISHED, S.REVIEW),
        "renew": (S.PUBLISHED, S.REVIEW),
        "delete": S.DELETED,
        "take_down": S.REJECTED,
    },
    S.EXPIRED: {
        "edit": (S.PUBLISHED, S.REVIEW),
        "renew": (S.PUBLISHED, S.REVIEW),
        "close": S.CLOSED,
        "delete": S.DELETED,
        "take_down": S.REJECTED,
    },
    S.DELETED: {"undelete": (S.PUBLISHED, S.REVIEW), "take_down": S.DELETED},
    S.REVIEW: {
        "edit": S.REVIEW,
        "delete": S.DELETED,
        "make_private": S.PRIVATE,
        "approve": S.PUBLISHED,
        "reject": S.REJECTED,
        "send_back": S.RETURNED,
        "hold": S.HELD,
        "take_down": S.REJECTED,
    },
    S.RETURNED: {
        "edit": S.REVIEW,
        "delete": S.DELETED,
        "review_again": S.REVIEW,
        "hold": S.HELD,
        "take_down": S.REJECTED,
    },
    S.REJECTED: {"edit": S.REVIEW, "delete": S.DELETED, "review_again": S.REVIEW, "take_down": S.REJECTED},
    # A moderator who releases does not know the setting: unseen text goes into review.
    S.HELD: {"edit": S.HELD, "delete": S.DELETED, "release": (S.REVIEW, S.REVIEW), "take_down": S.REJECTED},
    S.INVITED: {
        "edit": S.INVITED,
        "show_abroad": (S.PUBLISHED, S.REVIEW),
        "delete": S.DELETED,
        "take_down": S.REJECTED,
    },
    S.PRIVATE: {
        "edit": S.PRIVATE,
        "show_abroad": (S.PUBLISHED, S.REVIEW),
        "delete": S.DELETED,
        "take_down": S.REJECTED,
    },
}


@pytest.mark.parametrize("status", list(S))
async def test_every_action_on_text_that_no_moderator_saw(database: Database, status: S) -> None:
    for action in _DO:
        expected = TABLE[status].get(action, REFUSED)
        for index, setting in enumerate(SETTINGS):
            wanted = expected[index] if isinstance(expected, tuple) else expected
            at = await place(database, status, status_before=S.PUBLISHED, **NEW_TEXT)
            assert await at.does(action, setting) is wanted, (action, setting)
            assert await at.status() is (status if wanted is REFUSED else wanted), (action, setting)
            if wanted is S.REVIEW:
                async with database.reading() as session:
                    assert await open_review(session, ReviewKind.LISTING, at.listing.id) is not None, action


SHOWS_AGAIN = [
    (S.PAUSED, "resume"),
    (S.CLOSED, "resume"),
    (S.PAUSED, "renew"),
    (S.EXPIRED, "renew"),
    (S.DELETED, "undelete"),
    (S.HELD, "release"),
    (S.PRIVATE, "show_abroad"),
    (S.INVITED, "show_abroad"),
]


async def test_text_that_a_moderator_saw_is_shown_again_at_once(database: Database) -> None:
    for status, action in SHOWS_AGAIN:
        at = await place(database, status, status_before=S.PUBLISHED)
        assert await at.does(action, "all") is S.PUBLISHED, (status, action)


async def test_nothing_is_shown_past_a_no_to_being_shown_abroad(database: Database) -> None:
    for status, action in SHOWS_AGAIN:
        at = await place(database, status, agreed=False, status_before=S.PUBLISHED)
        expected = S.PUBLISHED if action == "show_abroad" else S.PRIVATE  # that press is the yes
        assert await at.does(action, "off") is expected, (status, action)


ENDED = [
    ("resume", S.PAUSED, REFUSED),
    ("resume", S.CLOSED, REFUSED),
    ("renew", S.CLOSED, S.PUBLISHED),
    ("edit", S.EXPIRED, S.PUBLISHED),
    ("undelete", S.DELETED, S.EXPIRED),
    ("release", S.HELD, S.EXPIRED),
    ("approve", S.REVIEW, S.EXPIRED),
    ("show_abroad", S.PRIVATE, S.EXPIRED),
    ("show_abroad", S.INVITED, S.PUBLISHED),
]


async def test_nothing_is_published_after_its_end(database: Database) -> None:
    for action, status, expected in ENDED:
        at = await place(database, status, status_before=S.PUBLISHED, expires_at=NOW)
        assert await at.does(action, "off") is expected, (status, action)


@pytest.mark.parametrize("company", [False, True])
async def test_nothing_of_somebody_banned_is_shown(database: Database, *, company: bool) -> None:
    for status, action in (*SHOWS_AGAIN, (S.REVIEW, "approve")):
        at = await place(database, status, status_before=S.PUBLISHED)
        whom = {"company_id": at.listing.company_id} if company else {"person_id": at.ana}
        kind, reason = SanctionKind.BAN, SanctionReason.FRAUD
        async with database.writing() as session:
            await sanctions.add(session, Sanction(kind=kind, reason=reason, by_id=at.mira.id, created_at=NOW, **whom))
        assert await at.does(action, "off") in {REFUSED, S.HELD}, (status, action)
        assert await at.status() is not S.PUBLISHED, (status, action)


async def test_a_listing_that_was_taken_down_comes_back_only_through_review(database: Database) -> None:
    for status in (S.DELETED, S.CLOSED, S.EXPIRED, S.HELD):
        for action in ("undelete", "resume", "renew", "edit", "release"):
            at = await place(database, status, status_before=S.PUBLISHED)
            await at.does("take_down", "off")
            assert await at.does(action, "off") in {REFUSED, S.REJECTED, S.REVIEW}, (status, action)


async def test_a_published_text_with_review_on_waits_for_a_moderator(database: Database) -> None:
    at = await place(database, S.PUBLISHED)
    for setting, private, expected in (("off", False, S.PUBLISHED), ("all", False, S.REVIEW), ("all", True, S.PRIVATE)):
        async with database.writing() as session:
            new = text(at.listing)
            number = await lifecycle.publish(session, at.ana, new, NOW, review=setting, private=private)
        async with database.reading() as session:
            assert (await listings.find(session, number)).status is expected


async def test_undoing_an_approval_forgets_that_the_text_was_seen(database: Database) -> None:
    at = await place(database, S.PUBLISHED)
    await at.does("review_again", "all")
    await at.does("make_private", "all")
    assert await at.does("show_abroad", "all") is S.REVIEW


async def test_a_deleted_listing_that_was_held_comes_back_when_nothing_holds_it(database: Database) -> None:
    at = await place(database, S.DELETED, status_before=S.HELD)
    assert await at.does("undelete", "off") is S.PAUSED


async def test_three_reports_hold_a_listing(database: Database) -> None:
    at = await place(database, S.PUBLISHED)
    async with database.writing() as session:
        await reports.queue_report(session, ReportObject.LISTING, at.listing.id, NOW)
    assert await at.status() is S.PUBLISHED


@pytest.mark.parametrize("action", [ListingAction.APPROVE, ListingAction.RESUME])
async def test_words_that_changed_since_they_were_cleared_are_not_published(
    database: Database, action: ListingAction
) -> None:
    """Somebody edits between the look at the text and the change of its status."""
    before = S.REVIEW if action is ListingAction.APPROVE else S.PAUSED
    at = await place(database, before, revision=2, cleared_revision=None)
    async with database.writing() as session:
        assert await changes.change_one(session, action, at.listing.id, NOW, cleared=True, read=1) is None
        assert (await listings.find(session, at.listing.id)).status is before
        assert await changes.change_one(session, action, at.listing.id, NOW, cleared=True, read=2) is not None
