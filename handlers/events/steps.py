"""What organizers and participants press about events, but for what opens a dialog."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import ChatMember, InputFile, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import roles
from bot.usecases.events import access, booths, joining, setup
from bot.usecases.events.codes import EVENT, deep_link, link_code
from bot.usecases.events.names import in_language
from handlers.events import arrival, qr, views
from handlers.events.actor import actor_of
from handlers.events.buttons import (
    ChatAct,
    ChatPress,
    CompaniesPage,
    CompanyAtAct,
    CompanyAtPress,
    EventAct,
    EventPress,
    HallPress,
    TeamPress,
)
from handlers.listing.buttons import ListingQr
from handlers.navigation import steps as navigation
from handlers.screen import View, acknowledge, replace, reply
from storage import companies, events, listings
from storage.ids import EventId
from storage.vocabulary import JoinedBy, LinkKind, Role

Act = Callable[[AsyncSession], Awaitable[View]]
_IN_CHARGE: Final = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})

log = logging.getLogger(__name__)


async def show(update: Update, context: Context) -> None:
    """/events: what one runs and what one takes part in."""
    await acknowledge(update)
    await reply(update, await _mine(context))


async def join(update: Update, context: Context) -> None:
    """/join CODE."""
    if not context.args:
        await reply(update, View(text=context.t("Send /join with the code on the poster, for example /join ABCD2345.")))
        return
    await reply(update, await arrival.join(context, "".join(context.args), JoinedBy.CODE))


async def organizer(update: Update, context: Context) -> None:
    """/organizer: a link by which an admin makes somebody an organizer; /roles gives roles to people known already."""
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
    text = context.t(
        "Whoever opens this link first becomes an organizer. It works once, for a week:\n{link}", link=address
    )
    await reply(update, View(text=text))


async def act(update: Update, context: Context) -> None:
    """Every button about one event that opens no dialog."""
    query = update.callback_query
    press = EventPress.unpack(query.data if query else None)
    steps = {} if press is None else _steps(context, press.event)
    if press is None or press.act not in steps:
        await navigation.old_button(update, context)
        return
    if press.act is EventAct.CODE:
        await _send_codes(update, context, press.event)
        return
    view = await steps[press.act]()
    await acknowledge(update)
    await replace(update, view)


def _steps(context: Context, event_id: EventId) -> dict[EventAct, Callable[[], Awaitable[View]]]:
    return {
        EventAct.LIST: lambda: _mine(context),
        EventAct.OPEN: lambda: _read(context, lambda s: views.event_page(s, context.t, actor_of(context), event_id)),
        EventAct.TEAM: lambda: _read(context, lambda s: _team(s, context, event_id)),
        EventAct.INVITE: lambda: _write(context, lambda s: _invite(s, context, event_id)),
        EventAct.HALLS: lambda: _read(context, lambda s: _halls(s, context, event_id)),
        EventAct.CHATS: lambda: _read(context, lambda s: _chats(s, context, event_id)),
        EventAct.COMPANIES: lambda: _read(context, lambda s: _companies(s, context, event_id, 0)),
        EventAct.SEE: lambda: _read(context, lambda s: _see(s, context, event_id)),
        EventAct.LEAVE: lambda: _leave(context, event_id),
        EventAct.CODE: lambda: _mine(context),
    }


async def remove_from_team(update: Update, context: Context) -> None:
    query = update.callback_query
    press = TeamPress.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return

    async def change(session: AsyncSession) -> View:
        await setup.remove_organizer(session, actor_of(context), press.event, press.person)
        return await _team(session, context, press.event)

    view = await _write(context, change)
    await acknowledge(update)
    await replace(update, view)


async def remove_hall(update: Update, context: Context) -> None:
    query = update.callback_query
    press = HallPress.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return

    async def change(session: AsyncSession) -> View:
        await setup.remove_hall(session, actor_of(context), press.event, press.hall)
        return await _halls(session, context, press.event)

    view = await _write(context, change)
    await acknowledge(update)
    await replace(update, view)


async def chat(update: Update, context: Context) -> None:
    """A group is linked to an event, or it is let go."""
    query = update.callback_query
    press = ChatPress.unpack(query.data if query else None)
    title = None if press is None else await _title_of(context, press)
    if press is None or title is None:
        await navigation.old_button(update, context)
        return

    async def change(session: AsyncSession) -> View:
        who = actor_of(context)
        if press.act is ChatAct.LINK:
            await setup.add_chat(
                session,
                who,
                press.event,
                press.chat,
                title=title,
                language=context.t.language,
                now=context.services.clock(),
            )
        else:
            await setup.remove_chat(session, who, press.chat)
        return await _chats(session, context, press.event)

    view = await _write(context, change)
    await acknowledge(update)
    await replace(update, view)


async def _title_of(context: Context, press: ChatPress) -> str | None:
    """The group's title, if whoever presses is in charge there too: buttons can be forged."""
    if press.act is not ChatAct.LINK:
        return ""
    try:
        found = await context.bot.get_chat(press.chat)
        member = await context.bot.get_chat_member(press.chat, context.caller.id)
    except TelegramError as error:
        log.info("a group could not be looked at: %s", type(error).__name__)
        return None
    return (found.title or "") if member.status in _IN_CHARGE else None


