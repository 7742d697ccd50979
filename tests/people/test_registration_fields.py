"""The questions of the registration: contact channels, names, and companies that are there already."""

from typing import Any

import pytest

from handlers.forms.form import Accept, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, SharedContact, Text, UserInput
from handlers.people.registration import fields, form
from handlers.people.registration.channels import _ASK, _ENTERING, _NO_COUNTRY_CODE, _WRONG, ChannelsField
from handlers.people.registration.fields import SameCompanyField, city, company_name, find_same_company
from storage.database import Database
from storage.ids import CompanyId
from storage.vocabulary import ChannelKind, CompanyKind
from tests.factories import add_company
from tests.forms.asked import asked
from tests.introductions.shown import ESCAPED, MARKUP

CHANNELS = ChannelsField(key="channels", label="Contact")
EMAIL, PHONE, WECHAT, TELEGRAM = ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.WECHAT, ChannelKind.TELEGRAM
AT_FIRST = [[TELEGRAM, ""]]
WHAT = "Use the buttons, or type a phone number, e-mail address or WeChat ID."
NOT_OWN = "That is somebody else's contact. Please send your own, or type the number."


def added(kind: ChannelKind, value: str) -> Redraw:
    return Redraw({"channels": [*AT_FIRST, [kind, value]], _ENTERING: None})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Text("ana@senzor.rs"), added(EMAIL, "ana@senzor.rs")),
        (Text("ana＠senzor.rs"), added(EMAIL, "ana@senzor.rs")),
        (Text("064 1234567"), added(PHONE, "+381641234567")),
        (Text("WeChat: meipudong"), added(WECHAT, "meipudong")),
        (Text("mei_pudong"), added(WECHAT, "mei_pudong")),
        (Text("mei88pudong"), added(WECHAT, "mei88pudong")),
        (Text("hello"), Refuse(WHAT)),
        (Text("call me at 5"), Refuse(WHAT)),
        (Text("ana@"), Refuse(_WRONG[EMAIL])),
        (Text("12"), Refuse(_WRONG[PHONE])),
        (SharedContact("381641234567", own=True), added(PHONE, "+381641234567")),
        (SharedContact("+381641234567", own=True), added(PHONE, "+381641234567")),
        (SharedContact("+381641234567", own=False), Refuse(NOT_OWN)),
        (Pressed(Act.TOGGLE, TELEGRAM), Redraw({"channels": []})),
        (Pressed(Act.TOGGLE, EMAIL), Redraw({_ENTERING: EMAIL, "channels": AT_FIRST})),
        (Pressed(Act.TOGGLE, "fax"), Refuse(WHAT)),
        (Pressed(Act.DONE, ""), Accept({"channels": AT_FIRST, _ENTERING: None})),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_channel_is_typed_shared_or_ticked(database: Database, given: UserInput, expected: Any) -> None:
    assert await CHANNELS.read(given, asked(database, country="RS")) == expected


async def test_ticked_channels_are_taken_away_and_put_back(database: Database) -> None:
    mail = [EMAIL, "ana@senzor.rs"]
    ctx = asked(database, channels=[mail])
    assert await CHANNELS.read(Pressed(Act.TOGGLE, EMAIL), ctx) == Redraw({"channels": []})
    assert await CHANNELS.read(Pressed(Act.TOGGLE, TELEGRAM), ctx) == Redraw({"channels": [mail, [TELEGRAM, ""]]})
    nothing = asked(database, channels=[])
    assert await CHANNELS.read(Pressed(Act.DONE, ""), nothing) == Refuse(WHAT)
    another = Text("office@senzor.rs")
    assert await CHANNELS.read(another, ctx) == Redraw({"channels": [[EMAIL, "office@senzor.rs"]], _ENTERING: None})


async def test_a_bare_answer_is_read_as_the_requested_value(database: Database) -> None:
    ctx = asked(database, **{_ENTERING: WECHAT})
    assert await CHANNELS.read(Text("meipudong"), ctx) == added(WECHAT, "meipudong")
    assert await CHANNELS.read(Text("mei"), ctx) == Refuse(_WRONG[WECHAT])
    assert await CHANNELS.read(Text("064 1234567"), asked(database)) == Refuse(_NO_COUNTRY_CODE)


