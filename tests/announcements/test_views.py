"""What an organizer sees of an announcement, without a chat: figures, labels, and people's words escaped."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.i18n.translator import Translator, translator_for
from bot.usecases.announcements import running
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.compose import LinkButton
from bot.usecases.announcements.outcome import Report
from bot.usecases.announcements.running import Progress
from handlers.announcements import audience_views, post, progress_views, report, views
from handlers.announcements.post import AnnouncementContent, Recipient, footer_of, with_footer
from handlers.ui.pages import Page
from handlers.ui.view import Rows
from storage.announcements.figures import Counts, Followed
from storage.ids import AnnouncementId, ChatId, EventId
from storage.models import Announcement, AnnouncementVersion, Event
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, Kind, Language, SkipReason
from tests.announcements.fair import Fair

SECOND = timedelta(seconds=1)
MARKUP = "<b>A & B</b>"
ESCAPED = "&lt;b&gt;A &amp; B&lt;/b&gt;"


@pytest.fixture
def t() -> Translator:
    return translator_for(Language.EN)


def an_event() -> Event:
    return Event(
        id=EventId(1), code="X", names={"en": MARKUP}, zone="UTC", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 4)
    )


def an_announcement(status: AnnouncementStatus = AnnouncementStatus.RUNNING, **more: Any) -> Announcement:
    values: dict[str, Any] = {"audience": {}, "buttons": [], "urgent": False, "starts_at": None}
    return Announcement(id=AnnouncementId(1), event_id=EventId(1), status=status, **(values | more))


def labels(rows: Rows) -> list[str]:
    return [button.text for each in rows for button in each]


@pytest.mark.parametrize(
    ("changes", "status", "line"),
    [
        ({}, AnnouncementStatus.RUNNING, ""),
        ({"rate": 2.0, "left_s": 90.0}, AnnouncementStatus.RUNNING, "120 a minute · 2 minutes left"),
        ({"rate": 2.0, "left_s": None}, AnnouncementStatus.RUNNING, "120 a minute"),
        ({"rate": 2.0, "left_s": 90.0}, AnnouncementStatus.PAUSED, ""),
        ({"recalled": 3}, AnnouncementStatus.RECALLED, "Deleted: 3, not possible: 0"),
        ({"recall_refused": 2}, AnnouncementStatus.RECALLED, "Deleted: 0, not possible: 2"),
    ],
)
def test_the_progress_says_how_fast_it_goes_and_what_was_deleted(
    t: Translator, changes: dict[str, Any], status: AnnouncementStatus, line: str
) -> None:
    state = {"rate": 0.0, "left_s": None, "recalled": 0, "recall_refused": 0} | changes
    counts = Counts(by_status={DeliveryStatus.SENT: 3, DeliveryStatus.PENDING: 1})
    view = progress_views.progress(
        t, an_event(), Progress(announcement=an_announcement(status), counts=counts, **state)
    )
    heading, bar, sent, *rest = view.text.splitlines()
    assert ESCAPED in heading
    assert "75%" in bar
    assert sent == "Sent 3 of 4"
    assert rest == [line] * bool(line)


def a_report(**changes: Any) -> Report:
    values: dict[str, Any] = {
        "announcement": an_announcement(AnnouncementStatus.DONE),
        "event": an_event(),
        "counts": Counts(by_status={DeliveryStatus.FAILED: 2}, by_skip={SkipReason.MUTED: 1}),
        "failures": {f"={MARKUP}": 2},
        "presses": [(MARKUP, None), ("+Offer", 1)],
        "followed": Followed(companies=1, listings=2, proposals=3, accepted=4),
        "arrived": [],
        "complete": True,
        "sponsor": None,
        "sponsor_logo": None,
    }
    return Report(**(values | changes))


def test_the_report_escapes_texts_of_telegram_and_of_the_organizer(t: Translator) -> None:
    text = report.report_text(t, a_report())
    assert f"Why: ={ESCAPED} (2)" in text
    assert f"🔘 {ESCAPED}: not counted by Telegram" in text
    assert "🔘 +Offer: 1" in text
    assert "Within 48 hours" in text
    assert "so far" in report.report_text(t, a_report(complete=False))


def test_the_table_holds_no_formulas(t: Translator) -> None:
    sheet = load_workbook(io.BytesIO(report.table(t, a_report()))).active
    assert list(sheet.iter_rows(min_row=2, max_row=6, values_only=True)) == [
        ("Failed", 2),
        ("turned off announcements", 1),
        (f"'={MARKUP}", 2),
        (MARKUP, None),
        ("'+Offer", 1),
    ]


@pytest.mark.parametrize(
    ("audience", "said"),
    [
        (Audience(), "everybody who takes part"),
        (Audience(countries=frozenset({"BA"})), "🇧🇦 Bosnia &amp; Herzegovina"),
        (Audience(kinds=frozenset({Kind.OFFER}), unanswered=True), "offers something, Haven&#x27;t answered yet"),
        (Audience(chats=True, without_listing=True), "No listing yet, Groups and channels too"),
    ],
)
def test_an_audience_in_words(t: Translator, audience: Audience, said: str) -> None:
    assert audience_views.described(t, audience) == said


@pytest.mark.parametrize(
    ("text", "footer", "limit", "both"),
    [
        ("Text", "From us", 13, "Text\n\nFrom us"),
        ("Text", "From us", 12, "Text"),
        ("Text", "", 10, "Text"),
        ("", "From us", 10, "From us"),
        ("", "", 10, ""),
    ],
)
def test_the_line_below_is_left_out_where_it_does_not_fit(text: str, footer: str, limit: int, both: str) -> None:
    assert with_footer(text, footer, limit) == both


def a_content(author: str = MARKUP) -> AnnouncementContent:
    buttons = [LinkButton(text="Website", url="https://a.example"), LinkButton(text="Anbieten", place="offer")]
    return AnnouncementContent(
        announcement_id=AnnouncementId(1),
        event_id=EventId(1),
        event_code="X",
        names={"en": MARKUP},
        author=author,
        versions=[],
        buttons=buttons,
    )


def test_the_line_below_escapes_names(t: Translator) -> None:
    assert footer_of(t, a_content()) == f"📣 <i>{ESCAPED} · {ESCAPED}</i>"
    assert footer_of(t, a_content(author="")) == f"📣 <i>{ESCAPED}</i>"


@pytest.mark.parametrize("is_person", [True, False])
def test_buttons_open_the_bot_for_a_group_and_act_for_a_person(t: Translator, is_person: bool) -> None:
    recipient = Recipient(chat_id=ChatId(1), language=Language.EN, is_person=is_person)
    website, offer, last = [each for (each,) in post.rows(t, a_content(), recipient, "the_bot")]
    assert (website.url, offer.text) == ("https://a.example", "📤 Offer something")
    assert (offer.press is not None) is is_person
    assert (offer.url or "").startswith("https://t.me/the_bot") is not is_person
    assert last.text == ("🔕 No more from <b>A & B</b>" if is_person else "🤝 Open the bot")


async def view_at(fair: Fair, t: Translator, number: AnnouncementId, now: datetime) -> tuple[str, list[str]]:
    async with fair.database.reading() as session:
        view = await views.announcement(session, t, fair.actor, number, now)
    return view.text, labels(view.rows)


async def test_a_draft_then_scheduled_then_started(stored_fair: Fair, t: Translator) -> None:
    fair, number = stored_fair, await stored_fair.says("<b>Doors &amp; more</b> open" + " at nine" * 9)
    async with fair.database.writing() as session:
        row = await session.get_one(Announcement, number)
        row.buttons = [LinkButton(text=MARKUP, url="https://a.example").to_json()]
    text, buttons = await view_at(fair, t, number, fair.now)
    assert "<i>Doors &amp; more open at nine" in text
    assert "…</i>" in text
    assert f"Buttons: <b>{ESCAPED}</b>" in text
    assert "🚀 Send now" in buttons
    start = fair.now + SECOND
    await fair.sends(number, at=start)
    text, buttons = await view_at(fair, t, number, fair.now)
    assert "⏰ Scheduled" in text
    assert buttons[:2] == ["✏️ Change", "⏹ Cancel it"]
    text, buttons = await view_at(fair, t, number, start)
    assert "📤 On its way" in text
    assert buttons[0] == "⏹ Stop"
    async with fair.database.writing() as session:
        await running.start_due(session, start)
    text, buttons = await view_at(fair, t, number, start)
    assert "Sent 0 of 3" in text
    assert buttons[:2] == ["⏸ Pause", "⏹ Stop"]


def test_the_list_shows_when_each_went_out_or_will(t: Translator) -> None:
    written = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)
    planned, sent = written + timedelta(days=5), written + timedelta(days=9)
    here = [
        an_announcement(AnnouncementStatus.DRAFT, created_at=written),
        an_announcement(AnnouncementStatus.SCHEDULED, created_at=written, starts_at=planned),
        an_announcement(AnnouncementStatus.DONE, created_at=written, starts_at=planned, started_at=sent),
    ]
    view = views.listed(t, an_event(), here, Page(total=3, size=5, asked=0))
    days = [label.rpartition(" · ")[2] for label in labels(view.rows) if " · " in label]
    assert days == [t.date(one) for one in (written, planned, sent)]
    assert len(set(days)) == 3


def test_muted_and_not_muted_say_how_to_undo_it(t: Translator) -> None:
    off, on = views.muted(t, an_event(), on=True), views.muted(t, an_event(), on=False)
    assert (labels(off.rows), labels(on.rows)) == (["🔔 Turn on announcements"], [])
    assert "again" in on.text


def test_the_list_of_languages_says_which_one_is_for_the_others(t: Translator) -> None:
    versions = [AnnouncementVersion(language=Language.ZH)]
    view = views.languages(t, an_announcement(AnnouncementStatus.DRAFT), versions)
    assert "the first one: 简体中文" in view.text
    assert labels(view.rows)[:2] == ["➕ English", "✏️ 简体中文"]
    assert views.languages(t, an_announcement(), []).text == "Nothing is written yet."


def test_an_announcement_without_text_is_shown_as_a_file() -> None:
    version = AnnouncementVersion(language=Language.EN, parts=[{"kind": "media", "message_ids": [1]}])
    assert views._excerpt([version]) == "<i>📎</i>"
