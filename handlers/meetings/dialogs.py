"""Steps that open a dialog about meetings."""

from telegram import Update

from bot.context import Context
from bot.usecases.events.access import own_event
from bot.usecases.meetings import availability, overview
from bot.usecases.meetings.errors import NoMeetingsError
from bot.usecases.meetings.pairs import pair_of
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.meetings import free_form, list_views, setup_form, times_form
from handlers.meetings.buttons import MeetingPress, MeetingsPress, MeetPress
from handlers.ui.screen import acknowledge, respond
from storage.ids import EventId, IntroductionId
from storage.meetings import setups

FORMS = (times_form.FORM, free_form.FORM, setup_form.FORM)


async def meet(update: Update, context: Context, press: MeetPress) -> str | int:
    """Opens the form that suggests times, at this event or at the person's next one."""
    event_id = press.event
    if not event_id:
        async with context.services.database.reading() as session:
            found = await overview.events_to_meet_at(session, context.caller.id, context.services.clock())
        if len(found) > 1:
            await respond(update, list_views.choose_event_to_meet(context.t, found, press.introduction))
            return END
        if not found:
            raise NoMeetingsError
        event_id = found[0].id
    return await _suggest(update, context, press.introduction, event_id)


async def other_times(update: Update, context: Context, press: MeetingPress) -> str | int:
    """Opens the form that suggests other times than a request, or than a booking."""
    async with context.services.database.reading() as session:
        shown = await overview.shown_meeting(session, context.caller.id, press.meeting)
    return await _suggest(update, context, shown.introduction.id, shown.event.id)


async def _suggest(update: Update, context: Context, introduction: IntroductionId, event_id: EventId) -> str | int:
    async with context.services.database.reading() as session:
        await pair_of(session, context.caller.id, introduction, event_id)
    await acknowledge(update)
    return await open_form(update, context, times_form.FORM, times_form.start_data(introduction, event_id))


async def free_times(update: Update, context: Context, press: MeetingsPress) -> str | int:
    """Opens the form in which people say when they have time."""
    async with context.services.database.reading() as session:
        found = await availability.my_availability(session, context.caller.id, press.event)
    await acknowledge(update)
    return await open_form(update, context, free_form.FORM, free_form.start_data(found), step=free_form.AWAY)


async def set_up(update: Update, context: Context, press: MeetingsPress) -> str | int:
    """Opens the form that sets up the meetings of an event."""
    async with context.services.database.reading() as session:
        event = await own_event(session, context.actor, press.event)
        known, places = await setups.find(session, event.id), await setups.places(session, event.id)
    await acknowledge(update)
    return await open_form(update, context, setup_form.FORM, setup_form.start_data(event, known, places))
