"""What /start leads to: a greeting, a registration, or the menu."""

import pytest

from handlers.people.first_message.steps import _LONGEST
from storage.ids import PersonId
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import Role
from tests.chat import Chat, Human

AGREE, WHO = "✅ I agree, register first", "Who are you signing up for?"
KEPT = "I keep it in memory for an hour"


async def nia(chat: Chat, *, consented: bool, staff: bool) -> Human:
    human = chat.person("Nia", "en")
    await human.types("/help")
    async with chat.program.services.database.writing() as session:
        now = chat.program.services.clock()
        if consented:
            await people.record_consent(session, PersonId(human.id), version="1", now=now)
        if staff:
            await roles.grant(session, PersonId(human.id), Role.MODERATOR, by=None, now=now)
    return human


@pytest.mark.parametrize(
    ("consented", "staff", "greeted", "asked"),
    [
        (False, False, True, False),
        (True, False, False, True),
        (False, True, False, False),
        (True, True, False, False),
    ],
)
async def test_newcomers_are_greeted_or_registered_and_staff_sees_the_menu(
    chat: Chat, consented: bool, staff: bool, greeted: bool, asked: bool
) -> None:
    human = await nia(chat, consented=consented, staff=staff)
    seen = await human.types("/start")
    assert (AGREE in human.buttons(), WHO in seen) == (greeted, asked)


async def test_a_representative_sees_the_menu(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    seen = await ana.types("/start")
    assert (AGREE in ana.buttons(), WHO in seen) == (False, False)


@pytest.mark.parametrize("command", ["", "/quick "])
async def test_a_first_message_may_be_as_long_as_a_description(chat: Chat, command: str) -> None:
    human = chat.person("Nia", "en")
    await human.types("/start")
    words = ("We make soil moisture sensors. " * 100)[:_LONGEST]
    assert KEPT in await human.types(command + words[:-1] + "x")
    assert KEPT not in await human.types(command + words[:-1] + "xx")


async def test_a_short_text_is_greeted_before_consent_and_other_messages_are_asked_for_words(chat: Chat) -> None:
    human = await nia(chat, consented=False, staff=False)
    await human.types("hello")
    assert AGREE in human.buttons()
    assert "Please tell me in words" in await human.does("sends_media", "sticker")
    petar = await nia(chat, consented=True, staff=False)
    assert "Please tell me in words" in await petar.types("hello")


async def test_after_the_registration_nothing_is_a_first_message(chat: Chat) -> None:
    human, words = chat.person("Nia", "en"), "We make soil moisture sensors for greenhouses and offer them to farms."
    await human.types("/start")
    await human.types(words)
    await human.says("✅ I agree, register first", older=True)
    await human.types("Nia Green Ltd")
    await human.types("Italy")
    await human.says("Done")
    await human.says("✅ Publish abroad")
    for label in ("It is a need", "✅ I agree: publish and introduce me"):
        assert "no longer works" in await human.presses(label, older=True)
    other = "We make glass jars for honey and offer them to beekeepers."
    assert KEPT not in await human.types(f"/quick {other}")
    assert other in human.sees()
