"""Deletes drafts of organizers' lists that nobody has published. Each call handles one batch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, delete, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, PersonId
from storage.models import Delivery, Event, Import, Listing, ListingOrigin
from storage.statements import count_changed
from storage.vocabulary import ListingStatus

_BATCH: Final = 200


async def drop(session: AsyncSession, topic: str, *, before: datetime, told_before: datetime) -> int:
    """Deletes drafts whose event and import are older than `before`, and returns their number.

    Their organizer must have been sent a message of this topic before `told_before`, or be deleted.
    """
    told = select(Delivery.id).where(Delivery.dedupe_key == _key(topic), Delivery.created_at <= told_before)
    old = _select_old(before, Listing.id).where(or_(Import.person_id.is_(None), told.exists())).limit(_BATCH)
    statement = delete(Listing).where(Listing.id.in_(old)).execution_options(synchronize_session=False)
    return await count_changed(session, statement)


async def ending_without_notice(
    session: AsyncSession, topic: str, *, before: datetime
) -> Sequence[tuple[EventId, PersonId, str]]:
    """Returns (event, organizer, dedupe key) for such drafts whose organizer was not sent this topic."""
    key = _key(topic)
    rows = await session.execute(
        _select_old(before, Import.event_id, Import.person_id, key)
        .where(Import.person_id.is_not(None), ~select(Delivery.id).where(Delivery.dedupe_key == key).exists())
        .distinct()
        .limit(_BATCH)
    )
    return [(event_id, person_id, found) for event_id, person_id, found in rows]


def _select_old(before: datetime, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Listing)
        .join(ListingOrigin, ListingOrigin.listing_id == Listing.id)
        .join(Import, Import.id == ListingOrigin.import_id)
        .join(Event, Event.id == Import.event_id)
        .where(Listing.status == ListingStatus.INVITED, Event.ends_on < before.date(), Import.created_at < before)
    )


def _key(topic: str) -> ColumnElement[str]:
    event, person = cast(Import.event_id, String), cast(Import.person_id, String)
    return literal(f"{topic}:").concat(event).concat(":").concat(person)
