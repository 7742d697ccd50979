"""Queries about verifications of companies and the codes mailed for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    bindparam,
    cast,
    delete,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import Verification, VerificationCode
from storage.statements import count_changed, insert_of
from storage.vocabulary import VerificationMethod


class _Methods(TypeDecorator[tuple[VerificationMethod, ...]]):
    """Methods with commas between, or NULL for none."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[VerificationMethod, ...]:
        return tuple(sorted(VerificationMethod(name) for name in value.split(","))) if value else ()


def methods_in_row(company_id: ColumnElement[Any], *tables: Any) -> ColumnElement[Any]:
    """Selects the methods by which the company of a row of these tables is verified, as a tuple."""
    methods = (
        select(func.aggregate_strings(cast(Verification.method, String), ","))
        .where(Verification.company_id == company_id, Verification.withdrawn_at.is_(None))
        .correlate(*tables)
        .scalar_subquery()
    )
    return type_coerce(methods, _Methods())


async def standing(session: AsyncSession, company_id: CompanyId) -> Sequence[Verification]:
    """Returns the verifications of a company that were not withdrawn."""
    return (await session.scalars(_STANDING, {"company_id": company_id})).all()


async def methods_of(session: AsyncSession, company_id: CompanyId) -> tuple[VerificationMethod, ...]:
    """Returns the methods by which a company is verified."""
    return tuple(verification.method for verification in await standing(session, company_id))


async def by_moderator(session: AsyncSession, company_id: CompanyId) -> Verification | None:
    return await session.scalar(
        select(Verification).where(
            Verification.company_id == company_id,
            Verification.method == VerificationMethod.MODERATOR,
            Verification.withdrawn_at.is_(None),
        )
    )


async def add(
    session: AsyncSession,
    company_id: CompanyId,
    method: VerificationMethod,
    *,
    detail: str | None,
    note: str | None = None,
    by: PersonId | None,
    now: datetime,
) -> int | None:
    """Returns the id of the new verification; None if the company has one by this method."""
    return await session.scalar(
        insert_of(session)(Verification)
        .values(company_id=company_id, method=method, detail=detail, note=note, by_id=by, at=now)
        .on_conflict_do_nothing()
        .returning(Verification.id)
    )


async def withdraw(
    session: AsyncSession, company_id: CompanyId, now: datetime, *, method: VerificationMethod | None = None
) -> list[VerificationMethod]:
    """Withdraws a company's verifications, or the one by this method, and returns the methods."""
    query = update(Verification).where(Verification.company_id == company_id, Verification.withdrawn_at.is_(None))
    if method is not None:
        query = query.where(Verification.method == method)
    result = await session.scalars(
        query.values(withdrawn_at=now).returning(Verification.method).execution_options(synchronize_session=False)
    )
    return list(result)


async def code_of(session: AsyncSession, company_id: CompanyId, person_id: PersonId) -> VerificationCode | None:
    return await session.get(VerificationCode, (company_id, person_id), populate_existing=True)


async def put_code(session: AsyncSession, code: VerificationCode) -> None:
    await session.merge(code)
    await session.flush()


async def count_try(session: AsyncSession, company_id: CompanyId, person_id: PersonId, most: int) -> int | None:
    """Counts one try and returns the number of tries so far; None if `most` tries were used before."""
    return await session.scalar(
        update(VerificationCode)
        .where(
            VerificationCode.company_id == company_id,
            VerificationCode.person_id == person_id,
            VerificationCode.tries < most,
        )
        .values(tries=VerificationCode.tries + 1)
        .returning(VerificationCode.tries)
        .execution_options(synchronize_session=False)
    )


async def drop_code(session: AsyncSession, company_id: CompanyId, person_id: PersonId) -> None:
    await session.execute(
        delete(VerificationCode).where(
            VerificationCode.company_id == company_id, VerificationCode.person_id == person_id
        )
    )


async def store_code(session: AsyncSession, row: VerificationCode, expires_at: datetime) -> None:
    """Stores the hash of the code that is being mailed, with all tries left."""
    await session.execute(
        update(VerificationCode)
        .where(VerificationCode.company_id == row.company_id, VerificationCode.person_id == row.person_id)
        .values(code_hash=row.code_hash, expires_at=expires_at, tries=0)
        .execution_options(synchronize_session=False)
    )


async def drop_expired_codes(session: AsyncSession, now: datetime) -> int:
    return await count_changed(session, delete(VerificationCode).where(VerificationCode.expires_at <= now))


# Built once, because every card and every page of introductions runs it.
_STANDING: Final = (
    select(Verification)
    .where(Verification.company_id == bindparam("company_id"), Verification.withdrawn_at.is_(None))
    .order_by(Verification.method)
)
