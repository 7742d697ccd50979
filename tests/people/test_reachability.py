"""Somebody who blocks the bot is not written to, and is again after taking it up."""

from storage.ids import PersonId
from storage.people import people
from tests.chat import Chat, Human


async def _unreachable(chat: Chat, human: Human) -> bool:
    async with chat.program.services.database.reading() as session:
        person = await people.find(session, PersonId(human.id))
    assert person is not None
    return person.unreachable_since is not None


async def test_blocking_and_unblocking_are_noticed(chat: Chat) -> None:
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.does("blocks")
    assert await _unreachable(chat, ana)
    await ana.does("unblocks")
    assert not await _unreachable(chat, ana)
