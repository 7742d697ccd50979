"""Pairs of notices: skip the "ended" notice if the "started" notice was never delivered.

This is decided right before the "ended" notice is sent, because the "started" notice may be delayed by quiet hours, a
retry or other messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox
from storage.models import Delivery
from storage.vocabulary import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    by: tuple[Topic, ...]
    """The "started" notices."""
    also: tuple[Topic, ...] = ()
    """Other notices that also inform the person about the subject."""


_INTRODUCTION: Final = Started(
    by=(Topic.INTRODUCTION_PROPOSED, Topic.INTRODUCTION_RETURNED),
    also=(Topic.INTRODUCTION_REMINDER, Topic.INTRODUCTION_LOOKED_AT),
)
PAIRS: Final[Mapping[str, Started]] = {
    Topic.INTRODUCTION_WITHDRAWN: _INTRODUCTION,
    Topic.INTRODUCTION_EXPIRED: _INTRODUCTION,
    Topic.INTRODUCTION_STOPPED: _INTRODUCTION,
    Topic.RECOMMENDATION_WITHDRAWN: Started(by=(Topic.RECOMMENDED,)),
    Topic.ROLE_TAKEN: Started(by=(Topic.ROLE_GRANTED,)),
}


async def lacks_beginning(session: AsyncSession, ended: Delivery) -> bool:
    """Returns True for an "ended" notice whose "started" notice was queued but never delivered.

    If no "started" notice was queued, the person knows the subject in another way, for example from a list.
    """
    started = PAIRS.get(ended.topic)
    if started is None:
        return False
    subject = ended.dedupe_key.split(":")[1]
    keys = {topic: f"{topic}:{subject}:" for topic in (*started.by, *started.also)}
    delivered = await outbox.delivered_among(session, ended.person_id, list(keys.values()))
    was_to_be_told = any(keys[topic] in delivered for topic in started.by)
    return was_to_be_told and not any(delivered.values())
