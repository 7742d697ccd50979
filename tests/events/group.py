"""An organizer with an event and a group of it, and what the bot says in the group."""

from bot.usecases.events import digests as digest_job
from bot.usecases.events.digests import due_job
from storage.events import chats
from storage.ids import ChatId
from storage.models import Digest, EventChat
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import Fair as Two
from tests.events.fair import at_the_fair
from tests.events.test_organizer import becomes_organizer, makes_event
from tests.neighbours import select_own

GROUP = "Exhibitors of Novi Sad"


async def opens_fair(chat: Chat) -> tuple[Human, str]:
    """An organizer with an event, in English and Chinese."""
    _, olga = await becomes_organizer(chat)
    await olga.registers("Fair Ltd", "Serbia")
    return olga, await makes_event(olga)


async def connects(olga: Human, title: str = GROUP, kind: str = "supergroup") -> int:
    """Makes a group, adds the bot, and answers which event it belongs to."""
    group = olga.phone.creates_group(title, kind=kind)
    await olga.does("adds_bot", group)
    assert f"I was added to “{title}”" in olga.sees()
    await olga.presses("Novi Sad Fair")
    return group


def said_in(chat: Chat, group: int) -> list[str]:
    records = chat.world.chats[group].records.values()
    return [record.message.get("text", "") for record in records if record.by_bot]


async def hour_comes(chat: Chat, clock: Clock, **by: float) -> None:
    """Time passes, and the program does what has become due."""
    clock.forward(**by)
    services = chat.program.services
    job = due_job(services.database, clock, wake=services.outbox.wake)
    while await job.run() or await services.outbox.deliver_due():
        pass


async def planned(chat: Chat, clock: Clock, **by: float) -> None:
    """Its hour comes, and the program gets no further than that."""
    clock.forward(**by)
    async with chat.program.services.database.writing() as session:
        await digest_job.queue_due(session, clock())


async def digests(chat: Chat) -> list[Digest]:
    async with chat.program.services.database.reading() as session:
        return list(await session.scalars(select_own(Digest).order_by(Digest.id)))


async def connected(chat: Chat, group: int) -> EventChat:
    async with chat.program.services.database.reading() as session:
        found = await chats.find(session, ChatId(group))
    assert found is not None
    return found


async def two_at_the_fair(chat: Chat, clock: Clock, code: str) -> Two:
    two = await at_the_fair(chat, clock)
    await two.ana.types(f"/join {code}")
    await two.mei.types(f"/join {code}")
    return two
