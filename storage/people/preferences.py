"""Queries about notification preferences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, PersonId
from storage.models import Company, Membership, Person, Preference
from storage.moderation.sanctions import banned
from storage.statements import insert_of
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
    rows = await session.execute(
        select(Person.id, _first_country(), Preference)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(
            Membership.company_id == company_id,
            Membership.status == MembershipStatus.ACTIVE,
            Person.unreachable_since.is_(None),
            ~banned(Person.id),
        )
        .order_by(Membership.since, Person.id)
        .with_for_update(read=True, key_share=True, of=Person)
    )
    return [
        Listener(person_id=person_id, country=country, preference=preference) for person_id, country, preference in rows
    ]
