"""A page of introductions reads the columns that it shows, however long the list is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.usecases.people import masked_listings
from storage.database import Database
from storage.ids import PersonId
from storage.models import Introduction, IntroductionHold
from storage.people import memberships, people
from storage.vocabulary import HoldReason, IntroductionStatus, Kind, ProfileType
from tests.chat import Chat, Human
from tests.factories import NOW, add_company, add_listing

MANY = 200


@contextmanager
def loaded(kind: type[Any]) -> Iterator[list[Any]]:
    found: list[Any] = []

    def note(target: Any, _context: object) -> None:
        found.append(target)

    event.listen(kind, "load", note)
    try:
        yield found
    finally:
        event.remove(kind, "load", note)


async def many_introductions(database: Database, person_id: PersonId) -> None:
    """Half of them are the person's turn; the others are accepted, declined or the other side's turn, a third each."""
    async with database.writing() as session:
        (mine,) = await memberships.represented_by(session, person_id)
        theirs = await add_company(session, name="Pudong Agritech", name_key="pudong agritech", country="CN")
        person = await people.find(session, person_id)
        offer = await add_listing(session, mine, person)
    for n in range(MANY):
        # One transaction each: many inserts in one would hold the write lock for long.
        async with database.writing() as session:
            texts = {"title": f"Need {n}", "masked_title": f"Need {n}", "masked_summary": ""}
            need = await add_listing(session, theirs, profile_type=ProfileType.TECHNOLOGY_REQUEST, **texts)
            statuses = [IntroductionStatus.ACCEPTED, IntroductionStatus.DECLINED, IntroductionStatus.QUESTION]
            status = IntroductionStatus.PROPOSED if n % 2 else statuses[n // 2 % 3]
            turn = {IntroductionStatus.PROPOSED: Kind.OFFER, IntroductionStatus.QUESTION: Kind.NEED}.get(status)
            at = NOW + timedelta(minutes=n)
            session.add(
                Introduction(
                    need_id=need.id,
                    offer_id=offer.id,
                    need_company_id=theirs.id,
                    offer_company_id=mine.id,
                    need_revision=1,
                    offer_revision=1,
                    reasons={},
                    pitch_found=frozenset(),
                    proposer_side=Kind.NEED,
                    status=status,
                    turn=turn,
                    moves=1,
                    answer_seconds=14 * 86_400,
                    reminder_seconds=5 * 86_400,
                    created_at=at,
                    moved_at=at,
                    expires_at=at + timedelta(days=14),
                )
            )


@pytest.fixture
async def ana(chat: Chat) -> Human:
    human = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await many_introductions(chat.program.services.database, PersonId(human.id))
    return human


def titles(seen: str) -> list[int]:
    return [int(number) for number in re.findall(r"Need (\d+)", seen)]


async def test_a_page_loads_what_it_shows_and_masks_nothing(
    chat: Chat, ana: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked: list[object] = []
    monkeypatch.setattr(masked_listings, "mask_text", lambda *texts: masked.append(texts))
    with loaded(Introduction) as rows:
        seen = await ana.types("/introductions")
    assert (rows, masked) == ([], [])  # whole records would take three times as long
    assert titles(seen) == [199, 197, 195, 193, 191]
    assert "1 / 20" in ana.buttons()
    with loaded(Introduction) as rows:
        seen = await ana.presses("◀")
    assert rows == []
    assert titles(seen) == [9, 7, 5, 3, 1]


async def test_the_tabs_are_counted_in_the_database(chat: Chat, ana: Human) -> None:
    await ana.types("/introductions")
    with loaded(Introduction) as rows:
        assert titles(await ana.presses("All (200)")) == [199, 197, 195, 193, 191]
    assert rows == []
    assert {"👉 Your turn (100)", "🤝 Connected (34)", "Ended (33)", "⏳ Their turn (33)"} <= set(ana.buttons())


async def test_held_introductions_are_neither_counted_nor_shown_to_the_recipient(chat: Chat, ana: Human) -> None:
    async with chat.program.services.database.writing() as session:
        session.add(IntroductionHold(introduction_id=MANY, why=HoldReason.SCREENING, since=NOW))
    assert "Need 199" not in await ana.types("/introductions")
    assert "All (199)" in ana.buttons()
