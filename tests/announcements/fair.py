"""A fair with an organizer and many participants, in the world and in the database."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from bot.sandbox.people import Person as Phone
from bot.sandbox.people import person
from bot.sandbox.world import World
from bot.usecases.announcements import compose, running
from bot.usecases.announcements.compose import Part
from bot.usecases.events import setup
from bot.usecases.events.setup import NewEvent
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.registration import CONSENT_VERSION
from storage.database import Database
from storage.events import events
from storage.ids import AnnouncementId, ChatId, EventId, PersonId
from storage.models import Announcement, AnnouncementCopy, Person
from storage.moderation import roles
from storage.vocabulary import AnnouncementStatus, JoinedBy, Language, PartKind, Role
from tests.chat import Chat
from tests.clock import Clock
from tests.factories import add_person
from tests.neighbours import is_own

FAIR = NewEvent(
    names={"en": "Novi Sad Fair", "zh": "诺维萨德展会", "sr-Latn": "Novosadski sajam"},
    place="Novi Sad",
    zone="Europe/Belgrade",
    starts_on=date(2026, 3, 1),
    ends_on=date(2026, 3, 4),
)


@dataclass(kw_only=True)
class Fair:
    """Everything an organizer does to it is a transaction of its own, as in the program."""

    database: Database
    world: World
    now: datetime
    organizer: Phone
    event_id: EventId
    people: list[Phone]

    @property
    def actor(self) -> Actor:
        return Actor(id=PersonId(self.organizer.id), admins=())

    async def says(
        self,
        *texts: str,
        language: Language = Language.EN,
        number: AnnouncementId | None = None,
        parts: list[Part] | None = None,
    ) -> AnnouncementId:
        """Writes an announcement, or a further version of one."""
        async with self.database.writing() as session:
            number = number or await compose.begin(session, self.actor, self.event_id, self.now)
            texted = [Part(kind=PartKind.TEXT, message_ids=(1,), html=text) for text in texts]
            every, chat_id = [*texted, *(parts or [])], ChatId(self.organizer.id)
            await compose.put_version(session, self.actor, number, language, every, chat_id=chat_id)
        return number

    async def sends(self, number: AnnouncementId, **more: Any) -> None:
        async with self.database.writing() as session:
            await running.schedule(session, self.actor, number, at=more.pop("at", None), now=self.now)

    async def row(self, number: AnnouncementId) -> Announcement:
        async with self.database.reading() as session:
            found = await session.get(Announcement, number)
        assert found is not None
        return found

    async def copies(self, number: AnnouncementId) -> list[AnnouncementCopy]:
        async with self.database.reading() as session:
            query = select(AnnouncementCopy).where(AnnouncementCopy.announcement_id == number)
            return list(await session.scalars(query.order_by(AnnouncementCopy.id)))

    async def statuses(self, number: AnnouncementId) -> list[str]:
        return [copy.status.value for copy in await self.copies(number)]


async def open_fair(
    database: Database, world: World, now: datetime, people: int = 3, languages: tuple[str, ...] = ("en",)
) -> Fair:
    """An organizer and so many people who joined, each with the chat open, in these languages by turns."""
    organizer = phone_in(world, "Olga")
    phones = [phone_in(world, f"Guest {number}", languages[number % len(languages)]) for number in range(people)]
    async with database.writing() as session:
        await add_person(session, person_id=organizer.id, name="Olga Organizer", now=now)
        await roles.grant(session, PersonId(organizer.id), Role.ORGANIZER, by=None, now=now)
        actor = Actor(id=PersonId(organizer.id), admins=())
        event_id = await setup.create(session, actor, FAIR, draw=secrets.choice, now=now)
        for number, phone in enumerate(phones):
            language = {"zh": Language.ZH, "sr": Language.SR_LATN}.get(languages[number % len(languages)], Language.EN)
            await add_person(session, person_id=phone.id, name=f"Guest {number}", language=language, now=now)
            await events.join(session, event_id, PersonId(phone.id), JoinedBy.LINK, now)
        await session.execute(
            update(Person).where(is_own(Person)).values(consented_at=now, consent_version=CONSENT_VERSION)
        )
    return Fair(database=database, world=world, now=now, organizer=organizer, event_id=event_id, people=phones)


def phone_in(world: World, name: str, language: str = "en") -> Phone:
    phone = person(world, name, language_code=language)
    world.chats[phone.id].started = True
    return phone


def got(phone: Phone, text: str) -> int:
    """How many messages of the bot hold this text."""
    return sum(text in (message.get("text") or message.get("caption") or "") for message in phone.messages())


async def work_off(chat: Chat) -> None:
    services = chat.program.services
    while await services.announcement_rounds.run_once() or await services.outbox.deliver_due():
        pass


async def work_off_to_the_end(chat: Chat, fair: Fair, number: AnnouncementId, clock: Clock) -> None:
    """Also what Telegram asked to wait for: rows wait by the clock of the test, chats by the real one."""
    for _ in range(100):
        await work_off(chat)
        if (await fair.row(number)).status is AnnouncementStatus.DONE:
            return
        clock.forward(seconds=1)
        await asyncio.sleep(0.05)
    raise AssertionError("the announcement does not end")
