"""Who is told what of an introduction, and when: rows in the outbox, written with the change that they tell of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.settings import habits_of, next_allowed
from storage import outbox
from storage.ids import PersonId
from storage.models import Introduction
from storage.people import preferences
from storage.people.preferences import Listener
from storage.screening import hits
from storage.vocabulary import Kind, Topic

AT_ONCE: Final = frozenset(
    {Topic.INTRODUCTION_QUESTION, Topic.INTRODUCTION_ANSWER, Topic.INTRODUCTION_ACCEPTED, Topic.RELAYED_MESSAGE}
)
"""Two people are talking: a message waits for no morning."""
SELDOM_HELD: Final = frozenset(
    {
        Topic.INTRODUCTION_PROPOSED,
        Topic.INTRODUCTION_LATER,
        Topic.INTRODUCTION_DECLINED,
        Topic.INTRODUCTION_WITHDRAWN,
        Topic.INTRODUCTION_BY_COLLEAGUE,
        Topic.RECOMMENDED,
        Topic.RECOMMENDATION_WITHDRAWN,
    }
)
"""Somebody has just done this: held back only in quiet hours that the reader has chosen. All else waits for the usual
ones too, because no person sends it."""


def key_of(topic: Topic, introduction: Introduction, person_id: PersonId, number: int | None = None) -> str:
    """The same event is told to the same person once. `number` tells events of one state apart."""
    event = introduction.moves if number is None else number
    return f"{topic}:{introduction.id}:{event}:{person_id}"


def not_before(topic: Topic, listener: Listener, now: datetime) -> datetime:
    habits = habits_of(listener.preference, listener.country)
    if habits.quiet is None or topic in AT_ONCE or (topic in SELDOM_HELD and not habits.quiet_chosen):
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
    but: PersonId | None = None,
    is_end: bool = False,
) -> int:
    """Tells everybody who speaks for a side and can be reached, except `but`; gives how many that are.

    The payload has `introduction_id`, the `side` of the one who reads, and the `move` it tells of. Of an end nobody
    hears who has not even been told of the beginning: the waiting proposal is taken back instead.
    """
    company_id = introduction.company_of(side)
    if company_id is None:
        return 0
    hidden = side is introduction.recipient_side and topic is not Topic.INTRODUCTION_LOOKED_AT
    if hidden and await hits.is_held(session, introduction.id):
        return 0
    told = 0
    payload = {"introduction_id": introduction.id, "side": side.value, "move": introduction.moves, **(extra or {})}
    for listener in await preferences.listeners(session, company_id):
        if listener.person_id == but:
            continue
        if is_end and await _never_told(session, introduction, listener.person_id, now):
            continue
        await outbox.tell(
            session,
            listener.person_id,
            topic,
            payload=payload,
            dedupe_key=key_of(topic, introduction, listener.person_id, number),
            now=now,
            not_before=not_before(topic, listener, now),
        )
        told += 1
    return told


async def _never_told(session: AsyncSession, introduction: Introduction, person_id: PersonId, now: datetime) -> bool:
    return await outbox.retract(session, key_of(Topic.INTRODUCTION_PROPOSED, introduction, person_id, 0), now)


async def tell_colleagues(
    session: AsyncSession, introduction: Introduction, side: Kind, person_id: PersonId, now: datetime
) -> None:
    """The others of one's own side learn that somebody has moved; the state says how."""
    await tell_side(session, introduction, side, Topic.INTRODUCTION_BY_COLLEAGUE, now, but=person_id)
