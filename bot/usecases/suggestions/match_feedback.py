"""Applies people's feedback to the matcher's results."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.feedback import Record, shift, shifted
from bot.matching.listing import Match
from bot.usecases.suggestions.match_results import counterpart_of
from storage.ids import ListingId
from storage.suggestions import feedback, match_facts
from storage.suggestions.feedback import Answers
from storage.vocabulary import Kind

_MIN_REFUSALS = 2
"""Number of dismissals of a country after which the author is asked about the target countries."""


async def with_feedback(
    session: AsyncSession, listing_id: ListingId, kind: Kind, country: str, matches: Sequence[Match]
) -> list[Match]:
    """Returns the matches of a listing with likelihoods shifted by the feedback, best first."""
    if not matches:
        return []
    others = [counterpart_of(match, kind) for match in matches]
    answers = await feedback.answers(session, [listing_id, *others])
    countries = await match_facts.countries(session, others)
    return apply_feedback(answers, countries | {listing_id: country}, listing_id, kind, matches)


def apply_feedback(
    answers: Mapping[ListingId, Answers],
    countries: Mapping[ListingId, str],
    listing_id: ListingId,
    kind: Kind,
    matches: Sequence[Match],
) -> list[Match]:
    """Shifts likelihoods like `with_feedback`, with answers and countries that the caller loaded for all listings."""
    own, here = _record(answers[listing_id]), countries.get(listing_id)
    moved = [
        shifted(match, shift(own, _record(answers[other]), here, countries.get(other)))
        for match, other in ((match, counterpart_of(match, kind)) for match in matches)
    ]
    return sorted(moved, key=lambda match: (-match.likelihood, match.need_id, match.offer_id))


async def refused_countries(session: AsyncSession, listing_id: ListingId) -> list[str]:
    """Returns the countries that the listing's own side keeps dismissing, most often first."""
    refused = (await feedback.answers(session, [listing_id]))[listing_id].refused
    return [country for country, times in refused.most_common() if times >= _MIN_REFUSALS]


def _record(answers: Answers) -> Record:
    return Record(
        liked=answers.liked,
        disliked=answers.disliked,
        open_suggestions=answers.open_suggestions,
        open_requests=answers.open_requests,
        refused=answers.refused,
    )
