"""The steps that open dialogs of events, announcements and imports."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.context import Context
from bot.usecases.announcements import compose
from bot.usecases.events import access, joining, programme
from bot.usecases.moderation.roles import require
from handlers.announcements import compose_form
from handlers.announcements import small_forms as announcement_forms
from handlers.announcements.buttons import (
    AnnounceAct,
    AnnouncementButtonPress,
    AnnouncePress,
    NewAnnouncement,
    VersionPress,
)
from handlers.events import form as event_form
from handlers.events import programme_form, programme_steps, scan_views, small_forms
from handlers.events.buttons import EventAct, EventPress, ProgrammeItemPress, ScanPress
from handlers.forms.form import Form
from handlers.forms.steps import END, open_form
from handlers.imports import form as import_form
from handlers.introductions.dialogs import propose
from handlers.listings import steps as listing_steps
from handlers.listings.fields import company_of
from handlers.recommendations import fields as recommending
from handlers.recommendations import form as recommend_form
from handlers.suggestions import steps as matches
from handlers.ui.buttons import Place
from handlers.ui.gate import unmuted_members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from storage.announcements import announcements, figures
from storage.events import events
from storage.listings import listings
from storage.models import Listing
from storage.vocabulary import Kind, ListingStatus, Role

FORMS = (
    event_form.FORM,
    small_forms.HALL,
    small_forms.BOOTH,
    programme_form.FORM,
    compose_form.FORM,
    announcement_forms.BUTTONS_FORM,
    announcement_forms.LATER_FORM,
    import_form.FORM,
    recommend_form.FORM,
)
EVENT_DIALOGS = (
    EventAct.NEW,
    EventAct.CHANGE,
    EventAct.NEW_HALL,
    EventAct.NEW_ITEM,
    EventAct.BOOTH,
    EventAct.IMPORT,
    EventAct.RECOMMEND,
)
ANNOUNCEMENT_DIALOGS = (AnnounceAct.BUTTONS, AnnounceAct.LATER)


async def event(update: Update, context: Context, press: EventPress) -> str | int:
    form, data = await _event_form(context, press)
    return await _begin(update, context, form, data)


async def _event_form(context: Context, press: EventPress) -> tuple[Form, Mapping[str, Any]]:
    who, event_id = context.actor, press.event
    async with context.services.database.reading() as session:
        if press.act is EventAct.NEW:
            await require(session, who.id, Role.ORGANIZER, admins=who.admins)
            return event_form.FORM, {}
        if press.act is EventAct.BOOTH:
            await joining.require_participant(session, who.id, event_id)
            halls = {str(hall.id): hall.name for hall in await events.halls(session, event_id)}
            data = {small_forms.EVENT: event_id, "_halls": halls, **company_of(context.caller)}
            return small_forms.BOOTH, data
        event = await access.own_event(session, who, event_id)
        match press.act:
            case EventAct.CHANGE:
                return event_form.FORM, event_form.data_of(event)
            case EventAct.NEW_ITEM:
                return programme_form.FORM, programme_form.start_data(
                    event, list(await events.halls(session, event_id))
                )
            case EventAct.IMPORT:
                return import_form.FORM, {import_form.EVENT: event_id}
            case EventAct.RECOMMEND:
                return recommend_form.FORM, {recommending.EVENT: event_id}
        return small_forms.HALL, {small_forms.EVENT: event_id}


async def item(update: Update, context: Context, press: ProgrammeItemPress) -> str | int:
    """Opens the form that changes a programme item."""
    who = context.actor
    async with context.services.database.reading() as session:
        found = await programme.own_item(session, who, press.item)
        event = await access.own_event(session, who, found.event_id)
        halls = list(await events.halls(session, event.id))
    return await _begin(update, context, programme_form.FORM, programme_form.data_of(found, event, halls))


async def write(update: Update, context: Context, press: NewAnnouncement) -> str | int:
    """Opens the form of a new announcement."""
    async with context.services.database.reading() as session:
        await access.own_event(session, context.actor, press.event)
    return await _begin(update, context, compose_form.FORM, compose_form.start(press.event))


async def version(update: Update, context: Context, press: VersionPress) -> str | int:
    """Opens the form that replaces one language of an announcement."""
    async with context.services.database.reading() as session:
        await compose.own(session, context.actor, press.announcement)
    data = compose_form.version(press.announcement, press.language)
    return await _begin(update, context, compose_form.FORM, data)


async def announcement(update: Update, context: Context, press: AnnouncePress) -> str | int:
    """Opens the form for the buttons or the start time of an announcement."""
    async with context.services.database.reading() as session:
        _, event = await compose.own(session, context.actor, press.announcement)
    number = {announcement_forms.ANNOUNCEMENT: press.announcement}
    if press.act is AnnounceAct.BUTTONS:
        return await _begin(update, context, announcement_forms.BUTTONS_FORM, number)
    data = number | {announcement_forms.ZONE: event.zone}
    return await _begin(update, context, announcement_forms.LATER_FORM, data)


async def scan(update: Update, context: Context, press: ScanPress) -> str | int:
    """Handles *Introduce us* on a scanned listing."""
    async with context.services.database.reading() as session:
        theirs = await listings.find(session, press.theirs)
        mine = await listings.of_person(session, context.caller.id)
    if theirs is None:
        raise OldPressError
    fitting = [one for one in mine if _fits(one, theirs) and press.mine in {0, one.id}]
    if len(fitting) == 1:
        return await propose(update, context, fitting[0].id, theirs.id)
    await acknowledge(update)
    needs = theirs.kind is Kind.OFFER
    t = context.t
    view = scan_views.choose_own(t, theirs, fitting) if fitting else scan_views.nothing_to_ask_from(t, needs=needs)
    await reply(update, view)
    return END


async def follow(update: Update, context: Context, press: AnnouncementButtonPress) -> Any:
    """Handles a button that an organizer added to an announcement."""
    place = await _followed(context, press)
    leads = {
        Place.OFFER: unmuted_members_only(listing_steps.offer),
        Place.NEED: unmuted_members_only(listing_steps.need),
        Place.MATCHES: matches.matches,
        Place.PROGRAMME: programme_steps.show,
    }
    step = leads.get(Place(place)) if place in set(Place) else None
    if step is None:
        raise OldPressError
    return await step(update, context)


async def _begin(update: Update, context: Context, form: Form, data: Mapping[str, Any]) -> str | int:
    await acknowledge(update)
    return await open_form(update, context, form, data)


def _fits(mine: Listing, theirs: Listing) -> bool:
    return mine.kind is not theirs.kind and mine.status is ListingStatus.PUBLISHED


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
