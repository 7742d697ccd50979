"""Creating and changing an event: names, dates, place, team, halls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, InputError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, event_code, link_code
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import LINK_LIFE, Actor, LinkSpentError
from storage import links, outbox
from storage.events import events
from storage.ids import EventId, HallId, PersonId
from storage.models import Event, Hall, Link
from storage.moderation import roles as stored_roles
from storage.vocabulary import Language, LinkKind, Role, Topic

LONGEST: Final = timedelta(days=366)
_NAME_LIMIT: Final = 120
_HALLS: Final = 50


class BadEventError(InputError):
    default: ClassVar[str] = mark("An event needs a name, and its last day cannot be before the first.")


class LastOrganizerError(NotAllowedError):
    default: ClassVar[str] = mark("You are the last organizer of this event. Add somebody else first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    names: dict[str, str]
    """By interface language, at least one."""
    place: str | None
    zone: str
    """IANA time zone."""
    starts_on: date
    ends_on: date


def checked(new: NewEvent) -> NewEvent:
    """Returns the event data if valid. Raises BadEventError."""
    names = {Language(language).value: name.strip() for language, name in new.names.items() if name.strip()}
    try:
        ZoneInfo(new.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadEventError(mark("I don't know this time zone.")) from None
    if not names or not timedelta() <= new.ends_on - new.starts_on <= LONGEST:
        raise BadEventError
    if any(len(name) > _NAME_LIMIT for name in names.values()):
        raise BadEventError(mark("The name can have up to 120 characters."))
    return NewEvent(names=names, place=new.place, zone=new.zone, starts_on=new.starts_on, ends_on=new.ends_on)


async def create(session: AsyncSession, actor: Actor, new: NewEvent, *, draw: Draw, now: datetime) -> EventId:
    """Creates the event, with its creator as the first organizer. Raises NotAllowedError, BadEventError."""
    await roles.require(session, actor.id, Role.ORGANIZER, admins=actor.admins)
    new = checked(new)
    event = await events.add(
        session,
        Event(
            code=event_code(draw),
            names=new.names,
            place=new.place,
            zone=new.zone,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            created_by=actor.id,
            created_at=now,
        ),
    )
    await events.add_organizer(session, event.id, actor.id, by=actor.id, now=now)
    return event.id


async def change(session: AsyncSession, actor: Actor, event_id: EventId, new: NewEvent) -> None:
    await own_event(session, actor, event_id)
    new = checked(new)
    await events.change(
        session,
        event_id,
        {
            "names": new.names,
            "place": new.place,
            "zone": new.zone,
            "starts_on": new.starts_on,
            "ends_on": new.ends_on,
        },
    )


async def invite(session: AsyncSession, actor: Actor, event_id: EventId, *, draw: Draw, now: datetime) -> Link:
    """Returns a link that makes the first person who opens it a co-organizer."""
    await own_event(session, actor, event_id)
    link = Link(
        code=link_code(draw),
        kind=LinkKind.TEAM,
        event_id=event_id,
        created_by=actor.id,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    await links.add(session, link)
    return link


async def accept_invitation(
    session: AsyncSession, person_id: PersonId, code: str, *, admins: frozenset[int], now: datetime
) -> EventId:
    """Makes the person a co-organizer, with the organizer role, if the link's maker still runs the event.

    Raises LinkSpentError.
    """
    link = await links.find(session, code)
    if link is None or link.kind is not LinkKind.TEAM or link.event_id is None or link.created_by is None:
        raise LinkSpentError
    try:
        await own_event(session, Actor(id=link.created_by, admins=admins), link.event_id)
    except NotAllowedError:
        raise LinkSpentError from None
    if await links.use(session, code, person_id, now) is None:
        raise LinkSpentError
    await stored_roles.grant(session, person_id, Role.ORGANIZER, by=link.created_by, now=now)
    await events.add_organizer(session, link.event_id, person_id, by=link.created_by, now=now)
    await outbox.queue_message(
        session,
        link.created_by,
        Topic.TEAM_JOINED,
        payload={"event_id": link.event_id, "person_id": person_id},
        dedupe_key=f"{Topic.TEAM_JOINED}:{code}",
        now=now,
    )
    return link.event_id


async def remove_organizer(session: AsyncSession, actor: Actor, event_id: EventId, person_id: PersonId) -> None:
    """Removes a co-organizer. Raises LastOrganizerError, AlreadyDoneError."""
    await own_event(session, actor, event_id)
    if len(await events.organizers(session, event_id)) <= 1:
        raise LastOrganizerError
    if not await events.remove_organizer(session, event_id, person_id):
        raise AlreadyDoneError


async def add_hall(session: AsyncSession, actor: Actor, event_id: EventId, name: str) -> HallId:
    await own_event(session, actor, event_id)
    if not 1 <= len(name) <= 100 or len(await events.halls(session, event_id)) >= _HALLS:
        raise InputError
    return await events.put_hall(session, event_id, name)


async def remove_hall(session: AsyncSession, actor: Actor, event_id: EventId, hall_id: HallId) -> None:
    await own_event(session, actor, event_id)
    if not await events.remove_hall(session, event_id, hall_id):
        raise AlreadyDoneError


async def halls(session: AsyncSession, actor: Actor, event_id: EventId) -> list[Hall]:
    await own_event(session, actor, event_id)
    return list(await events.halls(session, event_id))
