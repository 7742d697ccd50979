"""Pairs of notices: skip the "ended" notice if the "started" notice was never delivered.

Decided when the "ended" notice is about to be sent. Only then is it known what became of the other one, which goes out
first: it may have waited for the morning, for a retry or behind other messages.
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
    """The notices of the beginning."""
    also: tuple[Topic, ...] = ()
    """Notices from which the person knows of it as well."""


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
    """True if this tells of an end, and its person was to be told of the beginning but never was.

    Somebody for whom no "started" notice was ever written knows of it in another way, such as from a list.
    """
    started = PAIRS.get(ended.topic)
    if started is None:
        return False
    subject = ended.dedupe_key.split(":")[1]
    keys = {topic: f"{topic}:{subject}:" for topic in (*started.by, *started.also)}
    delivered = await outbox.delivered_among(session, ended.person_id, list(keys.values()))
    was_to_be_told = any(keys[topic] in delivered for topic in started.by)
    return was_to_be_told and not any(delivered.values())
