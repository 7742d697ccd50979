"""Steps in the topic of an introduction: what people write there goes to the other side, without a choice."""

import html

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from handlers.forms.context import Data, field_context, finish_context
from handlers.forms.edits import passed_on_unedited
from handlers.forms.form import Accept, Refuse
from handlers.forms.storing import is_open_in
from handlers.forms.user_input import input_of
from handlers.introductions import write_form
from handlers.introductions.cards import refusal
from handlers.ui.gate import note_seen, unmuted_members_only
from handlers.ui.screen import reply
from handlers.ui.topics import topic_of
from handlers.ui.view import View
from storage.ids import IntroductionId, ThreadId
from storage.introductions import chat_topics
from storage.vocabulary import IntroductionStatus


async def take(update: Update, context: Context) -> None:
    """Passes on what was written in an introduction's topic, before dialogs see it, unless one was opened there."""
    topic = topic_of(update)
    number = None if topic is None or is_open_in(context, topic) else await _introduction_in(context, topic)
    if topic is None or number is None:
        return
    try:
        if update.edited_message is not None:
            await reply(update, View(text=passed_on_unedited(context.t)))
        else:
            await _pass_on(update, context, topic, number)
        await note_seen(update, context)
    except Exception as error:  # noqa: BLE001 - reported as any other; the dialogs must not take the update
        await context.application.process_error(update, error)
    raise ApplicationHandlerStop


async def ignore(_update: Update, _context: Context) -> None:
    """Ends an update that only says that somebody created, renamed or closed a topic."""
    raise ApplicationHandlerStop


async def is_in_topic_of(update: Update, context: Context, number: IntroductionId) -> bool:
    """Returns True if the message or the press came from the topic of this introduction."""
    topic = topic_of(update)
    return topic is not None and await _introduction_in(context, topic) == number


async def prompt(context: Context, number: IntroductionId, *, time: bool) -> View:
    """Says where the words go that are typed next. In a topic that needs no dialog."""
    name = html.escape(await write_form.recipient(field_context(context, _data(number))))
    if time:
        return View(text=write_form.ask_for_time(context.t, name))
    return View(text=context.t("Write here: text, photos, files. All of it goes to <b>{name}</b>.", name=name))


async def _introduction_in(context: Context, topic: ThreadId) -> IntroductionId | None:
    async with context.services.database.reading_once() as session:
        return await chat_topics.introduction_in(session, context.caller.id, topic)


def _data(number: IntroductionId) -> Data:
    return {write_form.INTRODUCTION: number, write_form.TALKING: True}


@unmuted_members_only
async def _pass_on(update: Update, context: Context, topic: ThreadId, number: IntroductionId) -> None:
    try:
        view = await _said(update, context, topic, number)
    except DomainError as error:
        async with context.services.database.reading() as session:
            view = await refusal(session, context.caller, error, number, now=context.services.clock())
    await reply(update, view)


async def _said(update: Update, context: Context, topic: ThreadId, number: IntroductionId) -> View:
    """Sends the message, and returns the answer to its author."""
    services = context.services
    async with services.database.reading() as session:
        seen = await introductions.my_introduction(session, context.caller.id, number)
    if seen.status is not IntroductionStatus.ACCEPTED:
        raise errors.ClosedError(seen.status)
    ctx = field_context(context, _data(number))
    outcome = await write_form.FIELD.read(input_of(update), ctx)
    if not isinstance(outcome, Accept):
        return View(text=outcome.why if isinstance(outcome, Refuse) else "")
    ctx = ctx.with_data({**ctx.data, **outcome.values})
    prepared = await write_form.prepare(ctx)
    said = None
    async with services.database.writing() as session:
        message = update.effective_message
        if message is not None and await chat_topics.take_message(
            session, context.caller.id, topic, message.message_id
        ):
            said = await write_form.say(finish_context(context, session, ctx.data, prepared))
    services.outbox.wake()
    name = html.escape(await write_form.recipient(ctx))
    text = write_form.passed_on(context.t, name, heard=said is None or bool(said.heard))
    return View(text=text, silent=True)
