"""Steps that open a dialog about an event or its programme, and *Introduce us* on a scanned listing."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.context import Context
from bot.usecases.events import access, booth_pages, joining, look, programme
from bot.usecases.moderation.roles import require
from handlers.events import booth_look_form, look_form, programme_file_form, programme_form, scan_views, small_forms
from handlers.events import form as event_form
from handlers.events.buttons import EventAct, EventPress, ExhibitorPress, ProgrammeItemPress, ScanPress
from handlers.forms.context import opened_with
from handlers.forms.form import Form
from handlers.forms.opening import open_form
from handlers.forms.resuming import open_or_offer_draft
from handlers.forms.showing import END
from handlers.introductions.dialogs import propose
from handlers.listings.fields import company_of
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from storage.events import events
from storage.ids import EventId
from storage.listings import listings
from storage.models import Listing
from storage.vocabulary import Kind, ListingStatus, Role

FORMS = (
    event_form.FORM,
    event_form.CHANGE,
    look_form.FORM,
    small_forms.HALL,
    small_forms.FIND_COMPANY,
    small_forms.BOOTH,
    booth_look_form.FORM,
    programme_form.FORM,
    programme_file_form.FORM,
)
OPENING = (
    EventAct.NEW,
    EventAct.CHANGE,
    EventAct.LOOK,
    EventAct.NEW_HALL,
    EventAct.FIND_COMPANY,
    EventAct.NEW_ITEM,
    EventAct.PROGRAMME_FILE,
    EventAct.BOOTH,
)
"""Acts on an event that open a dialog."""


async def event(update: Update, context: Context, press: EventPress) -> str | int:
    form, data = await _event_form(context, press)
    await acknowledge(update)
    if form is event_form.FORM:
        return await open_or_offer_draft(update, context, form, data)
    return await open_form(update, context, form, data)


async def new_event(update: Update, context: Context) -> str | int:
    """Opens the form of a new event without the answers of an unfinished one. Raises NotAllowedError."""
    form, data = await _event_form(context, EventPress(EventId(0), EventAct.NEW))
    return await open_form(update, context, form, data)


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
        if press.act is EventAct.CHANGE:
            return event_form.CHANGE, opened_with(event_form.data_of(event))
        if press.act is EventAct.LOOK:
            return look_form.FORM, opened_with(look_form.data_of(await look.of_event(session, event_id)))
        if press.act is EventAct.PROGRAMME_FILE:
            return programme_file_form.FORM, programme_file_form.start_data(event)
        if press.act is EventAct.NEW_ITEM:
            return programme_form.FORM, programme_form.start_data(event, list(await events.halls(session, event_id)))
        form = small_forms.FIND_COMPANY if press.act is EventAct.FIND_COMPANY else small_forms.HALL
        return form, {small_forms.EVENT: event_id}


async def booth_look(update: Update, context: Context, press: ExhibitorPress) -> str | int:
    """Opens the form for the logo and the line of the person's own company."""
    async with context.services.database.reading() as session:
        found = await booth_pages.look_of(session, context.caller.id, press.event, press.company)
    await acknowledge(update)
    return await open_form(update, context, booth_look_form.FORM, booth_look_form.start_data(found))


async def item(update: Update, context: Context, press: ProgrammeItemPress) -> str | int:
    """Opens the form that changes a programme item."""
    who = context.actor
    async with context.services.database.reading() as session:
        found = await programme.own_item(session, who, press.item)
        event = await access.own_event(session, who, found.event_id)
        halls = list(await events.halls(session, event.id))
    await acknowledge(update)
    return await open_form(update, context, programme_form.FORM, programme_form.data_of(found, event, halls))


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


def _fits(mine: Listing, theirs: Listing) -> bool:
    return mine.kind is not theirs.kind and mine.status is ListingStatus.PUBLISHED
