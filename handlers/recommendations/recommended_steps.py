"""Answering an organizer's recommendation."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions, recommendations
from bot.usecases.introductions import Rules
from bot.usecases.recommendations.errors import GoneOnError
from handlers.introductions import answer_views, card_views, refusal
from handlers.introductions.buttons import MeetAct, MeetLaterPress, MeetNoPress, MeetPress
from handlers.introductions.connected import connected
from handlers.recommendations import recommended_views
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import View, acknowledge, replace, reply
from storage.ids import IntroductionId, RecommendationId

Act = Callable[[AsyncSession], Awaitable[View]]


@members_only
async def press(update: Update, context: Context, pressed: MeetPress) -> None:
    match pressed.act:
        case MeetAct.YES:
            await _agree(update, context, pressed.recommendation)
        case act:
            await _show(update, context, pressed.recommendation, act)


@members_only
async def later(update: Update, context: Context, pressed: MeetLaterPress) -> None:
    now = context.services.clock()
    number, days = pressed.recommendation, min(pressed.days, answer_views.LATEST_DAYS)
    rules = Rules.of(context.services.settings)

    async def put_off(session: AsyncSession) -> View:
        until = now + timedelta(days=days)
        await recommendations.postpone(session, context.caller.id, number, until, rules=rules, now=now)
        return await _state(session, context, number)

    await _change(update, context, put_off)


@members_only
async def decline(update: Update, context: Context, pressed: MeetNoPress) -> None:
    if pressed.reason not in answer_views.REASONS:
        raise OldPressError
    number, reason = pressed.recommendation, pressed.reason

    async def say_no(session: AsyncSession) -> View:
        await recommendations.decline(session, context.caller.id, number, reason, context.services.clock())
        return await _state(session, context, number)

    await _change(update, context, say_no)


async def _agree(update: Update, context: Context, number: RecommendationId) -> None:
    """Accepts. If the other side accepted before, sends the contact card below."""
    met: list[IntroductionId] = []
    now, rules = context.services.clock(), Rules.of(context.services.settings)

    async def say_yes(session: AsyncSession) -> View:
        agreed = await recommendations.agree(session, context.caller.id, number, rules=rules, now=now)
        met.extend([agreed.introduction_id] if agreed.accepted else [])
        note = "" if agreed.accepted else recommended_views.said_yes(context.t)
        return await _introduction(session, context, agreed.introduction_id, note)

    if await _change(update, context, say_yes) and met:
        async with context.services.database.reading() as session:
            view = await connected(session, context.caller, met[0])
        await reply(update, view)


async def _show(update: Update, context: Context, number: RecommendationId, act: MeetAct) -> None:
    """Sends a view as a new message, without a change."""
    try:
        async with context.services.database.reading() as session:
            view = await _shown(session, context, number, act)
    except DomainError as error:
        view = await _refused(context, error)
    await acknowledge(update)
    await reply(update, view)


async def _shown(session: AsyncSession, context: Context, number: RecommendationId, act: MeetAct) -> View:
    asked = await recommendations.invitation(session, context.caller.id, number)
    if asked.is_open and act is MeetAct.LATER:
        return recommended_views.later(context.t, asked, context.services.clock())
    if asked.is_open and act is MeetAct.NO:
        return recommended_views.no(context.t, asked)
    return await _state(session, context, number)


async def _state(session: AsyncSession, context: Context, number: RecommendationId) -> View:
    """Shows the recommendation, or the introduction that was created from it."""
    asked = await recommendations.invitation(session, context.caller.id, number)
    if asked.introduction_id is not None:
        return await _introduction(session, context, asked.introduction_id)
    return recommended_views.card(context.t, asked)


async def _introduction(session: AsyncSession, context: Context, number: IntroductionId, note: str = "") -> View:
    seen = await introductions.my_introduction(session, context.caller.id, number)
    thread = await introductions.my_thread(session, context.caller.id, number)
    return card_views.card(context.t, seen, thread, note=note)


async def _change(update: Update, context: Context, act: Act) -> bool:
    """Applies a change, commits, and replaces the card by the new state. Returns False if it was refused."""
    done = True
    try:
        async with context.services.database.writing() as session:
            view = await act(session)
    except DomainError as error:
        done, view = False, await _refused(context, error)
    context.services.outbox.wake()
    await acknowledge(update)
    await replace(update, view)
    return done


async def _refused(context: Context, error: DomainError) -> View:
    number = error.introduction_id if isinstance(error, GoneOnError) else None
    async with context.services.database.reading() as session:
        return await refusal.view(session, context.caller, error, number)
