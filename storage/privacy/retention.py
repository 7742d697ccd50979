"""Queries that delete data after its retention period. Each handles one batch and returns the number of rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, String, and_, cast, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import (
    Base,
    Delivery,
    Import,
    ImportRow,
    Introduction,
    Listing,
    Membership,
    Person,
    RelayedMessage,
    Report,
    RoleGrant,
    Sanction,
)
from storage.statements import count_changed
from storage.vocabulary import UNFINISHED_DELIVERIES, DeliveryStatus, ListingStatus, ReportObject, ReportState

_BATCH: Final = 500
_DELETED_AT_ONCE: Final = 10
"""Number of people per call. Each is deleted in a separate transaction."""


async def empty_messages(session: AsyncSession, *, before: datetime) -> int:
    """Empties messages of introductions without a change since then, except reported ones that wait for a decision."""
    reported = select(Report.id).where(
        Report.object_kind == ReportObject.MESSAGE,
        Report.object_id == RelayedMessage.id,
        Report.state == ReportState.OPEN,
    )
    ended = select(Introduction.id).where(
        Introduction.id == RelayedMessage.introduction_id,
        Introduction.moved_at < before,
    )
    old = (
        select(RelayedMessage.id)
        .where(
            RelayedMessage.created_at < before,
            or_(RelayedMessage.text != "", RelayedMessage.file_id.is_not(None)),
            ended.exists(),
            ~reported.exists(),
        )
        .limit(_BATCH)
    )
    return await count_changed(
        session,
        update(RelayedMessage)
        .where(RelayedMessage.id.in_(old))
        .values(text="", relayed="", file_id=None, file_kind=None, language=None)
        .execution_options(synchronize_session=False),
    )


async def drop_deliveries(session: AsyncSession, *, before: datetime) -> int:
    finished = Delivery.status.not_in(UNFINISHED_DELIVERIES)
    old = select(Delivery.id).where(Delivery.created_at < before, finished).limit(_BATCH)
    return await _drop(session, Delivery, Delivery.id.in_(old))


async def drop_deleted_listings(session: AsyncSession, *, before: datetime) -> int:
    """Removes listings that were deleted before then, except those in an open introduction."""
    unfinished = select(Introduction.id).where(
        or_(Introduction.need_id == Listing.id, Introduction.offer_id == Listing.id),
        Introduction.closed_at.is_(None),
    )
    old = (
        select(Listing.id)
        .where(Listing.status == ListingStatus.DELETED, Listing.updated_at < before, ~unfinished.exists())
        .limit(_BATCH)
    )
    return await _drop(session, Listing, Listing.id.in_(old))


async def drop_import_rows(session: AsyncSession, *, before: datetime) -> int:
    """Deletes all rows of the spreadsheets that were imported before then."""
    old = select(Import.id).where(Import.created_at < before)
    return await _drop(session, ImportRow, ImportRow.import_id.in_(old))


async def inactive_and_not_warned(
    session: AsyncSession, topic: str, *, before: datetime, since: datetime
) -> Sequence[PersonId]:
    """Returns reachable company members not seen since `before` and not warned that their data will be deleted.

    Skips people with a role, and people with a message of this topic that is open or was queued after `since`.
    """
    queued = select(Delivery.id).where(
        Delivery.person_id == Person.id,
        Delivery.topic == topic,
        or_(Delivery.status.in_(UNFINISHED_DELIVERIES), Delivery.created_at > since),
    )
    result = await session.scalars(
        select(Person.id)
        .where(
            Person.seen_at < before,
            or_(Person.silence_told_at.is_(None), Person.silence_told_at < Person.seen_at),
            Person.unreachable_since.is_(None),
            select(Membership.person_id).where(Membership.person_id == Person.id).exists(),
            ~_holds_a_role(),
            ~queued.exists(),
        )
        .order_by(Person.id)
        .limit(_BATCH)
    )
    return result.all()


async def _drop(session: AsyncSession, table: type[Base], condition: ColumnElement[bool]) -> int:
    statement = delete(table).where(condition).execution_options(synchronize_session=False)
    return await count_changed(session, statement)


async def mark_inactivity_warned(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(silence_told_at=now))


async def mark_privacy_told(session: AsyncSession, person_id: PersonId, version: str) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(privacy_told_version=version))


async def mark_privacy_maybe_told(session: AsyncSession, version: str, topic: str) -> None:
    """Marks people whose notice of this version may have arrived, so that they do not get a second one."""
    notice = select(Delivery.id).where(
        Delivery.dedupe_key == _notice_key(version, topic), Delivery.status == DeliveryStatus.UNKNOWN
    )
    await session.execute(update(Person).where(notice.exists()).values(privacy_told_version=version))


def _notice_key(version: str, topic: str) -> ColumnElement[str]:
    return literal(f"{topic}:{version}:").concat(cast(Person.id, String))


async def inactive_after_warning(
    session: AsyncSession, *, before: datetime, told_before: datetime
) -> Sequence[PersonId]:
    """Returns a few people not seen since `before` who were warned, or became unreachable, before `told_before`."""
    told = and_(Person.silence_told_at < told_before, Person.silence_told_at >= Person.seen_at)
    unreachable = and_(
        Person.unreachable_since < told_before,
        select(Membership.person_id).where(Membership.person_id == Person.id).exists(),
    )
    result = await session.scalars(
        select(Person.id)
        .where(Person.seen_at < before, or_(told, unreachable), ~_holds_a_role())
        .order_by(Person.id)
        .limit(_DELETED_AT_ONCE)
    )
    return result.all()


async def is_still_inactive(session: AsyncSession, person_id: PersonId, *, before: datetime) -> bool:
    """Locks the person's row until the transaction ends. A person who returns meanwhile waits and starts as new."""
    query = select(Person.id).where(Person.id == person_id, Person.seen_at < before).with_for_update()
    return await session.scalar(query) is not None


async def agreed_to_another_version(session: AsyncSession, version: str, topic: str) -> Sequence[PersonId]:
    """Returns reachable people who agreed to another version of the text and have not been sent this one."""
    told = select(Delivery.id).where(Delivery.dedupe_key == _notice_key(version, topic)).exists()
    result = await session.scalars(
        select(Person.id)
        .where(
            Person.consented_at.is_not(None),
            Person.consent_version.is_distinct_from(version),
            Person.privacy_told_version.is_distinct_from(version),
            Person.unreachable_since.is_(None),
            ~told,
        )
        .order_by(Person.id)
        .limit(_BATCH)
    )
    return result.all()


def _holds_a_role() -> ColumnElement[bool]:
    return select(RoleGrant.id).where(RoleGrant.person_id == Person.id, RoleGrant.taken_at.is_(None)).exists()


async def drop_people_without_ties(session: AsyncSession, *, before: datetime) -> int:
    """Deletes people not seen since `before` who have no company, role or sanction."""
    tied = [
        select(Membership.person_id).where(Membership.person_id == Person.id),
        select(RoleGrant.person_id).where(RoleGrant.person_id == Person.id),
        select(Sanction.person_id).where(Sanction.person_id == Person.id),
    ]
    old = select(Person.id).where(Person.seen_at < before, *(~each.exists() for each in tied)).limit(_BATCH)
    return await _drop(session, Person, Person.id.in_(old))
