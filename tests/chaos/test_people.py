"""What a person of the chaotic day takes for confirmed, by what they see on their screen."""

import random

from bot.sandbox.people.screen import words_of
from tests.chaos.marks import identity
from tests.chaos.people import Player
from tests.chaos.plan import Role
from tests.chat import Chat


async def test_a_question_that_came_twice_confirms_nothing(chat: Chat) -> None:
    """The bot sends it again when Telegram fails after it sent it. Nobody knows which of the two an answer is for."""
    who = identity(1, companies=1, smuggles=False, language="en")
    phone = chat.person(who.first, "en").phone
    player = Player(phone=phone, who=who, role=Role.REPRESENTATIVE, rng=random.Random(1))
    for text in ("/start", "/register"):
        phone.types(text)
        await chat.settle()
    while "What is its name?" not in words_of(phone.chat.records[phone.chat.last_id].message):
        player.turn()
        await chat.settle()
    question = {name: phone.chat.records[phone.chat.last_id].message[name] for name in ("text", "reply_markup")}
    player.turn()
    chat.world.post(phone.chat, question, sender=chat.world.bot)
    player.turn()
    assert player.memory.acts[-2:] == [f"{who.firms[0].name} 1x1", "/language"]
    for _ in range(3):
        await chat.settle()
        player.turn()
    assert "name" not in player.memory.answers.get(1, {})
