"""Every action on a listing in every status, with review on and off: where it leads, or that it is refused."""

import pytest

from bot.usecases.listings import authoring
from bot.usecases.moderation import reports
from storage.database import Database
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Sanction
from storage.moderation import sanctions
from storage.vocabulary import ListingStatus as S
from storage.vocabulary import (
    ReportObject,
    ReviewKind,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, open_review
from tests.listings.place import ASKS_SETTING, DO, REFUSED, place, several_places, text

SETTINGS = ("off", "all")
"""Of the review. Only the actions in `ASKS_SETTING` are given it; the others are tried once."""


NEW_TEXT = {"revision": 2, "cleared_revision": 1}
"""The text was edited after a moderator saw it."""


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
    tries = [(action, setting) for action in DO for setting in SETTINGS[: 2 if action in ASKS_SETTING else 1]]
    places = await several_places(database, len(tries), status, status_before=S.PUBLISHED, **NEW_TEXT)
    for at, (action, setting) in zip(places, tries, strict=True):
        expected = TABLE[status].get(action, REFUSED)
        wanted = expected[SETTINGS.index(setting)] if isinstance(expected, tuple) else expected
        assert await at.does(action, setting) is wanted, (action, setting)
        if wanted is REFUSED:
            assert await at.status() is status, (action, setting)
        elif wanted is S.REVIEW:
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


@pytest.mark.parametrize(
    ("status", "before", "expected"),
    [
        (S.PUBLISHED, (), S.PUBLISHED),
        (S.REVIEW, (), S.PUBLISHED),
        (S.EXPIRED, (), S.PUBLISHED),
        (S.PAUSED, (), S.PAUSED),
        (S.CLOSED, (), S.CLOSED),
        (S.PRIVATE, (), S.PRIVATE),
        (S.INVITED, (), S.INVITED),
        (S.PUBLISHED, ("hold",), S.PUBLISHED),
        (S.PAUSED, ("hold",), S.PAUSED),
        (S.PAUSED, ("hold", "delete", "undelete"), S.PAUSED),
        (S.PAUSED, ("delete",), S.PAUSED),
        (S.PUBLISHED, ("delete",), S.PAUSED),
    ],
)
async def test_undoing_a_take_down_shows_nothing_that_its_company_had_hidden(
    database: Database, status: S, before: tuple[str, ...], expected: S
) -> None:
    at = await place(database, status)
    came_back = ("undelete",) if before[-1:] == ("delete",) else ()
    for action in map(ListingAction, (*before, "take_down", *came_back, "reinstate")):
        async with database.writing() as session:
            assert await changes.change_one(session, action, at.listing.id, NOW) is not None
    assert await at.status() is expected


async def test_a_published_text_with_review_on_waits_for_a_moderator(database: Database) -> None:
    at = await place(database, S.PUBLISHED)
    for setting, private, expected in (("off", False, S.PUBLISHED), ("all", False, S.REVIEW), ("all", True, S.PRIVATE)):
        async with database.writing() as session:
            new = text(at.listing)
            number = await authoring.publish(session, at.ana, new, NOW, review=setting, private=private)
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
