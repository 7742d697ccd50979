"""Registering a company: every question, every wrong answer, every way back."""

import pytest
from sqlalchemy import select, update

from bot.sandbox.world import World
from storage.ids import PersonId
from storage.models import Channel, Company, Draft, Membership
from storage.people import companies
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, MembershipStatus, Relation
from tests.chat import Chat, Human

NASTY = "<b>&\"'</b> {name} %s 👩‍👩‍👧‍👦 مرحبا"


async def at(ana: Human, step: str) -> str:
    """Ana in front of this question, by the shortest way."""
    await ana.types("/start")
    seen = await ana.presses("I agree")
    for name, answer in (("name", "Company"), ("country", "Senzor"), ("confirm", "Srbija"), ("relation", "Serbia")):
        seen = await (ana.types(answer) if name in {"country", "confirm"} else ana.presses(answer))
        if name == step:
            return seen
    for name, answer in (("channels", "I work there"), ("role", "Done"), ("city", "Skip"), ("size", "Skip")):
        seen = await ana.presses(answer)
        if name == step:
            return seen
    for name in ("website", "about", "preview"):
        seen = await ana.presses("Skip")
        if name == step:
            return seen
    raise AssertionError(f"no step {step!r}")


async def company(chat: Chat) -> Company:
    async with chat.program.services.database.reading() as session:
        return (await session.scalars(select(Company))).one()


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
    await ana.presses("11-49")
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
        member = (await session.scalars(select(Membership))).one()
        channels = (await session.scalars(select(Channel).order_by(Channel.position))).all()
        assert await session.scalar(select(Draft.id)) is None
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
    assert "Size" not in await ana.types("11-49 people")
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


