"""Queries about mailboxes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, SQLColumnExpression, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, MailboxId
from storage.models import Mailbox, Membership, Person
from storage.moderation.sanctions import banned, company_banned
from storage.statements import changes_rows, insert_new
from storage.vocabulary import MailboxStatus, MembershipStatus, Relation


async def find(session: AsyncSession, mailbox_id: MailboxId) -> Mailbox | None:
    return await session.get(Mailbox, mailbox_id, populate_existing=True)


async def lock(session: AsyncSession, mailbox_id: MailboxId) -> Mailbox | None:
    """Locks the mailbox until the transaction ends, so that a second press waits for the first."""
    return await session.get(Mailbox, mailbox_id, populate_existing=True, with_for_update=True)


async def of_company(session: AsyncSession, company_id: CompanyId) -> Mailbox | None:
    return await session.scalar(_of_company(), {"company_id": company_id})


async def reading_for(session: AsyncSession, company_id: CompanyId) -> Mailbox | None:
    """Returns the confirmed mailbox that gets the company's notices; None if its own people are on Telegram."""
    return await session.scalar(_reading_for(), {"company_id": company_id})


# Statements are built once: building and hashing one takes longer than running it.
_COMPANY: Final[Any] = bindparam("company_id", type_=BigInteger)


@cache
def _of_company() -> Select[Mailbox]:
    return select(Mailbox).where(Mailbox.company_id == _COMPANY).execution_options(populate_existing=True)


@cache
def _reading_for() -> Select[Mailbox]:
    return select(Mailbox).where(
        Mailbox.company_id == _COMPANY,
        Mailbox.status == MailboxStatus.CONFIRMED,
        ~company_banned(Mailbox.company_id),
        ~has_own_people(Mailbox.company_id),
    )


async def with_hash(session: AsyncSession, address_hash: str) -> Sequence[Mailbox]:
    result = await session.scalars(select(Mailbox).where(Mailbox.address_hash == address_hash).order_by(Mailbox.id))
    return result.all()


async def is_confirmed(session: AsyncSession, address_hash: str) -> bool:
    """Returns True if the owner of the address has agreed to mails, for whichever company."""
    return any(mailbox.status is MailboxStatus.CONFIRMED for mailbox in await with_hash(session, address_hash))


async def add(session: AsyncSession, **values: Any) -> bool:
    """Returns False if the company has a mailbox already."""
    return await insert_new(session, Mailbox, **values)


async def drop(session: AsyncSession, mailbox_id: MailboxId) -> None:
    """Deletes a mailbox with its waiting mails. Its links end."""
    await session.execute(delete(Mailbox).where(Mailbox.id == mailbox_id).execution_options(synchronize_session=False))


async def change_status(
    session: AsyncSession,
    mailbox_id: MailboxId,
    *,
    from_: Collection[MailboxStatus],
    to: MailboxStatus,
    now: datetime,
    **more: Any,
) -> bool:
    """Returns False if the mailbox has another status or does not exist."""
    return await changes_rows(
        session,
        update(Mailbox)
        .where(Mailbox.id == mailbox_id, Mailbox.status.in_(from_))
        .values(status=to, changed_at=now, **more)
        .execution_options(synchronize_session=False),
    )


async def has_adviser_or_own_people(session: AsyncSession, company_id: CompanyId) -> bool:
    """Returns True if anybody but an organizer speaks for the company on Telegram."""
    found = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.company_id == company_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation != Relation.ORGANIZER,
            Person.unreachable_since.is_(None),
            ~banned(Person.id),
        )
    )
    return await session.scalar(found.limit(1)) is not None


def has_own_people(company: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """True where somebody who works for the company is on Telegram."""
    return (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.company_id == company,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation == Relation.REPRESENTATIVE,
            Person.unreachable_since.is_(None),
        )
        .correlate_except(Membership, Person)
        .exists()
    )
