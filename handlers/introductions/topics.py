"""The topic of each introduction in a person's chat with the bot, where Telegram and the bot's owner allow it.

Telegram is asked for a topic once. If it refuses, or if its answer is lost, messages go to the chat itself.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.telegram.errors import FailureKind, classify
from bot.telegram.send_slots import Lane
from bot.usecases import introductions
from handlers.ui.view import View, shortened
from storage.ids import IntroductionId, MeetingId, PersonId, ThreadId
from storage.introductions import chat_topics
from storage.meetings import meetings
from storage.models import Delivery

_LONGEST_NAME: Final = 128  # characters; Telegram's limit
_NOT_ASKED: Final = frozenset(
    {FailureKind.NOT_SENT, FailureKind.RETRY_LATER, FailureKind.UNREACHABLE, FailureKind.TOKEN}
)
"""Failures after which there is certainly no topic, and asking again may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTopic:
    id: ThreadId
    new: bool
    """True if it was created just now."""


async def of_delivery(services: Services, bot: ExtBot[Any], delivery: Delivery) -> OpenTopic | None:
    """Returns the topic that a notice goes to; None for the chat itself. Raises TelegramError."""
    if not bot.bot.has_topics_enabled:
        return None
    number = delivery.payload.get("introduction_id")
    if number is None and "meeting_id" in delivery.payload:
        async with services.database.reading() as session:
            meeting = await meetings.find(session, MeetingId(delivery.payload["meeting_id"]))
        number = None if meeting is None else meeting.introduction_id
    if number is None:
        return None
    return await opened(services, bot, delivery.person_id, IntroductionId(number), Lane.IN_TURN)


async def opened(
    services: Services, bot: ExtBot[Any], person_id: PersonId, number: IntroductionId, lane: Lane = Lane.REPLY
) -> OpenTopic | None:
    """Returns the topic of an introduction, and creates it once both have accepted. Raises TelegramError."""
    if not bot.bot.has_topics_enabled:
        return None
    async with services.database.reading() as session:
        known = await chat_topics.find(session, person_id, number)
    if known is not None:
        return None if known.thread_id is None else OpenTopic(id=known.thread_id, new=False)
    name = await _name(services, person_id, number)
    if name is None:
        return None
    async with services.database.writing() as session:
        if not await chat_topics.begin(session, person_id, number, services.clock()):
            return None
    try:
        made = await bot.create_forum_topic(person_id, name, rate_limit_args=lane)
    except TelegramError as error:
        if classify(error).kind not in _NOT_ASKED:
            return None
        async with services.database.writing() as session:
            await chat_topics.give_up(session, person_id, number)
        raise
    topic = ThreadId(made.message_thread_id)
    async with services.database.writing() as session:
        await chat_topics.note_created(session, person_id, number, topic)
    return OpenTopic(id=topic, new=True)


async def _name(services: Services, person_id: PersonId, number: IntroductionId) -> str | None:
    """Returns the other company's name; None before both have accepted."""
    try:
        async with services.database.reading() as session:
            _, card = await introductions.my_contact_card(session, person_id, number)
    except DomainError:
        return None
    return shortened(card.company_name, _LONGEST_NAME)


def with_hint(t: Translator, view: View) -> View:
    """Adds what a topic is for to the first message in it."""
    hint = t("💬 This topic is for the two of you: what you write here goes to them.")
    return replace(view, text=f"{view.text}\n\n{hint}")