async def test_back_leads_to_the_question_before(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    assert "How are you connected to it?" in await ana.presses("Back")
    assert "In which country" in await ana.presses("Back") or "Is this the one?" in ana.sees()
    assert "What is its name?" in await ana.presses("Back")
    await ana.types("Senzor Plus")
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("I work there")
    await ana.presses("Done")
    assert "Name: Senzor Plus" in await ana.presses("Skip the rest")


async def test_cancel_keeps_the_draft_and_start_offers_it(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "channels")
    assert "Your draft is saved" in await ana.presses("Cancel")
    assert "reach you" not in await ana.types("ana@senzor.rs")
    assert "unfinished draft: Senzor" in await ana.types("/start")
    seen = await ana.presses("Go on")
    assert "reach you" in seen
    assert "ana@senzor.rs" not in seen


async def test_an_unfinished_draft_can_be_begun_anew(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await ana.types("/cancel")
    await ana.types("/register")
    assert "Who are you signing up for?" in await ana.presses("Start again")
    await ana.presses("Company")
    assert "In which country" in await ana.types("Other")


async def test_an_edited_message_never_counts_twice(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "country")
    before = len(ana.phone.messages())
    assert "I can't see edits" in await ana.does("edits", "Senzor Two")
    assert len(ana.phone.messages()) == before + 1
    await ana.types("Srbija")
    await ana.presses("Serbia")
    await ana.presses("I work there")
    await ana.presses("Done")
    assert "Name: Senzor\n" in await ana.presses("Skip the rest")


async def test_the_language_is_changed_in_the_middle(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await ana.types("/language")
    await ana.presses("简体中文")
    await ana.types("CEO")
    assert "In which city?" not in ana.sees()
    assert "7 / 10" in ana.sees() or "7" in ana.sees()
    await ana.types("/language")
    await ana.presses("English")
    assert "How many people" in await ana.types("Novi Sad")


async def test_a_button_tapped_twice_counts_once(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await ana.types("/start")
    await ana.presses("I agree")
    ana.phone.presses("Company")
    ana.phone.presses("Company", older=True)
    await chat.settle()
    assert "What is its name?" in ana.sees()
    assert "earlier step" in ana.sees()
    assert "In which country" in await ana.types("Senzor")


async def test_register_tapped_twice_makes_one_company(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "preview")
    ana.phone.presses("Register")
    ana.phone.presses("Register", older=True)
    await chat.settle()
    assert "no open question" in ana.sees()
    assert (await company(chat)).name == "Senzor"


async def test_a_button_of_an_earlier_step_says_where_one_is(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "name")
    question = next(m for m in ana.phone.chat if "What is its name?" in m.message.get("text", ""))
    back = question.message["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    await ana.types("Senzor")
    seen = await ana.does("presses_stale", question.message, back)
    assert "earlier step" in seen
    assert "In which country" in seen


async def test_a_button_of_another_persons_draft_does_nothing(chat: Chat) -> None:
    ana, eve = chat.person("Ana", "en"), chat.person("Eve", "en")
    await at(ana, "preview")
    register = next(
        button["callback_data"]
        for row in ana.phone.last()["reply_markup"]["inline_keyboard"]
        for button in row
        if "Register" in button["text"]
    )
    await at(eve, "name")
    seen = await eve.does("presses_stale", eve.phone.last(), register)
    assert "What is its name?" in seen
    assert "Senzor" not in seen
    async with chat.program.services.database.reading() as session:
        assert await session.scalar(select(Company.id)) is None
    assert "is registered" in await ana.presses("Register")


async def test_an_update_that_is_delivered_twice_counts_once(chat: Chat, world: World) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "name")
    ana.phone.types("Senzor")
    again = world.updates.peek(1)[0]
    await chat.settle()
    world.updates.pending.append(again)
    await chat.settle()
    assert "⚠️" not in ana.sees()
    assert "In which country" in ana.sees()


@pytest.mark.parametrize("values", [{"step": "shoe_size"}, {"step": ""}])
async def test_a_step_that_this_version_no_longer_has_strands_nobody(chat: Chat, values: dict[str, str]) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await change_draft(chat, **values)
    assert "Please check" in await ana.types("CEO")
    assert "is registered" in await ana.presses("Register")


async def test_a_form_that_this_version_no_longer_has_strands_nobody(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "role")
    await change_draft(chat, form="horoscope", step="sign")
    assert "no open question" in await ana.types("CEO")
    assert "Who are you signing up for?" in await ana.types("/start")


async def test_two_dialogs_are_never_open_at_once(chat: Chat) -> None:
    ana = chat.person("Ana", "en")
    await at(ana, "preview")
    await ana.presses("Register")
    await ana.types("/offer")
    await ana.presses("📦")
    await ana.types("/need")
    await ana.presses("📦")
    await ana.types("Looking for tomatoes")
    async with chat.program.services.database.reading() as session:
        open_ = (await session.scalars(select(Draft).where(Draft.active))).all()
        kept = (await session.scalars(select(Draft.form).order_by(Draft.form))).all()
    assert [(draft.form, draft.data["title"]) for draft in open_] == [("need", "Looking for tomatoes")]
    assert kept == ["need", "offer"]


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


class TestALookAlike:
    async def test_one_asks_to_join_and_is_let_in(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = await self._asks(chat)
        request = ana.sees()
        assert "Bob asks to represent Senzor d.o.o." in request
        assert "Let in" in await ana.presses("Let them in")
        assert "You now represent Senzor d.o.o." in bob.sees()
        assert await self._status(chat, bob) is MembershipStatus.ACTIVE
        assert "What is it about?" in await bob.types("/offer")

    async def test_one_is_turned_away(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = await self._asks(chat)
        await ana.presses("No, I don't")
        assert "did not recognise you" in bob.sees()
        assert "Senzor" not in bob.sees()
        assert "First tell me which company" in await bob.types("/offer")

    async def test_only_who_speaks_for_it_may_answer(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        eve = await chat.join("Eve", company="Pudong Agritech", country="China")
        bob = await self._asks(chat)
        data = ana.phone.last()["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for stranger in (eve, bob):
            seen = await stranger.does("presses_stale", stranger.phone.last(), data)
            assert "have permission for this" in seen
        assert await self._status(chat, bob) is MembershipStatus.REQUESTED
        await ana.presses("Let them in")
        assert "already done" in await ana.does("presses_stale", ana.phone.last(), data)

    async def test_another_one_of_nearly_the_same_name_is_registered(self, chat: Chat) -> None:
        await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = chat.person("Bob", "en")
        await self._until_asked(bob)
        assert "How are you connected to it?" in await bob.presses("No, it is another one")

    async def test_the_same_name_in_another_country_is_no_question(self, chat: Chat) -> None:
        await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = chat.person("Bob", "en")
        await bob.types("/start")
        await bob.presses("I agree")
        await bob.presses("Company")
        await bob.types("Senzor")
        await bob.types("China")
        assert "How are you connected to it?" in await bob.presses("China")

    async def _until_asked(self, bob: Human) -> None:
        await bob.types("/start")
        await bob.presses("I agree")
        await bob.presses("Company")
        await bob.types("СЕНЗОР ДОО")
        await bob.types("Srbija")
        seen = await bob.presses("Serbia")
        assert "nearly the same name" in seen
        assert "d.o.o." not in seen

    async def _asks(self, chat: Chat) -> Human:
        bob = chat.person("Bob", "en")
        await self._until_asked(bob)
        await bob.presses("Yes, ask to join")
        await bob.presses("I work there")
        await bob.presses("Skip")
        assert "I asked them" in await bob.presses("Ask to join")
        return bob

    async def _status(self, chat: Chat, human: Human) -> MembershipStatus | None:
        async with chat.program.services.database.reading() as session:
            found = (await session.scalars(select(Company))).first()
            assert found is not None
            member = await companies.membership(session, PersonId(human.id), found.id)
        return member.status if member else None


async def change_draft(chat: Chat, **values: str) -> None:
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Draft).values(**values))
