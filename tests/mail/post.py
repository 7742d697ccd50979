"""Mei is on Telegram. Senzor is not: Olga, an organizer, imported it from a list, with an address."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, Final

import httpx

from bot.matching.companies import company_key
from bot.sandbox.world import World
from bot.usecases.mail.mailboxes import MailboxJob
from handlers.mail.page import mail_pages
from storage.database import Database
from storage.events import events, exhibitors
from storage.ids import CompanyId, PersonId
from storage.models import Event, Introduction, Mailbox, MailDelivery
from storage.people import companies, memberships, people
from storage.vocabulary import ChannelKind, MembershipStatus, ProfileType, Relation
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, Fair, listed, registered
from tests.factories import add_company
from tests.neighbours import select_own
from tests.outbox.mail_server import MailServer, mail_server

ADDRESS: Final = "kontakt@senzor.rs"
URL: Final = "https://fair.example.org/pb"
_LINK: Final = re.compile(r"https://\S+/m/[A-Za-z0-9_-]+(?=\s)")
_HIDDEN: Final = re.compile(r'name="state" value="([^"]*)"')


@dataclass(kw_only=True)
class Post:
    chat: Chat
    clock: Clock
    server: MailServer
    mei: Human
    olga: Human
    company_id: CompanyId
    browser: httpx.AsyncClient
    pages: list[httpx.Response] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.chat.program.services.database

    async def proposed(self, words: str = "") -> None:
        """Mei asks to be introduced; the periodic job does its part."""
        await self.mei.types("/matches")
        await Fair(chat=self.chat, clock=self.clock, ana=self.olga, mei=self.mei).proposed(words)
        await self.works()

    async def works(self) -> None:
        """Runs the job of the mailboxes and sends what is due."""
        while await MailboxJob(self.database, self.clock).run():
            pass
        await self.chat.settle()

    async def time_passes(self, **by: float) -> None:
        await Fair(chat=self.chat, clock=self.clock, ana=self.olga, mei=self.mei).time_passes(**by)
        await self.works()

    async def confirmed(self, words: str = "") -> None:
        """Mei has asked, and Senzor has agreed to get mails."""
        await self.proposed(words)
        await self.sends("yes")

    @property
    def mail(self) -> EmailMessage:
        return self.server.mails[-1]

    def text(self, mail: EmailMessage | None = None) -> str:
        return part(mail or self.mail, "plain")

    def link(self, mail: EmailMessage | None = None) -> str:
        """The link in a mail, as the page's own path."""
        found = _LINK.search(self.text(mail))
        assert found is not None, self.text(mail)
        return found[0].removeprefix("https://fair.example.org")

    async def opens(self, path: str | None = None, **how: Any) -> str:
        return await self._visits("GET", path or self.link(), **how)

    async def sends(self, act: str, path: str | None = None, *, state: str | None = None, **fields: str) -> str:
        """Opens the page and sends one of its forms, then follows to what is shown."""
        path = path or self.link()
        page = await self.opens(path)
        if state is None:
            hidden = _HIDDEN.search(page)
            state = "" if hidden is None else hidden[1]
        shown = await self._visits("POST", path, data={"act": act, "state": state, **fields})
        await self.chat.settle()
        return shown

    async def _visits(self, method: str, path: str, **how: Any) -> str:
        response = await self.browser.request(method, path, **how)
        self.pages.append(response)
        return response.text

    @property
    def code(self) -> int:
        return self.pages[-1].status_code

    async def mailbox(self) -> Mailbox:
        async with self.database.reading() as session:
            return (await session.scalars(select_own(Mailbox))).one()

    async def introduction(self) -> Introduction:
        async with self.database.reading() as session:
            return (await session.scalars(select_own(Introduction).order_by(Introduction.id.desc()))).first()

    async def mails(self) -> list[MailDelivery]:
        async with self.database.reading() as session:
            return list(await session.scalars(select_own(MailDelivery).order_by(MailDelivery.id)))


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def subjects(server: MailServer) -> list[str]:
    return [str(mail["Subject"]) for mail in server.mails]


@asynccontextmanager
async def open_post(world: World, database_url: str, clock: Clock, **more: Any) -> AsyncIterator[Post]:
    async with mail_server() as server:
        given = server.settings().model_dump()
        smtp = {key: value for key, value in given.items() if key.startswith("smtp_")}
        async with open_chat(world, database_url, clock, **(smtp | {"public_url": URL} | more)) as chat:
            transport = httpx.ASGITransport(mail_pages(chat.program.services))
            async with httpx.AsyncClient(
                transport=transport, base_url="https://fair.example.org", follow_redirects=True
            ) as browser:
                yield await _staged(chat, clock, server, browser)


async def _staged(chat: Chat, clock: Clock, server: MailServer, browser: httpx.AsyncClient) -> Post:
    mei, olga = chat.person("Li Mei", "zh-hans"), chat.person("Olga", "en", last_name="Organizer")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await olga.types("/start")
    company_id = await imported(chat, olga, "Senzor d.o.o.", ADDRESS)
    await listed(chat, olga, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await listed(chat, mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    return Post(chat=chat, clock=clock, server=server, mei=mei, olga=olga, company_id=company_id, browser=browser)


async def imported(
    chat: Chat, human: Human, name: str, address: str, *, relation: Relation = Relation.ORGANIZER, code: str = "AGRO"
) -> CompanyId:
    """A company that the person holds, as an import makes it, with a booth at a fair."""
    now = chat.program.services.clock()
    key = company_key(name, "RS")
    async with chat.program.services.database.writing() as session:
        await people.record_consent(session, PersonId(human.id), version="1", now=now)
        made = await add_company(session, name=name, name_key=key, country="RS", city=None, now=now)
        await memberships.put(
            session,
            person_id=PersonId(human.id),
            company_id=made.id,
            relation=relation,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=now,
        )
        await companies.replace_channels(session, PersonId(human.id), made.id, [(ChannelKind.EMAIL, address)])
        event = await events.add(
            session,
            Event(
                code=code,
                names={"en": "Agro Fair", "sr-Latn": "Agro sajam"},
                starts_on=now.date(),
                ends_on=now.date() + timedelta(days=2),
                zone="Europe/Belgrade",
                created_at=now,
            ),
        )
        await exhibitors.put(session, event.id, made.id, hall_id=None, booth=None, now=now)
    return made.id
