"""Gives people matches and introductions, so that their pages show something. Not a benchmark itself."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.masking import Secrets, mask
from bot.matching.listing import ReasonCode
from storage.database import Database
from storage.ids import PersonId
from storage.models import Company, Introduction, Listing, Person, Suggestion
from storage.people import memberships
from storage.vocabulary import IntroductionStatus, Kind, ProfileType
from tests.factories import add_company, add_listing, add_person

_MATCHES: Final = 20
_INTRODUCTIONS: Final = 10
_REASON: Final = {"code": ReasonCode.SECTOR.value, "need": ["agriculture"], "offer": ["agriculture"]}
_REASONS: Final = {"reasons": [_REASON], "mismatches": []}
_ANSWER: Final = timedelta(days=14)


async def fill(url: str, people: Sequence[PersonId]) -> None:
    """Adds a listing with 20 matches and 10 introductions to each person's company, beside the bot that is running."""
    database, now = Database(url), datetime.now(UTC)
    mask("Sensors for 100 greenhouses", secrets=Secrets())  # loads its tables, before the transactions
    try:
        async with database.writing() as session:
            mei = await add_person(session, name="Mei", now=now)
            theirs = await add_company(session, mei, name="Pudong Agritech", name_key="pudong agritech", country="CN")
            # Enough needs for all: a pair of listings has one live introduction.
            needs = [
                await add_listing(session, theirs, now=now, **_need(number, now))
                for number in range(_MATCHES + _INTRODUCTIONS)
            ]
        for person_id in people:
            async with database.writing() as session:
                (mine,) = await memberships.represented_by(session, person_id)
                author = await session.get(Person, person_id)
                offer = await add_listing(session, mine, author, now=now, matched_at=now)
                session.add_all(_suggestion(need, offer, now) for need in needs[:_MATCHES])
                session.add_all(_introduction(need, offer, theirs, mine, now) for need in needs[_MATCHES:])
    finally:
        await database.dispose()


def _need(number: int, now: datetime) -> dict[str, Any]:
    title, summary = f"Soil moisture sensors, lot {number}", "We look for wireless sensors for greenhouses. " * 6
    masked = {"masked_title": title, "masked_summary": summary}
    return {
        "profile_type": ProfileType.BUSINESS_REQUEST,
        "title": title,
        "summary": summary,
        "matched_at": now,
        **masked,
    }


def _suggestion(need: Listing, offer: Listing, now: datetime) -> Suggestion:
    return Suggestion(need_id=need.id, offer_id=offer.id, score=70, reasons=_REASONS, created_at=now, updated_at=now)


def _introduction(need: Listing, offer: Listing, theirs: Company, mine: Company, now: datetime) -> Introduction:
    return Introduction(
        need_id=need.id,
        offer_id=offer.id,
        need_company_id=theirs.id,
        offer_company_id=mine.id,
        need_revision=1,
        offer_revision=1,
        reasons=_REASONS,
        pitch_found=frozenset(),
        proposer_side=Kind.NEED,
        status=IntroductionStatus.PROPOSED,
        turn=Kind.OFFER,
        moves=1,
        answer_seconds=int(_ANSWER.total_seconds()),
        reminder_seconds=int(_ANSWER.total_seconds()) // 2,
        created_at=now,
        moved_at=now,
        expires_at=now + _ANSWER,
    )
