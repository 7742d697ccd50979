"""Which addresses are written to, and which mails count. Each test fails without one of the conditions."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.mailing import tell_mailbox
from bot.usecases.mail import mailboxes as rules
from storage.database import Database
from storage.ids import ByMail, CompanyId, IntroductionId, MailboxId, PersonId
from storage.mail import addresses, mailboxes, mails, waiting_introductions
from storage.mail.addresses import ASKED_AGAIN
from storage.models import (
    Channel,
    Introduction,
    IntroductionHold,
    MailAddress,
    Mailbox,
    MailDelivery,
    Membership,
    Person,
    Sanction,
)
from storage.vocabulary import (
    ChannelKind,
    DeliveryStatus,
    HoldReason,
    IntroductionStatus,
    Kind,
    Language,
    MailboxStatus,
    MembershipStatus,
    ProfileType,
    Relation,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person
from tests.neighbours import select_own

BRIEF = timedelta(seconds=1)
ADDRESS = "kontakt@senzor.rs"
EXPIRES = NOW + timedelta(days=14)


class UndoneError(Exception):
    """Rolls a change back."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Mei's proposal waits for Senzor, which Olga has in her list."""

    database: Database
    number: IntroductionId
    senzor: CompanyId
    pudong: CompanyId
    olga: PersonId
    vera: PersonId
    """Speaks for neither."""

    @asynccontextmanager
    async def undone(self, *changes: Executable) -> AsyncIterator[AsyncSession]:
        with suppress(UndoneError):
            async with self.database.writing() as session:
                for change in changes:
                    await session.execute(change)
                yield session
                raise UndoneError

    def mailbox(self, status: MailboxStatus, company_id: int | None = None, **more: Any) -> Executable:
        values = {"address": ADDRESS, "address_hash": "h", "from_list": True, "language": Language.EN}
        return insert(Mailbox).values(
            company_id=company_id or self.senzor, status=status, changed_at=NOW, **(values | more)
        )

    def member(self, relation: Relation, status: MembershipStatus = MembershipStatus.ACTIVE) -> Executable:
        values = {"person_id": self.vera, "relation": relation, "status": status, "since": NOW}
        return insert(Membership).values(company_id=self.senzor, **values)

    def moved(self, **values: Any) -> Executable:
        return update(Introduction).where(Introduction.id == self.number).values(values)

    def what_ends_the_waiting(self) -> Iterator[tuple[str, Executable]]:
        over = {"status": IntroductionStatus.EXPIRED, "turn": None, "closed_at": NOW}
        ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": NOW}
        held = {"introduction_id": self.number, "why": HoldReason.SCREENING, "since": NOW}
        yield "the introduction is over", self.moved(**over)
        yield "it is the proposer's turn", self.moved(turn=Kind.NEED, status=IntroductionStatus.QUESTION)
        yield "it was proposed to the other company", self.moved(proposer_side=Kind.OFFER, turn=Kind.NEED)
        yield "it is postponed", self.moved(later_until=EXPIRES)
        yield "it expires now", self.moved(expires_at=NOW)
        yield "it is held", insert(IntroductionHold).values(held)
        yield "the company is banned", insert(Sanction).values(company_id=self.senzor, **ban)
        yield "somebody works there", self.member(Relation.REPRESENTATIVE)

    def what_changes_nothing(self) -> Iterator[tuple[str, Executable]]:
        yield "an adviser", self.member(Relation.ADVISER)
        yield "a former representative", self.member(Relation.REPRESENTATIVE, MembershipStatus.LEFT)
        yield "it expires in a moment", self.moved(expires_at=NOW + BRIEF)


@pytest.fixture
async def waiting(database: Database) -> Waiting:
    async with database.writing() as session:
        mei, olga, vera = [await add_person(session, name=name) for name in ("Mei", "Olga", "Vera")]
        pudong = await add_company(session, mei, name="Pudong", country="CN")
        senzor = await add_company(session, olga, relation=Relation.ORGANIZER)
        need = await add_listing(session, pudong, mei, profile_type=ProfileType.TECHNOLOGY_REQUEST)
        offer = await add_listing(session, senzor, None)
        number = (await add_introduction(session, need, offer)).id
        for person, company in ((olga, senzor), (mei, pudong)):
            session.add(
                Channel(company_id=company.id, person_id=person.id, kind=ChannelKind.EMAIL, value=ADDRESS, position=0)
            )
    return Waiting(database=database, number=number, senzor=senzor.id, pudong=pudong.id, olga=olga.id, vera=vera.id)


