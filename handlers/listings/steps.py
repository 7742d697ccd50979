"""The steps around offers and needs that are no question of the form."""

from typing import Any

from telegram import Update

from bot.context import Context
from bot.usecases.listings import lifecycle as usecase
from bot.usecases.moderation import review
from handlers.forms.form import Form
from handlers.forms.resuming import begin
from handlers.forms.steps import Forms
from handlers.listings import finish, remarks
from handlers.listings.form import CHANGE, EXPRESS, NEED, OFFER
from handlers.listings.quick import QUICK, SHORTEST, WORDS
from handlers.ui.screen import acknowledge
from storage.ids import ListingId
from storage.moderation import dual_use
from storage.people import companies
from storage.vocabulary import Kind


class ListingSteps:
    """What begins the forms of offers and needs."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def offer(self, update: Update, context: Context) -> str | int:
        return await self._begin(update, context, OFFER)

    async def need(self, update: Update, context: Context) -> str | int:
        return await self._begin(update, context, NEED)

    async def quick(self, update: Update, context: Context) -> str | int:
        """/quick: the words after the command, or else the next message, become a draft.

        An unfinished one is offered again, unless there are new words already.
        """
        message = update.message
        words = (message.text or "").partition(" ")[2].strip() if message else ""
        await acknowledge(update)
        data = await self._start_data(context, QUICK)
        if len(words) >= SHORTEST:
            return await self._forms.begin(update, context, QUICK, {**data, WORDS: words})
        return await begin(self._forms, update, context, QUICK, data, becomes=EXPRESS)

    async def anew(self, update: Update, context: Context, form: Form) -> str | int:
        """Starts over in place of an unfinished draft."""
        data = await self._start_data(context, QUICK if form is EXPRESS else form)
        return await self._forms.begin(update, context, QUICK if form is EXPRESS else form, data)

    async def edit(self, update: Update, context: Context, listing_id: ListingId) -> str | int:
        """Opens a listing's preview, from which any field is changed. Raises DomainError if it is not theirs."""
        async with context.services.database.reading() as session:
            listing = await usecase.own(session, context.caller.id, listing_id)
            remark = await review.remark_on(session, listing)
            answer = await dual_use.answer_of(session, listing_id)
        data = {**finish.data_of(listing), **remarks.data_of(context.t, remark)}
        if answer is not None:
            data["dual_use"] = answer.value
        return await self._forms.begin(update, context, CHANGE, data)

    async def _begin(self, update: Update, context: Context, form: Form) -> str | int:
        await acknowledge(update)
        return await begin(self._forms, update, context, form, await self._start_data(context, form))

    async def _start_data(self, context: Context, form: Form) -> dict[str, Any]:
        """The kind, and the company where there is only one; otherwise the form asks."""
        async with context.services.database.reading() as session:
            mine = await companies.represented_by(session, context.caller.id)
        data: dict[str, Any] = {"company_id": mine[0].id} if len(mine) == 1 else {"_several": True}
        kinds = {OFFER.name: Kind.OFFER, NEED.name: Kind.NEED}
        return data | ({"kind": kinds[form.name]} if form.name in kinds else {})