async def turn_companies(update: Update, context: Context) -> None:
    query = update.callback_query
    press = CompaniesPage.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return
    view = await _read(context, lambda s: _companies(s, context, press.event, press.page))
    await acknowledge(update)
    await replace(update, view)


async def company(update: Update, context: Context) -> None:
    """The QR code of a company's booth, or the link by which its people take it over."""
    query = update.callback_query
    press = CompanyAtPress.unpack(query.data if query else None)
    if press is None or press.act is CompanyAtAct.BOOTH:
        await navigation.old_button(update, context)
        return
    services, now = context.services, context.services.clock()
    async with services.database.writing() as session:
        found = await companies.find(session, press.company)
        name = "" if found is None else found.name
        if press.act is CompanyAtAct.CLAIM:
            link = await booths.claim_link(
                session, context.caller.id, press.company, event_id=press.event, draw=services.draw, now=now
            )
        else:
            link = await booths.booth_link(
                session, actor_of(context), press.event, press.company, draw=services.draw, now=now
            )
    address = deep_link(context.bot.username, link.kind, link.code)
    await acknowledge(update)
    if press.act is CompanyAtAct.CLAIM:
        await reply(update, views.claim_link(context.t, name, address))
    else:
        await _send_qr(context, address, views.qr_caption(context.t, name, address), name="booth")


async def listing_qr(update: Update, context: Context) -> None:
    """The QR code of one of one's own listings, for a poster or a catalogue."""
    query = update.callback_query
    press = ListingQr.unpack(query.data if query else None)
    if press is None:
        await navigation.old_button(update, context)
        return
    services = context.services
    async with services.database.writing() as session:
        link = await booths.listing_link(
            session, actor_of(context), press.listing, draw=services.draw, now=services.clock()
        )
        listing = await listings.find(session, press.listing)
    address = deep_link(context.bot.username, link.kind, link.code)
    await acknowledge(update)
    title = "" if listing is None else listing.title
    await _send_qr(context, address, views.qr_caption(context.t, title, address), name="listing")


async def _send_codes(update: Update, context: Context, event_id: EventId) -> None:
    async with context.services.database.reading() as session:
        event = await access.own_event(session, actor_of(context), event_id)
    address = deep_link(context.bot.username, EVENT, event.code)
    await acknowledge(update)
    name = in_language(event.names, context.t.language)
    await _send_qr(context, address, views.qr_caption(context.t, name, address), name=event.code)
    await reply(update, views.code(context.t, event, context.bot.username))


async def _send_qr(context: Context, address: str, caption: str, *, name: str) -> None:
    """As a picture to look at, and as drawings for the printer."""
    person = context.caller.id
    await context.bot.send_photo(person, InputFile(qr.png(address), filename=f"{name}.png"), caption=caption[:1000])
    await context.bot.send_document(person, InputFile(qr.svg(address), filename=f"{name}.svg"))


async def _mine(context: Context) -> View:
    now, caller = context.services.clock(), context.caller
    async with context.services.database.reading() as session:
        managed = await access.my_events(session, actor_of(context))
        joined = await joining.my_current(session, caller.id, now)
        may_make = await roles.has(session, caller.id, Role.ORGANIZER, admins=context.services.settings.admins)
    return views.my_events(context.t, managed[:20], joined[:20], may_make=may_make)


async def _team(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await access.own_event(session, actor_of(context), event_id)
    return views.team(context.t, event, await events.organizers(session, event_id))


async def _invite(session: AsyncSession, context: Context, event_id: EventId) -> View:
    services, who = context.services, actor_of(context)
    event = await access.own_event(session, who, event_id)
    link = await setup.invite(session, who, event_id, draw=services.draw, now=services.clock())
    return views.invitation(context.t, event, deep_link(context.bot.username, LinkKind.TEAM, link.code))


async def _halls(session: AsyncSession, context: Context, event_id: EventId) -> View:
    who = actor_of(context)
    event = await access.own_event(session, who, event_id)
    return views.halls(context.t, event, await setup.halls(session, who, event_id))


async def _chats(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await access.own_event(session, actor_of(context), event_id)
    return views.chats(context.t, event, await events.chats(session, event_id), context.bot.username)


async def _companies(session: AsyncSession, context: Context, event_id: EventId, page: int) -> View:
    event = await access.own_event(session, actor_of(context), event_id)
    found = await events.exhibitors(session, event_id)
    mine = {company.id for company in await companies.represented_by(session, context.caller.id)}
    return views.companies(context.t, event, found, page, mine=set(mine))


async def _see(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event = await joining.require_participant(session, context.caller.id, event_id)
    part = await events.participation(session, event_id, context.caller.id)
    muted = part is not None and part.muted_at is not None
    return views.seen(context.t, event, muted=muted, registered=context.caller.registered)


async def _leave(context: Context, event_id: EventId) -> View:
    async with context.services.database.writing() as session:
        await joining.leave(session, context.caller.id, event_id)
    return await _mine(context)


async def _read(context: Context, act: Act) -> View:
    return await _refusable(context, act, context.services.database.reading)


async def _write(context: Context, act: Act) -> View:
    return await _refusable(context, act, context.services.database.writing)


async def _refusable(context: Context, act: Act, session_of: Callable[[], Any]) -> View:
    try:
        async with session_of() as session:
            return await act(session)
    except DomainError as error:
        return View(text=context.t(error.message, **error.values))