async def test_an_address_of_a_list_is_opened_while_somebody_waits(waiting: Waiting) -> None:
    async def listed(session: AsyncSession) -> list[tuple[Any, ...]]:
        return [tuple(one) for one in await waiting_introductions.listed_addresses(session, NOW, 9)]

    found = (waiting.senzor, "RS", ADDRESS)
    async with waiting.undone() as session:
        assert await listed(session) == [(*found, None)]
    channel = update(Channel).where(Channel.company_id == waiting.senzor)
    membership = update(Membership).where(Membership.company_id == waiting.senzor)
    for name, change in (
        *waiting.what_ends_the_waiting(),
        ("the list is another person's", channel.values(person_id=waiting.vera)),
        (
            "the address is another company's",
            update(Channel).values(company_id=waiting.pudong).where(Channel.person_id == waiting.olga),
        ),
        ("it is a phone number", channel.values(kind=ChannelKind.PHONE)),
        ("the organizer left", membership.values(status=MembershipStatus.LEFT)),
        ("it came from an adviser", membership.values(relation=Relation.ADVISER)),
        ("the mailbox is open", waiting.mailbox(MailboxStatus.NEW, address=ADDRESS.upper())),
        ("an adviser typed another one", waiting.mailbox(MailboxStatus.NEW, address="x@y.rs", from_list=False)),
        ("they want no mail", waiting.mailbox(MailboxStatus.REFUSED, address=None)),
    ):
        async with waiting.undone(change) as session:
            assert await listed(session) == [], name
    for name, change in waiting.what_changes_nothing():
        async with waiting.undone(change) as session:
            assert await listed(session) == [(*found, None)], name
    for earlier in ("x@y.rs", f"{ADDRESS}x"):
        async with waiting.undone(waiting.mailbox(MailboxStatus.NEW, address=earlier)) as session:
            mailbox = await mailboxes.of_company(session, waiting.senzor)
            assert mailbox is not None
            assert await listed(session) == [(*found, mailbox.id)]
            elsewhere = channel.where(Channel.person_id == waiting.olga).values(kind=ChannelKind.PHONE, value=earlier)
            await session.execute(elsewhere)
            assert await listed(session) == []


async def test_a_new_mailbox_is_asked_while_somebody_waits(waiting: Waiting) -> None:
    new = waiting.mailbox(MailboxStatus.NEW)

    async def asks(session: AsyncSession) -> bool:
        found = [introduction_id for _, introduction_id in await waiting_introductions.to_ask(session, NOW, 9)]
        assert found in ([], [waiting.number])
        assert await waiting_introductions.is_any_to_ask(session, NOW) is bool(found)
        return bool(found)

    async with waiting.undone(new) as session:
        assert await waiting_introductions.for_company(session, waiting.pudong, NOW) == []
        assert [one.id for one in await waiting_introductions.for_company(session, waiting.senzor, NOW)] == [
            waiting.number
        ]

    def asked(at: datetime, address_hash: str = "h") -> Executable:
        return insert(MailAddress).values(address_hash=address_hash, asked_at=at)

    lately = NOW - ASKED_AGAIN + BRIEF
    agreed = waiting.mailbox(MailboxStatus.CONFIRMED, waiting.pudong)
    for name, changes, expected in (
        ("nothing", (), True),
        *((name, (change,), False) for name, change in waiting.what_ends_the_waiting()),
        *((name, (change,), True) for name, change in waiting.what_changes_nothing()),
        ("asked lately", (asked(lately),), False),
        ("asked long ago", (asked(NOW - ASKED_AGAIN),), True),
        ("another one was asked", (asked(lately, "another"),), True),
        ("asked lately, but agreed for another company", (asked(lately), agreed), True),
        (
            "asked lately, and was asked for another company",
            (asked(lately), waiting.mailbox(MailboxStatus.ASKED, waiting.pudong)),
            False,
        ),
        (
            "asked lately, and another address agreed",
            (asked(lately), waiting.mailbox(MailboxStatus.CONFIRMED, waiting.pudong, address_hash="another")),
            False,
        ),
    ):
        async with waiting.undone(new, *changes) as session:
            assert await asks(session) is expected, name
    async with waiting.undone(waiting.mailbox(MailboxStatus.ASKED)) as session:
        assert not await asks(session)
    away = update(Person).where(Person.id == waiting.vera).values(unreachable_since=NOW)
    async with waiting.undone(new, waiting.member(Relation.REPRESENTATIVE), away) as session:
        assert await asks(session), "who blocked the bot reads nothing"


