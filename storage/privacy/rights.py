"""Queries for the export and the deletion of a person's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import received_updates
from storage.ids import CompanyId, PersonId
from storage.models import (
    Announcement,
    AnnouncementVersion,
    AuditEntry,
    Base,
    BoothLook,
    Company,
    Exhibitor,
    Import,
    ImportRow,
    Introduction,
    Listing,
    Mailbox,
    Membership,
    Person,
    RelayedMessage,
    Report,
    ReviewItem,
    Sanction,
    Verification,
)
from storage.people.memberships import companies_of
from storage.recommendations import recommendations
from storage.vocabulary import Kind, MembershipStatus, ReviewKind, RowOutcome, SanctionKind

_NO_PITCH: Final[dict[str, None]] = {"pitch": None, "pitch_relayed": None, "pitch_language": None}
_NO_TEXT: Final[dict[str, Any]] = {
    "text": "",
    "relayed": "",
    "author_id": None,
    "file_kind": None,
    "file_id": None,
    "language": None,
}
_OF_COMPANIES: Final = (
    Exhibitor.__table__,
    BoothLook.__table__,
    Mailbox.__table__,
    Sanction.__table__,
    Verification.__table__,
)
"""Tables whose rows are exported to all representatives of the company in `company_id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The exported rows of one table."""

    table: str
    rows: Sequence[Mapping[str, Any]]


async def everything_of(session: AsyncSession, person_id: PersonId) -> Sequence[Section]:
    """Returns all rows that refer to a person, with their companies and the companies' listings.

    Introductions are left out because they also belong to the other side. References to other people are emptied.
    """
    mine = companies_of(person_id)
    sections = [
        await _section(session, Person.__table__, Person.id == person_id, person_id),
        await _section(session, Company.__table__, Company.id.in_(mine), person_id),
    ]
    for table in Base.metadata.sorted_tables:
        conditions = [column == person_id for column in _person_columns(table)]
        if table is Listing.__table__:
            conditions.append(Listing.company_id.in_(mine))
        if table in _OF_COMPANIES:
            conditions.append(table.c.company_id.in_(mine))
        if table is AnnouncementVersion.__table__:
            conditions.append(AnnouncementVersion.from_chat_id == person_id)
        if conditions and table is not Introduction.__table__ and "not_exported" not in table.info:
            sections.append(await _section(session, table, or_(*conditions), person_id))
    return sections


def _person_columns(table: FromClause) -> list[ColumnElement[Any]]:
    return [
        column
        for column in table.columns
        if column.info.get("person") or any(key.column.table is Person.__table__ for key in column.foreign_keys)
    ]


async def _section(
    session: AsyncSession, table: FromClause, condition: ColumnElement[bool], person_id: PersonId
) -> Section:
    rows = await session.execute(select(table).where(condition).order_by(*table.primary_key))
    people = {str(column.key) for column in _person_columns(table)}
    exported = [_exported(table, row, people, person_id) for row in rows.mappings()]
    return Section(table=str(table.description), rows=exported)


def _exported(table: FromClause, row: Mapping[Any, Any], people: set[str], person_id: PersonId) -> dict[str, Any]:
    values = {name: None if name in people and value != person_id else value for name, value in row.items()}
    if table is Verification.__table__ and row["by_id"] != person_id:
        values["note"] = None  # a moderator wrote it for other moderators
    return values


async def represented_only_by(session: AsyncSession, person_id: PersonId) -> Sequence[CompanyId]:
    """Returns the companies that only this person speaks for.

    Locks all companies of the person: if the last two people leave at once, the second sees that the first has left.
    """
    mine = companies_of(person_id)
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
    """Deletes a person and these companies with their listings, and empties all their texts.

    Rows that other people still need stay without names. Rows are locked in the same order as everywhere else
    (introductions, people, companies), so that two transactions cannot deadlock.
    """
    await _empty_introductions(session, company_ids)
    for actor in (Introduction.proposer_id, Introduction.answered_by):
        emptied = {**(_NO_PITCH if actor is Introduction.proposer_id else {}), actor.key: None}
        await session.execute(update(Introduction).where(actor == person_id).values(emptied))
    await session.execute(update(RelayedMessage).where(RelayedMessage.author_id == person_id).values(_NO_TEXT))
    await session.execute(update(Report).where(Report.reporter_id == person_id).values(note=None))
    await recommendations.delete_messages_of(session, person_id)
    await received_updates.forget(session, person_id)
    await _empty_moderation(session, person_id, company_ids)
    await _empty_events(session, person_id, company_ids)
    await session.execute(delete(Person).where(Person.id == person_id))
    await session.execute(delete(Company).where(Company.id.in_(company_ids)))


async def _empty_moderation(session: AsyncSession, person_id: PersonId, company_ids: Sequence[CompanyId]) -> None:
    """Empties the texts. A ban or mute in force stays with the person's id, so that it survives the deletion."""
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
    """Empties the person's imports and announcements. The rows stay."""
    theirs = select(Import.id).where(Import.person_id == person_id)
    await session.execute(
        delete(ImportRow).where(ImportRow.import_id.in_(theirs)).execution_options(synchronize_session=False)
    )
    await _empty_import_rows(session, company_ids)
    emptied: dict[str, Any] = {"file_id": None, "file_name": "", "columns": {}}
    await session.execute(update(Import).where(Import.person_id == person_id).values(emptied))
    await session.execute(update(Announcement).where(Announcement.author_id == person_id).values(buttons=[]))


async def _empty_import_rows(session: AsyncSession, company_ids: Sequence[CompanyId]) -> None:
    """Empties other people's import rows of these companies. The rows stay, because a running import counts them."""
    names = select(Company.name).where(Company.id.in_(company_ids))
    left_out = and_(ImportRow.company_id.is_(None), ImportRow.name.in_(names))
    emptied = {"name": "", "reason": None, "before": None, "listings": None, "company_id": None}
    await session.execute(
        update(ImportRow)
        .where(or_(ImportRow.company_id.in_(company_ids), left_out))
        .values(outcome=RowOutcome.WITHDRAWN, **emptied)
        .execution_options(synchronize_session=False)
    )


async def erase_company(session: AsyncSession, company_id: CompanyId) -> None:
    """Deletes a company with its listings, and empties the texts written for it. Its people stay."""
    await _empty_introductions(session, [company_id])
    await _empty_import_rows(session, [company_id])
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
            .values(_NO_TEXT)
            .execution_options(synchronize_session=False)
        )
