"""Decides who may manage an event."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import EventId
from storage.models import Event
from storage.vocabulary import Role


async def own_event(session: AsyncSession, actor: Actor, event_id: EventId) -> Event:
    """Returns the event for its organizers and for admins. Organizers need the role too.

    Raises NotAllowedError, also for an event that does not exist, so that nobody learns which events exist.
    """
    held = await roles.held(session, actor.id, admins=actor.admins)
    event = await events.find(session, event_id)
    if event is None or Role.ORGANIZER not in held:
        raise NotAllowedError
    if Role.ADMIN not in held and not await events.is_organizer(session, actor.id, event_id):
        raise NotAllowedError
    return event


async def my_events(session: AsyncSession, actor: Actor, *, limit: int | None = None) -> list[Event]:
    """Returns the events that a person may manage, latest first: all for an admin, none without the role."""
    held = await roles.held(session, actor.id, admins=actor.admins)
    if Role.ADMIN in held:
        return list(await events.all_events(session, limit=limit))
    return list(await events.run_by(session, actor.id, limit=limit)) if Role.ORGANIZER in held else []
