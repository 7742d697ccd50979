"""Introductions and recommendations between NEED and OFFER, in every state."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from storage import models
from storage.models import Base
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    DeclineReason,
    FileKind,
    HoldReason,
    IntroductionStatus,
    Kind,
    Outcome,
    RecommendationStatus,
    Worth,
)
from tests.neighbours.made import FUTURE, PAST, made
from tests.neighbours.rows_companies import ANJA, BORIS, CECA, NEED, OFFER
from tests.neighbours.rows_listings import listing_id

PROPOSED: Final = -1
ASKED: Final = -2
POSTPONED: Final = -3
HELD: Final = -4
ACCEPTED: Final = -5
DECLINED: Final = -6
WITHDRAWN: Final = -7
EXPIRED: Final = -8
MINE: Final = {Kind.NEED: ANJA, Kind.OFFER: BORIS}


def introductions_rows() -> Iterator[Base]:
    status = IntroductionStatus
    yield _introduction(PROPOSED, status.PROPOSED, turn=Kind.OFFER, remind_at=FUTURE)
    yield _introduction(ASKED, status.QUESTION, turn=Kind.NEED, remind_at=FUTURE)
    # Overdue, but for the postponement.
    yield _introduction(
        POSTPONED, status.PROPOSED, turn=Kind.OFFER, later_until=FUTURE, expires_at=PAST, remind_at=PAST
    )
    yield _introduction(HELD, status.PROPOSED, turn=Kind.OFFER, moved_at=FUTURE)
    yield _introduction(ACCEPTED, status.ACCEPTED, accepted_at=PAST, answered_by=BORIS, moved_at=FUTURE)
    # Overdue, but ended.
    yield _introduction(DECLINED, status.DECLINED, later_until=PAST, decline_reason=DeclineReason.OTHER)
    yield _introduction(WITHDRAWN, status.WITHDRAWN, remind_at=PAST, expires_at=FUTURE)
    yield _introduction(EXPIRED, status.EXPIRED, remind_at=PAST, expires_at=PAST)
    yield made(models.IntroductionHold, introduction_id=HELD, why=HoldReason.SCREENING)
    yield made(models.IntroductionHold, introduction_id=HELD, why=HoldReason.DUAL_USE)
    yield made(models.IntroductionHold, introduction_id=PROPOSED, why=HoldReason.SCREENING, released_at=PAST)
    yield from _messages()
    yield from _outcomes()
    yield from _topics()


def _introduction(number: int, status: IntroductionStatus, **more: Any) -> models.Introduction:
    ended = status not in OPEN_INTRODUCTIONS and status is not IntroductionStatus.ACCEPTED
    values: dict[str, Any] = {
        "need_id": listing_id(NEED, -number - 1),
        "offer_id": listing_id(OFFER, -number - 1),
        "need_company_id": NEED,
        "offer_company_id": OFFER,
        "suggestion_id": number,
        "score": 90,
        "proposer_side": Kind.NEED,
        "proposer_id": ANJA,
        "pitch": "Qwzx",
        "pitch_relayed": "Qwzx",
        "pitch_language": "und",
        "status": status,
        "moves": 1,
        "closed_at": PAST if ended else None,
        "expires_at": PAST if ended else FUTURE,
        "answer_seconds": 10 * 86_400,
        "reminder_seconds": 3 * 86_400,
    }
    return made(models.Introduction, id=number, **(values | more))


REPORTED: Final = -4
"""A message that a report not decided yet is about."""


def _messages() -> Iterator[Base]:
    """Messages are emptied when they are old and their introduction ended long ago, unless they are reported."""
    for number, introduction, created_at, text in (
        (-1, ASKED, FUTURE, "Qwzx"),
        (-2, ACCEPTED, PAST, "Qwzx"),
        (-3, DECLINED, FUTURE, "Qwzx"),
        (REPORTED, DECLINED, PAST, "Qwzx"),
        (-5, DECLINED, PAST, ""),
    ):
        yield made(
            models.RelayedMessage,
            id=number,
            introduction_id=introduction,
            side=Kind.OFFER,
            author_id=BORIS,
            text=text,
            relayed=text,
            language="und",
            created_at=created_at,
            file_kind=FileKind.PHOTO if introduction == ACCEPTED else None,
            file_id="qwzx" if introduction == ACCEPTED else None,
        )


def _topics() -> Iterator[Base]:
    for introduction, thread in ((ACCEPTED, 7), (DECLINED, 8), (PROPOSED, None)):
        for person in MINE.values():
            yield made(
                models.IntroductionTopic,
                introduction_id=introduction,
                person_id=person,
                thread_id=thread,
                last_message_id=9,
                asked_at=PAST,
            )


def _outcomes() -> Iterator[Base]:
    for side, person in MINE.items():
        yield made(
            models.ReportedResult,
            introduction_id=ACCEPTED,
            side=side,
            company_id=NEED if side is Kind.NEED else OFFER,
            person_id=person,
            worth=Worth.TO_1M,
            quote="We met twice.",
        )
        yield made(models.IntroductionOutcome, introduction_id=ACCEPTED, side=side, day=7, due_at=PAST, queued_at=PAST)
        yield made(models.IntroductionOutcome, introduction_id=DECLINED, side=side, day=7, due_at=PAST)
        yield made(
            models.IntroductionOutcome,
            introduction_id=ACCEPTED,
            side=side,
            day=30,
            due_at=FUTURE,
            outcome=Outcome.TALKING,
            person_id=person,
            answered_at=PAST,
        )


def recommendations_rows() -> Iterator[Base]:
    status = RecommendationStatus
    open_ = {"expires_at": FUTURE, "need_remind_at": FUTURE, "offer_remind_at": FUTURE}
    overdue = {
        "expires_at": PAST,
        "need_remind_at": PAST,
        "offer_remind_at": PAST,
        "need_later_until": PAST,
        "offer_later_until": PAST,
    }
    # An open one has listings without a live introduction.
    yield _recommendation(-1, 5, status.ASKED, **open_)
    yield _recommendation(-2, 6, status.ASKED, **open_, need_later_until=FUTURE, offer_later_until=FUTURE)
    yield _recommendation(-3, 0, status.TAKEN_UP, **overdue, introduction_id=PROPOSED)
    yield _recommendation(-4, 4, status.CONNECTED, **overdue, introduction_id=ACCEPTED, closed_at=PAST)
    ended = (status.DECLINED, status.WITHDRAWN, status.EXPIRED, status.IMPOSSIBLE)
    for number, how in enumerate(ended, 5):
        yield _recommendation(-number, 7, how, **overdue, closed_at=PAST, declined_side=Kind.NEED)


def _recommendation(number: int, pair: int, status: RecommendationStatus, **more: Any) -> models.Recommendation:
    values: dict[str, Any] = {
        "event_id": -1,
        "organizer_id": CECA,
        "need_id": listing_id(NEED, pair),
        "offer_id": listing_id(OFFER, pair),
        "need_company_id": NEED,
        "offer_company_id": OFFER,
        "word": "Qwzx",
        "word_relayed": "Qwzx",
        "status": status,
        "told_at": PAST + timedelta(days=1),
    }
    return made(models.Recommendation, id=number, **(values | more))
