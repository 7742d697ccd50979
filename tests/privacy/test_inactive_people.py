"""People who stay away for long are warned and then deleted; a new privacy text is announced."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from bot.usecases.privacy.retention import TELL_AGAIN
from storage.ids import PersonId
from storage.models import (
    Company,
    Delivery,
    Listing,
    Person,
)
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import (
    DeliveryStatus,
    Role,
    Topic,
)
from tests.factories import NOW, add_person
from tests.neighbours import is_own
from tests.privacy.days import A_DAY, KEEP, Days


async def test_people_without_a_company_are_deleted(days: Days) -> None:
    async with days.database.writing() as session:
        nora = await add_person(session, name="Nora")
    await days.on(NOW + KEEP.strangers - A_DAY)
    assert await days.count(Person, Person.id == nora.id) == 1
    await days.on(NOW + KEEP.strangers + A_DAY)
    assert await days.count(Person, Person.id == nora.id) == 0


async def test_inactive_people_are_warned_and_then_deleted(days: Days) -> None:
    ana, _, listing = await days.member()
    await days.on(NOW + KEEP.silence - A_DAY)
    assert await days.told(ana) == []
    told_on = NOW + KEEP.silence + A_DAY
    await days.on(told_on)
    assert await days.told(ana) == [Topic.LONG_SILENCE]
    assert days.woken == 1
    await days.delivers(ana)
    await days.on(told_on + KEEP.notice - A_DAY)
    assert await days.count(Person, Person.id == ana) == 1
    await days.on(told_on + KEEP.notice + A_DAY)
    assert await days.count(Person) == await days.count(Company) == await days.count(Listing) == 0
    assert days.forgotten == [listing.id]


async def test_activity_after_the_warning_keeps_everything(days: Days) -> None:
    ana, *_ = await days.member()
    told_on = NOW + KEEP.silence + A_DAY
    await days.on(told_on)
    await days.delivers(ana)
    await days.sees(ana, told_on + A_DAY)
    await days.on(told_on + KEEP.notice + A_DAY)
    assert await days.count(Company) == 1
    await days.on(told_on + KEEP.silence + 2 * A_DAY)
    assert await days.told(ana) == [Topic.LONG_SILENCE], "told anew; the first delivery is dropped by now"
    assert await days.count(Company) == 1


async def test_nobody_is_deleted_without_a_delivered_warning(days: Days) -> None:
    """Not at once after years, not while the warning is only queued, and not while it is retried."""
    ana, *_ = await days.member()
    day = NOW + 3 * KEEP.silence
    await days.on(day)
    assert await days.count(Company) == 1
    await days.on(day + KEEP.notice + A_DAY)
    assert await days.count(Company) == 1
    assert await days.told(ana) == [Topic.LONG_SILENCE], "one message waits, and no second"


@pytest.mark.parametrize("status", [DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED])
async def test_an_unconfirmed_warning_is_repeated_before_the_deletion(days: Days, status: DeliveryStatus) -> None:
    ana, *_ = await days.member()
    day = NOW + KEEP.silence + A_DAY
    await days.on(day)
    async with days.database.writing() as session:
        await session.execute(update(Delivery).where(is_own(Delivery)).values(status=status))
    await days.on(day + A_DAY)
    assert len(await days.told(ana)) == 1, "not every day"
    await days.on(day + TELL_AGAIN + A_DAY)
    assert len(await days.told(ana)) == 2
    assert await days.count(Company) == 1


async def test_unreachable_people_are_deleted_after_the_same_time(days: Days) -> None:
    ana, *_ = await days.member()
    day = NOW + KEEP.silence + A_DAY
    await days.on(day)
    async with days.database.writing() as session:
        await session.execute(update(Delivery).where(is_own(Delivery)).values(status=DeliveryStatus.UNREACHABLE))
        await people.mark_unreachable(session, ana, day)
    await days.on(day + KEEP.notice - A_DAY)
    assert await days.count(Company) == 1
    await days.on(day + KEEP.notice + A_DAY)
    assert await days.count(Company) == 0


async def test_people_with_a_role_are_not_deleted(days: Days) -> None:
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        await roles.grant(session, ana, Role.MODERATOR, by=None, now=NOW)
    for day in (NOW + KEEP.silence + A_DAY, NOW + KEEP.silence + KEEP.notice + 2 * A_DAY):
        await days.on(day)
    assert await days.count(Person) == 1
    assert await days.told(ana) == []


async def test_a_new_privacy_text_is_announced_once_to_people_with_an_older_consent(days: Days) -> None:
    ana, *_ = await days.member()
    mei, *_ = await days.member("Li Mei")
    async with days.database.writing() as session:
        await people.record_consent(session, mei, version="earlier", now=NOW)
    for day in range(3):
        await days.on(NOW + day * A_DAY)
    assert await days.told(ana) == []
    assert await days.told(mei) == [Topic.PRIVACY_CHANGED]


@pytest.mark.parametrize("sends", [Days.delivers, Days.loses_answers])
async def test_a_new_privacy_text_is_announced_once_even_after_years(
    days: Days, sends: Callable[[Days, PersonId], Awaitable[None]]
) -> None:
    """The delivery is deleted after a while; the version stored with the person is not."""
    ana, *_ = await days.member()
    async with days.database.writing() as session:
        await people.record_consent(session, ana, version="2020-01-01", now=NOW)
    await days.on(NOW + A_DAY)
    await sends(days, ana)
    day = NOW + A_DAY + KEEP.deliveries + A_DAY
    await days.sees(ana, day)
    await days.on(day)
    await days.on(day + A_DAY)
    assert await days.told(ana) == [], "the delivery was dropped, and no other one was queued"
