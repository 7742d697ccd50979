"""People address the bot in a group: it answers once, leads them to the private chat, and otherwise stays silent."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS
from tests.events.group import connects, hour_comes, opens_fair, said_in, two_at_the_fair
from tests.events.test_organizer import ADMIN

ANSWER = "I answer in our private chat, where nobody else reads along:"


@pytest.fixture
async def chat(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN)) as chat:
        yield chat


@pytest.fixture
async def group(chat: Chat, clock: Clock) -> int:
    """A group of nobody's event, in which the bot has been for a while as an administrator, so that it reads all."""
    zoe = chat.person("Zoe")
    group = zoe.phone.creates_group("Machines", forum=True)
    await zoe.does("adds_bot", group, admin=True)
    clock.forward(hours=1)
    return group


async def member(chat: Chat, group: int, name: str = "Eve", language: str = "en") -> Human:
    eve = chat.person(name, language)
    eve.phone.joins(group)
    return eve


def answers(chat: Chat, group: int) -> list[str]:
    return [text for text in said_in(chat, group) if "adds me" not in text]


@pytest.mark.parametrize(
    "text",
    [
        "/start@PartnerBridgeBot",
        "/help@partnerbridgebot",
        "/matches@PartnerBridgeBot please",
        "/unknown@PartnerBridgeBot",
        "/help",
        "/start",
        "What does @PartnerBridgeBot do?",
    ],
)
async def test_who_addresses_it_is_led_to_the_private_chat(chat: Chat, group: int, text: str) -> None:
    eve = await member(chat, group)
    asked = eve.phone.types(text, chat=group)
    await chat.settle()
    assert answers(chat, group) == [ANSWER]
    (record,) = list(chat.world.chats[group])[-1:]
    assert record.message["reply_to_message"]["message_id"] == asked["message_id"]
    eve.phone.presses("🤝 Open the bot", chat=group)
    await chat.settle()
    assert "Tell me in one message" in eve.sees()


@pytest.mark.parametrize(
    "text",
    [
        "Good morning",
        "/help@OtherBot",
        "/weather",
        "I wrote /help to it",
        "partnerbridgebot is nice",
        "@PartnerBridgeBots",
        "@OtherBot",
    ],
)
async def test_messages_for_others_get_no_answer(chat: Chat, group: int, text: str) -> None:
    eve = await member(chat, group)
    eve.phone.types(text, chat=group)
    await chat.settle()
    assert answers(chat, group) == []


async def test_a_picture_with_its_name_counts_and_a_forwarded_question_does_not(chat: Chat, group: int) -> None:
    eve = await member(chat, group)
    asked = eve.phone.types("/help@PartnerBridgeBot")
    eve.phone.forwards(asked, chat=group)
    await chat.settle()
    assert answers(chat, group) == []
    eve.phone.sends_photo(b"photo", caption="@PartnerBridgeBot who makes this?", chat=group)
    await chat.settle()
    assert answers(chat, group) == [ANSWER]


async def test_an_edited_question_an_inline_card_and_a_reply_get_no_answer(
    chat: Chat, group: int, clock: Clock
) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Serbia")
    await ana.offers("Soil moisture sensors")
    ana.phone.joins(group)
    query = ana.phone.asks_inline("sensors")
    await chat.settle()
    card = chat.world.queries[query]["answer"]["results"][0]["id"]
    ana.phone.picks(query, card, chat=group)
    ana.phone.types("Hello", chat=group)
    ana.phone.edits("Hello @PartnerBridgeBot", chat=group)
    await chat.settle()
    assert answers(chat, group) == []
    ana.phone.types("/help@PartnerBridgeBot", chat=group)
    await chat.settle()
    clock.forward(hours=1)
    number = max(chat.world.chats[group].records)
    ana.phone.types("Thank you", chat=group, reply_to=number)
    await chat.settle()
    assert len(answers(chat, group)) == 1


