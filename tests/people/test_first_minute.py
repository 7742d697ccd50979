"""The first minute of a new user: one message, the counterparts it finds, and a listing with few questions."""

import pytest

from bot.matching.message_facts import message_facts
from bot.reading.business_card import kind_of
from bot.usecases.suggestions import matchmaker
from storage.models import Draft, Introduction, Listing
from storage.vocabulary import CompanyKind, Kind, Partnership, ProfileType
from tests.chat import Chat, Human
from tests.events.fair import listed
from tests.neighbours import select_own
from tests.people.newcomer import FIRST_MESSAGE, SENSORS, WANTED, Newcomer, counted, there

CASES = [
    (
        "en",
        FIRST_MESSAGE,
        Kind.OFFER,
        "Italy",
    ),
    ("zh-hans", "我们寻找温室土壤湿度传感器的供应商，需要无线的。", Kind.NEED, "中国"),
    ("sr", "Nudimo bežične senzore vlažnosti zemljišta za staklenike, tražimo uvoznika u Kini.", Kind.OFFER, "Srbija"),
]


@pytest.mark.parametrize(("language", "words", "kind", "country"), CASES)
async def test_the_first_minute(chat: Chat, language: str, words: str, kind: Kind, country: str) -> None:
    other = await there(chat, kind.counterpart)
    human = chat.person("Nia", language)
    nia = Newcomer(human)
    await nia.types("/start")
    seen = await nia.types(words)
    assert nia.acts <= 2
    assert (SENSORS if kind is Kind.NEED else WANTED)[0] in seen
    assert "Zelena Dolina d.o.o." not in seen
    assert "浦东" not in seen
    assert (await counted(chat, Draft), await counted(chat, Listing)) == (0, 1), "nothing is stored before consent"

    await nia.says("✅ I agree: publish and introduce me")
    await nia.types("Nia Green Ltd")
    button = next((label for label in human.buttons() if country in label), None)
    await (nia.presses(button) if button else nia.types(country))
    await nia.says("Done")
    assert words in human.sees(), "the preview shows the first message"
    await nia.says("✅ Publish abroad")
    assert nia.acts <= 7
    async with chat.program.services.database.reading() as session:
        listing = (await session.scalars(select_own(Listing).order_by(Listing.id.desc()))).first()
    assert listing is not None
    assert (listing.kind, listing.summary) == (kind, words)

    await nia.says("🤝 Introduce us")
    await nia.says("Send")
    assert nia.acts <= 9
    assert await counted(chat, Introduction) == 1
    assert other.t("✅ Accept and share contacts") in other.buttons()


async def test_the_company_of_the_first_message_is_one_tap_away(chat: Chat) -> None:
    await there(chat, Kind.NEED)
    human = chat.person("Nia", "en")
    nia = Newcomer(human)
    await nia.types("/start")
    await nia.types("We are Nia Green Ltd from Rome, we make wireless soil moisture sensors for greenhouses.")
    await nia.says("✅ I agree: publish and introduce me")
    seen = await nia.presses("🏢 Nia Green Ltd")
    assert "2 of 2" in seen
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    assert "Nia Green Ltd" in await nia.types("/company")


async def test_a_message_is_kept_if_the_person_registers_first(chat: Chat) -> None:
    await there(chat, Kind.NEED)
    human = chat.person("Nia", "en")
    nia = Newcomer(human)
    await nia.types("/start")
    await nia.types("We make wireless soil moisture sensors for greenhouses in Italy.")
    await human.says("✅ I agree, register first", older=True)
    await nia.types("Nia Green Ltd")
    await nia.says("Done")
    assert "Wireless soil moisture sensors" in human.sees()
    await nia.says("✅ Publish abroad")
    assert await counted(chat, Listing) == 2


async def test_a_message_without_a_company_offers_none(chat: Chat) -> None:
    await there(chat, Kind.NEED)
    human = chat.person("Nia", "en")
    nia = Newcomer(human)
    await nia.types("/start")
    await nia.types("We make wireless soil moisture sensors for greenhouses in Italy.")
    await nia.says("✅ I agree: publish and introduce me")
    assert not any(label.startswith("🏢") for label in human.buttons())


async def test_contacts_in_the_first_message_are_ticked_at_the_question_for_contacts(chat: Chat) -> None:
    await there(chat, Kind.NEED)
    human = chat.person("Nia", "en")
    nia = Newcomer(human)
    await nia.types("/start")
    await nia.types("We make wireless soil moisture sensors, write to nia@green.it or call +39 06 698 12345.")
    await nia.says("✅ I agree: publish and introduce me")
    await nia.types("Nia Green Ltd")
    seen = await nia.types("Italy")
    assert "nia@green.it" in seen
    assert "+390669812345" in seen
    assert human.t("💡 Taken from your message. Tap one to remove it.") in seen
    seen = await nia.presses("✅ 📞 Phone")
    assert "+390669812345" not in seen
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    assert "nia@green.it" in await nia.types("/company")


