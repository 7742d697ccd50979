"""Puts a crowd into a database, as if it had come in over the years. Not a benchmark itself."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from pgvector import HalfVector
from pgvector.asyncpg import register_vector
from sqlalchemy import insert

from bot.matching.encoders import Floats
from bot.matching.features import packed
from bot.matching.prepare import text_hash
from storage.database import Database
from storage.ids import CompanyId
from storage.models import Company, Listing, ListingVectors
from storage.vocabulary import CompanyKind, Kind, ListingStatus, ProfileType
from tests.bench.crowd import COUNTRIES, WIDTH, Crowd, crowds

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_TABLES = (Listing.__tablename__, ListingVectors.__tablename__)


class Silent:
    """An encoder that has nothing left to do."""

    name, dimensions = "synthetic", WIDTH

    def encode(self, texts: Sequence[str]) -> Floats:
        raise AssertionError("everything is encoded")


async def put_companies(database: Database) -> None:
    """One a country."""
    async with database.writing() as session:
        for place, country in enumerate(COUNTRIES, 1):
            session.add(
                Company(
                    id=CompanyId(place),
                    kind=CompanyKind.COMPANY,
                    name=f"Company {place}",
                    name_key=f"company {place}",
                    country=country,
                    city=None,
                    website=None,
                    size=None,
                    about=None,
                    created_at=NOW,
                )
            )


async def fill(database: Database, count: int, seed: int, first: int) -> None:
    """Row by row, with all indexes in place."""
    for crowd in crowds(count, seed, first):
        rows = list(_rows(crowd, keys=not database.is_sqlite))
        async with database.writing() as session:
            await session.execute(insert(Listing), [listing for listing, _ in rows])
            await session.execute(insert(ListingVectors), [reading for _, reading in rows])


async def copy(url: str, count: int, seed: int, first: int) -> None:
    """Into PostgreSQL by COPY, the indexes by which counterparts are found made afterwards."""
    async with _connection(url) as connection, connection.transaction(), _without_indexes(connection):
        for crowd in crowds(count, seed, first):
            rows = list(_rows(crowd, keys=True))
            for table, part in zip(_TABLES, zip(*rows, strict=True), strict=True):
                records = [tuple(map(_plain, row.values())) for row in part]
                await connection.copy_records_to_table(table, records=records, columns=list(part[0]))


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    try:
        await register_vector(connection)
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _without_indexes(connection: asyncpg.Connection) -> AsyncIterator[None]:
    made = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'listing_vectors' AND indexname LIKE 'ix%'"
    )
    for name, _ in made:
        await connection.execute(f'DROP INDEX "{name}"')
    yield
    # An index of nearest neighbours that outgrows this memory while it is made takes many times as long.
    await connection.execute("SET LOCAL maintenance_work_mem = '2GB'")
    for _, definition in made:
        await connection.execute(definition)


def _plain(value: Any) -> Any:
    """What the driver takes as it is."""
    return json.dumps(sorted(value)) if isinstance(value, frozenset) else value


def _rows(crowd: Crowd, *, keys: bool) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    searches = crowd.searches()
    for row in range(len(crowd)):
        one = crowd.prepared(row)
        subject = one.subject
        is_need = subject.kind is Kind.NEED
        number = crowd.first + row
        listing = {
            "id": number,
            "company_id": 1 + int(crowd.places[row]),
            "profile_type": ProfileType.TECHNOLOGY_REQUEST if is_need else ProfileType.TECHNOLOGY_OFFER,
            "kind": subject.kind,
            "country": subject.country,
            "title": subject.title,
            "summary": "",
            "language": subject.language,
            "sectors": subject.sectors,
            "partnerships": frozenset[str](),
            "targets": frozenset[str](),
            "same_country": False,
            "status": ListingStatus.PUBLISHED,
            "masked_title": subject.title,
            "masked_summary": "",
            "text_version": 1,
            "revision": 1,
            "matched_at": NOW,
            "created_at": NOW,
            "updated_at": NOW,
            "expires_at": NOW + timedelta(days=180),
        }
        reading = {
            "listing_id": number,
            "encoder": Silent.name,
            "text_hash": text_hash(subject),
            "views": one.vectors.to_bytes() if one.vectors else b"",
            "embedding": HalfVector(searches[row]) if keys else searches[row],
            "text_version": 1,
            "features": packed(one),
            "kind": subject.kind,
            "keys": [token.key for token in one.tokens] if keys else None,
        }
        yield listing, reading
