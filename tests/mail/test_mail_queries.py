"""How mailboxes and addresses change, who is mailed, and which mails count. Each test fails without a condition."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.mailing import tell_mailbox
from bot.usecases.mail import mailboxes as rules
from storage.ids import ByMail, MailboxId
from storage.mail import addresses, mailboxes, mails, waiting_introductions
from storage.mail.addresses import ASKED_AGAIN
from storage.models import Introduction, MailAddress, Mailbox, MailDelivery, Person, Sanction
from storage.vocabulary import (
    DeliveryStatus,
    IntroductionStatus,
    MailboxStatus,
    MembershipStatus,
    Relation,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.factories import NOW
from tests.mail.waiting import BRIEF, Waiting
from tests.neighbours import select_own


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
