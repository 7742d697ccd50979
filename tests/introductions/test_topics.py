"""A topic for each introduction in the chat with the bot, for those whose Telegram has topics."""

import pytest
from sqlalchemy import select

from bot.sandbox.world import World
from storage.models import IntroductionTopic, RelayedMessage
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair, plain
from tests.neighbours import select_own

PUDONG = "浦东农业科技有限公司"
SENZOR = "Senzor d.o.o."


@pytest.fixture
def world() -> World:
    world = World()
    world.has_topics = True
    return world


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """Ana's Telegram has topics, Mei's has none."""
    fair = await at_the_fair(chat, clock)
    fair.ana.phone.uses_topics()
    return fair


async def proposed(fair: Fair) -> None:
    await fair.mei.says("🤝 Introduce us")
    await fair.mei.presses(fair.mei.t("Send"))


async def connected(fair: Fair) -> int:
    """Returns the id of Ana's topic, which is open on her phone."""
    await proposed(fair)
    await fair.ana.says("✅ Accept and share contacts")
    return fair.ana.phone.opens_topic(PUDONG)


def topics_of(human: Human) -> list[str]:
    return list(human.phone.chat.topics.values())


def in_topic(human: Human) -> str:
    return human.phone.reads_topic(human.phone.topic)


def outside(human: Human) -> str:
    return human.phone.reads_topic(0)


async def relayed(chat: Chat) -> list[str]:
    async with chat.program.services.database.reading() as session:
        return list(await session.scalars(select_own(RelayedMessage.relayed).order_by(RelayedMessage.id)))


async def test_there_is_no_topic_before_both_have_accepted(fair: Fair) -> None:
    await proposed(fair)
    assert topics_of(fair.ana) == []
    await fair.ana.says("❓ Ask a question first")
    await fair.ana.types("Koliko komada vam treba?")
    await fair.mei.says("✍️ Answer")
    await fair.mei.types("4000")
    assert "4000" in outside(fair.ana)
    assert topics_of(fair.ana) == topics_of(fair.mei) == []


async def test_the_one_who_accepts_gets_the_contact_data_in_a_topic_named_after_the_other(fair: Fair) -> None:
    await connected(fair)
    ana = fair.ana
    assert topics_of(ana) == [PUDONG]
    assert "Mei" in in_topic(ana)
    assert ana.t("💬 This topic is for the two of you: what you write here goes to them.") in in_topic(ana)
    assert PUDONG not in outside(ana)


async def test_the_one_who_proposed_gets_a_topic_too(fair: Fair) -> None:
    fair.mei.phone.uses_topics()
    await connected(fair)
    mei = fair.mei
    mei.phone.opens_topic(SENZOR)
    assert "ana@senzor.rs" in in_topic(mei)
    assert mei.t("💬 This topic is for the two of you: what you write here goes to them.") in in_topic(mei)
    assert "ana@senzor.rs" not in outside(mei)


async def test_without_topics_everything_stays_in_the_chat(fair: Fair) -> None:
    await connected(fair)
    assert topics_of(fair.mei) == []
    assert "ana@senzor.rs" in outside(fair.mei)
    asked = len(fair.chat.world.journal.calls("createForumTopic"))
    await fair.ana.types("Dobar dan")
    assert "Dobar dan" in outside(fair.mei)
    assert len(fair.chat.world.journal.calls("createForumTopic")) == asked, "nobody is asked again and again"


async def test_messages_in_a_topic_go_to_its_company(fair: Fair) -> None:
    await connected(fair)
    ana, mei = fair.ana, fair.mei
    await ana.types("Dobar dan")
    assert "Dobar dan" in mei.sees()
    assert ana.sees() == plain(ana.t("✅ Passed on to <b>{name}</b>.", name=f"Li Mei ({PUDONG})"))
    await ana.does("sends_document", b"%PDF", name="merac.pdf", caption="Opis")
    assert "Opis" in mei.sees()
    await mei.says("✍️ Write to them")
    await mei.types("你好")
    assert "你好" in in_topic(ana)
    assert "你好" not in outside(ana)


async def test_a_dialog_in_the_chat_itself_stays_open_meanwhile(fair: Fair) -> None:
    topic = await connected(fair)
    ana = fair.ana
    ana.phone.leaves_topic()
    await ana.types("/search")
    ana.phone.opens_topic(PUDONG)
    await ana.types("Imate li uzorke?")
    assert "Imate li uzorke?" in fair.mei.sees()
    ana.phone.leaves_topic()
    await ana.types("merači vlage")
    assert await relayed(fair.chat) == ["Imate li uzorke?"]
    assert "merači vlage" not in fair.mei.phone.reads()
    assert ana.phone.reads_topic(topic).count("✅") == 1


async def test_a_dialog_begun_in_the_topic_takes_what_is_typed_there(fair: Fair) -> None:
    await connected(fair)
    ana = fair.ana
    await ana.types("/search")
    assert ana.phone.last()["message_thread_id"] == ana.phone.topic, "the question is where the command was"
    await ana.types("merači vlage")
    assert "merači vlage" not in fair.mei.phone.reads()
    await ana.types("/cancel")
    await ana.types("Dobar dan")
    assert "Dobar dan" in fair.mei.sees()


async def test_to_write_and_to_propose_a_time_need_no_dialog_in_the_topic(fair: Fair) -> None:
    await connected(fair)
    ana = fair.ana
    await ana.says("📅 Propose a time")
    assert ana.phone.last()["message_thread_id"] == ana.phone.topic
    await ana.types("Utorak, 10 h po Beogradu")
    assert "Utorak, 10 h po Beogradu" in fair.mei.sees()
    await ana.says("✍️ Write to them", older=True)
    assert PUDONG in ana.sees()
    ana.phone.leaves_topic()
    await ana.types("Tražim merače")
    assert "Tražim merače" not in fair.mei.phone.reads(), "nothing typed elsewhere goes to them"


