"""Mails that come back, come later or come too often."""

from datetime import timedelta

import pytest

from bot.outbox.engine import Outbox
from bot.outbox.mails import PER_DAY, MailChannel, WrittenMail
from bot.outbox.smtp import Mail, MailMaybeSentError
from storage.ids import PersonId
from storage.mail import mails
from storage.people import companies, memberships
from storage.vocabulary import (
    DeclineReason,
    DeliveryStatus,
    IntroductionStatus,
    MailboxStatus,
    MailTopic,
    Relation,
)
from tests.mail.post import Post, imported
from tests.outbox import elsewhere
from tests.outbox.slots import Slots

UNREACHED = "📭 They could not be reached. Other matches: /matches"


async def tries_again(post: Post, times: int, **every: float) -> None:
    """The bot sends its mails so many times more."""
    for _ in range(times):
        post.clock.forward(**every)
        await post.works()


async def queues(post: Post, count: int) -> None:
    """So many mails wait."""
    box, introduction = await post.mailbox(), await post.introduction()
    async with post.database.writing() as session:
        for number in range(count):
            await mails.queue(
                session,
                box.id,
                MailTopic.NEW_LINK,
                payload={"introduction_id": introduction.id},
                dedupe_key=f"{MailTopic.NEW_LINK}:{number}",
                now=post.clock(),
            )


async def test_an_address_that_does_not_exist_ends_it_and_both_are_told(post: Post) -> None:
    post.server.answers = ["550 5.1.1 no such user"]
    await post.proposed()
    introduction = await post.introduction()
    assert (introduction.status, introduction.decline_reason) == (
        IntroductionStatus.EXPIRED,
        DeclineReason.UNREACHABLE,
    )
    assert (await post.mailbox()).status is MailboxStatus.BOUNCED
    assert post.mei.t(UNREACHED) in post.mei.sees()
    assert "Senzor d.o.o." in post.olga.sees()
    await post.mei.types("/introductions")
    await post.mei.presses("🇷🇸")
    assert post.mei.t("They could not be reached.") in post.mei.sees()


async def test_a_corrected_address_is_asked_when_somebody_waits_again(post: Post) -> None:
    post.server.answers = ["550 5.1.1 no such user"]
    await post.proposed()
    async with post.database.writing() as session:
        known = await companies.channels(session, PersonId(post.olga.id), post.company_id)
        known[0].value = "novi@senzor.rs"
    await post.works()
    assert post.server.mails == [], "nobody waits"
    await post.proposed()
    assert [mail["To"] for mail in post.server.mails] == ["novi@senzor.rs"]
    await post.sends("yes")
    await post.sends("accept")
    assert (await post.introduction()).status is IntroductionStatus.ACCEPTED


async def test_an_adviser_goes_on_for_a_client_whose_address_does_not_work(post: Post) -> None:
    await post.confirmed()
    async with post.database.writing() as session:
        await memberships.change(session, PersonId(post.olga.id), post.company_id, relation=Relation.ADVISER, role=None)
    post.server.answers = ["550 5.1.1 no such user"]
    await post.time_passes(days=3, hours=1)
    assert (await post.mailbox()).status is MailboxStatus.BOUNCED
    assert "Senzor d.o.o." in post.olga.sees()
    assert (await post.introduction()).status is IntroductionStatus.PROPOSED


@pytest.mark.parametrize("answer", ["451 4.7.1 greylisted", "421 4.3.2 come back later", "554 5.7.1 relaying denied"])
async def test_a_refusal_that_may_pass_is_no_end(post: Post, answer: str) -> None:
    post.server.answers = [answer] * 2
    await post.proposed()
    await tries_again(post, 2, minutes=10)
    assert len(post.server.mails) == 1
    assert (await post.mailbox()).status is MailboxStatus.ASKED


async def test_an_address_that_is_refused_for_days_is_unreachable(post: Post) -> None:
    post.server.answers = ["450 4.2.1 mailbox busy"] * 40
    await post.proposed()
    await tries_again(post, 18, hours=4)
    assert (await post.mailbox()).status is MailboxStatus.BOUNCED
    assert post.mei.t(UNREACHED) in post.mei.sees()


