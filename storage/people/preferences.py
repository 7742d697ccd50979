"""Queries about notification preferences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, PersonId
from storage.models import Company, Membership, Person, Preference
from storage.moderation.sanctions import banned
from storage.statements import changes_rows, insert_of
from storage.vocabulary import Frequency, MembershipStatus


async def find(session: AsyncSession, person_id: PersonId) -> Preference | None:
    """Returns None if the person never changed a preference."""
    return await session.get(Preference, person_id, populate_existing=True)


async def put(session: AsyncSession, person_id: PersonId, changes: Mapping[str, Any]) -> None:
    """Sets these preferences and keeps the others."""
    defaults = {"suggestions": Frequency.AT_ONCE, "quiet_chosen": False, "quiet_from": None, "quiet_to": None}
    await session.execute(
        insert_of(session)(Preference)
        .values({"person_id": person_id, **defaults, **changes})
        .on_conflict_do_update(index_elements=["person_id"], set_=dict(changes))
    )


async def digests_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[PersonId, datetime | None]]:
    """Returns (person, due time) of daily and weekly messages that are due or were never planned, oldest first."""
    rows = await session.execute(
        select(Preference.person_id, Preference.digest_at)
        .where(
            Preference.suggestions.in_((Frequency.DAILY, Frequency.WEEKLY)),
            or_(Preference.digest_at.is_(None), Preference.digest_at <= now),
        )
        .order_by(Preference.digest_at, Preference.person_id)
        .limit(limit)
    )
    return [(person_id, due_at) for person_id, due_at in rows]


async def plan_digest(
    session: AsyncSession, person_id: PersonId, *, was: datetime | None, next_at: datetime | None
) -> bool:
    """Sets when the next message is due. Returns False if another process or the person was faster."""
    return await changes_rows(
        session,
        update(Preference)
        .where(Preference.person_id == person_id, Preference.digest_at.is_not_distinct_from(was))
        .values(digest_at=next_at)
        .execution_options(synchronize_session=False),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A person who receives a company's notifications."""

    person_id: PersonId
    country: str
    """Of the company that the person joined first."""
    preference: Preference | None


def _first_country() -> ColumnElement[str]:
    """Selects the country of the company that a person joined first: an adviser of many countries has one clock."""
    first = aliased(Membership)
    return (
        select(Company.country)
        .join(first, first.company_id == Company.id)
        .where(first.person_id == Person.id, first.status == MembershipStatus.ACTIVE)
        .order_by(first.since, Company.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


async def listeners(session: AsyncSession, company_id: CompanyId) -> Sequence[Listener]:
    """Returns a company's reachable representatives who are not banned, earliest membership first.

    Locks their rows, so that nobody is deleted before the transaction ends.
    """
    rows = await session.execute(_listeners(), {"company_id": company_id})
    return [
        Listener(person_id=person_id, country=country, preference=preference) for person_id, country, preference in rows
    ]


@cache
def _listeners() -> Select[PersonId, str, Preference]:
    """Built once: that takes longer than running it, and every notice runs it."""
    return (
        select(Person.id, _first_country(), Preference)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(
            Membership.company_id == bindparam("company_id", type_=BigInteger),
            Membership.status == MembershipStatus.ACTIVE,
            Person.unreachable_since.is_(None),
            ~banned(Person.id),
        )
        .order_by(Membership.since, Person.id)
        .with_for_update(read=True, key_share=True, of=Person)
    )
