"""/programme, its stars, and the organizer's list of items."""

from functools import partial

from telegram import Update

from bot.context import Context
from bot.usecases.calendar_files import write_calendar
from bot.usecases.events import joining, programme
from bot.usecases.events.access import own_event
from bot.usecases.events.names import in_language
from bot.usecases.file_names import event_file
from bot.usecases.people import settings
from bot.usecases.programme_files.importing import appointments
from handlers.events import programme_views
from handlers.events.buttons import EventPress, ProgrammeItemAct, ProgrammeItemPress, ProgrammePage
from handlers.ui.screen import acknowledge, redraw, reply, respond
from handlers.ui.view import Upload, View
from storage.ids import EventId


async def show(update: Update, context: Context) -> None:
    """Handles /programme: shows the programme of the current event, or of the next one."""
    await acknowledge(update)
    async with context.services.database.reading() as session:
        joined = await joining.my_current(session, context.caller.id, context.services.clock())
    if not joined:
        text = context.t(
            "You have not joined an event yet. Send /join with the code on the poster, or scan its QR code."
        )
        await reply(update, View(text=text))
        return
    await reply(update, await _page(context, joined[0].id, programme_views.NOW))


async def turn_page(update: Update, context: Context, press: ProgrammePage) -> None:
    view = await _page(context, press.event, press.day)
    await redraw(update, view)


async def manage(update: Update, context: Context, press: EventPress) -> None:
    """Shows the organizer's list of items."""
    async with context.services.database.reading() as session:
        view = await programme_views.managed(session, context.t, context.actor, press.event)
    await redraw(update, view)


async def send_calendar(update: Update, context: Context, press: EventPress) -> None:
    """Sends the starred items as a calendar file, or the whole programme to a person without stars."""
    now, t = context.services.clock(), context.t
    async with context.services.database.reading() as session:
        found = await programme.show(session, context.caller.id, press.event, now)
    entries = [entry for entry in found.everything if entry.starred] or found.everything
    content = partial(
        write_calendar, in_language(found.event.names, t.language), appointments(found.event, entries, t.language), now
    )
    text = t.n("{count} item for your calendar.", "{count} items for your calendar.", len(entries))
    upload = Upload(content=content, name=f"{event_file(found.event, 'programme')}.ics")
    await respond(update, View(text=text, attachment=upload))


async def item(update: Update, context: Context, press: ProgrammeItemPress) -> None:
    """Sets or removes a star for a participant; shows or removes an item for an organizer."""
    if press.act in {ProgrammeItemAct.STAR, ProgrammeItemAct.UNSTAR}:
        await _star(update, context, press)
        return
    who = context.actor
    async with context.services.database.writing() as session:
        if press.act is ProgrammeItemAct.REMOVE_NOW:
            event_id = await programme.remove(session, who, press.item, context.services.clock())
            view = await programme_views.managed(session, context.t, who, event_id)
        else:
            found = await programme.own_item(session, who, press.item)
            page = programme_views.ask_removal if press.act is ProgrammeItemAct.REMOVE else programme_views.item_page
            view = page(context.t, await own_event(session, who, found.event_id), found)
    context.services.outbox.wake()
    await redraw(update, view)


async def _star(update: Update, context: Context, press: ProgrammeItemPress) -> None:
    """Toggles a star and shows the same page again."""
    on, now = press.act is ProgrammeItemAct.STAR, context.services.clock()
    async with context.services.database.writing() as session:
        event_id = await programme.star(session, context.caller.id, press.item, on=on, now=now)
        shown = await programme.show(session, context.caller.id, event_id, now)
    near = {entry.item.id for entry in [*shown.running, *shown.soon]}
    day = programme_views.NOW if press.item in near else programme_views.day_of(shown, press.item)
    note = context.t("⭐ I remind you a quarter of an hour before.") if on else context.t("No reminder.")
    await redraw(update, await _page(context, event_id, day), note)


async def _page(context: Context, event_id: EventId, day: int) -> View:
    async with context.services.database.reading() as session:
        found = await programme.show(session, context.caller.id, event_id, context.services.clock())
        habits = await settings.notification_settings(session, context.caller.id)
    own = habits.zone.key if context.caller.registered else found.event.zone
    return programme_views.page(context.t, found, day, own)