async def test_a_server_that_goes_down_after_many_refusals_says_nothing_about_the_address(post: Post) -> None:
    post.server.answers = ["450 4.2.1 mailbox busy"] * 17 + ["554 5.7.1 relaying denied"]
    await post.proposed()
    await tries_again(post, 18, hours=4)
    assert len(post.server.mails) == 1
    assert (await post.mailbox()).status is MailboxStatus.ASKED


async def test_a_mistake_of_our_own_says_nothing_about_the_address(post: Post) -> None:
    await post.confirmed()
    await queues(post, 1)

    async def write(_row: object) -> WrittenMail:
        raise KeyError("state")

    worker = Outbox(post.database, [MailChannel(Deaf(), write, post.clock)], Slots(), post.clock)
    await worker.deliver_due()
    assert (await post.mails())[-1].status is DeliveryStatus.FAILED
    assert (await post.mailbox()).status is MailboxStatus.CONFIRMED


async def test_a_server_that_is_down_for_a_day_loses_nothing(post: Post) -> None:
    post.server.answers = ["421 4.3.0 shutting down"] * 3
    await post.proposed()
    await post.time_passes(days=1)
    await post.time_passes(minutes=30)
    await post.time_passes(minutes=30)
    assert len(post.server.mails) == 1


async def test_an_address_gets_so_many_mails_a_day_for_all_its_companies(post: Post) -> None:
    await post.confirmed()
    box, introduction = await post.mailbox(), await post.introduction()
    async with post.database.writing() as session:
        for number in range(PER_DAY + 3):
            await mails.queue(
                session,
                box.id,
                MailTopic.NEW_LINK,
                payload={"introduction_id": introduction.id},
                dedupe_key=f"{MailTopic.NEW_LINK}:{number}",
                now=post.clock(),
            )
    await post.works()
    assert len(post.server.mails) == PER_DAY
    post.clock.forward(hours=24, minutes=1)
    await post.works()
    assert len(post.server.mails) == PER_DAY + 4


async def test_an_address_that_agreed_for_one_company_is_not_asked_for_another(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    other = post.chat.person("Otto", "en")
    await other.types("/start")
    assert await imported(post.chat, other, "Druga d.o.o.", "KONTAKT@senzor.rs", code="OTHER")
    await post.works()
    assert [mail.topic for mail in await post.mails()].count(MailTopic.CONSENT) == 1


class Deaf:
    """Takes the mail; the answer is lost."""

    def __init__(self) -> None:
        self.taken: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.taken.append(mail)
        raise MailMaybeSentError("the server did not answer")


async def test_a_mail_whose_answer_was_lost_is_not_sent_again(post: Post) -> None:
    """Also by a process that takes over while a mail is being handed over."""
    await post.confirmed()
    mail = Mail(to="a@b.rs", subject="x", text="x", number="1", at=post.clock())

    async def write(_row: object) -> WrittenMail:
        return WrittenMail(mail=mail)

    await queues(post, 2)
    deaf = Deaf()
    worker = Outbox(post.database, [MailChannel(deaf, write, post.clock)], Slots(), post.clock)
    await worker.deliver_due()
    post.clock.forward(hours=1)
    await worker.deliver_due()
    assert len(deaf.taken) == 2
    assert [row.status for row in await post.mails()][1:] == [DeliveryStatus.UNKNOWN] * 2


async def test_a_mail_of_a_process_that_died_while_sending_is_unknown(post: Post) -> None:
    await post.proposed()
    sent = len(post.server.mails)
    await queues(post, 1)
    (row,) = await elsewhere.claims(post.database, type((await post.mails())[0]), post.clock())
    async with post.database.writing() as session:
        held = await session.get(type(row), row.id)
        held.status = DeliveryStatus.SENDING
        held.leased_until = post.clock() - timedelta(seconds=1)
    await post.works()
    assert (await post.mails())[-1].status is DeliveryStatus.UNKNOWN
    assert len(post.server.mails) == sent
