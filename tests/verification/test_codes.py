"""Mailed codes: who may request one, expiry and tries, killed processes and full queues."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.outbox.row_sender import LEASE
from bot.outbox.smtp import MailNotSentError
from bot.usecases.people.daily_caps import PER_DAY, DailyLimitError
from bot.usecases.verification import mail_codes
from bot.usecases.verification.mail_codes import AGAIN_AFTER, TRIES, VALID, CodeResult, TooSoonError
from storage.models import VerificationCode
from storage.people import companies, memberships
from storage.verification import verifications
from storage.vocabulary import MembershipStatus, Relation, Topic, Use, VerificationMethod
from tests.factories import add_company, add_person
from tests.neighbours import select_own
from tests.outbox import elsewhere
from tests.verification.desk import ADDRESS, Desk, mailing


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
        (row,) = await session.scalars(select_own(VerificationCode))
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


def test_how_long_a_code_is_good_is_what_the_mail_says() -> None:
    assert timedelta(minutes=30) == VALID


async def test_another_address_is_taken_at_once(desk: Desk) -> None:
    await desk.asks()
    assert await desk.asks("office@senzor.rs") == "office@senzor.rs", "the first one was a mistake"


async def test_a_domain_is_verified_once_but_another_one_may_follow(desk: Desk) -> None:
    await desk.asks()
    await desk.worker.deliver_due()
    await desk.types(desk.post.code())
    await desk.asks("office@mail.senzor.rs")
    await desk.worker.deliver_due()
    with pytest.raises(AlreadyDoneError):
        await desk.asks()
    assert await desk.types(desk.post.code()) is CodeResult.RIGHT
    assert await desk.methods() == [(VerificationMethod.EMAIL, "mail.senzor.rs")]


async def test_a_code_for_the_former_website_verifies_nothing(desk: Desk) -> None:
    await desk.asks()
    await desk.worker.deliver_due()
    async with desk.database.writing() as session:
        await companies.update_columns(session, desk.company, {"website": "https://drugi.rs"})
    assert await desk.types(desk.post.code()) is CodeResult.GONE
    assert await desk.methods() == []


async def test_a_code_is_that_of_a_person_and_a_company(desk: Desk) -> None:
    """A colleague asks too, and Ana asks for a second company. Each code counts its own tries."""
    async with desk.database.writing() as session:
        petar = await add_person(session, name="Petar", username=None)
        second = await add_company(session, name="Drugi d.o.o.", website="https://drugi.rs")
        for person_id, company_id in ((petar.id, desk.company), (desk.person, second.id)):
            await memberships.put(
                session,
                person_id=person_id,
                company_id=company_id,
                relation=Relation.REPRESENTATIVE,
                role=None,
                status=MembershipStatus.ACTIVE,
                now=desk.clock(),
            )
    petars, second_one = replace(desk, person=petar.id), replace(desk, company=second.id)
    codes = []
    for one, address in ((desk, ADDRESS), (petars, "petar@senzor.rs"), (second_one, "ana@drugi.rs")):
        await one.asks(address)
        await one.worker.deliver_due()
        codes.append(desk.post.code())
    assert await desk.types("999999") is CodeResult.WRONG
    async with desk.database.reading() as session:
        tries = {
            (row.person_id, row.company_id): row.tries for row in await session.scalars(select_own(VerificationCode))
        }
    assert tries == {(desk.person, desk.company): 1, (petar.id, desk.company): 0, (desk.person, second.id): 0}
    for one, code in zip((desk, petars, second_one), codes, strict=True):
        assert await one.types(code) is CodeResult.RIGHT


async def test_a_code_that_ran_out_is_deleted_at_its_last_moment(desk: Desk) -> None:
    await desk.asks()
    async with desk.database.writing() as session:
        until = desk.clock() + VALID
        assert await verifications.drop_expired_codes(session, until - timedelta(microseconds=1)) == 0
        assert await verifications.drop_expired_codes(session, until) == 1


async def test_marks_of_other_companies_and_withdrawn_ones_are_not_shown(desk: Desk) -> None:
    async with desk.database.writing() as session:
        other = await add_company(session, name="Drugi", name_key="drugi")
        for company_id in (desk.company, other.id):
            for method in (VerificationMethod.EMAIL, VerificationMethod.NUMBER):
                await verifications.add(session, company_id, method, detail=None, by=None, now=desk.clock())
        earlier = await verifications.withdraw(session, other.id, desk.clock(), method=VerificationMethod.NUMBER)
        assert earlier == [VerificationMethod.NUMBER]
        assert await verifications.withdraw(session, other.id, desk.clock(), method=VerificationMethod.NUMBER) == []
        assert await verifications.methods_of(session, other.id) == (VerificationMethod.EMAIL,)
        assert len(await verifications.methods_of(session, desk.company)) == 2
