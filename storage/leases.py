"""Leases of instances on PostgreSQL. Times are the server's, so clocks of machines may differ."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Lease
from storage.statements import changes_rows, insert_of


async def take(session: AsyncSession, name: str, *, owner: str, lasts: timedelta) -> bool:
    """Takes a lease that nobody holds, or that has run out. Returns False if another instance holds it."""
    until: Any = func.now() + lasts
    insert = insert_of(session)(Lease).values(name=name, owner=owner, until=until)
    return await changes_rows(
        session,
        insert.on_conflict_do_update(
            index_elements=[Lease.name], set_={"owner": owner, "until": until}, where=Lease.until < func.now()
        ),
    )


async def holder(session: AsyncSession, name: str) -> str | None:
    """Returns the instance that holds the lease, or held it last."""
    return await session.scalar(select(Lease.owner).where(Lease.name == name))


async def any_held(session: AsyncSession, prefix: str) -> bool:
    """Returns True if any lease whose name has this prefix is in force."""
    held = select(Lease.name).where(Lease.name.startswith(prefix), Lease.until > func.now())
    return bool(await session.scalar(select(held.exists())))


async def renew(session: AsyncSession, name: str, *, owner: str, lasts: timedelta) -> bool:
    """Returns False if another instance took it over. One that ran out and that nobody took is renewed."""
    until: Any = func.now() + lasts
    mine = update(Lease).where(Lease.name == name, Lease.owner == owner).values(until=until)
    return await changes_rows(session, mine.execution_options(synchronize_session=False))


async def give_up(session: AsyncSession, name: str, *, owner: str) -> None:
    await session.execute(
        delete(Lease).where(Lease.name == name, Lease.owner == owner).execution_options(synchronize_session=False)
    )
