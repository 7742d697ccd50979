"""Mailed codes: who may request one, expiry and tries, killed processes and full queues."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import AlreadyDoneError, DomainError, NotAllowedError
from bot.outbox.code_mails import CodeMailChannel
from bot.outbox.engine import Outbox
from bot.outbox.row_sender import LEASE
from bot.outbox.smtp import Mail, MailNotSentError
from bot.usecases.people.daily_caps import PER_DAY, DailyLimitError
from bot.usecases.verification import mail_codes
from bot.usecases.verification.mail_codes import AGAIN_AFTER, TRIES, VALID, CodeResult, TooSoonError
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Delivery, VerificationCode
from storage.verification import verifications
from storage.vocabulary import Topic, Use, VerificationMethod
from tests.clock import Clock
from tests.factories import add_company, add_person
from tests.outbox import elsewhere
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
            return list(await session.scalars(select(Delivery.topic)))


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


async def test_a_code_verifies_and_says_the_domain_only(desk: Desk) -> None:
    assert await desk.asks() == ADDRESS
    assert await desk.types("000000") is CodeResult.NOT_SENT
    assert await desk.worker.deliver_due() == 1
    assert await desk.types(desk.post.code()) is CodeResult.RIGHT
    assert await desk.methods() == [(VerificationMethod.EMAIL, "senzor.rs")]
    assert await desk.types(desk.post.code()) is CodeResult.GONE, "a code is good once"
    with pytest.raises(AlreadyDoneError):
        await desk.asks()


async def test_nowhere_but_in_the_mail(desk: Desk) -> None:
    await desk.asks()
    await desk.worker.deliver_due()
    async with desk.database.reading() as session:
        (row,) = await session.scalars(select(VerificationCode))
    assert row.code_hash is not None
    assert len(row.code_hash) == 64
    assert desk.post.code() not in f"{row.code_hash} {row.email}"


async def test_it_runs_out(desk: Desk) -> None:
    await desk.asks()
    await desk.worker.deliver_due()
    desk.clock.forward(seconds=VALID.total_seconds())
    assert await desk.types(desk.post.code()) is CodeResult.GONE
    assert await desk.methods() == []


async def test_five_wrong_ones_void_it(desk: Desk) -> None:
    await desk.asks()
    await desk.worker.deliver_due()
    results = [await desk.types("999999") for _ in range(TRIES)]
    assert results == [CodeResult.WRONG] * (TRIES - 1) + [CodeResult.USED_UP]
    assert await desk.types(desk.post.code()) is CodeResult.USED_UP


async def test_another_one_not_at_once_and_then_only_the_newest_counts(desk: Desk) -> None:
    await desk.asks()
    with pytest.raises(TooSoonError):
        await desk.asks()
    await desk.worker.deliver_due()
    first = desk.post.code()
    with pytest.raises(TooSoonError):
        await desk.asks()
    desk.clock.forward(seconds=AGAIN_AFTER.total_seconds())
    await desk.asks()
    await desk.worker.deliver_due()
    assert first != desk.post.code()
    assert await desk.types(first) is CodeResult.WRONG
    assert await desk.types(desk.post.code()) is CodeResult.RIGHT


async def test_no_more_than_so_many_a_day_whatever_is_restarted(desk: Desk) -> None:
    for _ in range(PER_DAY[Use.MAIL]):
        await desk.asks()
        await desk.worker.deliver_due()
        desk.clock.forward(minutes=2)
    with pytest.raises(DailyLimitError):
        await desk.asks()
    desk.clock.forward(days=1)
    assert await desk.asks()


async def test_killed_while_sending_it_is_mailed_anew(desk: Desk) -> None:
    await desk.asks()
    (row,) = await elsewhere.claims(desk.database, VerificationCode, desk.clock())
    await elsewhere.begins(desk.database, row)
    assert await desk.worker.deliver_due() == 0, "the other process may be at it still"
    desk.clock.now += LEASE
    assert await desk.worker.deliver_due() == 1
    assert await desk.types(desk.post.code()) is CodeResult.RIGHT


async def test_a_mail_whose_answer_is_lost_is_repeated_with_another_code(desk: Desk) -> None:
    await desk.asks()
    desk.post.failures, desk.post.after = [MailNotSentError("no answer", for_good=False)], True
    await desk.worker.deliver_due()
    desk.clock.forward(minutes=1)
    await desk.worker.deliver_due()
    first, second = (mail.text for mail in desk.post.mails)
    assert await desk.types(first) is CodeResult.WRONG
    assert await desk.types(second) is CodeResult.RIGHT


async def test_a_server_that_is_away_is_asked_again_and_given_up_at_last(desk: Desk) -> None:
    await desk.asks()
    desk.post.failures = [MailNotSentError("away", for_good=False) for _ in range(20)]
    for _ in range(30):
        await desk.worker.deliver_due()
        desk.clock.forward(minutes=1)
    assert desk.post.mails == []
    assert await desk.told() == [Topic.CODE_NOT_SENT]


async def test_an_address_that_is_not_taken_is_told_at_once(desk: Desk) -> None:
    await desk.asks()
    desk.post.failures = [MailNotSentError("no such user", for_good=True)]
    await desk.worker.deliver_due()
    assert await desk.told() == [Topic.CODE_NOT_SENT]
    assert await desk.types("000000") is CodeResult.GONE


async def test_two_workers_mail_it_once(desk: Desk) -> None:
    await desk.asks()
    other = mailing(desk.database, desk.post, desk.clock)
    await asyncio.gather(desk.worker.deliver_due(), other.deliver_due())
    assert len(desk.post.mails) == 1


async def test_nobody_verifies_a_company_that_is_not_theirs(desk: Desk) -> None:
    async with desk.database.writing() as session:
        stranger = await add_person(session, name="Mei", username=None)
        with pytest.raises(NotAllowedError):
            await mail_codes.ask(session, stranger.id, desk.company, ADDRESS, desk.clock())


@pytest.mark.parametrize(
    "address",
    ["ana@senzor.rs", "Ana.Anic@SENZOR.RS", "office@mail.senzor.rs", "<ana@senzor.rs>", "mailto:ana@senzor.rs"],
)
def test_addresses_at_its_own_domain(address: str) -> None:
    assert mail_codes.checked_address(address, "https://www.senzor.rs").lower().endswith("senzor.rs")


def test_a_shop_below_the_domain_and_a_domain_in_chinese() -> None:
    assert mail_codes.checked_address("ana@senzor.rs", "https://shop.senzor.rs/x") == "ana@senzor.rs"
    assert mail_codes.checked_address("wang@公司.中国", "https://xn--55qx5d.xn--fiqs8s") == "wang@xn--55qx5d.xn--fiqs8s"


@pytest.mark.parametrize(
    ("address", "website"),
    [
        ("ana@gmail.com", "https://senzor.rs"),
        ("mei@qq.com", "https://pudong.cn"),
        ("ana@gmail.com", "https://gmail.com"),
        ("ana@notsenzor.rs", "https://senzor.rs"),
        ("ana@senzor.rs.evil.com", "https://senzor.rs"),
        ("ana@rs", "https://senzor.rs"),
        ("ana", "https://senzor.rs"),
        ("ana@senzor.rs", None),
        ("ana@senzor.rs\r\nBcc: all@example.org", "https://senzor.rs"),
        ("ana@senzor.rs, bob@senzor.rs", "https://senzor.rs"),
        ("аna@senzor.rs", "https://senzor.rs"),
    ],
)
def test_addresses_that_show_nothing(address: str, website: str | None) -> None:
    with pytest.raises(DomainError):
        mail_codes.checked_address(address, website)


def test_how_long_a_code_is_good_is_what_the_mail_says() -> None:
    assert timedelta(minutes=30) == VALID