async def test_the_question_numbers_the_channels_and_asks_for_one(database: Database) -> None:
    question = await CHANNELS.ask(asked(database, channels=[[EMAIL, MARKUP], [TELEGRAM, ""]]))
    assert question.text.endswith(f"\n1. ✉️ {ESCAPED}\n2. ✈️ This Telegram account")
    marks = [choice.text[0] for row in question.choices for choice in row]
    assert marks == ["✅", "➕", "✅", "➕", "D"]
    for kind in (PHONE, EMAIL):
        entering = await CHANNELS.ask(asked(database, **{_ENTERING: kind}))
        assert entering.text == _ASK[kind]
        assert (entering.contact_request is not None) is (kind is PHONE)
    assert len((await CHANNELS.ask(asked(database, channels=[]))).choices) == 4


@pytest.mark.parametrize(
    ("check", "text", "taken"),
    [
        (company_name, "Senzor", True),
        (company_name, "3", True),
        (company_name, "浦东", True),
        (company_name, "🏢 !!", False),
        (city, "Niš", True),
        (city, "18000", False),
        (fields.website, "senzor.rs", True),
        (fields.website, "localhost", False),
    ],
)
async def test_names_have_letters(database: Database, check: Any, text: str, taken: bool) -> None:
    assert isinstance(check(text, asked(database)), str) is taken


SAME = SameCompanyField(key="join", label="Already registered")
FOUND, SOUGHT = "_look_alike", "_look_alike_of"


async def test_a_company_of_nearly_the_same_name_is_looked_for_once(database: Database) -> None:
    async with database.writing() as session:
        made = (await add_company(session, name="Agrosenzor d.o.o.", name_key="agrosenzor")).id
    name = {"name": "Agrosenzor", "country": "RS"}
    found = await find_same_company(asked(database, **name))
    assert found == {SOUGHT: ["Agrosenzor", "RS"], FOUND: made, "join": None}
    assert await find_same_company(asked(database, **name, **found)) == {}
    changed = await find_same_company(asked(database, **(name | found | {"name": "Pumpe Kvark"})))
    assert changed == {SOUGHT: ["Pumpe Kvark", "RS"], FOUND: None, "join": None}
    for half in ({"name": "Agrosenzor"}, {"country": "RS"}, {"name": "", "country": "RS"}):
        assert await find_same_company(asked(database, **half)) == {}


@pytest.mark.parametrize(
    ("data", "applies"),
    [({}, False), ({FOUND: None}, False), ({FOUND: 7}, True), ({FOUND: 7, "company_id": CompanyId(1)}, False)],
)
def test_a_newcomer_is_asked_about_a_look_alike(data: dict[str, Any], applies: bool) -> None:
    assert SAME.applies(data) is applies


async def test_the_answer_is_a_press(database: Database) -> None:
    ctx = asked(database, **{FOUND: 7})
    assert await SAME.read(Pressed(Act.CHOOSE, "yes"), ctx) == Accept({"join": 7})
    assert await SAME.read(Pressed(Act.CHOOSE, "no"), ctx) == Accept({"join": 0})
    for other in (Text("yes"), Pressed(Act.DONE, "yes")):
        assert await SAME.read(other, ctx) == Refuse("Choose one of the buttons below.")


@pytest.mark.parametrize(
    ("data", "asked_for"),
    [
        ({"kind": CompanyKind.COMPANY}, {"relation", "channels", "role", "city", "size", "website", "about"}),
        ({"kind": CompanyKind.INVENTOR}, {"channels", "city", "website", "about"}),
        ({"kind": CompanyKind.COMPANY, "join": 7}, {"relation", "role"}),
        ({"kind": CompanyKind.INVENTOR, "join": 7}, set()),
    ],
)
def test_only_what_fits_is_asked(data: dict[str, Any], asked_for: set[str]) -> None:
    always = {"kind", "name", "country"}
    assert {field.key for field in form.FIELDS if field.applies(data)} == asked_for | always


@pytest.mark.parametrize(
    ("data", "label"),
    [({}, "Register"), ({"company_id": 1}, "Save"), ({"join": 7}, "Ask to join"), ({"join": 0}, "Register")],
)
async def test_the_last_button_says_what_it_does(database: Database, data: dict[str, Any], label: str) -> None:
    ctx = asked(database)
    assert form.FORM.finish_label(ctx.t, data) == label
