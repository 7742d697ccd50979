"""Prepares a database with everyone registered and listed; each run starts from a copy."""

import asyncio
import copy
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.app import opened
from bot.matching.companies import company_key
from bot.program import Program, build
from bot.sandbox.people import Person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from bot.sandbox.world.snapshot import from_dict, to_dict
from bot.usecases.events import setup as event_setup
from bot.usecases.meetings.setup import set_up
from bot.usecases.moderation.roles import Actor as MeetingsActor
from storage.events import events
from storage.ids import CompanyId, PersonId
from storage.meetings import attendees
from storage.models import Company
from storage.people import companies, memberships, people
from storage.vocabulary import ChannelKind, JoinedBy, MembershipStatus, Relation
from tests.chat import UNPACED, Chat, open_chat
from tests.clock import Clock
from tests.factories import add_company, add_listing
from tests.leak.cast import CAST, Part
from tests.meetings.fair import FAIR, SETUP
from tests.openings import settings_for

MAIL: Final = {
    "smtp_host": "localhost",
    "smtp_from": "bot@fair.example.org",
    "public_url": "https://fair.example.org",
}
LANGUAGES: Final = {"de": "en", "sr-Cyrl": "sr"}


@dataclass(frozen=True, slots=True)
class Stage:
    """The prepared database and Telegram world: everyone has a company, a listing and first matches."""

    template: Path
    world: Json

    def play(self, folder: Path, number: int, clock: Clock) -> "Play":
        path = folder / f"play{number}.sqlite3"
        shutil.copyfile(self.template, path)
        return Play(from_dict(copy.deepcopy(self.world)), path, clock)


class Play:
    """A program that runs on a copy of the stage."""

    def __init__(self, world: World, path: Path, clock: Clock) -> None:
        settings = settings_for(world, f"sqlite+aiosqlite:///{path}", encoder="none", **MAIL)
        self.world, self.path, self.clock = world, path, clock
        self.program: Program = build(settings, clock=clock, request=lambda: WorldRequest(world), pace=UNPACED)
        self.chat = Chat(world, self.program)
        self.phones = [Person(world=world, id=number) for number in sorted(world.people)]
        self._open = opened(self.program)

    async def begin(self) -> None:
        await self._open.__aenter__()

    async def end(self) -> None:
        await self._open.__aexit__(None, None, None)
        self.path.unlink(missing_ok=True)


def staged(sqlite_template: Path, folder: Path, runner: asyncio.Runner) -> Stage:
    path = folder / "stage.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return Stage(path, runner.run(_set(f"sqlite+aiosqlite:///{path}")))


async def _set(url: str) -> Json:
    world, houses = World(), dict[str, CompanyId]()
    async with open_chat(world, url, Clock(), encoder="none") as chat:
        for part in CAST:
            human = chat.person(
                part.first,
                LANGUAGES.get(part.language, part.language),
                last_name=part.last,
                username=part.username,
            )
            await human.types("/start")
            await _registered(chat, PersonId(human.id), part, houses)
        await chat.settle()
        for part, number in zip(CAST, world.people, strict=True):
            await _listed(chat, PersonId(number), part, houses[part.house])
        await _at_a_fair(chat, [PersonId(number) for number in world.people])
        await chat.settle()
    return to_dict(world)


async def _registered(chat: Chat, person_id: PersonId, part: Part, houses: dict[str, CompanyId]) -> None:
    now = chat.program.services.clock()
    async with chat.program.services.database.writing() as session:
        person = await people.find(session, person_id)
        assert person is not None
        await people.record_consent(session, person_id, version="test", now=now)
        if part.house not in houses:
            key = company_key(part.company, part.country)
            facts = {"name": part.company, "name_key": key, "country": part.country, "website": part.website}
            houses[part.house] = (await add_company(session, now=now, city=None, **facts)).id
        company_id = houses[part.house]
        await memberships.put(
            session,
            person_id=person_id,
            company_id=company_id,
            relation=Relation.ORGANIZER if part is CAST[-1] else Relation.REPRESENTATIVE,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=now,
        )
        channels = [
            (ChannelKind.TELEGRAM, ""),
            (ChannelKind.EMAIL, part.email),
            (ChannelKind.PHONE, part.phone),
            (ChannelKind.WECHAT, part.wechat),
        ]
        await companies.replace_channels(session, person_id, company_id, channels)


async def _at_a_fair(chat: Chat, people_: list[PersonId]) -> None:
    """All take part in a fair that arranges meetings. Their video rooms are at the address of their company."""
    services = chat.program.services
    now, organizer = services.clock(), MeetingsActor(id=people_[0], admins=(people_[0],))
    async with services.database.writing() as session:
        event_id = await event_setup.create(session, organizer, FAIR, draw=services.draw, now=now)
        await set_up(session, organizer, event_id, SETUP, draw=services.draw, now=now)
        for number, (part, person_id) in enumerate(zip(CAST, people_, strict=True)):
            await events.join(session, event_id, person_id, JoinedBy.LINK, now)
            about: dict[str, Any] = {"by_video": number % 2 == 0, "video_link": f"{part.website}/room", "now": now}
            await attendees.put(session, event_id, person_id, **about)


async def _listed(chat: Chat, person_id: PersonId, part: Part, company_id: CompanyId) -> None:
    services = chat.program.services
    async with services.database.writing() as session:
        person, company = await people.find(session, person_id), await session.get(Company, company_id)
        assert person is not None
        assert company is not None
        listing = await add_listing(
            session,
            company,
            person,
            profile_type=part.profile,
            title=part.title,
            summary=part.summary,
            language="en",
            sectors=frozenset({"agritech", "sensors"}),
            stage=None,
            now=services.clock(),
        )
    await services.matchmaker.consider(listing.id)
    await chat.settle()
