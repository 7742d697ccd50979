"""What is deleted with a person or a company, and what of others stays that looks like it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.ids import CompanyId
from storage.models import Import, ImportRow, Introduction, ReviewItem
from storage.privacy import rights
from storage.vocabulary import Kind, ProfileType, ReviewKind, RowOutcome
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person, leave_company
from tests.neighbours import select_own
from tests.privacy.test_periods import an_import


async def a_row(session: AsyncSession, made: Import, number: int, name: str, company: CompanyId | None) -> None:
    outcome = RowOutcome.SKIPPED if company is None else RowOutcome.CREATED
    session.add(ImportRow(import_id=made.id, number=number, name=name, company_id=company, outcome=outcome))
    await session.flush()


async def test_a_company_takes_its_imported_rows_along_and_those_left_out_under_its_name(database: Database) -> None:
    async with database.writing() as session:
        kvarc, other = await add_company(session, name="Kvarc"), await add_company(session, name="Other")
        made = await an_import(session, NOW, NOW)
        rows = [("Kvarc", kvarc.id), ("Kvarc", None), ("Kvarc", other.id), ("Other", None), ("Unknown", None)]
        for number, (name, company_id) in enumerate(rows, 1):
            await a_row(session, made, number, name, company_id)
        await rights.erase_company(session, kvarc.id)
        found = (await session.execute(select_own(ImportRow.name, ImportRow.outcome).order_by(ImportRow.number))).all()
    gone = ("", RowOutcome.WITHDRAWN)
    assert [tuple(row) for row in found] == [
        gone,
        gone,
        ("Kvarc", RowOutcome.CREATED),
        ("Other", RowOutcome.SKIPPED),
        ("Unknown", RowOutcome.SKIPPED),
    ]


async def test_reasons_and_pitches_of_other_introductions_stay(database: Database) -> None:
    """Reasons quote both texts, so they go with either company; a pitch goes with its own."""
    said: dict[str, Any] = {"reasons": {"words": ["soil"]}, "pitch": "Hello", "pitch_relayed": "Hello"}
    async with database.writing() as session:
        mei, ana, ivan = [await add_company(session, name=name, country="CN") for name in ("Mei", "Ana", "Ivan")]
        numbers = {}
        for one, other, side in ((mei, ana, Kind.NEED), (mei, ana, Kind.OFFER), (mei, ivan, Kind.NEED)):
            need = await add_listing(session, one, profile_type=ProfileType.TECHNOLOGY_REQUEST)
            offer = await add_listing(session, other)
            made = await add_introduction(session, need, offer, proposer_side=side, turn=side.counterpart, **said)
            numbers[other.name, side] = made.id
        await rights.erase_company(session, ana.id)
        rows = select(Introduction.id, Introduction.reasons, Introduction.pitch, Introduction.pitch_relayed)
        left = {number: tuple(rest) for number, *rest in await session.execute(rows)}
    assert left[numbers["Ana", Kind.NEED]] == ({}, "Hello", "Hello"), "Mei's own words"
    assert left[numbers["Ana", Kind.OFFER]] == ({}, None, None)
    assert left[numbers["Ivan", Kind.NEED]] == (said["reasons"], "Hello", "Hello")


async def test_notes_about_the_listings_of_a_person_go_and_those_about_other_things_stay(database: Database) -> None:
    async with database.writing() as session:
        ana, petar = await add_person(session), await add_person(session, name="Petar")
        company, other = await add_company(session, ana), await add_company(session, petar)
        own, written, theirs = [
            await add_listing(session, of, by) for of, by in ((company, petar), (other, ana), (other, petar))
        ]
        notes = {}
        for kind, listing in (
            (ReviewKind.LISTING, own),
            (ReviewKind.LISTING, written),
            (ReviewKind.LISTING, theirs),
            (ReviewKind.DUAL_USE, own),
        ):
            item = ReviewItem(kind=kind, object_id=listing.id, created_at=NOW, note="words")
            session.add(item)
            await session.flush()
            notes[item.id] = "words" if kind is ReviewKind.DUAL_USE or listing is theirs else None
        await rights.erase(session, ana.id, [company.id])
        left = (await session.execute(select(ReviewItem.id, ReviewItem.note).where(ReviewItem.id.in_(notes)))).all()
        assert dict(left) == notes


async def test_a_company_that_all_have_left_is_nobodys_to_take_along(database: Database) -> None:
    async with database.writing() as session:
        ana, petar = await add_person(session), await add_person(session, name="Petar")
        own, left = await add_company(session, ana), await add_company(session, petar)
        await leave_company(session, petar, left)
        assert await rights.represented_only_by(session, ana.id) == [own.id]
        assert await rights.represented_only_by(session, petar.id) == []
