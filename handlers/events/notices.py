"""Notices about events."""

import html
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from bot.usecases.events.access import my_events
from bot.usecases.moderation.roles import Actor
from handlers.events import group_views, programme_views, views
from handlers.ui.notice import Words
from handlers.ui.screen import View
from storage.events import events, programme
from storage.ids import ChatId, CompanyId, EventId, ItemId, PersonId
from storage.models import Delivery, Event, ProgrammeItem
from storage.people import companies, people
from storage.vocabulary import Topic


async def _reminder(session: AsyncSession, services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Returns None once the item has started or was rescheduled."""
    found = await _item(session, delivery)
    beginning = datetime.fromtimestamp(delivery.payload["starts_at"], UTC)
    if found is None or found[1].starts_at != beginning or beginning <= services.clock():
        return None
    return programme_views.reminder(t, *found)


async def _changed(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    found = await _item(session, delivery)
    if found is None or found[1].revision != delivery.payload["revision"]:
        return None
    return programme_views.changed(t, *found)


async def _item(session: AsyncSession, delivery: Delivery) -> tuple[Event, ProgrammeItem, str | None] | None:
    item = await programme.find(session, ItemId(delivery.payload["item_id"]))
    event = None if item is None else await events.find(session, item.event_id)
    if item is None or event is None:
        return None
    halls = {hall.id: hall.name for hall in await events.halls(session, event.id)}
    return event, item, None if item.hall_id is None else halls.get(item.hall_id)


async def _team_joined(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    event = await events.find(session, EventId(delivery.payload["event_id"]))
    person = await people.find(session, PersonId(delivery.payload["person_id"]))
    if event is None or person is None:
        return None
    text = t(
        "👥 {name} now runs <b>{event}</b> with you.", name=html.escape(person.name), event=views.name_of(t, event)
    )
    return View(text=text)


async def _claimed(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    company = await companies.find(session, CompanyId(delivery.payload["company_id"]))
    person = await people.find(session, PersonId(delivery.payload["person_id"]))
    if company is None or person is None:
        return None
    text = t(
        "🔑 {name} now represents <b>{company}</b>. You no longer do.",
        name=html.escape(person.name),
        company=html.escape(company.name),
    )
    return View(text=text)


async def _chat_added(session: AsyncSession, services: Services, delivery: Delivery, t: Translator) -> View | None:
    chat_id = ChatId(delivery.payload["chat_id"])
    who = Actor(id=delivery.person_id, admins=services.settings.admins)
    found = await my_events(session, who)
    return group_views.chat_added(t, delivery.payload["title"], chat_id, found) if found else None


WORDS: dict[str, Words] = {
    Topic.PROGRAMME_REMINDER: _reminder,
    Topic.PROGRAMME_CHANGED: _changed,
    Topic.TEAM_JOINED: _team_joined,
    Topic.COMPANY_CLAIMED: _claimed,
    Topic.CHAT_ADDED: _chat_added,
}
