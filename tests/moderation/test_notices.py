"""Notices of moderation: which are still true when they are sent, and what they say."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.i18n.translator import translator_for
from handlers.moderation.notices import NOTICES
from handlers.ui.notice import Notice, NoticeContext
from handlers.ui.view import View
from storage.ids import PersonId
from storage.models import Appeal, Delivery, ReviewItem, Sanction
from storage.moderation import reviews, sanctions
from storage.vocabulary import (
    AppealState,
    Language,
    RejectionReason,
    ReviewDecision,
    ReviewKind,
    Role,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.chat import Chat
from tests.factories import NOW, add_company, add_listing, add_person

BAN, MUTE = SanctionKind.BAN, SanctionKind.MUTE
CHANGE = "📝 Please change something before <b>&lt;i&gt;Pumps</b> is published."
Says = Callable[[Topic, dict[str, Any]], Awaitable[View | None]]


@pytest.fixture
def says(chat: Chat) -> Says:
    """Renders a notice; None if there is nothing to tell any more."""

    async def render(topic: Topic, payload: dict[str, Any]) -> View | None:
        services = chat.program.services
        delivery = Delivery(person_id=PersonId(1), topic=topic, payload=payload)
        async with services.database.reading() as session:
            ctx = NoticeContext(session=session, services=services, delivery=delivery, t=translator_for(Language.EN))
            told = await NOTICES[topic](ctx)
        return told.view if isinstance(told, Notice) else told

    return render


def labels(view: View | None) -> list[str]:
    assert view is not None
    return [button.text for row in view.rows for button in row]


async def struck(chat: Chat, *, company: bool = False, **more: Any) -> Sanction:
    async with chat.program.services.database.writing() as session:
        person = await add_person(session)
        whom = {"company_id": (await add_company(session, person)).id} if company else {"person_id": person.id}
        values = {"kind": BAN, "reason": SanctionReason.FRAUD, "created_at": NOW, "note": "<b>Stop"}
        return await sanctions.add(session, Sanction(**(values | whom | more)))


@pytest.mark.parametrize(
    ("sanction", "sanctioned", "lifted"),
    [
        ({}, True, False),
        ({"told_at": NOW}, False, False),
        ({"told_at": NOW, "company": True}, True, False),
        ({"told_at": NOW, "kind": MUTE}, True, False),
        ({"lifted_at": NOW}, False, True),
    ],
    ids=["a ban", "told at the gate", "of a company", "a mute", "lifted"],
)
async def test_a_sanction_is_told_while_it_is_news(
    chat: Chat, says: Says, sanction: dict[str, Any], *, sanctioned: bool, lifted: bool
) -> None:
    number = (await struck(chat, **sanction)).id
    assert (await says(Topic.SANCTIONED, {"sanction_id": number}) is not None) is sanctioned
    assert (await says(Topic.SANCTION_LIFTED, {"sanction_id": number}) is not None) is lifted
    for topic in (Topic.SANCTIONED, Topic.SANCTION_LIFTED):
        assert await says(topic, {"sanction_id": 99}) is None


async def test_a_second_appeal_is_not_offered(chat: Chat, says: Says) -> None:
    ban = await struck(chat)
    assert labels(await says(Topic.SANCTIONED, {"sanction_id": ban.id})) == ["✋ Appeal"]
    async with chat.program.services.database.writing() as session:
        appeal = Appeal(sanction_id=ban.id, person_id=ban.person_id, state=AppealState.MADE, at=NOW)
        session.add(appeal)
    assert labels(await says(Topic.SANCTIONED, {"sanction_id": ban.id})) == []


@pytest.mark.parametrize("state", AppealState)
async def test_only_a_refused_appeal_is_told(chat: Chat, says: Says, state: AppealState) -> None:
    ban = await struck(chat)
    async with chat.program.services.database.writing() as session:
        appeal = Appeal(sanction_id=ban.id, person_id=ban.person_id, state=state, at=NOW)
        session.add(appeal)
        await session.flush()
        number = appeal.id
    told = await says(Topic.APPEAL_DECIDED, {"appeal_id": number})
    assert (told is not None) is (state is AppealState.REFUSED)
    assert await says(Topic.APPEAL_DECIDED, {"appeal_id": 99}) is None


@pytest.mark.parametrize(
    ("decision", "words", "expected"),
    [
        (ReviewDecision.APPROVED, {}, "✅ <b>&lt;i&gt;Pumps</b> is published."),
        (
            ReviewDecision.RETURNED,
            {"field": "title", "note": "<i>Which?"},
            f"{CHANGE}\n\n<b>Title</b>\n<blockquote>&lt;i&gt;Which?</blockquote>",
        ),
        (
            ReviewDecision.RETURNED,
            {"field": None},
            f"{CHANGE}\n\n<b>Description</b>",
        ),
        (
            ReviewDecision.REJECTED,
            {"reason": RejectionReason.OTHER.value, "note": "No."},
            "🚫 <b>&lt;i&gt;Pumps</b> is not published.\n<blockquote>No.</blockquote>",
        ),
        (
            ReviewDecision.REJECTED,
            {"reason": RejectionReason.ADVERTISING.value},
            "🚫 <b>&lt;i&gt;Pumps</b> is not published.\n\nIt is advertising.",
        ),
        (ReviewDecision.REJECTED, {}, "🚫 <b>&lt;i&gt;Pumps</b> is not published."),
    ],
)
async def test_the_author_reads_what_was_decided(
    chat: Chat, says: Says, decision: ReviewDecision, words: dict[str, Any], expected: str
) -> None:
    async with chat.program.services.database.writing() as session:
        listing = await add_listing(session, await add_company(session), title="<i>Pumps")
        values = {"kind": ReviewKind.LISTING, "object_id": listing.id, "created_at": NOW, "decided_at": NOW}
        item = ReviewItem(decision=decision, **values, **words)
        session.add(item)
        await session.flush()
        payload = {"listing_id": listing.id, "item_id": item.id}
    view = await says(Topic.LISTING_REVIEWED, payload)
    assert view is not None
    assert view.text == expected
    assert labels(view) == (["🤝 Matches"] if decision is ReviewDecision.APPROVED else ["✏️ Change"])
    for key in payload:
        assert await says(Topic.LISTING_REVIEWED, payload | {key: 99}) is None


async def test_a_waiting_queue_is_told_while_something_waits(chat: Chat, says: Says) -> None:
    database = chat.program.services.database
    assert await says(Topic.QUEUE_WAITS, {}) is None
    async with database.writing() as session:
        await reviews.put(session, ReviewKind.REPORT_LISTING, 1, NOW - timedelta(hours=2))
    view = await says(Topic.QUEUE_WAITS, {})
    assert labels(view) == ["🚩 Reports"]
    assert view is not None
    assert view.text.endswith("🚩 Reports: 1 · 2 hours")
    async with database.writing() as session:
        await reviews.drop(session, ReviewKind.REPORT_LISTING, [1], NOW)
        await reviews.put(session, ReviewKind.VERIFICATION, 1, NOW)
    assert labels(await says(Topic.QUEUE_WAITS, {})) == ["▶️ Queue"]


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (Role.ORGANIZER, ["➕ New event"]),
        (Role.MODERATOR, ["▶️ Queue"]),
        (Role.ADMIN, ["▶️ Queue"]),
        (Role.ADVISER, []),
    ],
)
async def test_a_new_role_is_told_with_its_first_step(says: Says, role: Role, buttons: list[str]) -> None:
    given = await says(Topic.ROLE_GRANTED, {"role": role.value})
    taken = await says(Topic.ROLE_TAKEN, {"role": role.value})
    assert labels(given) == buttons
    assert given is not None
    assert "You are now" in given.text
    assert taken is not None
    assert "You are no longer" in taken.text


@pytest.mark.parametrize(("upheld", "expected"), [(True, "you were right"), (False, "nothing breaks the rules")])
async def test_a_reporter_reads_the_decision(says: Says, expected: str, *, upheld: bool) -> None:
    view = await says(Topic.REPORT_DECIDED, {"report_id": 1, "upheld": upheld})
    assert view is not None
    assert expected in view.text
