"""Joining, muting and leaving an event."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.events.codes import as_typed
from storage import links
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.models import Event
from storage.people import memberships
from storage.vocabulary import JoinedBy, LinkKind

OPEN_AFTER: Final = timedelta(days=90)
"""How long an event can be joined after its last day. Posters stay up and follow-up continues."""


class NoSuchEventError(NoLongerThereError):
    default: ClassVar[str] = mark("No event has this code. Check it and send it again.")


class EventOverError(NoLongerThereError):
    default: ClassVar[str] = mark("This event is over.")


class NoSuchLinkError(NoLongerThereError):
    default: ClassVar[str] = mark("This link is invalid or expired.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    event: Event
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """The target of a code on a booth or a poster: a company's listings or one listing."""

    event: Event | None
    company_id: CompanyId | None
    listing_id: ListingId | None


def today(event: Event, now: datetime) -> date:
    """Returns today's date in the time zone of the event."""
    return now.astimezone(ZoneInfo(event.zone)).date()


def is_on(event: Event, now: datetime) -> bool:
    return event.starts_on <= today(event, now) <= event.ends_on


async def join(session: AsyncSession, person_id: PersonId, code: str, how: JoinedBy, now: datetime) -> Joined:
    """Joins by the event's code, typed or from a link. Raises NoSuchEventError, EventOverError."""
    event = await event_of_code(session, code, now)
    return Joined(event=event, new=await events.join(session, event.id, person_id, how, now))


async def event_of_code(session: AsyncSession, code: str, now: datetime) -> Event:
    """Returns the event, which can still be joined. Raises NoSuchEventError, EventOverError."""
    event = await events.by_code(session, as_typed(code)[:16])
    if event is None:
        raise NoSuchEventError
    if today(event, now) > event.ends_on + OPEN_AFTER:
        raise EventOverError
    return event


async def scan(session: AsyncSession, person_id: PersonId, code: str, now: datetime) -> Scanned:
    """Opens the code of a booth or listing. At a booth, the person joins the event. Raises NoSuchLinkError."""
    scanned = await scanned_code(session, code)
    event = scanned.event
    if event is not None and today(event, now) <= event.ends_on + OPEN_AFTER:
        await events.join(session, event.id, person_id, JoinedBy.BOOTH, now)
        company_id = scanned.company_id
        if company_id is not None and not await memberships.speaks_for(session, person_id, company_id):
            await exhibitors.note_scan(session, event.id, company_id, person_id, now)
    return scanned


async def scanned_code(session: AsyncSession, code: str) -> Scanned:
    """Returns the target of a code on a booth or a poster, without joining. Raises NoSuchLinkError."""
    link = await links.find(session, code)
    if link is None or link.kind not in {LinkKind.BOOTH, LinkKind.LISTING}:
        raise NoSuchLinkError
    event = None if link.event_id is None else await events.find(session, link.event_id)
    return Scanned(event=event, company_id=link.company_id, listing_id=link.listing_id)


async def leave(session: AsyncSession, person_id: PersonId, event_id: EventId) -> None:
    if not await events.leave(session, event_id, person_id):
        raise NoLongerThereError


async def mute(session: AsyncSession, person_id: PersonId, event_id: EventId, now: datetime) -> Event:
    """Stops announcements of this event. Introductions continue."""
    return await _set_mute(session, person_id, event_id, now)


async def unmute(session: AsyncSession, person_id: PersonId, event_id: EventId) -> Event:
    return await _set_mute(session, person_id, event_id, None)


async def _set_mute(session: AsyncSession, person_id: PersonId, event_id: EventId, at: datetime | None) -> Event:
    event = await events.joined(session, event_id, person_id)
    if event is None:
        raise NoLongerThereError
    await events.mute(session, event_id, person_id, at)
    return event


async def my_current(session: AsyncSession, person_id: PersonId, now: datetime) -> list[Event]:
    """Returns events that a person takes part in and that are not over, next first."""
    # One day more, because time zones differ. The exact end is checked below.
    found = await events.joined_by(session, person_id, not_over_on=now.date() - timedelta(days=1))
    return [event for event in found if today(event, now) <= event.ends_on]


async def require_participant(session: AsyncSession, person_id: PersonId, event_id: EventId) -> Event:
    event = await events.joined(session, event_id, person_id)
    if event is None:
        raise NotAllowedError
    return event


async def speaks_for_at(session: AsyncSession, person_id: PersonId, event_id: EventId, company_id: CompanyId) -> Event:
    """Returns the event for a participant who speaks for the company. Raises NotAllowedError."""
    event = await require_participant(session, person_id, event_id)
    if not await memberships.speaks_for(session, person_id, company_id):
        raise NotAllowedError
    return event
