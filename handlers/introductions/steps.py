"""Buttons of one introduction that open no dialog: answer, withdraw, block, show."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import Rules
from bot.usecases.moderation import safety
from handlers.introductions import answer_views, card_views, refusal
from handlers.introductions.buttons import DeclinePress, IntroAct, IntroPress, LaterPress
from handlers.introductions.connected import connected
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import View, acknowledge, replace, reply
from storage.ids import IntroductionId

Act = Callable[[AsyncSession, IntroductionId], Awaitable[View]]


@members_only
async def press(update: Update, context: Context, pressed: IntroPress) -> None:
    match pressed.act:
        case IntroAct.ACCEPT:
            await _accept(update, context, pressed.introduction)
        case IntroAct.CONTACT:
            await _answer(update, context, pressed.introduction, lambda s, n: connected(s, context.caller, n))
        case IntroAct.WITHDRAW:
            await _change(update, context, pressed.introduction, _withdraw(context))
        case IntroAct.BLOCK_NOW:
            await _change(update, context, pressed.introduction, _block(context))
        case IntroAct.UNBLOCK:
            await _change(update, context, pressed.introduction, _unblock(context))
        case IntroAct.OPEN:
            await _answer(update, context, pressed.introduction, lambda s, n: state(s, context, n))
        case act if act in answer_views.MENUS:
            await _menu(update, context, pressed)
        case _:
            raise OldPressError


@members_only
async def later(update: Update, context: Context, pressed: LaterPress) -> None:
    now = context.services.clock()
    until, rules = (
        now + timedelta(days=min(pressed.days, answer_views.LATEST_DAYS)),
        Rules.of(context.services.settings),
    )

    async def put_off(session: AsyncSession, number: IntroductionId) -> View:
        await introductions.postpone(session, context.caller.id, number, until, rules=rules, now=now)
        return await state(session, context, number, answer_views.put_off(context.t, until))

    await _change(update, context, pressed.introduction, put_off)


@members_only
async def decline(update: Update, context: Context, pressed: DeclinePress) -> None:
    if pressed.reason not in answer_views.REASONS:
        raise OldPressError
    reason = pressed.reason

    async def say_no(session: AsyncSession, number: IntroductionId) -> View:
        await introductions.decline(session, context.caller.id, number, reason, context.services.clock())
        return answer_views.declined(context.t)

    await _change(update, context, pressed.introduction, say_no)


async def state(session: AsyncSession, context: Context, number: IntroductionId, note: str = "") -> View:
    """Shows one introduction with its messages. Raises NotYoursError."""
    seen = await introductions.my_introduction(session, context.caller.id, number)
    thread = await introductions.my_thread(session, context.caller.id, number)
    return card_views.card(context.t, seen, thread, note=note)


async def _accept(update: Update, context: Context, number: IntroductionId) -> None:
    """Accepts, updates the card, and sends the contact card below it."""

    async def say_yes(session: AsyncSession, number: IntroductionId) -> View:
        await introductions.accept(session, context.caller.id, number, context.services.clock())
        return await state(session, context, number)

    if await _change(update, context, number, say_yes):
        async with context.services.database.reading() as session:
            view = await connected(session, context.caller, number)
        await reply(update, view)


def _withdraw(context: Context) -> Act:
    async def act(session: AsyncSession, number: IntroductionId) -> View:
        await introductions.withdraw(session, context.caller.id, number, context.services.clock())
        return answer_views.withdrawn(context.t)

    return act


def _block(context: Context) -> Act:
    async def act(session: AsyncSession, number: IntroductionId) -> View:
        await safety.block(session, context.caller.id, number, context.services.clock())
        return answer_views.blocked(context.t, number)

    return act


def _unblock(context: Context) -> Act:
    async def act(session: AsyncSession, number: IntroductionId) -> View:
        await safety.unblock(session, context.caller.id, number)
        return await state(session, context, number)

    return act


async def _menu(update: Update, context: Context, pressed: IntroPress) -> None:
    """Asks for the date, the reason or a confirmation before an action."""

    async def menu(session: AsyncSession, number: IntroductionId) -> View:
        seen = await introductions.my_introduction(session, context.caller.id, number)
        return answer_views.MENUS[pressed.act](context.t, seen, context.services.clock())

    await _answer(update, context, pressed.introduction, menu)


async def _answer(update: Update, context: Context, number: IntroductionId, act: Act) -> None:
    """Sends a view as a new message, without a change."""
    try:
        async with context.services.database.reading() as session:
            view = await act(session, number)
    except DomainError as error:
        view = await _refused(context, error, number)
    await acknowledge(update)
    await reply(update, view)


async def _change(update: Update, context: Context, number: IntroductionId, act: Act) -> bool:
    """Applies a change, commits, and replaces the card by the new state. Returns False if it was refused."""
    done = True
    try:
        async with context.services.database.writing() as session:
            view = await act(session, number)
    except DomainError as error:
        done, view = False, await _refused(context, error, number)
    context.services.outbox.wake()
    await acknowledge(update)
    await replace(update, view)
    return done


async def _refused(context: Context, error: DomainError, number: IntroductionId) -> View:
    async with context.services.database.reading() as session:
        return await refusal.view(session, context.caller, error, number)
