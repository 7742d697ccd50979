"""Mei's proposal waits for a company that is in an organizer's list only, and what ends the waiting."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Executable, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.ids import CompanyId, IntroductionId, PersonId
from storage.models import Channel, Introduction, IntroductionHold, Mailbox, Membership, Sanction
from storage.vocabulary import (
    ChannelKind,
    HoldReason,
    IntroductionStatus,
    Kind,
    Language,
    MailboxStatus,
    MembershipStatus,
    ProfileType,
    Relation,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person

BRIEF = timedelta(seconds=1)
ADDRESS = "kontakt@senzor.rs"
EXPIRES = NOW + timedelta(days=14)


class _UndoneError(Exception):
    """Rolls a change back."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Mei's proposal waits for Senzor, which Olga has in her list."""

    database: Database
    number: IntroductionId
    senzor: CompanyId
    pudong: CompanyId
    olga: PersonId
    vera: PersonId
    """Speaks for neither."""

    @asynccontextmanager
    async def undone(self, *changes: Executable) -> AsyncIterator[AsyncSession]:
        with suppress(_UndoneError):
            async with self.database.writing() as session:
                for change in changes:
                    await session.execute(change)
                yield session
                raise _UndoneError

    def mailbox(self, status: MailboxStatus, company_id: int | None = None, **more: Any) -> Executable:
        values = {"address": ADDRESS, "address_hash": "h", "from_list": True, "language": Language.EN}
        return insert(Mailbox).values(
            company_id=company_id or self.senzor, status=status, changed_at=NOW, **(values | more)
        )

    def member(self, relation: Relation, status: MembershipStatus = MembershipStatus.ACTIVE) -> Executable:
        values = {"person_id": self.vera, "relation": relation, "status": status, "since": NOW}
        return insert(Membership).values(company_id=self.senzor, **values)

    def moved(self, **values: Any) -> Executable:
        return update(Introduction).where(Introduction.id == self.number).values(values)

    def what_ends_the_waiting(self) -> Iterator[tuple[str, Executable]]:
        over = {"status": IntroductionStatus.EXPIRED, "turn": None, "closed_at": NOW}
        ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": NOW}
        held = {"introduction_id": self.number, "why": HoldReason.SCREENING, "since": NOW}
        yield "the introduction is over", self.moved(**over)
        yield "it is the proposer's turn", self.moved(turn=Kind.NEED, status=IntroductionStatus.QUESTION)
        yield "it was proposed to the other company", self.moved(proposer_side=Kind.OFFER, turn=Kind.NEED)
        yield "it is postponed", self.moved(later_until=EXPIRES)
        yield "it expires now", self.moved(expires_at=NOW)
        yield "it is held", insert(IntroductionHold).values(held)
        yield "the company is banned", insert(Sanction).values(company_id=self.senzor, **ban)
        yield "somebody works there", self.member(Relation.REPRESENTATIVE)

    def what_changes_nothing(self) -> Iterator[tuple[str, Executable]]:
        yield "an adviser", self.member(Relation.ADVISER)
        yield "a former representative", self.member(Relation.REPRESENTATIVE, MembershipStatus.LEFT)
        yield "it expires in a moment", self.moved(expires_at=NOW + BRIEF)


async def senzor_waits(database: Database) -> Waiting:
    async with database.writing() as session:
        mei, olga, vera = [await add_person(session, name=name) for name in ("Mei", "Olga", "Vera")]
        pudong = await add_company(session, mei, name="Pudong", country="CN")
        senzor = await add_company(session, olga, relation=Relation.ORGANIZER)
        need = await add_listing(session, pudong, mei, profile_type=ProfileType.TECHNOLOGY_REQUEST)
        offer = await add_listing(session, senzor, None)
        number = (await add_introduction(session, need, offer)).id
        for person, company in ((olga, senzor), (mei, pudong)):
            session.add(
                Channel(company_id=company.id, person_id=person.id, kind=ChannelKind.EMAIL, value=ADDRESS, position=0)
            )
    return Waiting(database=database, number=number, senzor=senzor.id, pudong=pudong.id, olga=olga.id, vera=vera.id)
