"""The companies that a person speaks for, with what is due in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from storage import advisers
from storage.ids import CompanyId, PersonId
from storage.people import memberships
from storage.suggestions import open_suggestions
from storage.vocabulary import MembershipStatus, Relation

EXPIRES_SOON = timedelta(days=7)
"""Listings that expire within this time are due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A company and what waits in it for this person."""

    company_id: CompanyId
    name: str
    country: str
    waiting: int
    """Introductions in which it is this company's turn."""
    answer_by: datetime | None
    """The earliest end of these."""
    new_matches: int
    """Suggestions that the person has not seen."""
    expiring: int
    """Published listings that expire soon."""


async def my_clients(session: AsyncSession, person_id: PersonId, now: datetime) -> Sequence[Client]:
    """Returns the person's companies: the earliest answer due first, then new matches, then expiring listings."""
    new = await open_suggestions.count_unseen_by_company(session, person_id, now)
    found = [
        Client(
            company_id=line.company_id,
            name=line.name,
            country=line.country,
            waiting=line.waiting,
            answer_by=line.answer_by,
            new_matches=new.get(line.company_id, 0),
            expiring=line.expiring,
        )
        for line in await advisers.clients(session, person_id, expires_before=now + EXPIRES_SOON)
    ]
    return sorted(found, key=_due)


def _due(client: Client) -> tuple[bool, float, int, int, str]:
    end = client.answer_by.timestamp() if client.answer_by is not None else 0.0
    return (not client.waiting, end, -client.new_matches, -client.expiring, client.name.casefold())


async def act_for(session: AsyncSession, person_id: PersonId, company_id: CompanyId | None) -> None:
    """Shows only what belongs to this company from now on; None for all companies. Raises NotAllowedError.

    Companies that an organizer holds for an event have an own queue, and nobody acts for them.
    """
    if company_id is not None:
        membership = await memberships.find(session, person_id, company_id)
        if membership is None or membership.status is not MembershipStatus.ACTIVE:
            raise NotAllowedError
        if membership.relation is Relation.ORGANIZER:
            raise NotAllowedError
    await advisers.act_for(session, person_id, company_id)
