"""What the two sides and the organizer read of a recommendation."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.i18n.translator import translator_for
from bot.usecases.people.message_masking import MaskedMessage
from bot.usecases.recommendations import EventRecommendation, RecommendationState, ShownRecommendation
from handlers.recommendations import card_views, views
from handlers.ui.pages import Page
from handlers.ui.view import View
from storage.ids import EventId, RecommendationId
from storage.models import Company, Listing
from storage.vocabulary import Language, RecommendationStatus
from tests.factories import NOW

EN = translator_for(Language.EN)


def for_side(**more: Any) -> ShownRecommendation:
    values: dict[str, Any] = {
        "id": RecommendationId(1),
        "event": {"en": "<fair>"},
        "status": RecommendationStatus.ASKED,
        "mine": None,
        "theirs": None,
        "title": "<title>",
        "summary": "",
        "counterpart": None,
        "reasons": (),
        "word": None,
        "word_language": None,
        "later_until": None,
        "expires_at": NOW + timedelta(days=10),
        "introduction_id": None,
        "declined_by_me": False,
    }
    return ShownRecommendation(**(values | more))


def labels(view: View) -> list[str]:
    return [button.text for row in view.rows for button in row]


def as_typed(text: str, *expected: str) -> bool:
    """True if these texts of people are in the HTML, and no other tags than ours."""
    escaped = [one.replace("<", "&lt;").replace(">", "&gt;") for one in expected]
    return not re.findall(r"<(?!/?[bi]>)", text) and all(one in text for one in escaped)


def test_an_open_recommendation_is_answered() -> None:
    view = card_views.card(EN, for_side())
    assert as_typed(view.text, "<fair>", "<title>")
    assert "Please answer by Mar 12, 2026." in view.text
    assert labels(view) == ["✅ Yes, introduce us", "🕓 Not now", "✖️ No"]


def test_a_postponed_recommendation_says_when_it_comes_back() -> None:
    view = card_views.card(EN, for_side(later_until=NOW + timedelta(days=3)))
    assert "I'll show it again on Mar 5, 2026." in view.text
    assert labels(view) == ["✅ Yes, introduce us", "✖️ No"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The organizer writes: <i>“&lt;words&gt;”</i>"),
        ("zh", "The organizer writes (in Chinese): <i>“&lt;words&gt;”</i>"),
        ("und", "The organizer writes: <i>“&lt;words&gt;”</i>"),
        (None, "The organizer writes: <i>“&lt;words&gt;”</i>"),
    ],
)
def test_the_organizers_words_name_a_foreign_language(language: str | None, expected: str) -> None:
    text = card_views.card(EN, for_side(word="<words>", word_language=language)).text
    assert expected in text
    assert "writes" not in card_views.card(EN, for_side()).text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"status": RecommendationStatus.WITHDRAWN}, "↩️ The organizer has withdrawn this."),
        ({"status": RecommendationStatus.EXPIRED}, "⌛ It ended without an answer."),
        ({"status": RecommendationStatus.DECLINED}, "This has ended. You don't need to do anything."),
        (
            {"status": RecommendationStatus.DECLINED, "declined_by_me": True},
            "You said no. They won't learn who you are, and the organizer won't learn why.",
        ),
    ],
)
def test_an_ended_recommendation_says_how(facts: dict[str, Any], expected: str) -> None:
    view = card_views.card(EN, for_side(**facts))
    assert (view.text, labels(view)) == (expected, ["🤝 Matches"])


def test_a_withdrawal_names_what_it_was_about_if_it_is_still_there() -> None:
    assert as_typed(card_views.withdrawn(EN, for_side()).text, "<title>")
    assert card_views.withdrawn(EN, for_side(title="")).text == "↩️ The organizer has withdrawn this."


def test_a_reminder_says_why_it_comes() -> None:
    assert "is waiting for your answer" in card_views.reminder(EN, for_side()).text
    assert "see this again today" in card_views.returned(EN, for_side()).text


def seen(state: RecommendationState = RecommendationState.ASKED, **more: Any) -> EventRecommendation:
    values: dict[str, Any] = {
        "id": RecommendationId(1),
        "event_id": EventId(1),
        "state": state,
        "need_company": "<need company>",
        "offer_company": "<offer company>",
        "need_title": "<need>",
        "offer_title": "<offer>",
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=10),
    }
    return EventRecommendation(**(values | more))


def recommended(*those: EventRecommendation) -> View:
    return views.recommended(EN, EventId(1), those, Page(total=len(those), size=6, asked=0))


def test_the_organizer_reads_every_pair_with_its_state() -> None:
    view = recommended(seen(), seen(RecommendationState.DECLINED, need_company="", need_title="", offer_title=""))
    assert as_typed(view.text, "<need company> ↔ <offer company>", "<need> ↔ <offer>", "… ↔ <offer company>", "… ↔ …")
    assert "📨 Both are asked · until Mar 12, 2026" in view.text
    assert view.text.endswith("✖️ It does not fit this time")
    assert [label for label in labels(view) if "↩️" in label] == ["↩️ <need company> ↔ <offer company>"]
    assert "None yet." not in view.text
    assert "None yet." in recommended().text


def test_a_pair_is_named_before_a_withdrawal_and_at_its_end() -> None:
    assert as_typed(views.ask_withdrawal(EN, seen()).text, "<need company> ↔ <offer company>")
    assert as_typed(views.ended(EN, seen()).text, "<need company> ↔ <offer company>")


def test_the_question_is_shown_before_it_is_sent() -> None:
    need, offer = Listing(title="<need>"), Listing(title="<offer>")
    one, other = Company(name="<one>", country="CN"), Company(name="<other>", country="RS")
    word = MaskedMessage(text="<words>", relayed="<words>", findings=())
    text = views.preview(EN, need, offer, one, other, word, "")
    assert as_typed(text, "<need>", "<offer>", "<one>", "<other>", "<words>")
    assert "⚠️" not in text
    bare = views.preview(EN, need, offer, None, None, None, "Too many.")
    assert bare.startswith("⚠️ Too many.")
    assert "Your words" not in bare
