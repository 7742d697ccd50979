"""Queues notices about introductions, in the transaction of the change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.mailing import tell_mailbox
from bot.usecases.people.settings import next_allowed, settings_of
from storage import outbox
from storage.ids import PersonId, Speaker
from storage.models import Introduction
from storage.people import preferences
from storage.people.preferences import Listener
from storage.screening import hits
from storage.vocabulary import Kind, Topic

AT_ONCE: Final = frozenset(
    {Topic.INTRODUCTION_QUESTION, Topic.INTRODUCTION_ANSWER, Topic.INTRODUCTION_ACCEPTED, Topic.RELAYED_MESSAGE}
)
"""Sent even in quiet hours, because two people are talking."""
DELAYED_BY_CHOSEN_QUIET_HOURS: Final = frozenset(
    {
        Topic.INTRODUCTION_PROPOSED,
        Topic.INTRODUCTION_LATER,
        Topic.INTRODUCTION_DECLINED,
        Topic.INTRODUCTION_WITHDRAWN,
        Topic.INTRODUCTION_BY_COLLEAGUE,
        Topic.INTRODUCTION_OVER,
        Topic.RECOMMENDED,
        Topic.RECOMMENDATION_WITHDRAWN,
    }
)
"""Notices about a person's action. Only quiet hours that the reader chose delay them.

All other notices come from the clock, and also wait for the end of the default quiet hours.
"""


def key_of(topic: Topic, introduction: Introduction, person_id: PersonId, number: int | None = None) -> str:
    """Returns the dedupe key of a person's notice. `number` distinguishes notices of one status change.

    The subject comes second, where `bot.outbox.notice_pairs` expects it.
    """
    event = introduction.moves if number is None else number
    return f"{topic}:{introduction.id}:{event}:{person_id}"


def not_before(topic: Topic, listener: Listener, now: datetime) -> datetime:
    """Returns the earliest time that the listener's quiet hours allow."""
    habits = settings_of(listener.preference, listener.country)
    if habits.quiet is None or topic in AT_ONCE or (topic in DELAYED_BY_CHOSEN_QUIET_HOURS and not habits.quiet_chosen):
        return now
    return next_allowed(now, habits.zone, *habits.quiet)


async def tell_side(
    session: AsyncSession,
    introduction: Introduction,
    side: Kind,
    topic: Topic,
    now: datetime,
    *,
    number: int | None = None,
    extra: Mapping[str, Any] | None = None,
    but: Speaker | None = None,
) -> int:
    """Tells all reachable people of a side and its mailbox, except `but`, and returns their number.

    Held introductions are invisible to the recipient, who is only told about a hold for dual use.
    """
    company_id = introduction.company_of(side)
    if company_id is None:
        return 0
    invisible = side is introduction.recipient_side and topic is not Topic.INTRODUCTION_LOOKED_AT
    if invisible and await hits.is_held(session, introduction.id):
        return 0
    payload = {"introduction_id": introduction.id, "side": side.value, "move": introduction.moves, **(extra or {})}
    readers = [one for one in await preferences.listeners(session, company_id) if one.person_id != but]
    for reader in readers:
        await outbox.queue_message(
            session,
            reader.person_id,
            topic,
            payload=payload,
            dedupe_key=key_of(topic, introduction, reader.person_id, number),
            now=now,
            not_before=not_before(topic, reader, now),
        )
    key = f"{topic}:{introduction.id}:{introduction.moves if number is None else number}"
    mailed = await tell_mailbox(
        session, company_id, topic, payload=payload, key=key, at_once=topic in AT_ONCE, but=but, now=now
    )
    return len(readers) + mailed


async def tell_colleagues(
    session: AsyncSession, introduction: Introduction, side: Kind, speaker: Speaker, now: datetime
) -> None:
    """Tells the speaker's colleagues about the change."""
    await tell_side(session, introduction, side, Topic.INTRODUCTION_BY_COLLEAGUE, now, but=speaker)
