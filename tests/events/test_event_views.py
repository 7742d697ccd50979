"""What is shown of an event, without a chat: people's words escaped, and each line only where it belongs."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.charts import event as charts
from bot.i18n.translator import Translator, translator_for
from bot.usecases.events.dashboard import Dashboard
from bot.usecases.events.digests import Bulletin, BulletinLine
from bot.usecases.events.printing import languages_of
from bot.usecases.events.programme import Entry, Programme
from handlers.events import digest_views, group_views, participant_views, programme_views, views
from handlers.events.dashboard import files
from handlers.ui.pages import Page
from handlers.ui.view import Rows
from storage.events.exhibitors import Booth
from storage.ids import ChatId, CompanyId, EventId, HallId, ItemId, PersonId
from storage.models import Company, Event, EventChat, Hall, Person, ProgrammeItem
from storage.vocabulary import IntroductionStatus, Kind, Language
from tests.announcements.fair import Fair

NAME = "<i>A & B</i>"
SAFE = "&lt;i&gt;A &amp; B&lt;/i&gt;"
MORNING = datetime.fromisoformat("2026-03-02T08:00Z")
HOUR = timedelta(hours=1)


@pytest.fixture
def t() -> Translator:
    return translator_for(Language.EN)


def an_event(**more: Any) -> Event:
    values: dict[str, Any] = {"id": EventId(1), "code": "ABCD2345", "names": {"en": NAME}, "place": NAME}
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 4)}
    return Event(zone="Europe/Belgrade", **(values | days | more))


def labels(rows: Rows) -> list[str]:
    return [button.text for each in rows for button in each]


def test_every_page_of_an_event_shows_names_as_they_were_typed(t: Translator) -> None:
    event, link = an_event(), "https://t.me/bot?start=e_X"
    person, hall = Person(id=PersonId(1), name=NAME), Hall(id=HallId(1), name=NAME)
    company = Company(id=CompanyId(1), name=NAME, country="RS")
    booth = Booth(company=company, hall=NAME, booth=NAME)
    chat = EventChat(chat_id=ChatId(1), title=NAME, language=Language.EN, digest_hour=9)
    page = Page(total=1, size=8, asked=0)
    texts = {
        "joined": (participant_views.joined(t, event, new=True, registered=True, sponsor=NAME).text, 3),
        "seen": (participant_views.seen(t, event, muted=False, registered=True, sponsor=NAME).text, 3),
        "arriving": (participant_views.arriving(t, event, NAME), 3),
        "team": (views.team(t, event, [person]).text, 2),
        "invitation": (views.invitation(t, event, link).text, 1),
        "halls": (views.halls(t, event, [hall]).text, 2),
        "companies": (views.companies(t, event, [booth], page, mine=[]).text, 4),
        "claim": (views.claim_link(t, NAME, link).text, 1),
        "QR": (views.qr_caption(t, NAME, link), 1),
        "chat": (group_views.chat(t, event, chat).text, 2),
        "hours": (group_views.hours(t, event, chat).text, 1),
        "chat added": (group_views.chat_added(t, NAME, ChatId(1), [event]).text, 1),
        "topic": (group_views.topic_closed(t, NAME).text, 1),
        "chats": (group_views.chats(t, event, [chat], 0, "bot").text, 1),
    }
    for name, (text, times) in texts.items():
        assert text.count(SAFE) == times, name
        assert NAME not in text, name
    assert "open https://t.me/bot?start=e_ABCD2345, or" in views.code(t, event, "bot").text


async def test_the_organizers_page_shows_the_place_as_it_was_typed(fair: Fair, t: Translator) -> None:
    async with fair.database.writing() as session:
        (await session.get_one(Event, fair.event_id)).place = NAME
        text = (await views.event_page(session, t, fair.actor, fair.event_id)).text
    assert SAFE in text
    assert "3 participants · 0 companies" in text


EMPTY = Dashboard(
    event=an_event(names={"en": "=1+1"}),
    people=1,
    companies={"RS": 2},
    listings={},
    sectors={},
    matches=0,
    introductions={},
    outcomes={},
    received=[],
    worths={},
    quotes=[],
    met={},
    copies=0,
    reached=0,
    pressed=0,
    by_day={"joined": {}, "proposed": {}, "accepted": {}},
    sponsor=None,
    sponsor_logo=None,
)


def test_the_page_of_results_draws_how_proposals_spread(t: Translator, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[charts.Results] = []
    monkeypatch.setattr(charts, "draw", lambda results, _day: drawn.append(results) or (b"", b""))
    some = {"introductions": {IntroductionStatus.PROPOSED: 15}, "companies": {"RS": 3, "CN": 1}, "received": [3, 12]}
    for found in (EMPTY, replace(EMPTY, **some)):
        files.draw_results(t, found)
    nothing, spread = (
        next(panel.bars for panel in page.panels if panel.title == "Companies by proposals received") for page in drawn
    )
    assert nothing == []
    assert spread == [("0", 2), ("1–2", 0), ("3–5", 1), ("6–10", 0), ("11+", 1)]


def test_the_workbook_of_results_begins_with_no_formula(t: Translator) -> None:
    book = load_workbook(io.BytesIO(files.write_workbook(t, EMPTY)))
    assert [cell.value for cell in book["Overview"][1]] == ["'=1+1", None]
    assert [cell.value for cell in book["Countries"][2]] == ["Serbia", 2, 0, 0]


def test_a_sponsor_is_named_only_where_there_is_one(t: Translator) -> None:
    for words in (None, ""):
        assert "Sponsor" not in participant_views.seen(t, an_event(), muted=False, registered=True, sponsor=words).text
    assert f"<i>Sponsor: {SAFE}</i>" in participant_views.arriving(t, an_event(), NAME)


def test_the_list_of_events_says_how_to_join_one(t: Translator) -> None:
    for managed, joined in (([an_event()], []), ([], [an_event()])):
        assert views.my_events(t, managed, joined, may_make=False).text == "<b>Your events</b>"
    nothing = views.my_events(t, [], [], may_make=True)
    assert "Send /join" in nothing.text
    assert labels(nothing.rows) == ["➕ New event"]


def test_people_without_a_company_are_asked_to_register_first(t: Translator) -> None:
    view = participant_views.seen(t, an_event(), muted=True, registered=False)
    assert "📍 Our booth" not in labels(view.rows)
    view = participant_views.seen(t, an_event(), muted=False, registered=True)
    assert "📍 Our booth" in labels(view.rows)


def test_the_last_of_a_team_cannot_be_removed(t: Translator) -> None:
    one, two = (Person(id=PersonId(number), name=f"Person {number}") for number in (1, 2))
    assert labels(views.team(t, an_event(), [one]).rows) == ["➕ Invite somebody", "« Back"]
    assert labels(views.team(t, an_event(), [one, two]).rows)[1:3] == ["Remove Person 1", "Remove Person 2"]


def test_only_own_companies_are_handed_over(t: Translator) -> None:
    booths = [Booth(company=Company(id=number, name="A", country="RS"), hall=None, booth=None) for number in (1, 2)]
    page = Page(total=2, size=8, asked=0)
    assert labels(views.companies(t, an_event(), booths, page, mine=[2]).rows) == [
        "🎫 A",
        "🎫 A",
        "🔑 Hand over",
        "« Back",
    ]


def test_many_companies_are_counted_as_the_language_writes_numbers(t: Translator) -> None:
    view = views.companies(t, an_event(), [], Page(total=3003, size=8, asked=0), mine=[])
    assert view.text.splitlines()[0].endswith(f" · {t.number(3003)}")
    assert t.number(3003) != "3003"


def entry(number: int, starts_at: datetime, **more: Any) -> Entry:
    item = ProgrammeItem(
        id=ItemId(number), titles={"en": f"{NAME} {number}"}, starts_at=starts_at, ends_at=starts_at + HOUR
    )
    return Entry(item=item, **({"hall": None, "starred": False} | more))


def test_a_programme_shows_one_day_or_what_is_next(t: Translator) -> None:
    today, tomorrow = entry(1, MORNING, hall=NAME, starred=True), entry(2, MORNING + 24 * HOUR)
    found = Programme(event=an_event(), running=[today], soon=[tomorrow], everything=[today, tomorrow])

    def shown(day: int) -> str:
        return programme_views.page(t, found, day, "Europe/Belgrade").text

    for day in (programme_views.NOW, 2, -7):
        assert "On now" in shown(day)
        assert "Next" in shown(day)
    assert f"⭐ <b>09:00–10:00</b> {SAFE} 1 · {SAFE}" in shown(0)
    assert f"{SAFE} 2" not in shown(0)
    assert f"<b>09:00–10:00</b> {SAFE} 2" in shown(1)
    assert f"{SAFE} 1" not in shown(1)
    assert [programme_views.day_of(found, ItemId(number)) for number in (1, 2, 3)] == [0, 1, programme_views.NOW]


@pytest.mark.parametrize(
    ("zone", "is_told"), [("Europe/Belgrade", False), ("Europe/Berlin", False), ("Asia/Shanghai", True)]
)
def test_readers_in_another_time_zone_see_their_own_time_too(t: Translator, zone: str, is_told: bool) -> None:
    line = programme_views.line(t, entry(1, MORNING), an_event(), zone)
    assert ("(16:00 your time)" in line) is is_told


def test_a_programme_that_is_empty_or_over_says_so(t: Translator) -> None:
    empty = Programme(event=an_event(), running=[], soon=[], everything=[])
    assert "There is no programme yet." in programme_views.page(t, empty, -1, "UTC").text
    over = Programme(event=an_event(), running=[], soon=[], everything=[entry(1, MORNING)])
    assert "The programme is over." in programme_views.page(t, over, -1, "UTC").text


@pytest.mark.parametrize("hall", [None, NAME])
def test_a_reminder_and_a_change_name_the_hall(t: Translator, hall: str | None) -> None:
    item = entry(1, MORNING).item
    for view in (
        programme_views.reminder(t, an_event(), item, hall),
        programme_views.changed(t, an_event(), item, hall),
    ):
        assert view.text.count(SAFE) == (1 if hall is None else 2)
        assert NAME not in view.text
        assert "09:00" in view.text
    assert SAFE in programme_views.item_page(t, an_event(), item).text


def test_a_digest_escapes_titles_and_joins_languages(t: Translator) -> None:
    line = BulletinLine(kind=Kind.OFFER, title=NAME, country="BA", sectors=("agritech",), code="X")
    bulletin = Bulletin(
        chat=EventChat(chat_id=ChatId(1), language=Language.EN),
        event=an_event(),
        languages=(Language.EN,),
        lines=(line,),
        more=2,
        listing_ids=(),
    )
    text = digest_views.digest(bulletin, "bot").text
    assert f'<a href="https://t.me/bot?start=l_X">{SAFE}</a>\nBosnia &amp; Herzegovina · ' in text
    assert f"New at {SAFE}" in text
    assert "And 2 more." in text
    assert NAME not in text


@pytest.mark.parametrize(
    ("names", "reader", "languages"),
    [
        ({"en": "Fair"}, Language.EN, ("en",)),
        ({"en": "Fair", "zh": "展会"}, Language.EN, ("en", "zh")),
        ({"en": "Fair", "zh": ""}, Language.SR_LATN, ("sr-Latn", "en")),
        ({"en": "Fair", "zh": "展会"}, Language.SR_LATN, ("sr-Latn", "zh")),
        ({"sr-Latn": "Sajam", "sr-Cyrl": "Сајам"}, Language.SR_LATN, ("sr-Latn", "en")),
    ],
)
def test_signs_are_in_one_or_two_languages(names: dict[str, str], reader: Language, languages: tuple[str, ...]) -> None:
    assert tuple(language.value for language in languages_of(an_event(names=names), reader)) == languages
