"""Queries about imported spreadsheets and the result of each row."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, HallId, ImportId, PersonId
from storage.models import Company, Exhibitor, Hall, Import, ImportRow, Introduction, Listing, Membership
from storage.statements import changes_rows
from storage.vocabulary import ListingStatus, MembershipStatus, Relation, RowOutcome

_IN_ONE_QUERY: Final = 500  # number of values; SQLite allows 32,766, and PostgreSQL plans long lists slowly
_FACTS: Final = (
    Company.id,
    Company.name,
    Company.name_key,
    Company.country,
    Company.city,
    Company.website,
    Company.about,
)


class ExhibitorFacts(NamedTuple):
    """The facts about a company that an import compares with its rows."""

    id: CompanyId
    name: str
    key: str
    country: str
    city: str | None
    website: str | None
    about: str | None
    is_at_event: bool
    hall_id: HallId | None
    hall: str | None
    booth: str | None


class Spelling(NamedTuple):
    """A company's name in a list, with the company's current country and name key."""

    name: str
    country: str
    key: str


async def add(session: AsyncSession, started: Import) -> Import:
    session.add(started)
    await session.flush()
    return started


async def add_rows(session: AsyncSession, rows: Sequence[ImportRow]) -> None:
    session.add_all(rows)
    await session.flush()


async def unfinished(session: AsyncSession) -> Sequence[Import]:
    """Returns the imports with rows left to store, oldest first."""
    query = select(Import).where(Import.finished_at.is_(None), Import.undone_at.is_(None)).order_by(Import.id)
    return (await session.scalars(query)).all()


async def stored_rows(session: AsyncSession, import_id: ImportId) -> int:
    """Returns the number of stored rows of an import."""
    query = select(func.count()).select_from(ImportRow).where(ImportRow.import_id == import_id)
    return await session.scalar(query) or 0


async def outcomes(session: AsyncSession, import_id: ImportId) -> dict[RowOutcome, int]:
    """Returns the number of rows with each outcome."""
    rows = await session.execute(
        select(ImportRow.outcome, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.outcome)
    )
    return dict(rows.all())


async def listing_count(session: AsyncSession, import_id: ImportId) -> int:
    """Returns the number of listings that an import created."""
    rows = await session.scalars(
        select(ImportRow.listings).where(ImportRow.import_id == import_id, ImportRow.listings.is_not(None))
    )
    return sum(len(listings or ()) for listings in rows)


async def finish(session: AsyncSession, import_id: ImportId, now: datetime) -> bool:
    """Returns False if the import was finished before."""
    return await changes_rows(
        session, update(Import).where(Import.id == import_id, Import.finished_at.is_(None)).values(finished_at=now)
    )


async def find(session: AsyncSession, import_id: ImportId) -> Import | None:
    return await session.get(Import, import_id, populate_existing=True)


async def lock(session: AsyncSession, import_id: ImportId) -> Import | None:
    """Locks the import until the transaction ends, so that only one process stores its next rows."""
    return await session.get(Import, import_id, populate_existing=True, with_for_update=True)


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[Import]:
    """Returns the event's imports, latest first."""
    return (await session.scalars(select(Import).where(Import.event_id == event_id).order_by(Import.id.desc()))).all()


async def rows(session: AsyncSession, import_id: ImportId) -> Sequence[ImportRow]:
    result = await session.scalars(select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number))
    return result.all()


async def mark_undone(session: AsyncSession, import_id: ImportId, now: datetime) -> bool:
    """Returns False if the import was undone before."""
    return await changes_rows(
        session, update(Import).where(Import.id == import_id, Import.undone_at.is_(None)).values(undone_at=now)
    )


async def spellings(session: AsyncSession, event_id: EventId) -> list[Spelling]:
    """Returns names in the event's lists that differ from the current names of their companies."""
    query = (
        select(ImportRow.name, Company.country, Company.name_key)
        .join(Import, Import.id == ImportRow.import_id)
        .join(Company, Company.id == ImportRow.company_id)
        .where(Import.event_id == event_id, Import.undone_at.is_(None), ImportRow.name != Company.name)
        .order_by(ImportRow.import_id, ImportRow.number)
    )
    found: list[Spelling] = []
    async for rows in (await session.stream(query)).partitions(_IN_ONE_QUERY):
        found += [Spelling._make(row) for row in rows]
    return found


