"""A newcomer's first message until it is published: presses, edits and restarts in between."""

import pytest

from storage.ids import PersonId
from storage.models import Listing
from tests.chat import Chat
from tests.people.newcomer import FIRST_MESSAGE, counted


async def test_two_quick_presses_count_once(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    agree = nia.phone.last()
    data = agree["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await nia.says("✅ I agree: publish and introduce me")
    seen = await nia.does("presses_stale", agree, data)
    assert "I no longer have your message" not in seen
    assert not nia.phone.waiting
    await nia.types("Nia Green Ltd")
    assert "In which country is it?" in nia.sees()


@pytest.mark.parametrize("begin", ["/start", "✅ I agree, register first"])
async def test_the_first_message_is_not_lost_by_starting_again(chat: Chat, begin: str) -> None:
    nia = chat.person("Nia", "en")
    await nia.types("/start")
    await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    await (nia.types(begin) if begin == "/start" else nia.says(begin, older=True))
    assert "What is your company or organisation called?" in nia.sees()
    await nia.types("Nia Green Ltd")
    await nia.types("Italy")
    await nia.says("Done")
    assert FIRST_MESSAGE in nia.sees()


async def test_a_restart_loses_the_message_and_the_bot_says_so(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    chat.program.services.first_messages.forget(PersonId(nia.id))
    assert "Please send it once more" in await nia.says("✅ I agree: publish and introduce me")
    await nia.types(FIRST_MESSAGE)
    assert "called?" in await nia.says("✅ I agree: publish and introduce me")


async def test_an_edited_first_message_is_read_again(chat: Chat) -> None:
    jonas = chat.person("Jonas", "en")
    await jonas.types("/start")
    await jonas.types("We are looking for a producer of seed drills")
    await jonas.does("edits", "We are looking for a producer of milking robots")
    assert "Producer of milking robots" in jonas.sees()
    await jonas.says("✅ I agree: publish and introduce me")
    await jonas.types("Boden GmbH")
    await jonas.types("Germany")
    await jonas.says("Done")
    assert "milking robots" in jonas.sees()
    assert "seed drills" not in jonas.sees()


async def test_a_text_edited_outside_of_a_dialog_is_answered(chat: Chat) -> None:
    jonas = await chat.join("Jonas", company="Boden GmbH", country="DE", language="en")
    await jonas.types("seed drils")
    await jonas.does("edits", "seed drills")
    assert "seed drills" in jonas.sees()
    assert jonas.buttons()


async def test_the_first_message_waits_for_the_answer_to_a_request_to_join(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    await nia.types("Senzor doo")
    await nia.types("Srbija")
    assert "I keep your text until then" in await nia.presses("Yes, ask to join")
    await ana.presses("Let them in")
    assert "You now represent Senzor d.o.o." in nia.sees()
    await nia.presses("▶️ Go on")
    await nia.presses("Senzor d.o.o.")
    assert FIRST_MESSAGE in nia.sees()
    await nia.says("✅ Publish abroad")
    assert await counted(chat, Listing) == 1
