"""A newcomer's first message: what counts as one, where its writer is likely at home, and what is shown."""

from typing import Any

import pytest

from bot.usecases.suggestions.first_matches import Counterpart, FirstMatches
from bot.usecases.suggestions.search import Result
from handlers.forms.form import Accept, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.people.first_message import views
from handlers.people.first_message.counterparts import likely_home
from handlers.people.first_message.form import FORM, kind_of
from handlers.people.first_message.steps import _has_enough_letters
from storage.database import Database
from storage.models import Listing
from storage.vocabulary import CompanyKind, Kind, ProfileType
from tests.forms.asked import asked
from tests.introductions.shown import ESCAPED, MARKUP, T, labels


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("", False),
        ("pumpame", False),
        ("pump ame 12345", False),
        ("pumpames", True),
        ("pu mp am es", True),
        ("传感器", False),
        ("传感器厂", True),
        ("12345678", False),
        ("пумпама", False),
        ("пумпаман", True),
        ("what is this bot for?", False),
        ("你好，请问这个怎么用？", False),
        ("Metalac Plus d.o.o. Kragujevac", False),
        ("https://www.greenpower-energy.com", False),
        ("Looking for partners", False),
        ("I need help with export of honey to China", True),
        ("Metalac d.o.o. nudi cisterne", True),
    ],
)
def test_eight_letters_or_four_chinese_characters_make_a_message(words: str, enough: bool) -> None:
    assert _has_enough_letters(words) is enough


@pytest.mark.parametrize(
    ("language", "targets", "home"),
    [
        ("zh-hans", None, "CN"),
        ("sr", [], "RS"),
        ("zh-hans", ["CN"], None),
        ("zh-hans", ["RS"], "CN"),
        ("en", None, None),
        ("en-GB", None, None),
        (None, None, None),
    ],
)
def test_chinese_readers_are_likely_at_home_in_china(
    language: str | None, targets: list[str] | None, home: str | None
) -> None:
    assert likely_home({"targets": targets}, language) == home


NAME, COUNTRY = FORM.fields[0], FORM.fields[1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Text("Senzor d.o.o."), Accept({"name": "Senzor d.o.o.", "kind": CompanyKind.COMPANY})),
        (Text("Univerzitet u Nišu"), Accept({"name": "Univerzitet u Nišu", "kind": CompanyKind.UNIVERSITY})),
        (Pressed(Act.CHOOSE, "alone"), Accept({"name": "Ana", "kind": CompanyKind.INVENTOR})),
        (Pressed(Act.CHOOSE, "else"), Refuse("Answer with a text message.")),
        (Text("!!"), Refuse("Please write the name in letters, the way it is on your business card.")),
    ],
    ids=str,
)
async def test_a_newcomer_names_an_organisation_or_is_alone(
    database: Database, given: UserInput, expected: Any
) -> None:
    assert await NAME.read(given, asked(database)) == expected


def test_the_kind_is_guessed_from_the_name() -> None:
    assert kind_of("Institut za kukuruz") is CompanyKind.INSTITUTE
    assert kind_of("清华大学") is CompanyKind.UNIVERSITY
    assert kind_of("Agritech Ltd") is CompanyKind.COMPANY


@pytest.mark.parametrize(("typed", "code"), [("Serbia", "RS"), ("srbija", "RS"), ("中国", "CN")])
async def test_a_country_typed_without_a_mistake_is_taken(database: Database, typed: str, code: str) -> None:
    assert await COUNTRY.read(Text(typed), asked(database)) == Accept({"country": code})


@pytest.mark.parametrize("typed", ["Serbja", "Nowhere at all", "?"])
async def test_a_country_typed_with_a_mistake_is_asked_for_again(database: Database, typed: str) -> None:
    assert not isinstance(await COUNTRY.read(Text(typed), asked(database)), Accept)


LISTING: dict[str, Any] = {"title": MARKUP, "kind": Kind.OFFER, "country": "BA"}
NOBODY = FirstMatches(counterparts=(), companies=0, countries=0)


def test_the_parsed_first_message_is_escaped() -> None:
    view = views.answer(T, LISTING, NOBODY, consented=False)
    assert view.text.startswith(f"<b>{ESCAPED}</b>\nI understood: an offer · from Bosnia &amp; Herzegovina\n\n")


def test_counterparts_are_shown_without_names_and_escaped() -> None:
    found = Result(
        listing=Listing(country="BA", profile_type=ProfileType.TECHNOLOGY_REQUEST, language="en"),
        score=80,
        title=MARKUP,
        summary="",
        company_kind=CompanyKind.COMPANY,
        company_size=None,
    )
    look = FirstMatches(counterparts=(Counterpart(result=found, reasons=()),), companies=3, countries=2)
    text = views.answer(T, LISTING, look, consented=False).text
    assert "<b>1 company abroad may fit:</b>" in text
    assert f"1. <b>{ESCAPED}</b>\n🇧🇦 🏢 Company · from Bosnia &amp; Herzegovina · Technology request" in text
    assert "Here so far" not in text


@pytest.mark.parametrize(
    ("companies", "said"),
    [(0, "you are the first one here"), (3, "Here so far: 3 companies from 2 countries.")],
)
def test_without_a_counterpart_it_says_who_is_here(companies: int, said: str) -> None:
    look = FirstMatches(counterparts=(), companies=companies, countries=2)
    assert said in views.answer(T, LISTING, look, consented=False).text


def test_without_a_counterpart_it_says_that_listings_are_still_being_read() -> None:
    look = FirstMatches(counterparts=(), companies=3, countries=2, still_reading=True)
    text = views.answer(T, LISTING, look, consented=False).text
    assert "I am still reading the listings" in text
    assert "Nobody abroad fits yet" not in text


@pytest.mark.parametrize(
    ("consented", "kind", "buttons"),
    [
        (False, Kind.OFFER, ["✅ I agree: publish and introduce me", "🔄 It is a need", "🔐 Privacy"]),
        (True, Kind.NEED, ["✅ Publish and introduce me", "🔄 It is an offer", "🔐 Privacy"]),
        (False, None, ["📤 I agree: publish my offer", "📥 I agree: publish my need", "🔐 Privacy"]),
        (True, None, ["📤 Publish my offer", "📥 Publish my need", "🔐 Privacy"]),
    ],
)
def test_the_buttons_ask_for_the_consent_that_is_missing(
    consented: bool, kind: Kind | None, buttons: list[str]
) -> None:
    view = views.answer(T, LISTING | {"kind": kind}, NOBODY, consented=consented)
    assert labels(view.rows) == buttons
    assert ("I keep it in memory for an hour" in view.text) is not consented
    assert ("If we lose it, I ask you to send it again." in view.text) is consented
