"""Notices about introductions."""

import html
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.usecases import introductions
from bot.usecases.introductions import ShownIntroduction
from handlers.introductions import answer_views, card_views, counterpart_views, notice_views
from handlers.introductions.cards import contact_card
from handlers.ui.notice import Notice, NoticeContext, Renderer
from handlers.ui.view import View, row, shortened
from storage.ids import IntroductionId, MessageId
from storage.introductions import introductions as stored
from storage.introductions import load, timing
from storage.listings import listings
from storage.screening import hits
from storage.vocabulary import HoldReason, Kind, Topic

_VIEWS: dict[str, Callable[[Translator, ShownIntroduction], View]] = {
    Topic.INTRODUCTION_LATER: notice_views.put_off,
    Topic.INTRODUCTION_RETURNED: notice_views.returned,
    Topic.INTRODUCTION_DECLINED: notice_views.declined,
    Topic.INTRODUCTION_WITHDRAWN: notice_views.withdrawn,
    Topic.INTRODUCTION_EXPIRED: notice_views.expired,
    Topic.INTRODUCTION_STOPPED: notice_views.stopped,
    Topic.INTRODUCTION_LET_GO: notice_views.let_go,
    Topic.INTRODUCTION_BY_COLLEAGUE: notice_views.by_colleague,
    Topic.INTRODUCTION_NUDGED: notice_views.nudged,
    Topic.INTRODUCTION_OVER: notice_views.over,
}


async def _introduction(ctx: NoticeContext) -> View | Notice | None:
    """Returns None if the notice is outdated or the person no longer represents this side."""
    if not await introductions.is_current(ctx.session, ctx.topic, ctx.payload):
        return None
    try:
        seen = await introductions.my_introduction(ctx.session, ctx.person_id, _number(ctx))
        return await _render(ctx, seen)
    except DomainError:
        return None


def _number(ctx: NoticeContext) -> IntroductionId:
    return IntroductionId(ctx.payload["introduction_id"])


async def _render(ctx: NoticeContext, seen: ShownIntroduction) -> View | Notice | None:
    match ctx.topic:
        case Topic.INTRODUCTION_ACCEPTED:
            return await contact_card(ctx.session, ctx.person_id, ctx.t, seen.id, now=ctx.now)
        case Topic.INTRODUCTION_QUESTION | Topic.INTRODUCTION_ANSWER:
            return await _line(ctx, seen)
        case Topic.RELAYED_MESSAGE:
            return await _message(ctx)
        case Topic.OUTCOME_QUESTION:
            return answer_views.outcome_question(ctx.t, seen, ctx.payload["day"])
        case Topic.INTRODUCTION_PROPOSED:
            return await _proposed(ctx, seen)
        case Topic.INTRODUCTION_REMINDER:
            return _reminder(ctx, seen)
    return _VIEWS[ctx.topic](ctx.t, seen)


async def _proposed(ctx: NoticeContext, seen: ShownIntroduction) -> View:
    """Shows the request; to a company in which many wait already, it also offers a break."""
    view = notice_views.proposed(ctx.t, seen)
    introduction = await stored.find(ctx.session, seen.id)
    company_id = None if introduction is None else introduction.company_of(seen.side)
    requests = 0 if company_id is None else await load.count_requests(ctx.session, company_id)
    if company_id is None or requests < load.FLOODED:
        return view
    return notice_views.with_a_break(ctx.t, view, company_id, requests)


def _reminder(ctx: NoticeContext, seen: ShownIntroduction) -> Notice:
    number, move = seen.id, int(ctx.payload["move"])

    async def mark_reminded(session: AsyncSession, now: datetime) -> None:
        await timing.mark_reminded(session, number, move, now)

    return Notice(view=notice_views.reminder(ctx.t, seen), on_sent=mark_reminded)


async def _line(ctx: NoticeContext, seen: ShownIntroduction) -> View | None:
    """Shows a masked question or answer."""
    lines = await introductions.my_thread(ctx.session, ctx.person_id, seen.id)
    line = next((line for line in lines if line.id == MessageId(ctx.payload["message_id"])), None)
    return None if line is None else notice_views.line(ctx.t, seen, line)


async def _message(ctx: NoticeContext) -> View | None:
    """Shows a message sent after acceptance, with its author's name."""
    number = MessageId(ctx.payload["message_id"])
    said = await introductions.signed_message(ctx.session, ctx.person_id, _number(ctx), number)
    return None if said is None else notice_views.message(ctx.t, said)


async def _held(ctx: NoticeContext) -> View | None:
    """Returns None after the hold was decided. The recipient only learns which of their listings is concerned."""
    introduction = await stored.find(ctx.session, _number(ctx))
    if introduction is None or not introduction.status.is_open:
        return None
    if not await hits.is_held(ctx.session, introduction.id, HoldReason.DUAL_USE):
        return None
    t, side = ctx.t, Kind(ctx.payload["side"])
    own = introduction.listing_of(side)
    mine = None if own is None else await listings.find(ctx.session, own)
    if mine is None:
        return None
    title = html.escape(shortened(mine.title, counterpart_views.TITLE_SHOWN))
    if side is introduction.recipient_side:
        first = t("🤝 A company would like to meet you about “{title}”.", title=title)
    else:
        first = t("🤝 I noted your request for “{title}”.", title=title)
    then = t(
        "The organizers check this first, as they do for every technology with more than one use. It is "
        "nothing against either of you. You don't need to do anything: I'll tell you as soon as it continues."
    )
    rows = () if side is introduction.recipient_side else (row(card_views.open_button(t, introduction.id)),)
    return View(text=f"{first}\n\n🔍 {then}", rows=rows)


NOTICES: dict[str, Renderer] = {
    **dict.fromkeys(_VIEWS, _introduction),
    Topic.INTRODUCTION_PROPOSED: _introduction,
    Topic.INTRODUCTION_ACCEPTED: _introduction,
    Topic.INTRODUCTION_QUESTION: _introduction,
    Topic.INTRODUCTION_ANSWER: _introduction,
    Topic.RELAYED_MESSAGE: _introduction,
    Topic.INTRODUCTION_REMINDER: _introduction,
    Topic.OUTCOME_QUESTION: _introduction,
    Topic.INTRODUCTION_LOOKED_AT: _held,
}
