"""The steps that open the forms of offers and needs."""

from typing import Any

from telegram import Update

from bot.context import Caller, Context
from bot.usecases.listings import lifecycle as usecase
from bot.usecases.moderation import review
from handlers.forms.fields import length
from handlers.forms.form import CHANGING, Form
from handlers.forms.opening import open_form
from handlers.forms.resuming import open_or_offer_draft
from handlers.listings import finish
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.fields import company_of
from handlers.listings.form import CHANGE, EXPRESS, NEED, OFFER
from handlers.listings.preview import remark_data
from handlers.listings.quick import QUICK, SHORTEST, WORDS
from handlers.ui.screen import acknowledge
from storage.moderation import dual_use
from storage.vocabulary import Kind

_ADDED = {
    ListingAct.ADD_SECTORS: "sectors",
    ListingAct.ADD_PARTNERSHIPS: "partnerships",
    ListingAct.ADD_STAGE: "stage",
    ListingAct.ADD_IPR: "ipr",
    ListingAct.ADD_SUMMARY: "summary",
}
EDITS = frozenset({ListingAct.EDIT, *_ADDED})


async def offer(update: Update, context: Context) -> str | int:
    return await _begin(update, context, OFFER)


async def need(update: Update, context: Context) -> str | int:
    return await _begin(update, context, NEED)


async def quick(update: Update, context: Context) -> str | int:
    """Handles /quick: makes a draft of the words after the command, or of the next message.

    Without words, an unfinished draft is offered first.
    """
    message = update.message
    words = (message.text or "").partition(" ")[2].strip() if message else ""
    await acknowledge(update)
    data = _start_data(context.caller, QUICK)
    if length(words) >= SHORTEST:
        return await open_form(update, context, QUICK, {**data, WORDS: words})
    return await open_or_offer_draft(update, context, QUICK, data, becomes=EXPRESS)


async def start_again(update: Update, context: Context, form: Form) -> str | int:
    """Replaces an unfinished draft by an empty one."""
    form = QUICK if form is EXPRESS else form
    return await open_form(update, context, form, _start_data(context.caller, form))


async def edit(update: Update, context: Context, press: ListingPress) -> str | int:
    """Opens the preview of a listing, where any field can be changed, or the field to add.

    Raises DomainError if it is not theirs.
    """
    await acknowledge(update)
    async with context.services.database.reading() as session:
        listing = await usecase.own(session, context.caller.id, press.listing)
        remark = await review.remark_on(session, listing)
        answer = await dual_use.answer_of(session, press.listing)
    data = {**finish.data_of(listing), **remark_data(context.t, remark)}
    if answer is not None:
        data["dual_use"] = answer.value
    field = _ADDED.get(press.act)
    if field is None:
        return await open_form(update, context, CHANGE, data)
    return await open_form(update, context, CHANGE, {**data, CHANGING: True}, step=field)


async def _begin(update: Update, context: Context, form: Form) -> str | int:
    await acknowledge(update)
    return await open_or_offer_draft(update, context, form, _start_data(context.caller, form))


def _start_data(caller: Caller, form: Form) -> dict[str, Any]:
    """Returns the initial answers: the kind, and the company if there is only one."""
    kinds = {OFFER.name: Kind.OFFER, NEED.name: Kind.NEED}
    return company_of(caller) | ({"kind": kinds[form.name]} if form.name in kinds else {})
