"""/start, and the consent: greets newcomers, registers people without a company, and shows others the menu."""

from telegram import Update

from bot.context import Context
from handlers.events.deep_links import follow_link, join_after_consent
from handlers.forms.opening import leave, resume
from handlers.forms.resuming import open_or_offer_draft
from handlers.forms.showing import END
from handlers.meetings.arrivals import check_in
from handlers.people.first_message.form import FORM as FIRST
from handlers.people.first_message.steps import held_listing, publish
from handlers.people.registration.form import FORM
from handlers.ui import navigation
from storage.people import drafts


async def start(update: Update, context: Context) -> str | int | None:
    """Handles /start: greets newcomers, registers people without a company, and shows others the menu."""
    if await check_in(update, context):
        return END
    arrived = await follow_link(update, context)
    if not arrived.home:
        return END
    if not context.caller.consented and not navigation.is_staff(context.caller):
        await navigation.greet(update, context, place=arrived.place)
        return END
    if not context.caller.registered and not navigation.is_staff(context.caller):
        return await _register_newcomer(update, context)
    await leave(update, context)
    await navigation.home(update, context)
    return END


async def agree(update: Update, context: Context) -> str | int:
    """Registers a newcomer. A message that they wrote before is kept: its listing follows the company's questions."""
    listing = None if context.caller.registered else held_listing(context)
    if listing is not None:
        return await publish(update, context, listing)
    await navigation.agree(update, context)
    await join_after_consent(context)
    if context.caller.registered:
        await navigation.home(update, context)
        return END
    return await _register_newcomer(update, context)


async def _register_newcomer(update: Update, context: Context) -> str | int:
    """Opens the registration, or continues with the few questions that follow a first message."""
    async with context.services.database.reading_once() as session:
        begun = await drafts.of_form(session, context.caller.id, FIRST.name)
    if begun is not None:
        return await resume(update, context, FIRST)
    return await open_or_offer_draft(update, context, FORM, {})
