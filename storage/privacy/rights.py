"""Queries for a person's rights: everything that is kept of somebody, and taking it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import (
    Announcement,
    AnnouncementVersion,
    AuditEntry,
    Base,
    Company,
    Exhibitor,
    Import,
    ImportRow,
    Introduction,
    Listing,
    Membership,
    Person,
    RelayedMessage,
    Report,
    ReviewItem,
    Sanction,
    Verification,
)
from storage.recommendations import recommendations
from storage.vocabulary import Kind, MembershipStatus, ReviewKind, SanctionKind

_NO_PITCH: Final[dict[str, None]] = {"pitch": None, "pitch_relayed": None, "pitch_language": None}
_NO_WORDS: Final[dict[str, Any]] = {
    "text": "",
    "relayed": "",
    "author_id": None,
    "file_kind": None,
    "file_id": None,
    "language": None,
}


_OF_COMPANIES: Final = (Exhibitor.__table__, Sanction.__table__, Verification.__table__)
"""Told to those who speak for the company that the row is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows of one table, as they are stored."""

    table: str
    rows: Sequence[Mapping[str, Any]]


async def everything_of(session: AsyncSession, person_id: PersonId) -> Sequence[Section]:
    """Every row of every table that names a person, and their companies with the listings.

    Introductions are left out, because they have two sides. Other people named in such a row are emptied: who they are
    is theirs to know.
    """
    mine = select(Membership.company_id).where(
        Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE
    )
    sections = [
        await _section(session, Person.__table__, Person.id == person_id, person_id),
        await _section(session, Company.__table__, Company.id.in_(mine), person_id),
    ]
    for table in Base.metadata.sorted_tables:
        names = [column == person_id for column in _people_in(table)]
        if table is Listing.__table__:
            names.append(Listing.company_id.in_(mine))
        if table in _OF_COMPANIES:
            names.append(table.c.company_id.in_(mine))
        if table is AnnouncementVersion.__table__:
            names.append(AnnouncementVersion.from_chat_id == person_id)
        if names and table is not Introduction.__table__ and "not_exported" not in table.info:
            sections.append(await _section(session, table, or_(*names), person_id))
    return sections


def _people_in(table: FromClause) -> list[ColumnElement[Any]]:
    return [
        column
        for column in table.columns
        if column.info.get("person") or any(key.column.table is Person.__table__ for key in column.foreign_keys)
    ]


async def _section(
    session: AsyncSession, table: FromClause, condition: ColumnElement[bool], person_id: PersonId
) -> Section:
    rows = await session.execute(select(table).where(condition).order_by(*table.primary_key))
    people = {str(column.key) for column in _people_in(table)}
    told = [_told(table, row, people, person_id) for row in rows.mappings()]
    return Section(table=str(table.description), rows=told)


def _told(table: FromClause, row: Mapping[Any, Any], people: set[str], person_id: PersonId) -> dict[str, Any]:
    told = {name: None if name in people and value != person_id else value for name, value in row.items()}
    if table is Verification.__table__ and row["by_id"] != person_id:
        told["note"] = None  # a moderator's, for moderators
    return told


async def left_alone_without(session: AsyncSession, person_id: PersonId) -> Sequence[CompanyId]:
    """The companies for which this person speaks and nobody else does.

    Holds all companies of the person first: of the last two who go at once, the second sees that the first has gone.
    """
    speaks = (Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE)
    mine = select(Membership.company_id).where(*speaks)
    await session.execute(
        select(Company.id).where(Company.id.in_(mine)).order_by(Company.id).with_for_update(key_share=True)
    )
    other = (
        select(Membership.person_id)
        .where(
            Membership.company_id == Company.id,
            Membership.person_id != person_id,
            Membership.status == MembershipStatus.ACTIVE,
        )
        .correlate(Company)
    )
    query = select(Company.id).where(Company.id.in_(mine), ~other.exists()).order_by(Company.id)
    return (await session.scalars(query)).all()


async def erase(session: AsyncSession, person_id: PersonId, company_ids: Sequence[CompanyId]) -> None:
    """Takes out a person with these companies, their listings, and all that was written by them and for those.

    What others need to see that something happened stays, nameless. The order is that in which everybody else takes
    these locks (introductions, then people, then companies), so that nobody waits for us while we wait for them.
    """
    await _empty_introductions(session, company_ids)
    for actor in (Introduction.proposer_id, Introduction.answered_by):
        gone = {**(_NO_PITCH if actor is Introduction.proposer_id else {}), actor.key: None}
        await session.execute(update(Introduction).where(actor == person_id).values(gone))
    await session.execute(update(RelayedMessage).where(RelayedMessage.author_id == person_id).values(_NO_WORDS))
    await session.execute(update(Report).where(Report.reporter_id == person_id).values(note=None))
    await recommendations.forget_words(session, person_id)
    await _empty_moderation(session, person_id, company_ids)
    await _empty_events(session, person_id, company_ids)
    await session.execute(delete(Person).where(Person.id == person_id))
    await session.execute(delete(Company).where(Company.id.in_(company_ids)))


async def _empty_moderation(session: AsyncSession, person_id: PersonId, company_ids: Sequence[CompanyId]) -> None:
    """Takes the words out; a ban or mute in force stays with the bare number, so that it does not end by this."""
    over = or_(Sanction.kind == SanctionKind.WARNING, Sanction.lifted_at.is_not(None))
    await session.execute(delete(Sanction).where(Sanction.person_id == person_id, over))
    await session.execute(update(Sanction).where(Sanction.person_id == person_id).values(note=None))
    await session.execute(update(AuditEntry).where(AuditEntry.person_id == person_id).values(reason=None))
    theirs = select(Listing.id).where(or_(Listing.company_id.in_(company_ids), Listing.author_id == person_id))
    await session.execute(
        update(ReviewItem)
        .where(ReviewItem.kind == ReviewKind.LISTING, ReviewItem.object_id.in_(theirs))
        .values(note=None)
        .execution_options(synchronize_session=False)
    )


async def _empty_events(session: AsyncSession, person_id: PersonId, company_ids: Sequence[CompanyId]) -> None:
    """What somebody brought into events and wrote there; that there was a list or an announcement stays."""
    theirs = select(Import.id).where(Import.person_id == person_id)
    await _drop_import_rows(session, or_(ImportRow.import_id.in_(theirs), ImportRow.company_id.in_(company_ids)))
    await session.execute(update(Import).where(Import.person_id == person_id).values(file_name="", columns={}))
    await session.execute(update(Announcement).where(Announcement.author_id == person_id).values(buttons=[]))


async def _drop_import_rows(session: AsyncSession, condition: ColumnElement[bool]) -> None:
    await session.execute(delete(ImportRow).where(condition).execution_options(synchronize_session=False))


async def erase_company(session: AsyncSession, company_id: CompanyId) -> None:
    """With its listings and all that was written for it; its people stay."""
    await _empty_introductions(session, [company_id])
    await _drop_import_rows(session, ImportRow.company_id == company_id)
    await session.execute(delete(Company).where(Company.id == company_id))


async def _empty_introductions(session: AsyncSession, company_ids: Sequence[CompanyId]) -> None:
    for side, company_id in ((Kind.NEED, Introduction.need_company_id), (Kind.OFFER, Introduction.offer_company_id)):
        theirs = company_id.in_(company_ids)
        await session.execute(update(Introduction).where(theirs).values(reasons={}))
        await session.execute(update(Introduction).where(theirs, Introduction.proposer_side == side).values(_NO_PITCH))
        written = RelayedMessage.introduction_id.in_(select(Introduction.id).where(theirs))
        await session.execute(
            update(RelayedMessage)
            .where(written, RelayedMessage.side == side)
            .values(_NO_WORDS)
            .execution_options(synchronize_session=False)
        )
