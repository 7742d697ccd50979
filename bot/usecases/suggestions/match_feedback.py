"""People's own answers brought to bear on what the matcher finds."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.feedback import Record, shift, shifted
from bot.matching.listing import Match
from storage.ids import ListingId
from storage.suggestions import feedback, match_facts
from storage.suggestions.feedback import Answers
from storage.vocabulary import Kind

_TIMES = 2
"""Refusals of a country after which it is worth asking whether it is wanted at all."""


async def with_feedback(
    session: AsyncSession, listing_id: ListingId, kind: Kind, country: str, matches: Sequence[Match]
) -> list[Match]:
    """The matches of a listing with their likelihoods shifted, the best first."""
    others = [_counterpart(match, kind) for match in matches]
    answers = await feedback.answers(session, [listing_id, *others])
    countries = await match_facts.countries(session, others)
    return moved_by(answers, countries | {listing_id: country}, listing_id, kind, matches)


def moved_by(
    answers: Mapping[ListingId, Answers],
    countries: Mapping[ListingId, str],
    listing_id: ListingId,
    kind: Kind,
    matches: Sequence[Match],
) -> list[Match]:
    """The same from answers and countries of all listings concerned."""
    own, here = _record(answers[listing_id]), countries.get(listing_id)
    moved = [
        shifted(match, shift(own, _record(answers[other]), here, countries.get(other)))
        for match, other in ((match, _counterpart(match, kind)) for match in matches)
    ]
    return sorted(moved, key=lambda match: (-match.likelihood, match.need_id, match.offer_id))


async def refused_countries(session: AsyncSession, listing_id: ListingId) -> list[str]:
    """Countries that this listing's side keeps calling the wrong one, the most refused first: whoever wrote it may
    want to name the countries that it is meant for."""
    refused = (await feedback.answers(session, [listing_id]))[listing_id].refused
    return [country for country, times in refused.most_common() if times >= _TIMES]


def _record(answers: Answers) -> Record:
    return Record(
        liked=answers.liked,
        disliked=answers.disliked,
        open_suggestions=answers.open_suggestions,
        open_introductions=answers.open_introductions,
        refused=answers.refused,
    )


def _counterpart(match: Match, kind: Kind) -> ListingId:
    return ListingId(int(match.offer_id if kind is Kind.NEED else match.need_id))
