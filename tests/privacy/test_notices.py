"""Notices about one's data: told while they are true, and noted only once they were sent."""

import pytest
from sqlalchemy import select, update

from bot.usecases.people.registration import CONSENT_VERSION
from handlers.ui.notice import Notice
from storage.ids import PersonId
from storage.models import Person
from storage.people import people
from storage.vocabulary import Topic
from tests.notices import rendered
from tests.privacy.days import A_DAY, KEEP, Days

NEITHER = (None, None)


async def told(days: Days, person_id: PersonId, topic: Topic) -> tuple[str | None, object]:
    """Sends the notice, if it is still true, and returns what the person then was told of."""
    found = await rendered(days.database, days.clock, person_id, topic)
    if found is not None:
        assert isinstance(found, Notice)
        async with days.database.writing() as session:
            await found.on_sent(session, days.clock())
    async with days.database.reading() as session:
        row = await session.execute(
            select(Person.privacy_told_version, Person.silence_told_at).where(Person.id == person_id)
        )
    version, warned_at = row.one()
    return version, warned_at


@pytest.mark.parametrize(("version", "is_told"), [(CONSENT_VERSION, False), ("earlier", True)])
async def test_a_new_text_is_told_until_the_person_agreed_to_it(days: Days, version: str, is_told: bool) -> None:
    ana, *_ = await days.member()
    mei, *_ = await days.member("Mei")
    async with days.database.writing() as session:
        await people.record_consent(session, ana, version=version, now=days.clock())
    assert await told(days, ana, Topic.PRIVACY_CHANGED) == (CONSENT_VERSION if is_told else None, None)
    async with days.database.reading() as session:
        assert (await session.get_one(Person, mei)).privacy_told_version is None


async def test_a_person_who_came_back_is_not_warned(days: Days) -> None:
    ana, *_ = await days.member()
    mei, *_ = await days.member("Mei")
    days.clock.now += KEEP.silence
    assert await told(days, ana, Topic.LONG_SILENCE) == NEITHER
    days.clock.now += A_DAY
    assert await told(days, ana, Topic.LONG_SILENCE) == (None, days.clock())
    async with days.database.writing() as session:
        assert (await session.get_one(Person, mei)).silence_told_at is None
        await session.execute(update(Person).where(Person.id == mei).values(seen_at=days.clock()))
    assert await told(days, mei, Topic.LONG_SILENCE) == NEITHER
