"""What people make of suggestions: put off, dismissed, brought back."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.suggestions.match_feedback import refused_countries
from storage.ids import PersonId, SuggestionId
from storage.listings import listings
from storage.suggestions import suggestions, verdicts
from storage.vocabulary import DismissalReason, Verdict

LATER: Final = timedelta(days=7)
"""How long a suggestion put off stays away."""


async def put_off(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime) -> None:
    """Raises NoLongerThereError where the person may not, or no longer, act on the suggestion; so do the others."""
    found = await suggestions.open_one(session, person_id, suggestion_id, now)
    if found is None:
        raise NoLongerThereError
    await verdicts.put(
        session,
        suggestion_id,
        side=found.mine.kind,
        verdict=Verdict.LATER,
        person_id=person_id,
        now=now,
        until=now + LATER,
    )


async def dismiss(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime) -> None:
    """Never shown again to either side, unless it is brought back."""
    found = await suggestions.open_one(session, person_id, suggestion_id, now)
    if found is None:
        raise NoLongerThereError
    await verdicts.put(
        session, suggestion_id, side=found.mine.kind, verdict=Verdict.DISMISSED, person_id=person_id, now=now
    )


async def give_reason(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, reason: DismissalReason
) -> None:
    """Why it was dismissed, for the matcher to learn from."""
    side = await suggestions.side_of(session, person_id, suggestion_id)
    if side is None or not await verdicts.put_reason(session, suggestion_id, side, reason):
        raise NoLongerThereError


async def turned_down(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId
) -> tuple[str, list[str]] | None:
    """The title of the person's listing in a suggestion, and the countries that it keeps calling the wrong one, the
    most refused first; None where there are none, or it names the countries that it is meant for."""
    pair = await suggestions.pair_of(session, person_id, suggestion_id)
    mine = None if pair is None else await listings.find(session, pair[0])
    if mine is None or mine.targets:
        return None
    countries = await refused_countries(session, mine.id)
    return (mine.title, countries) if countries else None


async def bring_back(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId) -> None:
    """Undoes what one's own side made of it."""
    side = await suggestions.side_of(session, person_id, suggestion_id)
    if side is None or not await verdicts.take_back(session, suggestion_id, side):
        raise NoLongerThereError
