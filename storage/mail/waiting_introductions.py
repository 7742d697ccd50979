"""Queries about the introductions that wait for companies reached by mail, and about the addresses to ask for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, SQLColumnExpression, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, IntroductionId, MailboxId
from storage.introductions.introductions import RECIPIENT, company_on
from storage.introductions.load import asks
from storage.mail.addresses import ASKED_AGAIN
from storage.mail.mailboxes import has_own_people
from storage.models import Channel, Company, Introduction, MailAddress, Mailbox, Membership
from storage.moderation.sanctions import company_banned
from storage.screening.hits import held
from storage.types import UtcDateTime
from storage.vocabulary import OPEN_INTRODUCTIONS, ChannelKind, MailboxStatus, MembershipStatus, Relation

_NOW: Final[Any] = bindparam("now", type_=UtcDateTime)


class ListedAddress(NamedTuple):
    """The address that an organizer's list gives for a company with a waiting introduction."""

    company_id: CompanyId
    country: str
    address: str
    mailbox_id: MailboxId | None
    """The company's mailbox with an earlier address."""


async def listed_addresses(session: AsyncSession, now: datetime, limit: int) -> Sequence[ListedAddress]:
    """Returns addresses of organizers' lists for which a mailbox is missing or has an earlier address.

    Only of companies with a waiting introduction and without own people on Telegram.
    """
    rows = await session.execute(_listed_addresses(), {"now": now, "limit": limit})
    return [ListedAddress(*row) for row in rows]


@cache
def _listed_addresses() -> Select[CompanyId, str, str, MailboxId]:
    return (
        select(Company.id, Company.country, func.min(Channel.value), Mailbox.id)
        .join(Membership, Membership.company_id == Company.id)
        .join(Channel, and_(Channel.company_id == Company.id, Channel.person_id == Membership.person_id))
        .outerjoin(Mailbox, Mailbox.company_id == Company.id)
        .where(
            Membership.relation == Relation.ORGANIZER,
            Membership.status == MembershipStatus.ACTIVE,
            Channel.kind == ChannelKind.EMAIL,
            or_(Mailbox.id.is_(None), and_(Mailbox.from_list, Mailbox.address.is_not(None), ~_is_listed())),
            _is_waited_for(Company.id, _NOW),
            ~company_banned(Company.id),
            ~has_own_people(Company.id),
        )
        .group_by(Company.id, Company.country, Mailbox.id)
        .order_by(Company.id)
        .limit(bindparam("limit", type_=Integer))
    )


async def to_ask(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[Mailbox, IntroductionId]]:
    """Returns mailboxes that were never written to, each with the first introduction that waits for it."""
    first = select(func.min(Introduction.id)).where(_waits_for(Mailbox.company_id, now)).correlate(Mailbox)
    rows = await session.execute(
        select(Mailbox, first.scalar_subquery())
        .where(_is_to_ask(now, now - ASKED_AGAIN))
        .order_by(Mailbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Mailbox)
    )
    return [(row[0], row[1]) for row in rows]


async def is_any_to_ask(session: AsyncSession, now: datetime) -> bool:
    return await session.scalar(_any_to_ask(), {"now": now, "asked_since": now - ASKED_AGAIN}) is not None


@cache
def _any_to_ask() -> Select[MailboxId]:
    return select(Mailbox.id).where(_is_to_ask(_NOW, bindparam("asked_since", type_=UtcDateTime))).limit(1)


async def for_company(session: AsyncSession, company_id: CompanyId, now: datetime) -> Sequence[Introduction]:
    """Returns the introductions that wait for this company's first answer."""
    result = await session.scalars(select(Introduction).where(_waits_for(company_id, now)).order_by(Introduction.id))
    return result.all()


async def open_to(session: AsyncSession, company_id: CompanyId) -> Sequence[Introduction]:
    """Returns the open introductions that were proposed to this company."""
    result = await session.scalars(select(Introduction).where(asks(company_id)).order_by(Introduction.id))
    return result.all()


def _waits_for(company: SQLColumnExpression[Any] | CompanyId, now: datetime) -> ColumnElement[bool]:
    """True where an introduction waits for the answer of the company to which it was proposed."""
    return and_(asks(company), _waits(now))


def _waits(now: Any) -> ColumnElement[bool]:
    return and_(
        Introduction.status.in_(OPEN_INTRODUCTIONS),
        Introduction.turn == RECIPIENT,
        Introduction.later_until.is_(None),
        Introduction.expires_at > now,
        ~held(),
    )


def _is_waited_for(company: SQLColumnExpression[Any], now: Any) -> ColumnElement[bool]:
    """Starts from the waiting introductions, which are fewer than the companies of all lists."""
    waiting = select(company_on(RECIPIENT)).where(_waits(now))
    return company.in_(waiting)


def _is_listed() -> ColumnElement[bool]:
    """True where an organizer's list still gives the mailbox's address. Several lists may give different ones."""
    return (
        select(Channel.id)
        .where(
            Channel.company_id == Mailbox.company_id,
            Channel.kind == ChannelKind.EMAIL,
            func.lower(Channel.value) == func.lower(Mailbox.address),
        )
        .correlate(Mailbox)
        .exists()
    )


def _is_to_ask(now: Any, asked_since: Any) -> ColumnElement[bool]:
    """True for a new mailbox that an introduction waits for, unless its address was asked lately without an answer."""
    asked = select(MailAddress.address_hash).where(
        MailAddress.address_hash == Mailbox.address_hash, MailAddress.asked_at > asked_since
    )
    return and_(
        Mailbox.status == MailboxStatus.NEW,
        or_(_agreed_for_another(), ~asked.correlate(Mailbox).exists()),
        _is_waited_for(Mailbox.company_id, now),
        ~company_banned(Mailbox.company_id),
        ~has_own_people(Mailbox.company_id),
    )


def _agreed_for_another() -> ColumnElement[bool]:
    """True where the owner of the address agreed to mails for another company."""
    other = aliased(Mailbox)
    return (
        select(other.id)
        .where(other.address_hash == Mailbox.address_hash, other.status == MailboxStatus.CONFIRMED)
        .correlate(Mailbox)
        .exists()
    )
