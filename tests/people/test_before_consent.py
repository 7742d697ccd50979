"""A newcomer's first message before they agree: what is shown, and that nothing is stored."""

import pytest

from handlers.people.first_message import steps
from storage.events import events
from storage.models import Event, EventParticipant, Person
from storage.vocabulary import Kind
from tests.chat import Chat
from tests.clock import Clock
from tests.neighbours import select_own
from tests.people.newcomer import FIRST_MESSAGE, WANTED, counted, there


async def an_event(chat: Chat, clock: Clock) -> str:
    """Returns the code of an event that is on."""
    now = clock()
    fair = Event(
        code="ABCD2345",
        names={"en": "Green Fair"},
        zone="Europe/Belgrade",
        starts_on=now.date(),
        ends_on=now.date(),
        created_at=now,
    )
    async with chat.program.services.database.writing() as session:
        return (await events.add(session, fair)).code


async def test_nobody_takes_part_in_an_event(chat: Chat, clock: Clock) -> None:
    code = await an_event(chat, clock)
    nia = chat.person("Nia", "en")
    seen = await nia.types(f"/start e_{code}")
    assert "Green Fair" in seen
    assert "Tell me in one message" in seen
    assert "· " not in seen, "the event has no place"
    assert await counted(chat, EventParticipant) == 0
    await nia.types(FIRST_MESSAGE)
    await nia.says("✅ I agree: publish and introduce me")
    assert await counted(chat, EventParticipant) == 1


async def test_the_event_and_the_message_stay_in_view_in_another_language(chat: Chat, clock: Clock) -> None:
    await there(chat, Kind.NEED)
    code = await an_event(chat, clock)
    nia = chat.person("Nia", "en")
    await nia.types(f"/start e_{code}")
    await nia.says("🌐 Language")
    await nia.presses("简体中文")
    assert "Green Fair" in nia.sees()
    assert "用一条消息" in nia.sees()
    await nia.types(FIRST_MESSAGE)
    await nia.types("/language")
    await nia.presses("srpski")
    assert WANTED[0] in nia.sees(), "the counterparts are shown again"
    assert "ponuda" in nia.sees()


async def test_an_event_is_joined_by_those_who_register_first_too(chat: Chat, clock: Clock) -> None:
    code = await an_event(chat, clock)
    nia = chat.person("Nia", "en")
    await nia.types(f"/start e_{code}")
    await nia.says("✅ I agree, register first")
    assert await counted(chat, EventParticipant) == 1


async def test_a_message_is_forgotten_after_an_hour(chat: Chat, clock: Clock) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    clock.forward(hours=2)
    assert "send it once more" in await nia.says("✅ I agree: publish and introduce me")
    async with chat.program.services.database.reading() as session:
        assert (await session.scalars(select_own(Person.consented_at))).all() == [None]


async def test_nobody_fits_and_the_answer_says_so(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    assert "Nobody abroad fits yet" in await nia.types(FIRST_MESSAGE)


async def test_an_answer_that_takes_long_is_announced(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_SILENT_S", 0.0)
    nia = chat.person("Nia", "en")
    before = len(nia.phone.messages())
    await nia.types(FIRST_MESSAGE)
    assert len(nia.phone.messages()) == before + 1, "the answer takes the place of the note"
    record = nia.phone.chat.records[int(nia.phone.last()["message_id"])]
    assert "One moment" in record.versions[0]["text"]
    assert "I understood: an offer" in nia.sees()
    assert nia.buttons()


async def test_a_caption_is_a_message_and_a_bare_picture_is_not(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    assert "Please tell me in words" in await nia.does("sends_photo", b"x")
    assert "I understood: an offer" in await nia.does("sends_photo", b"x", caption=FIRST_MESSAGE)


async def test_the_kind_is_turned_by_one_tap(chat: Chat) -> None:
    nia = chat.person("Nia", "en")
    await nia.types(FIRST_MESSAGE)
    assert "I understood: a need" in await nia.presses("It is a need")


async def test_guesses_follow_the_first_message(chat: Chat) -> None:
    nia = chat.person("Nia", "sr")
    seen = await nia.types("Tražimo uvoznika u Kini.")
    assert "ponuda" in seen
    assert "Kina" in seen
    assert nia.t("Commercial agency or distribution") in seen
    await nia.types("sertifikat")
    assert nia.t("I understood: {facts}", facts="") not in nia.sees(), "one word says neither kind nor sector"
