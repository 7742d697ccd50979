"""Opens a search by command, by button, or from text typed outside of a dialog."""

from datetime import timedelta
from typing import Final

from telegram import Update

from bot.context import Context
from bot.reading.business_card import company_on
from bot.reading.courtesies import is_greeting, is_thanks
from bot.usecases.suggestions import search
from bot.usecases.suggestions.search import LONGEST
from handlers.forms.context import field_context
from handlers.forms.fields import fold
from handlers.forms.opening import open_form
from handlers.introductions import dialogs as introductions_dialogs
from handlers.introductions import write_form
from handlers.listings.form import EXPRESS
from handlers.people.first_message import steps as first_message
from handlers.people.registration import form as registration_form
from handlers.search import views
from handlers.search.form import FORM, HITS, HITS_OF, WORDS, listing_answers
from handlers.suggestions.buttons import SendTypedTextPress, TypedTextAct, TypedTextPress
from handlers.ui import navigation
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply, strip_buttons
from storage.ids import DraftId, IntroductionId
from storage.introductions.lists import latest_connected, waiting_for_words
from storage.people import drafts

_FORM: Final = "heard"
_LONGEST_LISTING: Final = 2_000  # characters; the rest is cut off, as the preview shows
_CONNECTED: Final = 2  # companies that the text may be meant for
_WAITING: Final = 2  # introductions that it may be an answer in
_KEPT: Final = timedelta(days=7)  # how long typed text waits for a choice


async def open_search(update: Update, context: Context) -> str | int:
    """Handles /search WORDS. Without words, or by the button, asks for them."""
    await acknowledge(update)
    message = None if update.callback_query else update.message
    words = fold((message.text or "").partition(" ")[2], several_lines=False)[:LONGEST] if message else ""
    return await _search(update, context, words)


async def use_typed_text(update: Update, context: Context, press: TypedTextPress) -> str | int:
    """Searches for text that was typed outside of a dialog, makes it a listing draft, or registers its company."""
    words = await _typed_text(update, context, press.draft)
    if press.act is TypedTextAct.COMPANY:
        return await open_form(update, context, registration_form.FORM, registration_form.from_card(words))
    if press.act is TypedTextAct.SEARCH:
        return await _search(update, context, fold(words, several_lines=False)[:LONGEST])
    answers = await listing_answers(field_context(context, {}), words[:_LONGEST_LISTING], None)
    return await open_form(update, context, EXPRESS, answers)


async def send_typed_text(update: Update, context: Context, press: SendTypedTextPress) -> str | int:
    """Sends the text to a connected company, or as a question or an answer before that.

    Sending deletes the text, so a second press raises OldPressError.
    """
    words = await _typed_text(update, context, press.draft)
    return await introductions_dialogs.send(update, context, press.introduction, words, press.draft)


async def _typed_text(update: Update, context: Context, number: DraftId) -> str:
    """Returns the kept text. Raises OldPressError if it is used, replaced or expired."""
    async with context.services.database.reading() as session:
        draft = await drafts.of_form(session, context.caller.id, _FORM)
    if draft is None or draft.id != number:
        raise OldPressError
    await acknowledge(update)
    await strip_buttons(update)
    return str(draft.data[WORDS])


async def _search(update: Update, context: Context, words: str) -> str | int:
    """Searches before the transaction that opens the form."""
    if not words:
        return await open_form(update, context, FORM, {})
    services = context.services
    hits = await search.look_for(services.database, services.matchmaker, context.caller.id, words, services.clock())
    return await open_form(update, context, FORM, {WORDS: words, HITS_OF: words, HITS: hits})


async def ask_about_text(update: Update, context: Context) -> None:
    """Stores a text or caption sent or edited outside of a dialog for a week, and asks what to do with it."""
    message, now = update.effective_message, context.services.clock()
    words = fold(message.text or message.caption or "", several_lines=True) if message else ""
    caller = context.caller
    if not caller.registered:
        await first_message.answer_message(update, context)
        return
    if words.startswith("/"):
        await navigation.unknown(update, context)
        return
    if not words:
        await reply(update, views.only_words(context.t))
        return
    if (is_greeting(words) or is_thanks(words)) and not await _connected(context):
        if is_greeting(words):
            await navigation.home(update, context)
        else:
            await reply(update, views.you_are_welcome(context.t))
        return
    async with context.services.database.writing() as session:
        draft = await drafts.begin(
            session,
            caller.id,
            form=_FORM,
            step=WORDS,
            data={WORDS: words},
            update_id=update.update_id,
            now=now,
            expires_at=now + _KEPT,
        )
        await drafts.set_aside(session, caller.id)
        number = draft.id
        writing = await drafts.of_form(session, caller.id, write_form.FORM.name)
        written_to = None if writing is None else IntroductionId(writing.data[write_form.INTRODUCTION])
        connected = await latest_connected(session, caller.id, _CONNECTED, first=written_to)
        waiting = await waiting_for_words(session, caller.id, _WAITING, first=written_to)
    company = company_on(words)
    name = "" if company is None else company.name
    await reply(update, views.ask_about_text(context.t, words, number, connected, waiting, company=name))


async def _connected(context: Context) -> bool:
    """Returns True if there is a connected company, for which the words may be meant."""
    async with context.services.database.reading_once() as session:
        return bool(await latest_connected(session, context.caller.id, 1))
