"""Queries about what an address was asked and answered, for whichever company."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import MailAddress
from storage.statements import changes_rows, count_changed, insert_of

ASKED_AGAIN: Final = timedelta(days=90)
"""An address that did not answer is asked again at the earliest after this time, when somebody waits for it."""


async def mark_asked(session: AsyncSession, address_hash: str, now: datetime) -> bool:
    """Stores that the address is asked now. Returns False if it was asked lately, for whichever company."""
    statement = insert_of(session)(MailAddress).values(address_hash=address_hash, asked_at=now)
    return await changes_rows(
        session,
        statement.on_conflict_do_update(
            index_elements=["address_hash"],
            set_={"asked_at": now},
            where=or_(MailAddress.asked_at.is_(None), MailAddress.asked_at <= now - ASKED_AGAIN),
        ),
    )


async def refuse(session: AsyncSession, address_hash: str, now: datetime) -> None:
    """Stores that the owner of the address wants no mail."""
    statement = insert_of(session)(MailAddress).values(address_hash=address_hash, refused_at=now)
    await session.execute(statement.on_conflict_do_update(index_elements=["address_hash"], set_={"refused_at": now}))


async def is_refused(session: AsyncSession, address_hash: str) -> bool:
    known = await session.get(MailAddress, address_hash, populate_existing=True)
    return known is not None and known.refused_at is not None


async def forget_asked(session: AsyncSession, *, before: datetime) -> int:
    """Forgets addresses that were asked before then and did not refuse."""
    return await count_changed(
        session,
        delete(MailAddress)
        .where(MailAddress.refused_at.is_(None), MailAddress.asked_at < before)
        .execution_options(synchronize_session=False),
    )
