"""The side of an introduction that a person speaks for, as SQL expressions for lists and details."""

from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, CompoundSelect, Select, and_, bindparam, case, literal, or_, select
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, IntroductionId
from storage.introductions.introductions import PROPOSER, RECIPIENT, company_on
from storage.models import Introduction, Membership
from storage.people.memberships import companies_of
from storage.screening.hits import held
from storage.types import by_value
from storage.vocabulary import OPEN_INTRODUCTIONS, Kind

_NEED_SIDE: Final = literal(Kind.NEED, by_value(Kind))


def person_side(*, of_company: bool = False) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Returns the side of the person in the parameter, and the condition that they may see the introduction.

    `of_company` selects the own company in the parameter `company_id`. A person who speaks for both sides counts as the
    proposer. Held introductions are invisible to the recipient.
    """
    mine = companies_of(bindparam("person_id"))
    if of_company:
        mine = mine.where(Membership.company_id == bindparam("company_id", type_=BigInteger))
    proposes, receives = company_on(PROPOSER).in_(mine), company_on(RECIPIENT).in_(mine)
    visible = and_(Introduction.id.in_(_of_companies(mine)), or_(proposes, and_(receives, ~held())))
    return case((proposes, PROPOSER), else_=RECIPIENT), visible


def _of_companies(companies: Select[CompanyId]) -> CompoundSelect[IntroductionId]:
    """Selects the ids of all introductions of these companies, from the indexes of both sides.

    The company of a side is an expression, for which no index helps.
    """
    any_of = aliased(Introduction)
    needs = select(any_of.id).where(any_of.need_company_id.in_(companies))
    return needs.union(select(any_of.id).where(any_of.offer_company_id.in_(companies)))


def opposite(side: ColumnElement[Any], need: Any, offer: Any) -> ColumnElement[Any]:
    """The column of the side opposite to `side`."""
    return case((side == _NEED_SIDE, offer), else_=need)


def list_order(side: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    waits = case((Introduction.turn == side, 0), (Introduction.status.in_(OPEN_INTRODUCTIONS), 1), else_=2)
    return (waits, Introduction.moved_at.desc(), Introduction.id.desc())
