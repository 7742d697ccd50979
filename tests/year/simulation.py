"""A year of introductions in a moved clock: people and mailboxes who answer, decline, ignore, block and come back.

Everybody acts through the use cases. What they are told goes through the real outbox to the simulated Telegram and to a
real mail server on this machine. Time moves by six hours; now and then everything is down for a day.
"""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select

from bot.errors import DomainError
from bot.sandbox.people import Person, person
from bot.sandbox.world import World
from bot.usecases import introductions
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.introductions.rules import BATCH
from bot.usecases.mail import mailboxes as mail_rules
from bot.usecases.mail.mailboxes import MailboxJob
from bot.usecases.people.message_masking import mask_message
from bot.usecases.privacy import rights
from storage import models
from storage.ids import ByMail, CompanyId, IntroductionId, ListingId, PersonId, Speaker
from storage.introductions.introductions import company_on
from storage.mail import mailboxes
from storage.models import Introduction, Mailbox, Preference
from storage.people import companies
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    ChannelKind,
    DeclineReason,
    Frequency,
    Kind,
    MailboxStatus,
    ProfileType,
    Relation,
)
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person
from tests.mail.post import URL
from tests.neighbours import select_own
from tests.outbox.mail_server import MailServer, mail_server

COUNTRIES: Final = ("CN", "RS", "DE", "BR", "IN", "TR")
STEP: Final = timedelta(hours=6)
PROPOSES: Final = 0.01
"""Chance per company and day."""
BLOCKS, RETURNS, FORGETS, CONFIRMS, REFUSES = 0.002, 0.05, 0.0002, 0.2, 0.05
"""Chances per day: of blocking the bot, coming back, leaving for good, and of what a mailbox answers at first."""
ANSWERS: Final = (("accept", 0.10), ("decline", 0.08), ("ask", 0.05), ("later", 0.03))
"""Chances per day and introduction that waits. Nobody has to do anything."""
NEVER_ANSWERS: Final = 0.3
"""Share of companies that never answer anything."""
DOWN_ON: Final = frozenset({40, 150, 260})
"""Days on which nothing runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    company_id: CompanyId
    listing_id: ListingId
    country: str
    kind: Kind
    speaker: PersonId | None
    """None for a company that is reached by mail only."""
    answers: bool


@dataclass(kw_only=True)
class Year:
    chat: Chat
    clock: Clock
    server: MailServer
    rng: random.Random
    rules: Rules
    firms: dict[CompanyId, Firm] = field(default_factory=dict)
    phones: dict[int, Person] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    """People who have left a company: their clock may have changed with it."""
    open_by_day: list[int] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Any:
        return self.chat.program.services.database

    async def runs(self, days: int, *, calm: int) -> None:
        """Plays the days, then `calm` days on which nobody does anything."""
        for day in range(days + calm):
            if day in DOWN_ON:
                self.clock.forward(days=1)
                continue
            for _ in range(int(timedelta(days=1) / STEP)):
                self.clock.now += STEP
                if day < days:
                    await self._people_act(STEP / timedelta(days=1))
                await self.settles()
            self.open_by_day.append(await self.count_open())

    async def settles(self) -> None:
        deadlines = DeadlineJob(self.database, self.clock, self.rules, rounds=(introductions.due,))
        mails = MailboxJob(self.database, self.clock)
        while await deadlines.run() >= BATCH or await mails.run() >= BATCH:
            pass  # fewer mean that nothing was left over
        await self.chat.settle()

    async def count_open(self) -> int:
        async with self.database.reading() as session:
            query = select(func.count()).where(Introduction.status.in_(OPEN_INTRODUCTIONS))
            return int(await session.scalar(query))

    async def _people_act(self, share: float) -> None:
        """What people do in this share of a day."""
        for number, phone in self.phones.items():
            if number in self.away and self._happens(RETURNS * share):
                self.away.remove(number)
                phone.starts()
            elif number not in self.away and self._happens(BLOCKS * share):
                self.away.add(number)
                phone.blocks()
        for firm in list(self.firms.values()):
            if firm.speaker is not None and firm.speaker not in self.away:
                if self._happens(PROPOSES * share):
                    await self._proposes(firm)
                if self._happens(FORGETS * share):
                    await self._leaves(firm)
        await self._mailboxes_answer(share)
        for number, company_id in await self._waiting():
            firm = self.firms.get(company_id)
            if firm is not None and firm.answers:
                await self._answers(firm, number, share)

    async def _proposes(self, firm: Firm) -> None:
        others = [one for one in self.firms.values() if one.kind is not firm.kind and one.country != firm.country]
        if not others:
            return
        other = self.rng.choice(others)
        await self._does(
            introductions.propose, firm.speaker, firm.listing_id, other.listing_id, pitch=None, rules=self.rules
        )

    async def _leaves(self, firm: Firm) -> None:
        await self._does(rights.leave, firm.speaker, firm.company_id)
        if firm.speaker is not None:
            self.left.add(firm.speaker)
        del self.firms[firm.company_id]

    async def _mailboxes_answer(self, share: float) -> None:
        async with self.database.reading() as session:
            asked = list(await session.scalars(select_own(Mailbox).where(Mailbox.status == MailboxStatus.ASKED)))
        for mailbox in asked:
            firm = self.firms.get(mailbox.company_id)
            if firm is None or not firm.answers:
                continue
            async with self.database.writing() as session:
                if self._happens(CONFIRMS * share):
                    await mail_rules.confirm(session, mailbox, IntroductionId(0), self.clock())
                elif self._happens(REFUSES * share):
                    await mail_rules.refuse(session, mailbox.id, self.clock())

    async def _waiting(self) -> list[tuple[Any, CompanyId]]:
        async with self.database.reading() as session:
            rows = await session.execute(
                select(Introduction.id, company_on(Introduction.turn.expression)).where(
                    Introduction.status.in_(OPEN_INTRODUCTIONS)
                )
            )
            return [(number, company_id) for number, company_id in rows]

    async def _answers(self, firm: Firm, number: Any, share: float) -> None:
        chance = self.rng.random()
        for act, likely in ANSWERS:
            if chance < likely * share:
                speaker = await self._speaker(firm)
                if speaker is not None:
                    await self._answer(act, speaker, number)
                return
            chance -= likely * share

    async def _answer(self, act: str, speaker: Speaker, number: Any) -> None:
        match act:
            case "accept":
                await self._does(introductions.accept, speaker, number)
            case "decline":
                await self._does(introductions.decline, speaker, number, DeclineReason.OTHER)
            case "ask":
                await self._asks(speaker, number)
            case _:
                until = self.clock() + timedelta(days=self.rng.choice((1, 7, 30)))
                await self._does(introductions.postpone, speaker, number, until, rules=self.rules)

    async def _asks(self, speaker: Speaker, number: Any) -> None:
        """Asks or answers. The text is masked before the transaction, as the dialog does."""
        text = "How many pieces a month do you have in mind?"
        try:
            async with self.database.reading() as session:
                around = await introductions.masking_context_of(session, speaker, number)
        except DomainError:
            return
        masked = None if around is None else await mask_message(text, around)
        await self._does(introductions.say, speaker, number, text, shown=masked, rules=self.rules)

    async def _speaker(self, firm: Firm) -> Speaker | None:
        if firm.speaker is not None:
            return None if firm.speaker in self.away else firm.speaker
        async with self.database.reading() as session:
            mailbox = await mailboxes.of_company(session, firm.company_id)
        confirmed = mailbox is not None and mailbox.status is MailboxStatus.CONFIRMED
        return ByMail(mailbox.id) if mailbox is not None and confirmed else None

    async def _does(self, act: Callable[..., Awaitable[Any]], speaker: Any, *arguments: Any, **named: Any) -> None:
        """One act. What the bot refuses, such as an answer that came too late, is no fault."""
        try:
            async with self.database.writing() as session:
                await act(session, speaker, *arguments, **named, now=self.clock())
        except DomainError as error:
            name = type(error).__name__
            self.told[name] = self.told.get(name, 0) + 1

    def _happens(self, chance: float) -> bool:
        return self.rng.random() < chance


@asynccontextmanager
async def simulated(
    database_url: str,
    *,
    people: int,
    advised: int,
    mailed: int,
    advisers: int = 5,
    seed: int = 0,
    guarded: bool = True,
) -> AsyncIterator[Year]:
    """Companies of people on Telegram, of advisers, and of an organizer who imported them with addresses.

    `guarded`: see `open_chat`.
    """
    world, clock = World(), Clock()
    async with mail_server() as server:
        given = server.settings().model_dump()
        smtp = {key: value for key, value in given.items() if key.startswith("smtp_")}
        async with open_chat(world, database_url, clock, guarded=guarded, **smtp, public_url=URL) as chat:
            rules = Rules.of(chat.program.services.settings)
            year = Year(chat=chat, clock=clock, server=server, rng=random.Random(seed), rules=rules)
            await _populate(year, people, advised, mailed, advisers)
            yield year


async def _populate(year: Year, people: int, advised: int, mailed: int, advisers: int) -> None:
    for _ in range(people):
        await _add(year, await _newcomer(year), Relation.REPRESENTATIVE)
    brokers = [await _newcomer(year) for _ in range(advisers)]
    for number in range(advised):
        await _add(year, brokers[number % advisers], Relation.ADVISER)
    organizer = await _newcomer(year)
    for _ in range(mailed):
        await _add(year, organizer, Relation.ORGANIZER)


async def _newcomer(year: Year) -> PersonId:
    """A person on Telegram. A third have chosen quiet hours of their own."""
    phone = person(year.chat.world, f"P{len(year.phones)}", language_code="en")
    phone.chat.started = True
    year.phones[phone.id] = phone
    async with year.database.writing() as session:
        found = await add_person(
            session, person_id=phone.id, name=f"P{len(year.phones)}", username=None, now=year.clock()
        )
        if year.rng.random() < 1 / 3:
            session.add(
                Preference(
                    person_id=found.id, suggestions=Frequency.AT_ONCE, quiet_chosen=True, quiet_from=20, quiet_to=9
                )
            )
    return found.id


async def _add(year: Year, speaker: PersonId, relation: Relation) -> None:
    number, now = len(year.firms), year.clock()
    kind = (Kind.NEED, Kind.OFFER)[number % 2]
    profile = ProfileType.BUSINESS_REQUEST if kind is Kind.NEED else ProfileType.BUSINESS_OFFER
    country = COUNTRIES[(number // 2) % len(COUNTRIES)]
    address = f"office{number}@firm{number}.example.org"
    async with year.database.writing() as session:
        found = await session.get_one(models.Person, speaker)
        name = f"Firm {number}"
        made = await add_company(
            session, found, relation=relation, name=name, name_key=name.casefold(), country=country, now=now
        )
        listing = await add_listing(
            session,
            made,
            found,
            profile_type=profile,
            masked_title="Soil moisture sensors",
            masked_summary="Wireless sensors for greenhouses.",
            expires_at=now + timedelta(days=900),
            now=now,
        )
        await companies.replace_channels(session, speaker, made.id, [(ChannelKind.EMAIL, address)])
    year.firms[made.id] = Firm(
        company_id=made.id,
        listing_id=listing.id,
        country=country,
        kind=kind,
        speaker=None if relation is Relation.ORGANIZER else speaker,
        answers=year.rng.random() >= NEVER_ANSWERS,
    )