async def test_notices_are_mailed_to_a_confirmed_mailbox_without_own_people(waiting: Waiting) -> None:
    confirmed = waiting.mailbox(MailboxStatus.CONFIRMED)
    ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": NOW}

    async def tells(session: AsyncSession, topic: Topic = Topic.INTRODUCTION_PROPOSED, **more: Any) -> int:
        values = {"payload": {"introduction_id": waiting.number}, "key": f"{topic}:{waiting.number}:0"}
        how: dict[str, Any] = {"at_once": True, "but": None, "now": NOW}
        return await tell_mailbox(session, waiting.senzor, topic, **values, **(how | more))

    for name, changes, expected in (
        ("nothing", (), 1),
        ("somebody works there", (waiting.member(Relation.REPRESENTATIVE),), 0),
        ("the company is banned", (insert(Sanction).values(company_id=waiting.senzor, **ban),), 0),
        ("they want no more mail", (update(Mailbox).values(status=MailboxStatus.REFUSED),), 0),
    ):
        async with waiting.undone(confirmed, *changes) as session:
            assert await tells(session) == expected, name
    async with waiting.undone(waiting.mailbox(MailboxStatus.CONFIRMED, waiting.pudong)) as session:
        assert await tells(session) == 0, "the mailbox of the other company"
    async with waiting.undone(confirmed) as session:
        mailbox = await mailboxes.of_company(session, waiting.senzor)
        assert mailbox is not None
        assert await tells(session, but=ByMail(mailbox.id)) == 0, "who acted need not be told"
        assert await tells(session, but=ByMail(MailboxId(mailbox.id + 1))) == 1
        assert await tells(session, Topic.INTRODUCTION_WITHDRAWN) == 0, "they never heard of it"
        await session.execute(
            update(MailDelivery).where(MailDelivery.mailbox_id == mailbox.id).values(status=DeliveryStatus.SENT)
        )
        assert await tells(session, Topic.INTRODUCTION_WITHDRAWN) == 1
        assert await tells(session, Topic.DIGEST) == 0


def mail(mailbox_id: int, key: str, status: DeliveryStatus, **more: Any) -> MailDelivery:
    values: dict[str, Any] = {"topic": "x", "payload": {}, "created_at": NOW, "not_before": NOW}
    return MailDelivery(mailbox_id=mailbox_id, dedupe_key=key, status=status, **(values | more))


async def test_mails_that_arrived_are_counted_by_address(waiting: Waiting) -> None:
    async with waiting.undone(
        waiting.mailbox(MailboxStatus.CONFIRMED),
        waiting.mailbox(MailboxStatus.CONFIRMED, waiting.pudong, address_hash="another"),
    ) as session:
        mine, other = [await mailboxes.of_company(session, one) for one in (waiting.senzor, waiting.pudong)]
        assert mine is not None
        assert other is not None
        topic, number = Topic.INTRODUCTION_PROPOSED, waiting.number
        later = NOW + BRIEF
        session.add_all(
            [
                mail(mine.id, "a", DeliveryStatus.SENT, finished_at=later),
                mail(mine.id, "b", DeliveryStatus.SENT, finished_at=NOW),
                mail(mine.id, "c", DeliveryStatus.OBSOLETE, finished_at=later),
                mail(mine.id, f"{topic}:{number + 1}:0", DeliveryStatus.SENT, finished_at=NOW),
                mail(mine.id, f"{topic}:{number}:0", DeliveryStatus.PENDING),
                mail(other.id, f"{topic}:{number}:1", DeliveryStatus.SENT, finished_at=later),
            ]
        )
        await session.flush()
        assert await mails.arrived(session, "h", NOW) == [later]
        assert not await mails.was_told(session, mine.id, number)
        for status in (DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN):
            key = f"{topic}:{number}:{status}"
            session.add(mail(mine.id, key, status, finished_at=NOW))
            await session.flush()
            assert await mails.was_told(session, mine.id, number)
            await session.execute(
                update(MailDelivery).where(MailDelivery.dedupe_key == key).values(status=DeliveryStatus.OBSOLETE)
            )
        assert await mails.drop_finished(session, before=NOW) == 0
        assert await mails.drop_finished(session, before=later) == 8
        left = await session.scalars(select_own(MailDelivery))
        assert [one.status for one in left] == [DeliveryStatus.PENDING]


