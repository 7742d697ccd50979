"""Registering a company: every question, every wrong answer, every way back."""

import pytest

from storage.models import Channel, Draft, Membership
from storage.people.drafts import USED
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, Relation
from tests.chat import Chat
from tests.neighbours import select_own
from tests.people.registering import at, company

NASTY = "<b>&\"'</b> {name} %s 👩‍👩‍👧‍👦 مرحبا"


async def test_everything_that_is_asked_is_kept(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    seen = await at(ana, "channels")
    assert "5 of 10" in seen
    await ana.presses("Phone")
    await ana.types("064 123 4567")
    await ana.types("ana@senzor.rs")
    await ana.types("senzor_ns")
    await ana.presses("Done")
    await ana.types("  export \n manager ")
    await ana.types("Novi Sad")
    await ana.presses("11–49")
    await ana.types("Senzor.rs/en")
    preview = await ana.types("Sensors for soil")
    assert "Name: Senzor" in preview
    assert "+381641234567" in preview
    await ana.presses("Register")
    assert "is registered" in ana.sees()
    kept = await company(chat)
    assert (kept.kind, kept.name, kept.country, kept.city) == (CompanyKind.COMPANY, "Senzor", "RS", "Novi Sad")
    assert (kept.size, kept.website, kept.about) == (CompanySize.SMALL, "https://senzor.rs/en", "Sensors for soil")
    async with chat.program.services.database.reading() as session:
        member = (await session.scalars(select_own(Membership))).one()
        channels = (await session.scalars(select_own(Channel).order_by(Channel.position))).all()
        assert await session.scalar(select_own(Draft.id).where(Draft.form != USED)) is None
    assert (member.relation, member.role) == (Relation.REPRESENTATIVE, "export manager")
    assert [(each.kind, each.value) for each in channels] == [
        (ChannelKind.TELEGRAM, ""),
        (ChannelKind.PHONE, "+381641234567"),
        (ChannelKind.EMAIL, "ana@senzor.rs"),
        (ChannelKind.WECHAT, "senzor_ns"),
    ]


@pytest.mark.parametrize(
    ("step", "asks"),
    [
        ("name", "What is its name?"),
        ("country", "In which country"),
        ("relation", "How are you connected to it?"),
        ("channels", "How can partners reach you"),
        ("role", "What is your role"),
        ("city", "In which city?"),
        ("size", "How many people"),
        ("website", "have a website?"),
        ("about", "in one line?"),
        ("preview", "Please check"),
    ],
)
async def test_a_wrong_kind_of_answer_is_asked_again(chat: Chat, step: str, asks: str) -> None:
    ana = chat.person("Ana", "en")
    assert asks in await at(ana, step)
    for act, *arguments in (
        ("sends_photo", b"photo"),
        ("sends_voice",),
        ("sends_media", "sticker"),
        ("sends_document", b"%PDF"),
        ("sends_location", 45.25, 19.85),
    ):
        seen = await ana.does(act, *arguments)
        assert "⚠️" in seen, act
        assert asks in seen, act


@pytest.mark.parametrize(
    ("step", "answers", "complaint"),
    [
        ("name", ["x", " "], "At least 2 characters"),
        ("name", ["x" * 201, "я" * 4096], "the limit is 200"),
        ("country", ["Atlantis qqq", "12345"], "I don't know that country"),
        ("city", ["12345", "!!!"], "does not look like a city"),
        ("website", ["no website", "http://", "x" * 250], "does not look like a website"),
        ("about", ["abc"], "At least 5 characters"),
        ("about", ["x" * 301], "the limit is 300"),
        ("channels", ["Novi Sad", "Director"], "Use the buttons, or type a phone number"),
        ("role", ["x" * 101], "the limit is 100"),
        ("size", ["purple"], "Choose one of the buttons"),
    ],
)
async def test_a_wrong_answer_is_explained(chat: Chat, step: str, answers: list[str], complaint: str) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, step)
    for answer in answers:
        assert complaint in await ana.types(answer)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Srbija", "Serbia"), ("塞尔维亚", "Serbia"), ("PRC", "China"), ("Deutschlnad", "Germany"), ("Србија", "Serbia")],
)
async def test_a_country_in_any_language_and_mistyped(chat: Chat, typed: str, found: str) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "country")
    assert "Is this the one?" in await ana.types(typed)
    assert found in ana.buttons()[0]
    assert f"Country: {ana.buttons()[0]}" in await ana.presses(ana.buttons()[0])


async def test_a_country_that_was_guessed_wrong_is_typed_again(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "country")
    await ana.types("Austria")
    await ana.types("Australia")
    assert "Australia" in ana.buttons()[0]


async def test_a_choice_can_be_typed(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "size")
    assert "Size" not in await ana.types("11–49 people")
    assert "have a website?" in ana.sees()


async def test_the_phone_comes_by_the_contact_button(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    await ana.presses("Phone")
    assert "📞 Send my phone number" in ana.buttons()
    assert "+381641112223" in await ana.does("sends_contact", "381641112223")
    assert ana.phone.keyboard() is None


async def test_the_contact_button_goes_away_when_the_number_is_typed(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    await ana.presses("Phone")
    await ana.types("+381 64 1112223")
    assert ana.phone.keyboard() is None
    assert "Done" in ana.buttons()


async def test_the_contact_button_goes_away_with_the_dialog(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    await ana.presses("Phone")
    assert ana.phone.keyboard() is not None
    await ana.presses("Cancel")
    assert ana.phone.keyboard() is None


async def test_somebody_elses_contact_is_not_taken(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    await ana.presses("Phone")
    seen = await ana.does("sends_contact", "+381641112223", own=False)
    assert "somebody else's contact" in seen
    assert "+381641112223" not in seen


async def test_a_way_to_be_reached_can_be_taken_back_but_not_the_last(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    await ana.presses("This Telegram account")
    assert "Done" not in ana.buttons()
    assert "⚠️" in await ana.types("not a phone, mail or id at all")
    await ana.types("ana@senzor.rs")
    assert "Done" in ana.buttons()


async def test_an_inventor_is_asked_less(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await ana.types("/start")
    await ana.presses("I agree")
    seen = await ana.presses("Inventor")
    assert "2 of 7" in seen
    await ana.types("Ana Anić")
    await ana.types("Srbija")
    assert "reach you" in await ana.presses("Serbia")


async def test_markup_and_odd_letters_come_out_as_they_went_in(chat: Chat) -> None:
    ana = chat.person(NASTY, "en")
    assert NASTY in await ana.types("/start")
    await ana.presses("I agree")
    await ana.presses("Company")
    await ana.types(NASTY)
    await ana.types(NASTY)
    assert "I don't know that country" in ana.sees()
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("I work there")
    await ana.presses("Done")
    for answer in (NASTY, NASTY):
        await ana.types(answer)
    await ana.presses("Skip")
    await ana.presses("Skip")
    preview = await ana.types(NASTY)
    assert preview.count(NASTY) == 4
    assert NASTY in await ana.presses("Register")
    assert NASTY in await ana.types("/start")
    assert (await company(chat)).name == NASTY
