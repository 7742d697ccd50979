"""What is answered to messages without words, and what Telegram says about the chat is answered by nobody."""

import copy
from typing import Any

import pytest

from bot.sandbox.people import acts
from bot.telegram.update_shape import read_update
from tests.chat import Chat, Human
from tests.fuzz.contents import CONTENTS
from tests.people.registering import at

_WORDLESS = ("photo", "document", "voice", "video_note", "sticker", "location", "dice", "poll", "story", "nothing")
_ABOUT_THE_CHAT = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "connected_website",
    "chat_background_set",
    "forum_topic_created",
    "gift",
    "checklist_tasks_done",
)


async def sends(human: Human, chat: Chat, content: dict[str, Any]) -> list[str]:
    """Returns the texts of the answers."""
    before = len(human.phone.messages())
    acts.say(chat.world, human.phone.user, human.phone.chat, copy.deepcopy(content))
    await chat.settle()
    return [message.get("text", "") for message in human.phone.messages()[before:]]


@pytest.mark.parametrize("kind", _WORDLESS)
async def test_a_message_without_words_is_answered_in_a_sentence(chat: Chat, kind: str) -> None:
    ana = await chat.join("Ana", company="Senzor", country="Serbia")
    (answer,) = await sends(ana, chat, CONTENTS[kind])
    assert answer.startswith("I can only read text.")
    assert ana.buttons()


@pytest.mark.parametrize("kind", _ABOUT_THE_CHAT)
async def test_service_messages_are_not_answered(chat: Chat, kind: str) -> None:
    ana = await chat.join("Ana", company="Senzor", country="Serbia")
    assert await sends(ana, chat, CONTENTS[kind]) == []
    newcomer = chat.person("Nia", "en")
    await at(newcomer, "name")
    assert await sends(newcomer, chat, CONTENTS[kind]) == []
    assert "In which country" in await newcomer.types("Senzor Plus")


@pytest.mark.parametrize(
    "content",
    [
        {"poll": {"id": "1", "question": "Yes?", "options": [{"text": "yes", "voter_count": 0}]}},
        {"text": "words", "forward_origin": {"type": "hidden_user"}},
        {"dice": {"emoji": "🎲"}},
    ],
    ids=["poll", "forwarded", "dice"],
)
def test_content_of_another_version_of_telegram_is_left_out(content: dict[str, Any]) -> None:
    user = {"id": 7_100_000_001, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": 7, "date": 1_800_000_000, "chat": {"id": user["id"], "type": "private"}, "from": user}
    update = read_update({"update_id": 1, "message": {**message, **content}}, None)
    assert update.message is not None
    assert update.message.text == content.get("text")
    assert update.effective_user is not None
