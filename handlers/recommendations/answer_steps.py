"""Answering an organizer's recommendation."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases import recommendations
from bot.usecases.introductions import Rules
from handlers.introductions import answer_views
from handlers.introductions.buttons import (
    RecommendationAct,
    RecommendationDeclinePress,
    RecommendationLaterPress,
    RecommendationPress,
)
from handlers.introductions.cards import card, contact_card
from handlers.introductions.steps import answer, change
from handlers.recommendations import card_views
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import reply
from handlers.ui.view import View
from storage.ids import IntroductionId, RecommendationId


@members_only
async def press(update: Update, context: Context, pressed: RecommendationPress) -> None:
    if pressed.act is RecommendationAct.YES:
        await _agree(update, context, pressed.recommendation)
    else:
        await answer(update, context, lambda s: _shown(s, context, pressed))


@members_only
async def later(update: Update, context: Context, pressed: RecommendationLaterPress) -> None:
    now, number, rules = context.services.clock(), pressed.recommendation, Rules.of(context.services.settings)
    until = now + timedelta(days=min(pressed.days, answer_views.LATEST_DAYS))

    async def postpone(session: AsyncSession) -> View:
        await recommendations.postpone(session, context.caller.id, number, until, rules=rules, now=now)
        return await _state(session, context, number)

    await change(update, context, postpone)


@members_only
async def decline(update: Update, context: Context, pressed: RecommendationDeclinePress) -> None:
    number, reason = pressed.recommendation, pressed.reason
    if reason not in answer_views.REASONS:
        raise OldPressError

    async def say_no(session: AsyncSession) -> View:
        await recommendations.decline(session, context.caller.id, number, reason, context.services.clock())
        return await _state(session, context, number)

    await change(update, context, say_no)


async def _agree(update: Update, context: Context, number: RecommendationId) -> None:
    """Accepts. If the other side accepted before, sends the contact card below."""
    met: list[IntroductionId] = []
    caller, now, rules = context.caller, context.services.clock(), Rules.of(context.services.settings)

    async def say_yes(session: AsyncSession) -> View:
        agreed = await recommendations.agree(session, caller.id, number, rules=rules, now=now)
        met.extend([agreed.introduction_id] if agreed.accepted else [])
        note = "" if agreed.accepted else card_views.said_yes(context.t)
        return await card(session, caller, agreed.introduction_id, note, now=now)

    if await change(update, context, say_yes) and met:
        async with context.services.database.reading() as session:
            view = await contact_card(session, caller.id, caller.t, met[0], now=now)
        await reply(update, view)


async def _shown(session: AsyncSession, context: Context, pressed: RecommendationPress) -> View:
    asked = await recommendations.my_recommendation(session, context.caller.id, pressed.recommendation)
    if asked.is_open and pressed.act is RecommendationAct.LATER:
        return card_views.later(context.t, asked, context.services.clock())
    if asked.is_open and pressed.act is RecommendationAct.NO:
        return card_views.no(context.t, asked)
    return await _state(session, context, pressed.recommendation)


async def _state(session: AsyncSession, context: Context, number: RecommendationId) -> View:
    """Returns the recommendation, or the introduction that was created from it."""
    asked = await recommendations.my_recommendation(session, context.caller.id, number)
    if asked.introduction_id is not None:
        return await card(session, context.caller, asked.introduction_id, now=context.services.clock())
    return card_views.card(context.t, asked)
