"""A company that asks for codes, and the mail server that gets them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bot.outbox.code_mails import CodeMailChannel
from bot.outbox.engine import Outbox
from bot.outbox.smtp import Mail
from bot.usecases.verification import mail_codes
from bot.usecases.verification.mail_codes import CodeResult
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Delivery
from storage.verification import verifications
from storage.vocabulary import VerificationMethod
from tests.clock import Clock
from tests.factories import add_company, add_person
from tests.neighbours import select_own
from tests.outbox.slots import Slots

ADDRESS = "ana@senzor.rs"


@dataclass(kw_only=True)
class Post:
    """Stores mails. Raises `failures` one after the other; with `after`, the mail is stored first."""

    mails: list[Mail] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    after: bool = False

    async def send(self, mail: Mail) -> None:
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.after:
            self.mails.append(mail)
        if failure is not None:
            raise failure

    def code(self) -> str:
        return self.mails[-1].text


def counting() -> Callable[[str], str]:
    """Draws 0, 1, 2 …, so that codes are distinct and known."""
    numbers: Iterator[int] = iter(range(10_000))
    return lambda characters: characters[next(numbers) // 6 % len(characters)]


@dataclass(kw_only=True)
class Desk:
    database: Database
    clock: Clock
    post: Post
    worker: Outbox
    person: PersonId
    company: CompanyId

    async def asks(self, address: str = ADDRESS) -> str:
        async with self.database.writing() as session:
            return await mail_codes.ask(session, self.person, self.company, address, self.clock())

    async def types(self, code: str) -> CodeResult:
        async with self.database.writing() as session:
            return await mail_codes.enter(session, self.person, self.company, code, self.clock())

    async def methods(self) -> list[tuple[VerificationMethod, str | None]]:
        async with self.database.reading() as session:
            return [(one.method, one.detail) for one in await verifications.standing(session, self.company)]

    async def told(self) -> list[str]:
        async with self.database.reading() as session:
            return list(await session.scalars(select_own(Delivery.topic)))


def mailing(database: Database, post: Post, clock: Clock) -> Outbox:
    channel = CodeMailChannel(database, post, lambda _language, code: ("Code", code), clock, counting())
    return Outbox(database, [channel], Slots(), clock)


@pytest.fixture
async def desk(database: Database) -> Desk:
    clock, post = Clock(), Post()
    async with database.writing() as session:
        ana = await add_person(session)
        company = await add_company(session, ana, website="https://www.senzor.rs/o-nama")
    worker = mailing(database, post, clock)
    return Desk(database=database, clock=clock, post=post, worker=worker, person=ana.id, company=company.id)
