"""Loads introductions with everything that one side sees of them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import IntroductionId, PersonId
from storage.introductions.sides import list_order, opposite, person_side
from storage.models import Company, Event, Introduction, Listing, Recommendation
from storage.people.memberships import lacks_representative
from storage.screening.hits import held_for_dual_use
from storage.types import by_value
from storage.verification.verifications import methods_in_row
from storage.vocabulary import Kind, VerificationMethod

_Need = aliased(Listing, name="need")
_Offer = aliased(Listing, name="offer")


class IntroductionRow(NamedTuple):
    """An introduction with everything that one side sees of it. Values are None where the record was deleted."""

    introduction: Introduction
    side: Kind
    need: Listing | None
    offer: Listing | None
    their_company: Company | None
    recommendation: Recommendation | None
    """The latest recommendation of the pair."""
    event: Event | None
    """The event whose organizer recommended it."""
    held_for_dual_use: bool
    """True if it is held for dual use, which both sides may know."""
    their_verifications: tuple[VerificationMethod, ...]
    their_represented: bool
    """True if nobody here works for the other company: advisers or organizers represent it."""


async def of_person(session: AsyncSession, person_id: PersonId) -> Sequence[IntroductionRow]:
    """Returns all introductions from the person's side, in the order of the list."""
    return [IntroductionRow(*row) for row in await session.execute(_of_person(), {"person_id": person_id})]


async def from_side(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> IntroductionRow:
    """Returns one introduction as a side sees it."""
    row = (await session.execute(_by_id_and_side(), {"introduction_id": introduction_id, "side": side})).one()
    return IntroductionRow(*row)


def _select_for(side: ColumnElement[Any]) -> Select[Any]:
    theirs = opposite(side, Introduction.need_company_id, Introduction.offer_company_id)
    latest = (
        select(func.max(Recommendation.id))
        .where(Recommendation.introduction_id == Introduction.id)
        .correlate(Introduction)
        .scalar_subquery()
    )
    return (
        select(
            Introduction,
            side.label("side"),
            _Need,
            _Offer,
            Company,
            Recommendation,
            Event,
            held_for_dual_use(),
            methods_in_row(theirs, Introduction),
            func.coalesce(lacks_representative(theirs, Introduction), False),
        )
        .outerjoin(_Need, _Need.id == Introduction.need_id)
        .outerjoin(_Offer, _Offer.id == Introduction.offer_id)
        .outerjoin(Company, Company.id == theirs)
        .outerjoin(Recommendation, Recommendation.id == latest)
        .outerjoin(Event, Event.id == Recommendation.event_id)
        .execution_options(populate_existing=True)
    )


@cache
def _by_id_and_side() -> Select[Any]:
    side = bindparam("side", type_=by_value(Kind))
    return _select_for(side).where(Introduction.id == bindparam("introduction_id"))


@cache
def _of_person() -> Select[Any]:
    side, visible = person_side()
    return _select_for(side).where(visible).order_by(*list_order(side))
