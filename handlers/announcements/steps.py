"""Buttons of announcements that open no dialog."""

from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.error import TelegramError

from bot.context import Context
from bot.errors import DomainError
from bot.telegram.send_slots import Lane
from bot.usecases.announcements import audience, compose, running
from bot.usecases.announcements.audience import Audience
from bot.usecases.events import access, joining
from handlers.announcements import audience_views, compose_form, report, views
from handlers.announcements.buttons import AnnounceAct, AnnouncementList, AnnouncePress, FilterPress, MutePress
from handlers.announcements.post import Announcer, Recipient
from handlers.announcements.small_forms import ANNOUNCEMENT, BUTTONS_FORM
from handlers.ui.pages import Page
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, has_file, redraw, replace, reply, respond
from handlers.ui.view import View
from storage.announcements import announcements, audiences
from storage.events import events
from storage.ids import AnnouncementId, ChatId
from storage.models import Announcement

Change = Callable[[AsyncSession, Context, AnnouncementId], Awaitable[object]]


async def show_list(update: Update, context: Context, press: AnnouncementList) -> None:
    async with context.services.database.reading() as session:
        event = await access.own_event(session, context.actor, press.event)
        total = await announcements.count_of_event(session, press.event)
        page = Page(total=total, size=views.PER_PAGE, asked=press.page)
        found = await announcements.of_event(session, press.event, offset=page.offset, limit=page.size)
    await redraw(update, views.listed(context.t, event, found, page))


async def act(update: Update, context: Context, press: AnnouncePress) -> None:
    """Runs the buttons of one announcement that open no dialog."""
    number = press.announcement
    if press.act in _SENDS and _is_being_changed(context, number):
        note = context.t("You are still changing it. Finish that first, or send /cancel.")
        await acknowledge(update, note, alert=True)
        return
    if press.act in _CHANGES:
        await _change(update, context, number, _CHANGES[press.act])
        return
    if press.act in _QUESTIONS:
        await _confirm(update, context, press)
    elif press.act in _SHOWS:
        await _SHOWS[press.act](update, context, number)
    else:
        raise OldPressError


def _is_being_changed(context: Context, number: AnnouncementId) -> bool:
    """Returns True if a dialog is open whose answers are not in the announcement yet."""
    draft = context.caller.draft
    return draft is not None and draft.form in _CHANGING_FORMS and draft.data.get(ANNOUNCEMENT) == number