async def test_an_edit_in_the_topic_is_answered_and_not_passed_on(fair: Fair) -> None:
    await connected(fair)
    await fair.ana.types("Dobar dan")
    await fair.ana.does("edits", "Dobro jutro")
    assert fair.ana.t("They do not see edits. Send it as a new message.") in in_topic(fair.ana)
    assert await relayed(fair.chat) == ["Dobar dan"]


async def test_an_update_that_comes_again_is_passed_on_once(fair: Fair) -> None:
    await connected(fair)
    message = fair.ana.phone.types("Dobar dan")
    fair.chat.world.tell_bot("message", message)
    await fair.chat.settle()
    assert await relayed(fair.chat) == ["Dobar dan"]


async def test_after_the_topic_was_deleted_messages_come_in_the_chat_itself(fair: Fair) -> None:
    topic = await connected(fair)
    ana, mei = fair.ana, fair.mei
    ana.phone.deletes_topic(topic)
    await mei.says("✍️ Write to them")
    await mei.types("你好")
    await mei.does("sends_document", b"%PDF", name="list.pdf", caption="清单")
    assert outside(ana).count("你好") == 1
    assert "清单" in outside(ana)
    assert topics_of(ana) == [], "nobody makes a topic again that its owner deleted"


async def test_an_answer_to_somebody_who_deletes_the_topic_meanwhile_arrives(fair: Fair) -> None:
    topic = await connected(fair)
    fair.ana.phone.types("Dobar dan")
    fair.ana.phone.deletes_topic(topic)
    await fair.chat.settle()
    assert "Dobar dan" in fair.mei.sees()
    assert PUDONG in outside(fair.ana)


async def test_if_the_owner_switches_topics_off_messages_come_in_the_chat_itself(fair: Fair) -> None:
    await connected(fair)
    fair.chat.world.has_topics = False
    await fair.mei.says("✍️ Write to them")
    await fair.mei.types("你好")
    assert "你好" in outside(fair.ana)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_makes_no_second_topic_and_loses_no_message(fair: Fair, when: str) -> None:
    fair.chat.world.faults.add("cut", "createForumTopic", when=when, times=1)
    await proposed(fair)
    await fair.ana.says("✅ Accept and share contacts")
    assert "Mei" in outside(fair.ana), "the contact data come in the chat itself"
    await fair.mei.says("✍️ Write to them")
    await fair.mei.types("你好")
    assert "你好" in outside(fair.ana)
    assert len(topics_of(fair.ana)) == (1 if when == "after" else 0)


async def test_a_topic_that_certainly_was_not_created_comes_with_a_later_message(fair: Fair) -> None:
    mei = fair.mei
    mei.phone.uses_topics()
    fair.chat.world.faults.add("forbidden", "createForumTopic", chat_id=mei.id)
    await connected(fair)
    assert topics_of(mei) == []
    await mei.types("/matches")
    await fair.ana.types("Dobar dan")
    mei.phone.opens_topic(SENZOR)
    assert "Dobar dan" in in_topic(mei)
    assert mei.t("💬 This topic is for the two of you: what you write here goes to them.") in in_topic(mei)


async def test_the_topic_of_a_closed_introduction_says_so(fair: Fair) -> None:
    await connected(fair)
    await fair.mei.types("/forgetme")
    await fair.mei.says("🗑 Yes, delete everything")
    await fair.ana.types("Dobar dan")
    assert await relayed(fair.chat) == []
    assert "✅" not in fair.ana.sees()
    assert fair.ana.phone.last()["message_thread_id"] == fair.ana.phone.topic


async def test_text_in_a_topic_that_is_of_no_introduction_is_answered_there(fair: Fair) -> None:
    ana = fair.ana
    before = len(ana.phone.messages())
    topic = ana.phone.creates_topic("Moje beleške")
    await fair.chat.settle()
    assert len(ana.phone.messages()) == before, "that a topic was created needs no answer"
    await ana.types("Tražim merače vlage")
    assert ana.phone.last()["message_thread_id"] == topic
    await ana.types("/help")
    assert ana.phone.last()["message_thread_id"] == topic


async def test_a_press_is_answered_in_its_topic(fair: Fair) -> None:
    await connected(fair)
    ana = fair.ana
    ana.phone.leaves_topic()
    await ana.says("✍️ Write to them")
    assert ana.phone.last()["message_thread_id"] == ana.phone.opens_topic(PUDONG)


async def test_outcome_questions_are_asked_in_the_topic(fair: Fair) -> None:
    await connected(fair)
    ana = fair.ana
    await fair.time_passes(days=8)
    asked = [message for message in ana.phone.messages() if "reply_markup" in message][-1]
    assert asked["message_thread_id"] == ana.phone.topic
    assert ana.t("🎉 We have signed") in ana.buttons()
    ana.phone.leaves_topic()
    await ana.types("/matches")
    assert "message_thread_id" not in ana.phone.last()


async def test_the_topics_go_with_the_person(fair: Fair) -> None:
    await connected(fair)
    async with fair.chat.program.services.database.reading() as session:
        assert list(await session.scalars(select_own(IntroductionTopic.person_id))).count(fair.ana.id) == 1
    fair.ana.phone.leaves_topic()
    await fair.ana.types("/forgetme")
    await fair.ana.says("🗑 Yes, delete everything")
    async with fair.chat.program.services.database.reading() as session:
        left = select(IntroductionTopic.person_id).where(IntroductionTopic.person_id == fair.ana.id)
        assert list(await session.scalars(left)) == []
