"""Drafts: one active at a time for a person, numbers never used again, each turn stored once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.ids import DraftId, PersonId
from storage.models import Draft
from storage.people import drafts
from tests.factories import NOW, add_person
from tests.neighbours import count_own

SOON = NOW + timedelta(days=7)


@pytest.fixture
async def ana(database: Database) -> PersonId:
    async with database.writing() as session:
        return (await add_person(session)).id


async def begin(database: Database, person_id: PersonId, form: str, **data: object) -> DraftId:
    async with database.writing() as session:
        draft = await drafts.begin(session, person_id, form=form, step="title", data=data, now=NOW, expires_at=SOON)
        return draft.id


async def test_another_form_sets_the_first_aside_and_it_can_be_resumed(database: Database, ana: PersonId) -> None:
    offer = await begin(database, ana, "offer", title="传感器 <b>")
    need = await begin(database, ana, "need")
    async with database.writing() as session:
        assert (await drafts.active_steps(session))[ana] == "need.title"
        assert (await drafts.active(session, ana)).id == need
        kept = await drafts.of_form(session, ana, "offer")
        assert (kept.id, kept.data, kept.active) == (offer, {"title": "传感器 <b>"}, False)
        assert await drafts.reopen(session, kept, step="summary", data=kept.data, now=NOW, expires_at=SOON)
    async with database.reading() as session:
        assert (await drafts.active(session, ana)).id == offer
        assert (await drafts.active_steps(session))[ana] == "offer.summary"


async def test_only_one_of_two_turns_on_the_same_draft_is_stored(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    async with database.reading() as session:
        read = await drafts.active(session, ana)

    async def store(update_id: int) -> bool:
        return await drafts.advance(
            database, read, step="summary", data={"by": update_id}, update_id=update_id, now=NOW, expires_at=SOON
        )

    assert sum(await asyncio.gather(*(store(number) for number in range(1, 21)))) == 1
    async with database.reading() as session:
        stored = await drafts.active(session, ana)
        assert stored.data == {"by": stored.update_id}
    async with database.writing() as session:
        assert not await drafts.discard(session, stored.id, as_of=stored.update_id + 100)
        assert await drafts.discard(session, stored.id, as_of=stored.update_id)


async def test_a_turn_of_a_draft_that_was_set_aside_meanwhile_is_not_stored(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    async with database.reading() as session:
        read = await drafts.active(session, ana)
    need = await begin(database, ana, "need")
    assert not await drafts.advance(database, read, step="summary", data={}, now=NOW, expires_at=SOON)
    async with database.reading() as session:
        assert (await drafts.active(session, ana)).id == need


async def test_only_one_of_several_dialogs_opened_at_once_stays_open(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    async with database.reading() as session:
        kept = await drafts.active(session, ana)

    async def resume() -> bool:
        async with database.writing() as session:
            return await drafts.reopen(session, kept, step="summary", data={}, now=NOW, expires_at=SOON)

    opened = [resume() if number % 2 else begin(database, ana, f"form {number}") for number in range(20)]
    assert all(await asyncio.gather(*opened))
    async with database.reading() as session:
        assert await session.scalar(count_own(Draft, Draft.active)) == 1


async def test_the_same_form_begins_anew_under_a_new_number(database: Database, ana: PersonId) -> None:
    first = await begin(database, ana, "offer", title="old")
    async with database.writing() as session:
        assert await drafts.discard(session, first)
    second = await begin(database, ana, "offer")
    third = await begin(database, ana, "offer")
    assert first < second < third


async def test_set_aside_leaves_nobody_in_a_dialog(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    async with database.writing() as session:
        assert await drafts.set_aside(session, ana)
        assert not await drafts.set_aside(session, ana)
    async with database.reading() as session:
        assert await drafts.active(session, ana) is None
        assert ana not in await drafts.active_steps(session)
        assert await drafts.of_form(session, ana, "offer") is not None


async def test_only_one_of_twenty_presses_finishes_a_draft(database: Database, ana: PersonId) -> None:
    number = await begin(database, ana, "offer")

    async def press() -> bool:
        async with database.writing() as session:
            return await drafts.discard(session, number)

    assert sum(await asyncio.gather(*(press() for _ in range(20)))) == 1


async def test_two_active_drafts_of_one_person_are_impossible(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    await begin(database, ana, "need")

    async def activate_all() -> None:
        async with database.writing() as session:
            await session.execute(update(Draft).where(Draft.person_id == ana).values(active=True))

    with pytest.raises(IntegrityError):
        await activate_all()


async def test_expired_drafts_go_and_say_whose_they_were(database: Database, ana: PersonId) -> None:
    await begin(database, ana, "offer")
    async with database.writing() as session:
        assert await drafts.discard_expired(session, SOON - timedelta(seconds=1)) == []
        assert await drafts.discard_expired(session, SOON) == [ana]
    async with database.reading() as session:
        assert await drafts.of_form(session, ana, "offer") is None
