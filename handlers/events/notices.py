"""Notices about events."""

import html
from datetime import UTC, datetime

from bot.usecases.events.access import my_events
from handlers.events import group_views, programme_views, views
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import View
from storage.events import chats, events, programme
from storage.ids import ChatId, CompanyId, EventId, ItemId, PersonId
from storage.models import Event, ProgrammeItem
from storage.people import companies, people
from storage.vocabulary import Topic


async def _reminder(ctx: NoticeContext) -> View | None:
    """Returns None once the item has started or was rescheduled."""
    found = await _item(ctx)
    beginning = datetime.fromtimestamp(ctx.payload["starts_at"], UTC)
    if found is None or found[1].starts_at != beginning or beginning <= ctx.now:
        return None
    return programme_views.reminder(ctx.t, *found)


async def _changed(ctx: NoticeContext) -> View | None:
    removed = ctx.payload.get("removed")
    if removed is not None:
        event = await events.find(ctx.session, EventId(removed["event_id"]))
        beginning = datetime.fromtimestamp(removed["starts_at"], UTC)
        return None if event is None else programme_views.removed(ctx.t, event, removed["titles"], beginning)
    found = await _item(ctx)
    if found is None or found[1].revision != ctx.payload["revision"]:
        return None
    return programme_views.changed(ctx.t, *found)


async def _item(ctx: NoticeContext) -> tuple[Event, ProgrammeItem, str | None] | None:
    return await programme.with_event(ctx.session, ItemId(ctx.payload["item_id"]))


async def _team_joined(ctx: NoticeContext) -> View | None:
    event = await events.find(ctx.session, EventId(ctx.payload["event_id"]))
    person = await people.find(ctx.session, PersonId(ctx.payload["person_id"]))
    if event is None or person is None:
        return None
    text = ctx.t(
        "👥 {name} now runs <b>{event}</b> with you.", name=html.escape(person.name), event=views.name_of(ctx.t, event)
    )
    return View(text=text)


async def _claimed(ctx: NoticeContext) -> View | None:
    company = await companies.find(ctx.session, CompanyId(ctx.payload["company_id"]))
    person = await people.find(ctx.session, PersonId(ctx.payload["person_id"]))
    if company is None or person is None:
        return None
    text = ctx.t(
        "🔑 {name} now represents <b>{company}</b>. You no longer do.",
        name=html.escape(person.name),
        company=html.escape(company.name),
    )
    return View(text=text)


async def _chat_added(ctx: NoticeContext) -> View | None:
    chat_id = ChatId(ctx.payload["chat_id"])
    found = await my_events(ctx.session, ctx.actor)
    return group_views.chat_added(ctx.t, ctx.payload["title"], chat_id, found) if found else None


async def _topic_closed(ctx: NoticeContext) -> View | None:
    chat = await chats.find(ctx.session, ChatId(ctx.payload["chat_id"]))
    return None if chat is None else group_views.topic_closed(ctx.t, chat.title)


NOTICES: dict[str, Renderer] = {
    Topic.PROGRAMME_REMINDER: _reminder,
    Topic.PROGRAMME_CHANGED: _changed,
    Topic.TEAM_JOINED: _team_joined,
    Topic.COMPANY_CLAIMED: _claimed,
    Topic.CHAT_ADDED: _chat_added,
    Topic.GROUP_TOPIC_CLOSED: _topic_closed,
}
