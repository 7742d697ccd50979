"""Buttons of one introduction that open no dialog: answer, withdraw, block, show."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.error import TelegramError

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import Rules
from bot.usecases.moderation import safety
from handlers.introductions import answer_views, topics
from handlers.introductions.buttons import DeclinePress, IntroAct, IntroPress, LaterPress
from handlers.introductions.cards import card, contact_card, refusal, text_to_pass_on, with_later_question
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import redraw, reply, reply_in, respond
from handlers.ui.view import View
from storage.ids import IntroductionId

Act = Callable[[AsyncSession], Awaitable[View]]


@members_only
async def press(update: Update, context: Context, pressed: IntroPress) -> None:
    act, number, caller, now = pressed.act, pressed.introduction, context.caller, context.services.clock()
    if act is IntroAct.ACCEPT:
        await _accept(update, context, number)
    elif act is IntroAct.CONTACT:
        await answer(update, context, lambda s: contact_card(s, caller.id, caller.t, number, now=now), number)
    elif act is IntroAct.OPEN:
        await answer(update, context, lambda s: card(s, caller, number, now=now), number)
    elif act is IntroAct.TEXT:
        await answer(update, context, lambda s: text_to_pass_on(s, caller, number, now=now), number)
    elif act in answer_views.MENUS:
        await answer(update, context, lambda s: _menu(s, context, pressed), number)
    elif act in _CHANGES:
        await change(update, context, lambda s: _CHANGES[act](s, context, number), number)
    else:
        raise OldPressError


@members_only
async def later(update: Update, context: Context, pressed: LaterPress) -> None:
    now, number, rules = context.services.clock(), pressed.introduction, Rules.of(context.services.settings)
    until = now + timedelta(days=min(pressed.days, answer_views.LATEST_DAYS))

    async def postpone(session: AsyncSession) -> View:
        await introductions.postpone(session, context.caller.id, number, until, rules=rules, now=now)
        return await card(session, context.caller, number, answer_views.put_off(context.t, until), now=now)

    await change(update, context, postpone, number)


@members_only
async def decline(update: Update, context: Context, pressed: DeclinePress) -> None:
    number, reason = pressed.introduction, pressed.reason
    if reason not in answer_views.REASONS:
        raise OldPressError

    async def say_no(session: AsyncSession) -> View:
        await introductions.decline(session, context.caller.id, number, reason, context.services.clock())
        return answer_views.declined(context.t)

    await change(update, context, say_no, number)


async def _accept(update: Update, context: Context, number: IntroductionId) -> None:
    """Accepts, updates the card, and sends the contact card, below it or in the introduction's topic.

    Asks for what the other side misses on the person's own card.
    """
    caller, now = context.caller, context.services.clock()

    async def say_yes(session: AsyncSession) -> View:
        await introductions.accept(session, caller.id, number, now)
        return await card(session, caller, number, now=now)

    if await change(update, context, say_yes, number):
        async with context.services.database.reading() as session:
            view = await contact_card(session, caller.id, caller.t, number, now=now)
            mine = (await introductions.my_introduction(session, caller.id, number)).mine
        async with context.services.database.writing() as session:
            view = await with_later_question(session, caller, view, mine)
        await _reply_in_topic(update, context, number, view)


async def _reply_in_topic(update: Update, context: Context, number: IntroductionId, view: View) -> None:
    """Answers in the introduction's topic, and where the person is if there is none."""
    topic = None
    with suppress(TelegramError):  # a later message to this person asks for the topic again
        topic = await topics.opened(context.services, context.bot, context.caller.id, number)
    if topic is None:
        await reply(update, view)
    else:
        await reply_in(topic.id, update, topics.with_hint(context.t, view))


async def _withdraw(session: AsyncSession, context: Context, number: IntroductionId) -> View:
    await introductions.withdraw(session, context.caller.id, number, context.services.clock())
    return answer_views.withdrawn(context.t)


async def _block(session: AsyncSession, context: Context, number: IntroductionId) -> View:
    await safety.block(session, context.caller.id, number, context.services.clock())
    return answer_views.blocked(context.t, number)


async def _unblock(session: AsyncSession, context: Context, number: IntroductionId) -> View:
    await safety.unblock(session, context.caller.id, number)
    return await card(session, context.caller, number, now=context.services.clock())


_CHANGES: Final = {IntroAct.WITHDRAW: _withdraw, IntroAct.BLOCK_NOW: _block, IntroAct.UNBLOCK: _unblock}


async def _menu(session: AsyncSession, context: Context, pressed: IntroPress) -> View:
    """Asks for the date, the reason or a confirmation before an action."""
    seen = await introductions.my_introduction(session, context.caller.id, pressed.introduction)
    return answer_views.MENUS[pressed.act](context.t, seen, context.services.clock())


async def answer(update: Update, context: Context, act: Act, number: IntroductionId | None = None) -> None:
    """Sends a view as a new message, without a change."""
    try:
        async with context.services.database.reading() as session:
            view = await act(session)
    except DomainError as error:
        view = await _refused(context, error, number)
    await respond(update, view)


async def change(update: Update, context: Context, act: Act, number: IntroductionId | None = None) -> bool:
    """Applies a change, commits, and redraws the card. Returns False if the change was refused."""
    done = True
    try:
        async with context.services.database.writing() as session:
            view = await act(session)
    except DomainError as error:
        done, view = False, await _refused(context, error, number)
    context.services.outbox.wake()
    await redraw(update, view)
    return done


async def _refused(context: Context, error: DomainError, number: IntroductionId | None) -> View:
    async with context.services.database.reading() as session:
        return await refusal(session, context.caller, error, number, now=context.services.clock())
