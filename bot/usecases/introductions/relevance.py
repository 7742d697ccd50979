"""Checks if a notice about an introduction is still current when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import IntroductionId
from storage.introductions import introductions, outcomes, thread
from storage.models import Introduction
from storage.vocabulary import IntroductionStatus, Kind, Topic

_STATUS: Final = {
    Topic.INTRODUCTION_ACCEPTED: IntroductionStatus.ACCEPTED,
    Topic.INTRODUCTION_DECLINED: IntroductionStatus.DECLINED,
    Topic.INTRODUCTION_WITHDRAWN: IntroductionStatus.WITHDRAWN,
    Topic.INTRODUCTION_EXPIRED: IntroductionStatus.EXPIRED,
    Topic.INTRODUCTION_STOPPED: IntroductionStatus.WITHDRAWN,
    Topic.INTRODUCTION_LET_GO: IntroductionStatus.PROPOSED,
    Topic.RELAYED_MESSAGE: IntroductionStatus.ACCEPTED,
    Topic.OUTCOME_QUESTION: IntroductionStatus.ACCEPTED,
    Topic.INTRODUCTION_NUDGED: IntroductionStatus.ACCEPTED,
    Topic.INTRODUCTION_OVER: IntroductionStatus.ACCEPTED,
}
_THIS_MOVE: Final = frozenset(
    {
        Topic.INTRODUCTION_QUESTION,
        Topic.INTRODUCTION_ANSWER,
        Topic.INTRODUCTION_LATER,
        Topic.INTRODUCTION_RETURNED,
        Topic.INTRODUCTION_REMINDER,
        Topic.INTRODUCTION_BY_COLLEAGUE,
    }
)
"""Sent only if nothing has changed since, because a later change has its own notice."""


async def is_current(session: AsyncSession, topic: str, payload: Mapping[str, Any]) -> bool:
    """Returns False for an obsolete notice. Only for the topics of introductions.

    A proposal stays current while it is open, also after a question, because a colleague may not have seen it yet.
    """
    introduction = await introductions.find(session, IntroductionId(payload["introduction_id"]))
    if introduction is None:
        return False
    if topic in _THIS_MOVE:
        return bool(introduction.moves == payload["move"])
    if topic == Topic.INTRODUCTION_PROPOSED:
        return introduction.status.is_open
    if introduction.status is not _STATUS[Topic(topic)]:
        return False
    return await _detail(session, introduction, topic, payload)


async def _detail(session: AsyncSession, introduction: Introduction, topic: str, payload: Mapping[str, Any]) -> bool:
    side = Kind(payload["side"])
    match topic:
        case Topic.OUTCOME_QUESTION:
            row = await outcomes.find(session, introduction.id, side, payload["day"])
            return row is not None and row.outcome is None
        case Topic.INTRODUCTION_NUDGED:
            since = datetime.fromisoformat(payload["since"])
            written = await thread.has_written_since(session, introduction.id, side, since)
            return not written and not await outcomes.has_ended_it(session, introduction.id, side)
        case Topic.INTRODUCTION_OVER:
            return await outcomes.has_ended_it(session, introduction.id, side.counterpart)
    return True
