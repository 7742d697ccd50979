"""Steps that open a dialog about an announcement, and the buttons that organizers put under announcements."""

from typing import Any

from telegram import Update

from bot.context import Context
from bot.usecases.announcements import compose
from bot.usecases.events import access
from handlers.announcements import compose_form, small_forms
from handlers.announcements.buttons import (
    AnnounceAct,
    AnnouncementButtonPress,
    AnnouncePress,
    NewAnnouncement,
    VersionPress,
)
from handlers.events import programme_steps
from handlers.forms.opening import open_form
from handlers.listings import steps as listing_steps
from handlers.meetings import steps as meetings
from handlers.suggestions import steps as matches
from handlers.ui.buttons import Place
from handlers.ui.gate import unmuted_members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge
from storage.announcements import announcements, figures

FORMS = (compose_form.FORM, small_forms.BUTTONS_FORM, small_forms.LATER_FORM)
OPENING = (AnnounceAct.BUTTONS, AnnounceAct.LATER)
"""Acts on an announcement that open a dialog."""


async def write(update: Update, context: Context, press: NewAnnouncement) -> str | int:
    """Opens the form of a new announcement."""
    async with context.services.database.reading() as session:
        await access.own_event(session, context.actor, press.event)
    await acknowledge(update)
    return await open_form(update, context, compose_form.FORM, compose_form.start(press.event))


async def version(update: Update, context: Context, press: VersionPress) -> str | int:
    """Opens the form that replaces one language of an announcement."""
    async with context.services.database.reading() as session:
        await compose.own(session, context.actor, press.announcement)
    data = compose_form.version(press.announcement, press.language)
    await acknowledge(update)
    return await open_form(update, context, compose_form.FORM, data)


async def announcement(update: Update, context: Context, press: AnnouncePress) -> str | int:
    """Opens the form for the buttons or the start time of an announcement."""
    async with context.services.database.reading() as session:
        _, event = await compose.own(session, context.actor, press.announcement)
    await acknowledge(update)
    number = {small_forms.ANNOUNCEMENT: press.announcement}
    if press.act is AnnounceAct.BUTTONS:
        return await open_form(update, context, small_forms.BUTTONS_FORM, number)
    data = number | {small_forms.ZONE: event.zone}
    return await open_form(update, context, small_forms.LATER_FORM, data)


async def follow(update: Update, context: Context, press: AnnouncementButtonPress) -> Any:
    """Handles a button that an organizer added to an announcement."""
    place = await _followed(context, press)
    leads = {
        Place.OFFER: unmuted_members_only(listing_steps.offer),
        Place.NEED: unmuted_members_only(listing_steps.need),
        Place.MATCHES: matches.matches,
        Place.PROGRAMME: programme_steps.show,
        Place.MEETINGS: meetings.show,
    }
    step = leads.get(Place(place)) if place in set(Place) else None
    if step is None:
        raise OldPressError
    return await step(update, context)


async def _followed(context: Context, press: AnnouncementButtonPress) -> str | None:
    """Returns the target of an announcement's button, and counts the recipient's press."""
    async with context.services.database.writing() as session:
        found = await announcements.find(session, press.announcement)
        buttons = [] if found is None else found.buttons
        if not 0 <= press.button < len(buttons):
            return None
        now = context.services.clock()
        if await figures.reached(session, press.announcement, context.caller.id):
            await announcements.press(session, press.announcement, context.caller.id, press.button, now)
    return str(buttons[press.button].get("place"))