async def test_an_address_is_asked_again_after_a_while_and_never_after_a_refusal(waiting: Waiting) -> None:
    async with waiting.undone() as session:
        assert not await addresses.is_refused(session, "h")
        assert await addresses.mark_asked(session, "h", NOW)
        assert not await addresses.mark_asked(session, "h", NOW + ASKED_AGAIN - BRIEF)
        assert await addresses.mark_asked(session, "h", NOW + ASKED_AGAIN)
        assert not await addresses.is_refused(session, "h")
        asked = NOW + ASKED_AGAIN
        await addresses.mark_asked(session, "r", NOW)
        await addresses.refuse(session, "r", NOW)
        await addresses.refuse(session, "n", NOW)
        assert await addresses.is_refused(session, "r")
        assert await addresses.mark_asked(session, "n", NOW), "only refused so far"
        assert await addresses.forget_asked(session, before=asked) == 0
        assert await addresses.forget_asked(session, before=asked + BRIEF) == 1
        known = set(await session.scalars(select(MailAddress.address_hash)))
        assert known >= {"r", "n"}
        assert "h" not in known


async def test_a_mailbox_changes_and_goes_alone(waiting: Waiting) -> None:
    async with waiting.undone(
        waiting.mailbox(MailboxStatus.ASKED),
        waiting.mailbox(MailboxStatus.ASKED, waiting.pudong, address_hash="another"),
    ) as session:
        mine, other = [await mailboxes.of_company(session, one) for one in (waiting.senzor, waiting.pudong)]
        assert mine is not None
        assert other is not None
        assert [one.id for one in await mailboxes.with_hash(session, "h")] == [mine.id]
        asked = [MailboxStatus.ASKED]
        to = MailboxStatus.CONFIRMED
        assert await mailboxes.change_status(session, mine.id, from_=asked, to=to, now=NOW)
        assert not await mailboxes.change_status(session, mine.id, from_=asked, to=to, now=NOW)
        session.expire_all()
        mine, other = [await mailboxes.of_company(session, one) for one in (waiting.senzor, waiting.pudong)]
        assert mine is not None
        assert other is not None
        assert (await mailboxes.is_confirmed(session, "h"), await mailboxes.is_confirmed(session, "another")) == (
            True,
            False,
        )
        assert not await rules.confirm(session, mine, waiting.number, NOW), "a second press"
        new_link = await rules.ask_for_link(session, mine.id, waiting.number, NOW)
        assert new_link
        await mailboxes.drop(session, mine.id)
        assert not await rules.ask_for_link(session, mine.id, waiting.number, NOW)
        assert await mailboxes.of_company(session, waiting.senzor) is None
        assert await mailboxes.of_company(session, waiting.pudong) is not None
        await rules.bounce(session, mine.id, NOW)
        await rules.refuse(session, mine.id, NOW)
        for status, expected in (
            (MailboxStatus.NEW, False),
            (MailboxStatus.ASKED, True),
            (MailboxStatus.REFUSED, False),
            (MailboxStatus.BOUNCED, False),
        ):
            await session.execute(update(Mailbox).where(Mailbox.id == other.id).values(status=status))
            assert await rules.ask_for_link(session, other.id, waiting.number, NOW) is expected, status


async def test_an_end_is_the_company_s_unless_an_adviser_or_its_people_read_on(waiting: Waiting) -> None:
    adviser = waiting.member(Relation.ADVISER)
    vera = update(Person).where(Person.id == waiting.vera)
    ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": NOW}
    for name, changes, expected in (
        ("nobody but the organizer", (), False),
        ("an adviser", (adviser,), True),
        ("somebody who works there", (waiting.member(Relation.REPRESENTATIVE),), True),
        ("a former adviser", (waiting.member(Relation.ADVISER, MembershipStatus.LEFT),), False),
        ("an adviser who blocked the bot", (adviser, vera.values(unreachable_since=NOW)), False),
        ("a banned adviser", (adviser, insert(Sanction).values(person_id=waiting.vera, **ban)), False),
    ):
        async with waiting.undone(waiting.mailbox(MailboxStatus.CONFIRMED), *changes) as session:
            assert await mailboxes.has_adviser_or_own_people(session, waiting.senzor) is expected, name
            mailbox = await mailboxes.of_company(session, waiting.senzor)
            assert mailbox is not None
            await rules.bounce(session, mailbox.id, NOW)
            status = await session.scalar(select(Introduction.status).where(Introduction.id == waiting.number))
            assert status is (IntroductionStatus.PROPOSED if expected else IntroductionStatus.EXPIRED), name
    async with waiting.undone() as session:
        assert await mailboxes.has_adviser_or_own_people(session, waiting.pudong)
        assert [one.id for one in await waiting_introductions.open_to(session, waiting.senzor)] == [waiting.number]
        assert await waiting_introductions.open_to(session, waiting.pudong) == []
        over = {"status": IntroductionStatus.EXPIRED, "turn": None, "closed_at": NOW}
        await session.execute(waiting.moved(**over))
        assert await waiting_introductions.open_to(session, waiting.senzor) == []
