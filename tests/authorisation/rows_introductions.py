"""The rows of introductions in all their states, and of what was written in them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from storage import models
from storage.vocabulary import IntroductionStatus, Kind
from tests.authorisation.cast import Who
from tests.authorisation.numbers import (
    ACCEPTED,
    ASKED,
    BY_VIDEO,
    DECLINED,
    OFFER,
    PROPOSED,
    PROPOSED_BY_MEMBER,
    QUESTION,
    TALK,
    TO_MEET,
    WITHDRAWN,
)
from tests.clock import Clock


def introductions_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    yield _introduction(PROPOSED, 21, IntroductionStatus.PROPOSED, numbers, clock, turn=Kind.OFFER)
    yield _introduction(ASKED, 22, IntroductionStatus.QUESTION, numbers, clock, turn=Kind.NEED)
    yield _introduction(ACCEPTED, 23, IntroductionStatus.ACCEPTED, numbers, clock, accepted_at=clock())
    yield _introduction(DECLINED, 24, IntroductionStatus.DECLINED, numbers, clock, closed_at=clock())
    yield _introduction(WITHDRAWN, 25, IntroductionStatus.WITHDRAWN, numbers, clock, closed_at=clock())
    yield _introduction(
        PROPOSED_BY_MEMBER,
        26,
        IntroductionStatus.PROPOSED,
        numbers,
        clock,
        turn=Kind.NEED,
        proposer_side=Kind.OFFER,
        pitch="Pitchofmember",
        proposer_id=numbers[Who.MEMBER],
    )
    for number, need in {TO_MEET: 29, BY_VIDEO: 30}.items():
        yield _introduction(number, need, IntroductionStatus.ACCEPTED, numbers, clock, accepted_at=clock())
    words = {QUESTION: (ASKED, "Askedwritten", "Askedrelayed"), TALK: (ACCEPTED, "Talkedwords", "Talkedwords")}
    for number, (introduction, text, relayed) in words.items():
        yield models.RelayedMessage(
            id=number,
            introduction_id=introduction,
            side=Kind.OFFER,
            author_id=numbers[Who.MEMBER],
            text=text,
            relayed=relayed,
            found=frozenset(),
            created_at=clock(),
        )
    for side in Kind:
        yield models.IntroductionOutcome(introduction_id=ACCEPTED, side=side, day=7, due_at=clock(), queued_at=clock())


def _introduction(
    number: int, need: int, status: IntroductionStatus, numbers: dict[Who, int], clock: Clock, **more: Any
) -> models.Introduction:
    values: dict[str, Any] = {
        "need_id": need,
        "offer_id": OFFER,
        "need_company_id": 2,
        "offer_company_id": 1,
        "need_revision": 1,
        "offer_revision": 1,
        "score": 80,
        "reasons": {},
        "proposer_side": Kind.NEED,
        "proposer_id": numbers[Who.COUNTERPART],
        "pitch": "Pitchwritten",
        "pitch_relayed": "Pitchrelayed",
        "pitch_found": frozenset(),
        "status": status,
        "turn": None,
        "moves": 1,
        "created_at": clock(),
        "moved_at": clock(),
        "expires_at": clock() + timedelta(days=10),
        "answer_seconds": 864_000,
        "reminder_seconds": 259_200,
    }
    return models.Introduction(id=number, **(values | more))
