"""Notices about introductions."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.usecases import introductions
from bot.usecases.introductions import Seen
from handlers.introductions import answer_views, told_views
from handlers.introductions.connected import card_for
from handlers.ui.notice import Notice, Words
from handlers.ui.screen import View
from storage.ids import IntroductionId, MessageId
from storage.introductions import introductions as stored
from storage.introductions import thread, timing
from storage.models import Delivery
from storage.vocabulary import Topic

_Told = Callable[[Translator, Seen], View]

_TOLD: dict[str, _Told] = {
    Topic.INTRODUCTION_PROPOSED: told_views.proposed,
    Topic.INTRODUCTION_LATER: told_views.put_off,
    Topic.INTRODUCTION_RETURNED: told_views.returned,
    Topic.INTRODUCTION_DECLINED: told_views.declined,
    Topic.INTRODUCTION_WITHDRAWN: told_views.withdrawn,
    Topic.INTRODUCTION_EXPIRED: told_views.expired,
    Topic.INTRODUCTION_STOPPED: told_views.stopped,
    Topic.INTRODUCTION_LET_GO: told_views.let_go,
    Topic.INTRODUCTION_BY_COLLEAGUE: told_views.by_colleague,
}


async def words(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | Notice | None:
    """Returns None if the notice is outdated or the person no longer represents this side."""
    if not await introductions.is_current(session, delivery.topic, delivery.payload):
        return None
    number = IntroductionId(delivery.payload["introduction_id"])
    try:
        seen = await introductions.my_introduction(session, delivery.person_id, number)
        return await _worded(session, delivery, seen, t)
    except DomainError:
        return None


async def _worded(session: AsyncSession, delivery: Delivery, seen: Seen, t: Translator) -> View | Notice | None:
    match delivery.topic:
        case Topic.INTRODUCTION_ACCEPTED:
            return await card_for(session, delivery.person_id, t, seen.id)
        case Topic.INTRODUCTION_QUESTION | Topic.INTRODUCTION_ANSWER:
            return await _line(session, delivery, seen, t)
        case Topic.RELAYED_MESSAGE:
            return await _message(session, delivery, t)
        case Topic.OUTCOME_QUESTION:
            return answer_views.outcome_question(t, seen, delivery.payload["day"])
        case Topic.INTRODUCTION_REMINDER:
            return _reminder(delivery, told_views.reminder(t, seen))
    return _TOLD[delivery.topic](t, seen)


def _reminder(delivery: Delivery, view: View) -> Notice:
    number, move = IntroductionId(delivery.payload["introduction_id"]), int(delivery.payload["move"])

    async def mark_reminded(session: AsyncSession, now: datetime) -> None:
        await timing.mark_reminded(session, number, move, now)

    return Notice(view=view, on_sent=mark_reminded)


async def _line(session: AsyncSession, delivery: Delivery, seen: Seen, t: Translator) -> View | None:
    """Shows a masked question or answer with the messages before it."""
    lines = await introductions.my_thread(session, delivery.person_id, seen.id)
    number = MessageId(delivery.payload["message_id"])
    line = next((line for line in lines if line.id == number), None)
    return None if line is None else told_views.line(t, seen, line)


async def _message(session: AsyncSession, delivery: Delivery, t: Translator) -> View | None:
    """Shows a message sent after acceptance, with its author's name."""
    message = await thread.find(session, MessageId(delivery.payload["message_id"]))
    introduction = await stored.find(session, IntroductionId(delivery.payload["introduction_id"]))
    if message is None or introduction is None:
        return None
    name = await introductions.author_name(session, introduction, message)
    _, card = await introductions.my_contact_card(session, delivery.person_id, introduction.id)
    return told_views.message(t, message, name or card.company_name, card.company_name)


WORDS: dict[str, Words] = dict.fromkeys(
    [
        *_TOLD,
        Topic.INTRODUCTION_ACCEPTED,
        Topic.INTRODUCTION_QUESTION,
        Topic.INTRODUCTION_ANSWER,
        Topic.RELAYED_MESSAGE,
        Topic.INTRODUCTION_REMINDER,
        Topic.OUTCOME_QUESTION,
    ],
    words,
)