@pytest.mark.parametrize("name", ["", "Univerzitet u Novom Sadu", "Institut za kukuruz"])
async def test_inventors_and_research_organisations_are_as_quick(chat: Chat, name: str) -> None:
    """Without a name: an inventor, on their own."""
    await there(chat, Kind.NEED)
    nia = Newcomer(chat.person("Nia", "sr"))
    await nia.types("/start")
    await nia.types(CASES[2][1])
    await nia.says("✅ I agree: publish and introduce me")
    await (nia.types(name) if name else nia.says("💡 I am an inventor, on my own"))
    await nia.types("Srbija")
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    assert nia.acts <= 7
    assert await counted(chat, Listing) == 2


async def test_the_countries_of_the_messages_language_are_offered_first(chat: Chat) -> None:
    jonas = chat.person("Jonas", "en")
    await jonas.types("Wir suchen einen Hersteller von drahtlosen Bodenfeuchtesensoren für Gewächshäuser in Asien")
    await jonas.says("✅ I agree: publish and introduce me")
    await jonas.types("Gartenbau Jonas GmbH")
    assert [label for label in jonas.buttons() if "Germany" in label or "Austria" in label] == jonas.buttons()[:2]


async def test_an_inventor_is_asked_in_the_second_person(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    assert "In which country are you?" in await nia.says("💡 I am an inventor, on my own")


async def test_counterparts_shown_before_publishing_are_shown_after_it(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The published listing says more than the message did, so the pair may then fit a little less."""
    await there(chat, Kind.NEED)
    monkeypatch.setattr(matchmaker, "GOOD_ENOUGH", 1.0)
    nia = chat.person("Nia", "en")
    assert WANTED[0] in await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    await nia.types("Nia Green Ltd")
    await nia.types("Italy")
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    assert WANTED[0] in nia.sees()


async def test_a_company_with_two_listings_is_one_counterpart(chat: Chat) -> None:
    other = await there(chat, Kind.NEED)
    await listed(chat, other, ProfileType.BUSINESS_REQUEST, f"{WANTED[0]}二号", WANTED[1], "zh")
    nia = chat.person("Nia", "en")
    assert "1 company abroad may fit" in await nia.types(FIRST_MESSAGE)


@pytest.mark.parametrize("command", ["/offer", "/matches", "/cancel"])
async def test_newcomers_are_asked_for_one_message_wherever_they_begin(chat: Chat, command: str) -> None:
    nia = chat.person("Nia", "en")
    assert "Tell me in one message" in await nia.types(command)


@pytest.mark.parametrize("name", ["🌱🌱🌱", "!!! ...", "---", "🇷🇸 🇷🇸"])
async def test_a_name_without_letters_is_refused(chat: Chat, name: str) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    assert "name in letters" in await nia.types(name)
    assert "name in letters" not in await nia.types("3M")


NAMES = {
    "Univerzitet u Novom Sadu": CompanyKind.UNIVERSITY,
    "清华大学": CompanyKind.UNIVERSITY,
    "Institut Mihajlo Pupin": CompanyKind.INSTITUTE,
    "中国农业科学研究院": CompanyKind.INSTITUTE,
    "Pudong Agritech Ltd": CompanyKind.COMPANY,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_the_name_tells_the_kind_of_organisation(name: str, kind: CompanyKind) -> None:
    assert kind_of(name) is kind


FACTS = {
    "tražimo uvoznika u Kini": (None, ("CN",), {Partnership.COMMERCIAL}),
    "We are a company from Novi Sad and look for importers in China": ("RS", ("CN",), {Partnership.COMMERCIAL}),
    "我们是上海的一家公司，寻找塞尔维亚的经销商": ("CN", ("RS",), {Partnership.COMMERCIAL}),
    "Firma iz Srbije traži dobavljača iz Turske": ("RS", ("TR",), {Partnership.SUPPLIER}),
    "Looking for suppliers of LED lamps from China": (None, ("CN",), {Partnership.SUPPLIER}),
    "Senzori za plastenike, +381 21 450 123": ("RS", (), set()),
}


@pytest.mark.parametrize(("words", "facts"), FACTS.items())
def test_countries_and_cooperation_are_read_from_the_message(
    words: str, facts: tuple[str | None, tuple[str, ...], set[Partnership]]
) -> None:
    found = message_facts(words)
    assert (found.country, found.targets, set(found.partnerships)) == facts


async def test_the_start_page_has_six_buttons_and_takes_a_message(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.types("/start")
    assert len(ana.buttons()) == 6
    assert "in one message" in ana.sees()
    await ana.types("Nudimo bežične senzore vlažnosti zemljišta za staklenike")
    await ana.says("📝 Make it a listing")
    assert any("Publish" in label for label in ana.buttons())


async def test_the_next_step_and_what_cannot_be_undone_are_coloured(chat: Chat) -> None:
    def coloured(human: Human) -> dict[str, str]:
        rows = human.phone.last()["reply_markup"]["inline_keyboard"]
        return {button["text"]: button["style"] for row in rows for button in row if "style" in button}

    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    assert coloured(nia) == {"✅ I agree: publish and introduce me": "primary"}
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.types("/forgetme")
    assert coloured(ana) == {"🗑 Yes, delete everything": "danger"}