async def companies_at(session: AsyncSession, event_id: EventId) -> list[ExhibitorFacts]:
    """Returns the event's exhibitors with their halls and booths."""
    return await _facts(session, event_id, Exhibitor.company_id.is_not(None))


async def companies_named(session: AsyncSession, event_id: EventId, keys: Collection[str]) -> list[ExhibitorFacts]:
    """Returns companies of any country with one of these name keys, at the event or not."""
    found: list[ExhibitorFacts] = []
    for some in _chunks(sorted(keys)):
        found += await _facts(session, event_id, Company.name_key.in_(some))
    return found


async def companies_with(session: AsyncSession, event_id: EventId, ids: Collection[CompanyId]) -> list[ExhibitorFacts]:
    found: list[ExhibitorFacts] = []
    for some in _chunks(sorted(ids)):
        found += await _facts(session, event_id, Company.id.in_(some))
    return found


async def _facts(session: AsyncSession, event_id: EventId, which: ColumnElement[bool]) -> list[ExhibitorFacts]:
    found: list[ExhibitorFacts] = []
    query = (
        select(*_FACTS, Exhibitor.event_id.is_not(None), Hall.id, Hall.name, Exhibitor.booth)
        .outerjoin(Exhibitor, and_(Exhibitor.company_id == Company.id, Exhibitor.event_id == event_id))
        .outerjoin(Hall, Hall.id == Exhibitor.hall_id)
        .where(which)
    )
    # In batches, so that ten thousand rows do not block the event loop.
    async for rows in (await session.stream(query)).partitions(_IN_ONE_QUERY):
        found += [ExhibitorFacts._make(row) for row in rows]
    return found


_Value = TypeVar("_Value")


def _chunks(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), _IN_ONE_QUERY):
        yield values[start : start + _IN_ONE_QUERY]


async def advised_by(session: AsyncSession, person_id: PersonId, among: Collection[CompanyId]) -> frozenset[CompanyId]:
    """Returns the companies among these that a person speaks for without working there."""
    found: set[CompanyId] = set()
    for some in _chunks(sorted(among)):
        found.update(
            await session.scalars(
                select(Membership.company_id).where(
                    Membership.person_id == person_id,
                    Membership.company_id.in_(some),
                    Membership.status == MembershipStatus.ACTIVE,
                    Membership.relation != Relation.REPRESENTATIVE,
                )
            )
        )
    return frozenset(found)


async def listings_of(session: AsyncSession, company_ids: Collection[CompanyId]) -> dict[CompanyId, list[Listing]]:
    """Returns company → its listings, without deleted ones."""
    found: dict[CompanyId, list[Listing]] = {}
    for some in _chunks(sorted(company_ids)):
        result = await session.scalars(
            select(Listing).where(Listing.company_id.in_(some), Listing.status != ListingStatus.DELETED)
        )
        for listing in result:
            found.setdefault(listing.company_id, []).append(listing)
    return found


async def untouched(
    session: AsyncSession, company_ids: Collection[CompanyId], person_id: PersonId
) -> frozenset[CompanyId]:
    """Returns the companies among these without listings and introductions that nobody but this person represents."""
    other = select(Membership.person_id).where(
        Membership.company_id == Company.id,
        Membership.person_id != person_id,
        Membership.status == MembershipStatus.ACTIVE,
    )
    listed = select(Listing.id).where(Listing.company_id == Company.id, Listing.status != ListingStatus.DELETED)
    # Each side in a query of its own, so that both find their index.
    needs = select(Introduction.id).where(Introduction.need_company_id == Company.id)
    offers = select(Introduction.id).where(Introduction.offer_company_id == Company.id)
    used = [query.correlate(Company).exists() for query in (other, listed, needs, offers)]
    found: set[CompanyId] = set()
    for some in _chunks(sorted(company_ids)):
        found.update(await session.scalars(select(Company.id).where(Company.id.in_(some), *(~each for each in used))))
    return frozenset(found)


async def delete_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> None:
    for some in _chunks(sorted(company_ids)):
        await session.execute(delete(Company).where(Company.id.in_(some)).execution_options(synchronize_session=False))