async def _show(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        view = await views.announcement(session, context.t, context.actor, number, context.services.clock())
    # A report is not replaced, because its figures and its table stay useful.
    await (respond if has_file(update) else redraw)(update, view)


async def _change(update: Update, context: Context, number: AnnouncementId, change: Change) -> None:
    """Runs the action, commits, wakes the worker and shows the new state."""
    who, now = context.actor, context.services.clock()
    note = None
    try:
        async with context.services.database.writing() as session:
            await change(session, context, number)
    except DomainError as error:
        note = context.t(error.message, **error.values)
    context.services.announcement_rounds.wake()
    async with context.services.database.reading() as session:
        view = await views.announcement(session, context.t, who, number, now)
    await acknowledge(update, note, alert=note is not None)
    await replace(update, view)
    await _watch_here(update, context, number)


async def _watch_here(update: Update, context: Context, number: AnnouncementId) -> None:
    """Makes the pressed message the progress message."""
    message = None if update.callback_query is None else update.callback_query.message
    if message is not None:
        async with context.services.database.writing() as session:
            await running.watch(session, number, ChatId(message.chat.id), message.message_id)


async def _confirm(update: Update, context: Context, press: AnnouncePress) -> None:
    async with context.services.database.reading() as session:
        found, event = await compose.own(session, context.actor, press.announcement)
        people_ = await audience.count(session, event.id, Audience.from_json(found.audience))
    await redraw(update, views.confirm(context.t, press.announcement, people_, _QUESTIONS[press.act]))


async def _audience(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        found, event = await compose.own(session, context.actor, number)
        whom = Audience.from_json(found.audience)
        view = audience_views.overview(context.t, number, whom, await audience.count(session, event.id, whom))
    await redraw(update, view)


async def filter_(update: Update, context: Context, press: FilterPress) -> None:
    """Opens a filter, turns its page, or toggles a value, and shows the new number of recipients."""
    number, who = press.announcement, context.actor
    async with context.services.database.writing() as session:
        found, event = await compose.own(session, who, number)
        whom = Audience.from_json(found.audience)
        if press.value:
            try:
                whom = whom.toggled(press.filter.field, press.value)
            except ValueError:
                whom = Audience.from_json(found.audience)
            await compose.set_audience(session, who, number, whom)
        count = await audience.count(session, event.id, whom)
        countries = await audiences.countries_of(session, event.id)
    view = (
        audience_views.overview(context.t, number, whom, count)
        if press.filter.is_flag
        else audience_views.values(context.t, number, whom, press.filter, press.page, count, countries)
    )
    await redraw(update, view)


async def _languages(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        found, _ = await compose.own(session, context.actor, number)
        versions = await announcements.versions(session, number)
    await redraw(update, views.languages(context.t, found, versions))


async def _preview(update: Update, context: Context, number: AnnouncementId) -> None:
    """Sends every version as recipients will see it."""
    await _own_complete(context, number)
    await acknowledge(update)
    announcer = Announcer(context.bot, context.services.database)
    content = await announcer.content(number)
    for version in content.versions:
        recipient = Recipient(chat_id=ChatId(context.caller.id), language=version.language, is_person=True)
        for part in announcer.parts(content, recipient, lane=Lane.REPLY):
            await part.send()
    await _show_below(update, context, number)


async def _send_test(update: Update, context: Context, number: AnnouncementId) -> None:
    """Sends a test to the co-organizers in their languages. Skips unreachable people."""
    found = await _own_complete(context, number)
    await acknowledge(update)
    announcer = Announcer(context.bot, context.services.database)
    content = await announcer.content(number)
    async with context.services.database.reading() as session:
        team = await events.organizers(session, found.event_id)
    sent = 0
    for person in team:
        recipient = Recipient(chat_id=ChatId(person.id), language=person.language, is_person=True)
        try:
            for part in announcer.parts(content, recipient, lane=Lane.REPLY):
                await part.send()
        except TelegramError:
            continue
        sent += 1
    text = context.t.n("Sent to {count} of the team.", "Sent to {count} of the team.", sent)
    await reply(update, View(text=text))
    await _show_below(update, context, number)


async def _own_complete(context: Context, number: AnnouncementId) -> Announcement:
    """Returns the announcement. Raises an error before anything is sent if the person may not send it."""
    async with context.services.database.reading() as session:
        found, _ = await compose.own(session, context.actor, number)
        await compose.versions(session, number)
    return found


async def _show_below(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        view = await views.announcement(session, context.t, context.actor, number, context.services.clock())
    await reply(update, view)


async def _discard(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.writing() as session:
        found, _ = await compose.own(session, context.actor, number)
        event_id = found.event_id
        await compose.discard(session, context.actor, number)
    await redraw(update, views.discarded(context.t, event_id))


_CHANGES: Final[dict[AnnounceAct, Change]] = {
    AnnounceAct.SEND_NOW: lambda s, c, n: running.schedule(s, c.actor, n, at=None, now=c.services.clock()),
    AnnounceAct.UNSCHEDULE: lambda s, c, n: running.unschedule(s, c.actor, n),
    AnnounceAct.PAUSE: lambda s, c, n: running.pause(s, c.actor, n, c.services.clock()),
    AnnounceAct.RESUME: lambda s, c, n: running.resume(s, c.actor, n),
    AnnounceAct.CANCEL_NOW: lambda s, c, n: running.cancel(s, c.actor, n, c.services.clock()),
    AnnounceAct.RECALL_NOW: lambda s, c, n: running.recall(s, c.actor, n, c.services.clock()),
    AnnounceAct.URGENT: lambda s, c, n: compose.toggle_urgent(s, c.actor, n),
}
_SENDS: Final = frozenset({AnnounceAct.SEND, AnnounceAct.SEND_NOW})
_CHANGING_FORMS: Final = frozenset({compose_form.FORM.name, BUTTONS_FORM.name})
_QUESTIONS: Final = {
    AnnounceAct.SEND: AnnounceAct.SEND_NOW,
    AnnounceAct.CANCEL: AnnounceAct.CANCEL_NOW,
    AnnounceAct.RECALL: AnnounceAct.RECALL_NOW,
}
_SHOWS: Final[dict[AnnounceAct, Callable[[Update, Context, AnnouncementId], Awaitable[None]]]] = {
    AnnounceAct.OPEN: _show,
    AnnounceAct.AUDIENCE: _audience,
    AnnounceAct.LANGUAGES: _languages,
    AnnounceAct.PREVIEW: _preview,
    AnnounceAct.TEST_TEAM: _send_test,
    AnnounceAct.DISCARD: _discard,
    AnnounceAct.REPORT: report.send_report,
    AnnounceAct.TABLE: report.send_table,
}


async def mute(update: Update, context: Context, press: MutePress) -> None:
    """Handles 🔕 under an announcement and on the event's page."""
    async with context.services.database.writing() as session:
        if press.on:
            event = await joining.mute(session, context.caller.id, press.event, context.services.clock())
        else:
            event = await joining.unmute(session, context.caller.id, press.event)
    await respond(update, views.muted(context.t, event, on=bool(press.on)))
