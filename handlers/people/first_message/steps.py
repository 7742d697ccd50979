"""Answers the first message of a newcomer, and leads from it to a company and a listing."""

from collections.abc import Mapping
from typing import Any, Final

from telegram import Message, Update

from bot.context import Context
from bot.errors import DomainError
from bot.matching.small_talk import says_nothing
from bot.usecases.people.contact_checks.in_text import channels_in
from handlers.events.deep_links import join_after_consent
from handlers.forms.context import field_context
from handlers.forms.fields import fold
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.listings import quick
from handlers.people.buttons import FirstMessageAct, FirstMessagePress
from handlers.people.first_message import counterparts, views
from handlers.people.first_message.form import FORM, LISTING
from handlers.people.registration.channels import FOUND
from handlers.ui import navigation
from handlers.ui.gate import GuardedStep
from handlers.ui.notes import too_long
from handlers.ui.presses import OldPressError
from handlers.ui.sanction_views import muted
from handlers.ui.screen import acknowledge, replace, reply, reply_when_ready, respond, strip_buttons
from handlers.ui.view import View
from handlers.ui.welcome_views import refused

_LONGEST: Final = 2_000  # characters; the limit of a listing's description
_SILENT_S: Final = 1.2  # then the person is told that the answer is on its way; two seconds are the promise
_SHORTEST_LETTERS: Final = 8
_SHORTEST_HAN: Final = 4


async def answer_message(update: Update, context: Context) -> None:
    """Answers messages of people without a company, outside of dialogs."""
    message = update.effective_message
    words = _words_of(message)
    if words.startswith("/"):
        await navigation.unknown(update, context)
    elif not _has_enough_letters(words):
        await _ask_for_more(update, context, is_text=message is not None and message.text is not None)
    elif len(words) > _LONGEST:
        await reply(update, View(text=too_long(context.t, len(words), _LONGEST)))
    else:
        await _answer(update, context, words)


async def _answer(update: Update, context: Context, words: str) -> None:
    """Answers with what was understood and who fits. Says that it is looking if that takes more than a moment."""
    await reply_when_ready(update, _look(context, words), note=views.looking(context.t), after_s=_SILENT_S)


async def _look(context: Context, words: str) -> View:
    return await _show_counterparts(context, await quick.guess_answers(words, field_context(context, {})))


def first_message_for_newcomers(step: GuardedStep[[]]) -> GuardedStep[[]]:
    """Wraps /quick: for people without a company, its words count as their first message."""

    async def guarded(update: Update, context: Context) -> Any:
        if context.caller.registered:
            return await step(update, context)
        message = None if update.callback_query else update.message
        words = fold((message.text or "").partition(" ")[2], several_lines=True) if message else ""
        await acknowledge(update)
        if _has_enough_letters(words) and len(words) <= _LONGEST:
            await _answer(update, context, words)
        else:
            await navigation.greet(update, context)
        return None

    return guarded


async def press(update: Update, context: Context, press: FirstMessagePress) -> str | int:
    services, caller = context.services, context.caller
    if caller.registered:
        raise OldPressError
    listing = services.first_messages.listing(caller.id, services.clock())
    if listing is None:
        await acknowledge(update)
        await strip_buttons(update)
        if caller.draft is not None and caller.draft.form == FORM.name:
            return f"{FORM.name}.{caller.draft.step}"  # the second of two quick presses: the question is there already
        await reply(update, views.forgotten(context.t))
        return END
    listing = quick.with_kind(listing, press.kind)
    if press.act is FirstMessageAct.TURN:
        await acknowledge(update)
        await replace(update, await _show_counterparts(context, listing))
        return END
    return await publish(update, context, listing)


async def show_held(context: Context) -> View | None:
    """Shows the message that is in memory, and its counterparts, once more; None without one."""
    services, caller = context.services, context.caller
    listing = None if caller.registered else services.first_messages.listing(caller.id, services.clock())
    return None if listing is None else await _show_counterparts(context, listing)


def held_listing(context: Context) -> Mapping[str, Any] | None:
    """Returns the answers read from the message that is in memory: of an offer and a need, the offer."""
    held = context.services.first_messages.listing(context.caller.id, context.services.clock())
    return None if held is None else quick.one_half(held)


async def publish(update: Update, context: Context, listing: Mapping[str, Any]) -> str | int:
    """Records the consent, and asks for the company of the listing."""
    if context.caller.mute is not None:
        await respond(update, muted(context.t, context.caller.mute))
        return END
    await navigation.agree(update, context)
    await join_after_consent(context)
    known = {"country": listing["country"], "_country_said": True} if listing.get("country") else {}
    channels = channels_in(str(listing["summary"]), listing.get("country"))
    state = await open_form(update, context, FORM, {LISTING: dict(listing), FOUND: channels, **known})
    context.services.first_messages.forget(context.caller.id)
    return state


async def _show_counterparts(context: Context, listing: Mapping[str, Any]) -> View:
    """Keeps the message in memory, and shows matching counterparts."""
    services, caller = context.services, context.caller
    try:
        view, noted = await counterparts.look(
            services, caller.id, listing, caller.t, caller.telegram_language, consented=caller.consented
        )
    except DomainError as error:
        return refused(context.caller, error)
    services.first_messages.hold_listing(caller.id, noted, services.clock())
    return view


def _words_of(message: Message | None) -> str:
    text = "" if message is None else message.text or message.caption or ""
    return fold(text, several_lines=True)


def _has_enough_letters(words: str) -> bool:
    letters = [character for character in words if character.isalpha()]
    han = sum("\u3400" <= character <= "\u9fff" for character in letters)
    return (len(letters) >= _SHORTEST_LETTERS or han >= _SHORTEST_HAN) and not says_nothing(words)


async def _ask_for_more(update: Update, context: Context, *, is_text: bool) -> None:
    """Greets a person who sends a short text such as "hello". Tells people who send other messages what to send."""
    if is_text and not context.caller.consented:
        await navigation.greet(update, context)
    else:
        await reply(update, views.more_please(context.t, consented=context.caller.consented))
