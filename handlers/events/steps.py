"""Steps about events that open no dialog, for organizers and participants."""

from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.events import access, joining, look, setup
from bot.usecases.events.codes import deep_link, link_code
from bot.usecases.moderation import roles
from handlers.events import code_steps, deep_links, group_steps, participant_views, views
from handlers.events.acting import read, write
from handlers.events.buttons import EventAct, EventPress, HallPress, TeamPress
from handlers.ui.screen import has_file, redraw, reply, respond
from handlers.ui.view import View
from storage.events import events
from storage.ids import EventId
from storage.meetings import setups
from storage.vocabulary import JoinedBy, LinkKind, Role

_LISTED: Final = 20  # events of each kind on one screen


async def show(update: Update, context: Context) -> None:
    """Handles /events: shows the events that the person organizes and those they joined."""
    await respond(update, await _mine(context))


async def join(update: Update, context: Context) -> None:
    """Handles /join CODE."""
    if not context.args:
        await reply(
            update,
            View(text=context.t("Send /join with the code on the poster, for example <code>/join ABCD2345</code>.")),
        )
        return
    await reply(update, await deep_links.join(context, "".join(context.args), JoinedBy.CODE))


async def organizer(update: Update, context: Context) -> None:
    """Handles /organizer: creates a link that makes a newcomer an organizer. For known people there is /roles."""
    services, now = context.services, context.services.clock()
    async with services.database.writing() as session:
        link = await roles.make_link(
            session,
            context.caller.id,
            Role.ORGANIZER,
            code=link_code(services.draw),
            admins=services.settings.admins,
            now=now,
        )
    address = deep_link(context.bot.username, LinkKind.ROLE, link.code)
    await reply(update, views.role_link(context.t, address))


async def act(update: Update, context: Context, press: EventPress) -> None:
    """Runs the buttons of one event."""
    if press.act is EventAct.CODE:
        await code_steps.send_codes(update, context, press.event)
        return
    view = await _steps(context, press.event)[press.act]()
    await (respond if has_file(update) else redraw)(update, view)


def _steps(context: Context, event_id: EventId) -> dict[EventAct, Callable[[], Awaitable[View]]]:
    return {
        EventAct.LIST: lambda: _mine(context),
        EventAct.OPEN: lambda: read(context, lambda s: views.event_page(s, context.t, context.actor, event_id)),
        EventAct.TEAM: lambda: read(context, lambda s: _team(s, context, event_id)),
        EventAct.INVITE: lambda: write(context, lambda s: _invite(s, context, event_id)),
        EventAct.HALLS: lambda: read(context, lambda s: _halls(s, context, event_id)),
        EventAct.CHATS: lambda: read(context, lambda s: group_steps.chats_page(s, context, event_id)),
        EventAct.COMPANIES: lambda: read(context, lambda s: code_steps.companies_page(s, context, event_id, 0)),
        EventAct.SEE: lambda: read(context, lambda s: _see(s, context, event_id)),
        EventAct.LEAVE: lambda: _leave(context, event_id),
    }


async def remove_from_team(update: Update, context: Context, press: TeamPress) -> None:

    async def change(session: AsyncSession) -> View:
        await setup.remove_organizer(session, context.actor, press.event, press.person)
        return await _team(session, context, press.event)

    view = await write(context, change)
    await redraw(update, view)


async def remove_hall(update: Update, context: Context, press: HallPress) -> None:

    async def change(session: AsyncSession) -> View:
        await setup.remove_hall(session, context.actor, press.event, press.hall)
        return await _halls(session, context, press.event)

    view = await write(context, change)
    await redraw(update, view)


async def _mine(context: Context) -> View:
    now, caller = context.services.clock(), context.caller
    async with context.services.database.reading() as session:
        managed = await access.my_events(session, context.actor, limit=_LISTED)
        joined = await joining.my_current(session, caller.id, now)
    known = {event.id for event in managed}
    joined = [event for event in joined if event.id not in known]
    return views.my_events(context.t, managed, joined[:_LISTED], may_make=Role.ORGANIZER in caller.roles)


async def _team(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await access.own_event(session, context.actor, event_id)
    return views.team(context.t, event, await events.organizers(session, event_id))


async def _invite(session: AsyncSession, context: Context, event_id: EventId) -> View:
    services, who = context.services, context.actor
    event = await access.own_event(session, who, event_id)
    link = await setup.invite(session, who, event_id, draw=services.draw, now=services.clock())
    return views.invitation(context.t, event, deep_link(context.bot.username, LinkKind.TEAM, link.code))


async def _halls(session: AsyncSession, context: Context, event_id: EventId) -> View:
    who = context.actor
    event = await access.own_event(session, who, event_id)
    return views.halls(context.t, event, await setup.halls(session, who, event_id))


async def _see(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await joining.require_participant(session, context.caller.id, event_id)
    part = await events.participation(session, event_id, context.caller.id)
    muted = part is not None and part.muted_at is not None
    sponsor = (await look.of_event(session, event_id)).sponsor
    meets = await setups.find(session, event_id) is not None
    registered = context.caller.registered
    return participant_views.seen(context.t, event, muted=muted, registered=registered, meets=meets, sponsor=sponsor)


async def _leave(context: Context, event_id: EventId) -> View:
    async with context.services.database.writing() as session:
        await joining.leave(session, context.caller.id, event_id)
    return await _mine(context)
