"""The card of an introduction: its state, its buttons, and what people wrote in it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n.translator import translator_for
from bot.usecases.introductions import ThreadMessage
from handlers.introductions import card_views, counterpart_views, notice_views
from storage.ids import MessageId
from storage.vocabulary import (
    DeclineReason,
    FileKind,
    IntroductionStatus,
    Language,
    ProfileType,
)
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T, labels, listing, recommended, shown

LATER = NOW + timedelta(days=5)
ACCEPT, NO, REPORT = "✅ Accept and share contacts", "✖️ No", "⋯"
ASK, NOT_NOW, WITHDRAW = "❓ Ask a question first", "🕓 Not now", "↩️ Withdraw"
CONNECTED = ["📇 Contact data", "✍️ Write to them", "📅 Propose a time", "📌 Any result?", "🚫 Block this company"]
THEIRS: dict[str, Any] = {"mine_proposed": False, "my_turn": False}
MINE: dict[str, Any] = {"mine_proposed": True, "my_turn": False}
ENDED: dict[str, Any] = {"my_turn": False, "expires_at": None}

STATES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "📨 A company would like to meet you. Your turn to answer.", [ACCEPT, ASK, NOT_NOW, NO, REPORT]),
    (MINE, "📨 Sent. Their turn to answer.", [WITHDRAW]),
    ({"later_until": LATER}, "📨 Snoozed until Mar 7, 2026.", [ACCEPT, ASK, NO, REPORT]),
    (MINE | {"later_until": LATER}, "📨 They will look at it on Mar 7, 2026.", [WITHDRAW]),
    (
        THEIRS | {"status": IntroductionStatus.QUESTION},
        "❓ You asked a question. Their turn to answer.",
        [ACCEPT, NO, REPORT],
    ),
    (
        {"mine_proposed": True, "status": IntroductionStatus.QUESTION},
        "❓ They ask a question first. Your turn to answer.",
        ["✍️ Answer", WITHDRAW],
    ),
    (
        MINE | {"held_for_dual_use": True},
        "📨 The organizers check this first. You don't need to do anything.",
        [WITHDRAW],
    ),
    (ENDED | {"status": IntroductionStatus.ACCEPTED}, "🤝 You're connected: both have accepted.", CONNECTED),
    (ENDED | {"status": IntroductionStatus.DECLINED}, "✖️ You said no.", []),
    (ENDED | {"status": IntroductionStatus.DECLINED, "mine_proposed": True}, "✖️ They said no this time.", []),
    (ENDED | {"status": IntroductionStatus.WITHDRAWN}, "↩️ Withdrawn.", []),
    (ENDED | {"status": IntroductionStatus.EXPIRED}, "⌛ It ended without an answer.", []),
]


@pytest.mark.parametrize(("changes", "state", "buttons"), STATES, ids=lambda value: str(value)[:40])
def test_each_state_has_its_words_and_its_buttons(changes: dict[str, Any], state: str, buttons: list[str]) -> None:
    view = card_views.card(T, shown(**changes))
    assert view.text.startswith(f"<b>{state}</b>")
    assert labels(view.rows) == buttons


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({}, "Answer by Mar 12, 2026."),
        ({"my_turn": False}, "They can answer until Mar 12, 2026."),
        (ENDED | {"status": IntroductionStatus.EXPIRED}, "“Sensors for soil”\n\nFor forty greenhouses."),
        (
            ENDED | MINE | {"status": IntroductionStatus.DECLINED, "decline_reason": DeclineReason.TOO_EARLY},
            "The stage is too early for them.",
        ),
        (
            ENDED | MINE | {"status": IntroductionStatus.DECLINED, "decline_reason": DeclineReason.OTHER},
            "For forty greenhouses.",
        ),
        (ENDED | MINE | {"status": IntroductionStatus.DECLINED}, "For forty greenhouses."),
        (
            ENDED | {"status": IntroductionStatus.DECLINED, "decline_reason": DeclineReason.TOO_EARLY},
            "For forty greenhouses.",
        ),
        (
            ENDED | MINE | {"status": IntroductionStatus.EXPIRED, "decline_reason": DeclineReason.TOO_EARLY},
            "For forty greenhouses.",
        ),
    ],
)
def test_the_last_line_is_the_deadline_or_why_they_said_no(changes: dict[str, Any], last: str) -> None:
    assert card_views.card(T, shown(**changes)).text.endswith(last)


@pytest.mark.parametrize(
    ("changes", "edited", "reasons"),
    [
        ({}, False, True),
        ({"theirs_edited": True}, True, True),
        ({"reasons": ()}, False, False),
        (ENDED | {"status": IntroductionStatus.EXPIRED, "theirs_edited": True}, False, False),
    ],
)
def test_changes_and_reasons_are_said_while_it_is_open(changes: dict[str, Any], edited: bool, reasons: bool) -> None:
    text = card_views.card(T, shown(**changes)).text
    assert ("They have changed this listing since then." in text) is edited
    assert ("Why it fits" in text) is reasons
    assert ("<b>Why it fits</b>\n• Both mention: soil" in text) is reasons


def test_a_recommendation_shows_the_same_lines() -> None:
    seen = shown()
    assert counterpart_views.counterpart_lines(T, recommended(seen)) == counterpart_views.counterpart_lines(T, seen)


def test_a_card_says_that_a_listing_is_gone() -> None:
    text = card_views.card(T, shown(title="", summary="", theirs=None, mine=None, counterpart=None)).text
    assert "A company that has left\n<b>a listing that is gone</b>\n\n" in text


PITCH = "We would like to see data sheets and prices."
CHINESE = translator_for(Language.ZH)(PITCH)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pitch": None}, ""),
        ({"pitch": "Hello", "mine_proposed": True, "pitch_language": "de"}, "You wrote: <i>“Hello”</i>"),
        ({"pitch": "Hello", "pitch_language": "en"}, "They write: <i>“Hello”</i>"),
        ({"pitch": "Hello", "pitch_language": None}, "They write: <i>“Hello”</i>"),
        ({"pitch": "Hello", "pitch_language": "und"}, "They write: <i>“Hello”</i>"),
        ({"pitch": "Hello", "pitch_language": "x-nothing"}, "They write: <i>“Hello”</i>"),
        ({"pitch": "Hallo", "pitch_language": "de-AT"}, "They write (in German): <i>“Hallo”</i>"),
        (
            {"pitch": CHINESE, "pitch_language": "zh"},
            f"They write (in Chinese): <i>“{CHINESE}”</i>\nMeaning: <i>“{PITCH}”</i>",
        ),
    ],
)
def test_the_pitch_names_its_language_and_a_known_opening_its_meaning(changes: dict[str, Any], said: str) -> None:
    assert counterpart_views.pitch_text(T, shown(**changes)) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recommended_at": None, "recommended_with": "Talk!"}, ""),
        ({"recommended_at": {"en": "Fair"}}, "🎪 The organizer of <b>Fair</b> thinks you should meet."),
        (
            {"recommended_at": {"en": MARKUP}, "recommended_with": MARKUP},
            f"🎪 The organizer of <b>{ESCAPED}</b> thinks you should meet.\nThe organizer writes: <i>“{ESCAPED}”</i>",
        ),
    ],
)
def test_a_recommendation_names_the_event_and_quotes_the_organizer(changes: dict[str, Any], said: str) -> None:
    assert counterpart_views.recommended(T, shown(**changes)) == said


def line(text: str, *, mine: bool, file_kind: FileKind | None = None, language: str | None = None) -> ThreadMessage:
    return ThreadMessage(
        language=language,
        id=MessageId(1),
        mine=mine,
        text=text,
        found=frozenset(),
        file_kind=file_kind,
        file_id=None,
        at=NOW,
    )


def test_the_thread_tells_who_wrote_and_what_has_no_words() -> None:
    thread = [line("Hello", mine=True), line("", mine=False, file_kind=FileKind.PHOTO), line("", mine=False)]
    assert counterpart_views.thread_lines(T, thread) == ["<b>You:</b> Hello", "<b>They:</b> 📎", "<b>They:</b> …"]


def test_whatever_people_wrote_is_escaped_once() -> None:
    mine = listing(MARKUP, ProfileType.TECHNOLOGY_OFFER)
    seen = shown(title=MARKUP, summary=MARKUP, mine=mine, pitch=MARKUP)
    view = card_views.card(T, seen, [line(MARKUP, mine=False)])
    assert view.text.count(ESCAPED) == 5
    assert "from Bosnia &amp; Herzegovina" in view.text
    for said in (notice_views.line(T, seen, line(MARKUP, mine=False)), notice_views.expired(T, seen)):
        assert ESCAPED in said.text
        assert MARKUP not in said.text
    assert MARKUP not in view.text


@pytest.mark.parametrize(
    ("mine_proposed", "words"),
    [(True, "⌛ No answer in time. That's common; see other matches: /matches"), (False, "⌛ A request to you ended")],
)
def test_the_end_without_an_answer_is_told_to_each_side_in_its_own_words(mine_proposed: bool, words: str) -> None:
    view = notice_views.expired(T, shown(mine_proposed=mine_proposed, status=IntroductionStatus.EXPIRED))
    assert view.text.startswith(words)
    assert "<i>Sensors wanted</i>" in view.text


def test_a_notice_about_a_deleted_listing_names_the_own_one() -> None:
    assert "<i>Sensors for soil</i>" in notice_views.withdrawn(T, shown(title="")).text
    nothing = notice_views.withdrawn(T, shown(title="", mine=None, counterpart=None)).text
    assert nothing == "↩️ This introduction was withdrawn.\nA company that has left"
