"""Greetings and thanks that people type outside of dialogs."""

import pytest

from bot.reading.courtesies import is_greeting, is_thanks
from tests.chat import Chat

GREETINGS = [
    "hi",
    "Hello!",
    "Здраво",
    "zdravo :)",
    "Добар дан",
    "你好！",
    "您好",
    "Guten Tag",
    "  こんにちは  ",
    "Buenos días",
]
THANKS = ["Hvala lepo!", "хвала", "谢谢！", "好的，谢谢", "OK", "Thank you very much 🙏", "Danke schön", "teşekkürler"]
NEITHER = ["hello kitty toys", "thank you gifts", "sensors", "", "🙏", "good day spa equipment", "ok tyres"]


@pytest.mark.parametrize("text", GREETINGS)
def test_greetings(text: str) -> None:
    assert is_greeting(text)
    assert not is_thanks(text)


@pytest.mark.parametrize("text", THANKS)
def test_thanks(text: str) -> None:
    assert is_thanks(text)
    assert not is_greeting(text)


@pytest.mark.parametrize("text", NEITHER)
def test_a_search_is_neither(text: str) -> None:
    assert not is_greeting(text)
    assert not is_thanks(text)


async def test_a_greeting_and_thanks_are_answered_and_not_searched(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    assert "Good to see you" in await ana.types("Zdravo!")
    assert "You are welcome" in await ana.types("hvala lepo")
    assert "What should I do with" in await ana.types("hvala za senzore vlage")
