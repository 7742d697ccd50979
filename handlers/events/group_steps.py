"""Steps about the groups and channels of an event."""

import logging
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import ChatMember, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.usecases.events import access, groups
from handlers.events import group_views
from handlers.events.acting import Act, read, write
from handlers.events.buttons import ChatAct, ChatPress, ChatsPage, DigestHourPress, OfferedEventsPage
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, redraw
from handlers.ui.view import View
from storage.events import chats
from storage.ids import ChatId, EventId

_IN_CHARGE: Final = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})

log = logging.getLogger(__name__)


async def act(update: Update, context: Context, press: ChatPress) -> None:
    """Connects a group to an event, shows it, or removes it."""
    if press.act is ChatAct.LINK:
        await _connect(update, context, press)
        return
    shows: dict[ChatAct, Act] = {
        ChatAct.OPEN: lambda s: _chat(s, context, press.chat),
        ChatAct.HOURS: lambda s: _hours(s, context, press.chat),
    }
    changes: dict[ChatAct, Act] = {
        ChatAct.NO_DIGEST: lambda s: _set_digest(s, context, press.chat, None),
        ChatAct.REMOVE: lambda s: _disconnect(s, context, press),
    }
    view = await read(context, shows[press.act]) if press.act in shows else await write(context, changes[press.act])
    await redraw(update, view)


async def choose_hour(update: Update, context: Context, press: DigestHourPress) -> None:
    view = await write(context, lambda s: _set_digest(s, context, press.chat, press.hour))
    await redraw(update, view)


async def turn_page(update: Update, context: Context, press: ChatsPage) -> None:
    view = await read(context, lambda s: chats_page(s, context, press.event, press.page))
    await redraw(update, view)


async def turn_page_of_offered_events(update: Update, context: Context, press: OfferedEventsPage) -> None:
    """Turns the page of events that a newly added group can belong to."""
    title = await _title_of(context, press.chat)
    if title is None:
        raise OldPressError

    async def show(session: AsyncSession) -> View:
        found = await access.my_events(session, context.actor)
        return group_views.chat_added(context.t, title, press.chat, found, press.page)

    view = await read(context, show)
    await redraw(update, view)


async def chats_page(session: AsyncSession, context: Context, event_id: EventId, page: int = 0) -> View:
    event = await access.own_event(session, context.actor, event_id)
    found = await chats.of_event(session, event_id)
    return group_views.chats(context.t, event, found, page, context.bot.username)


async def _connect(update: Update, context: Context, press: ChatPress) -> None:
    title = await _title_of(context, press.chat)
    if title is None:
        note = context.t("I can't confirm that you manage that group. Ask one of its administrators.")
        await acknowledge(update, note, alert=True)
        return

    async def change(session: AsyncSession) -> View:
        who, now = context.actor, context.services.clock()
        await groups.connect(session, who, press.event, press.chat, title=title, language=context.t.language, now=now)
        return await _chat(session, context, press.chat)

    view = await write(context, change)
    await redraw(update, view)


async def _title_of(context: Context, chat_id: ChatId) -> str | None:
    """Returns the group's title if the person is an administrator there. Buttons can be forged."""
    try:
        found = await context.bot.get_chat(chat_id)
        member = await context.bot.get_chat_member(chat_id, context.caller.id)
    except TelegramError as error:
        log.info("the data of a group could not be loaded: %s", type(error).__name__)
        return None
    return (found.title or "") if member.status in _IN_CHARGE else None


async def _chat(session: AsyncSession, context: Context, chat_id: ChatId) -> View:
    found, event = await groups.own_chat(session, context.actor, chat_id)
    return group_views.chat(context.t, event, found)


async def _hours(session: AsyncSession, context: Context, chat_id: ChatId) -> View:
    found, event = await groups.own_chat(session, context.actor, chat_id)
    return group_views.hours(context.t, event, found)


async def _set_digest(session: AsyncSession, context: Context, chat_id: ChatId, hour: int | None) -> View:
    await groups.set_digest(session, context.actor, chat_id, hour, context.services.clock())
    return await _chat(session, context, chat_id)


async def _disconnect(session: AsyncSession, context: Context, press: ChatPress) -> View:
    await groups.disconnect(session, context.actor, press.chat)
    return await chats_page(session, context, press.event)
