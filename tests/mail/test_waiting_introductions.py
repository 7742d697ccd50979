"""Which addresses are opened and asked while an introduction waits. Each test fails without one of the conditions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.mail import mailboxes, waiting_introductions
from storage.mail.addresses import ASKED_AGAIN
from storage.models import Channel, MailAddress, Membership, Person
from storage.vocabulary import ChannelKind, MailboxStatus, MembershipStatus, Relation
from tests.factories import NOW
from tests.mail.waiting import ADDRESS, BRIEF, Waiting


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