async def test_many_questions_get_one_answer_in_each_topic(chat: Chat, group: int, clock: Clock) -> None:
    eve, bob = await member(chat, group), await member(chat, group, "Bob")
    hall = eve.phone.adds_topic(group, "Hall 1")
    for _ in range(3):
        for one in (eve, bob):
            one.phone.types("/help@PartnerBridgeBot", chat=group)
            one.phone.types("/help@PartnerBridgeBot", chat=group, topic=hall)
            await chat.settle()
    assert answers(chat, group) == [ANSWER] * 2
    clock.forward(minutes=5)
    eve.phone.types("/help@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert len(answers(chat, group)) == 3


async def test_the_answer_comes_in_the_topic_of_the_question(chat: Chat, group: int) -> None:
    eve = await member(chat, group)
    hall = eve.phone.adds_topic(group, "Hall 1")
    eve.phone.types("/help@PartnerBridgeBot", chat=group, topic=hall)
    await chat.settle()
    message = list(chat.world.chats[group])[-1].message
    assert (message["text"], message["message_thread_id"]) == (ANSWER, hall)
    eve.phone.types("/help@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert "message_thread_id" not in list(chat.world.chats[group])[-1].message


async def test_the_closed_general_topic_does_not_silence_the_others(chat: Chat, group: int) -> None:
    zoe = chat.person("Zed")
    place = zoe.phone.creates_group("Fairs", forum=True)
    await zoe.does("adds_bot", place)
    chat.program.services.clock.forward(hours=1)  # type: ignore[attr-defined]
    zoe.phone.closes_topic(place)
    hall = zoe.phone.adds_topic(place, "Hall 1")
    zoe.phone.types("/help@PartnerBridgeBot", chat=place)
    zoe.phone.types("/help@PartnerBridgeBot", chat=place, topic=hall)
    await chat.settle()
    assert answers(chat, place) == [ANSWER]


async def test_everybody_is_answered_in_the_language_that_they_chose(chat: Chat, group: int, clock: Clock) -> None:
    mei = await member(chat, group, "Mei", "zh-hans")
    mei.phone.types("/help@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert answers(chat, group) == [mei.t(ANSWER)]
    await mei.types("/language")
    await mei.presses("srpski")
    clock.forward(hours=1)
    mei.phone.types("/help@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert answers(chat, group)[1] == "Odgovaram u privatnom razgovoru, gde niko drugi ne čita:"


async def test_in_the_group_of_an_event_the_button_leads_to_the_event(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = await connects(olga)
    eve = await chat.join("Eve", company="Serres SARL", country="France")
    eve.phone.joins(group)
    eve.phone.types("/start@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert said_in(chat, group) == [], "it has just been added, which Telegram's button follows by /start"
    clock.forward(minutes=5)
    eve.phone.types("/matches@PartnerBridgeBot", chat=group)
    await chat.settle()
    assert said_in(chat, group) == [ANSWER]
    eve.phone.presses("🤝 Open the bot", chat=group)
    await chat.settle()
    assert "Welcome to Novi Sad Fair!" in eve.sees()
    assert code not in "".join(said_in(chat, group))
    clock.forward(days=400)
    eve.phone.types("/matches@PartnerBridgeBot", chat=group)
    await chat.settle()
    row = list(chat.world.chats[group])[-1].message["reply_markup"]["inline_keyboard"][0]
    assert row[0]["url"].endswith("?start=group"), "the event is over"


async def test_a_digest_of_a_forum_goes_to_general_and_its_topics_stay_as_they_are(chat: Chat, clock: Clock) -> None:
    olga, code = await opens_fair(chat)
    group = olga.phone.creates_group("Forum", forum=True)
    await olga.does("adds_bot", group)
    await olga.presses("Novi Sad Fair")
    olga.phone.adds_topic(group, "Hall 1")
    await two_at_the_fair(chat, clock, code)
    await hour_comes(chat, clock, hours=23)
    told = list(chat.world.chats[group])[-1].message
    assert ANAS in told["text"]
    assert MEIS in told["text"]
    assert "message_thread_id" not in told
