"""People's answers to suggestions: postpone, dismiss, restore."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.suggestions.match_feedback import refused_countries
from storage.ids import PersonId, SuggestionId
from storage.listings import listings
from storage.suggestions import open_suggestions, suggestions, verdicts
from storage.vocabulary import DismissalReason, Verdict

LATER: Final = timedelta(days=7)
"""How long a postponed suggestion is hidden."""


async def postpone(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime) -> None:
    """Hides the suggestion for `LATER`. Raises NoLongerThereError if the person cannot act on it."""
    await _answer(session, person_id, suggestion_id, Verdict.LATER, now, until=now + LATER)


async def dismiss(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime) -> None:
    """Hides the suggestion from both sides until it is restored. Raises the errors of `postpone`."""
    await _answer(session, person_id, suggestion_id, Verdict.DISMISSED, now)


async def _answer(
    session: AsyncSession,
    person_id: PersonId,
    suggestion_id: SuggestionId,
    verdict: Verdict,
    now: datetime,
    *,
    until: datetime | None = None,
) -> None:
    found = await open_suggestions.open_one(session, person_id, suggestion_id, now)
    if found is None:
        raise NoLongerThereError
    await verdicts.put(
        session, suggestion_id, side=found.mine.kind, verdict=verdict, person_id=person_id, now=now, until=until
    )


async def give_reason(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, reason: DismissalReason
) -> None:
    """Stores the reason of a dismissal, which the matcher learns from. Raises NoLongerThereError."""
    side = await suggestions.side_of(session, person_id, suggestion_id)
    if side is None or not await verdicts.put_reason(session, suggestion_id, side, reason):
        raise NoLongerThereError


async def refused_by_listing(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId
) -> tuple[str, list[str]] | None:
    """Returns the title of the person's listing, and the countries that its side keeps dismissing, most often first.

    Returns None if there are no such countries, or the listing names its target countries.
    """
    pair = await suggestions.pair_of(session, person_id, suggestion_id)
    mine = None if pair is None else await listings.find(session, pair[0])
    if mine is None or mine.targets:
        return None
    countries = await refused_countries(session, mine.id)
    return (mine.title, countries) if countries else None


async def restore(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId) -> None:
    """Undoes the own side's answer. Raises NoLongerThereError."""
    side = await suggestions.side_of(session, person_id, suggestion_id)
    if side is None or not await verdicts.take_back(session, suggestion_id, side):
        raise NoLongerThereError
