"""The steps that open a dialog of introductions: proposing, asking, answering, writing."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import Rules, errors
from handlers.form.steps import END, Forms
from handlers.introductions import propose_form, refusal, write_form
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.matches.buttons import MatchPress
from handlers.navigation import steps as navigation
from handlers.screen import acknowledge, reply
from storage import suggestions
from storage.ids import ListingId
from storage.vocabulary import IntroductionStatus

WRITING = frozenset({IntroAct.ASK, IntroAct.ANSWER, IntroAct.WRITE, IntroAct.TIME})


class Introducing:
    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def from_match(self, update: Update, context: Context) -> str | int | None:
        """*Introduce us* on a suggestion."""
        query = update.callback_query
        press = MatchPress.unpack(query.data if query else None)
        if press is None:
            await navigation.old_button(update, context)
            return None
        async with context.services.database.reading() as session:
            pair = await suggestions.pair_of(session, context.caller.id, press.suggestion)
        if pair is None:
            await navigation.old_button(update, context)
            return None
        return await self.propose(update, context, *pair)

    async def propose(self, update: Update, context: Context, mine: ListingId, theirs: ListingId) -> str | int:
        """Opens the form, if the two may be introduced now; otherwise says why not."""
        services, caller = context.services, context.caller
        await acknowledge(update)
        refused = None
        async with services.database.writing() as session:
            try:
                await introductions.can_propose(session, caller.id, mine, theirs, services.clock())
                rules = Rules.of(services.settings)
                if not await introductions.proposals_left(session, caller.id, rules):
                    raise errors.CapReachedError(rules.cap)
            except DomainError as error:
                refused = await refusal.view(session, caller, error)
        if refused is not None:
            await reply(update, refused)
            return END
        data = {propose_form.MINE: mine, propose_form.THEIRS: theirs}
        return await self._forms.begin(update, context, propose_form.FORM, data)

    async def write(self, update: Update, context: Context) -> str | int | None:
        """A question, an answer, or a conversation with somebody whom one knows by now."""
        query = update.callback_query
        press = IntroPress.unpack(query.data if query else None)
        if press is None:
            await navigation.old_button(update, context)
            return None
        await acknowledge(update)
        refused = None
        async with context.services.database.reading() as session:
            seen = await introductions.my_introduction(session, context.caller.id, press.introduction)
            if not seen.my_turn and seen.status is not IntroductionStatus.ACCEPTED:
                refused = await refusal.view(session, context.caller, errors.ClosedError(seen.status), seen.id)
        if refused is not None:
            await reply(update, refused)
            return END
        data = write_form.start(seen, time=press.act is IntroAct.TIME)
        return await self._forms.begin(update, context, write_form.FORM, data)
