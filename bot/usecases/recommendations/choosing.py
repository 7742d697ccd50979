"""Companies that an organizer can recommend to each other, found by name, with their needs and offers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.companies import similar_names
from bot.usecases.events.access import own_event
from bot.usecases.introductions.pairing import is_at_home
from bot.usecases.moderation.roles import Actor
from storage.events import exhibitors
from storage.ids import CompanyId, EventId, ListingId
from storage.models import Company, Listing
from storage.recommendations import recommendations
from storage.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company of the event. For a partner, `pairs` and `score` describe its matches with the first company."""

    id: CompanyId
    name: str
    country: str
    listings: tuple[Listing, ...]
    pairs: int = 0
    score: int | None = None
    """Score of the best pair, 0 to 100, if the matcher found one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A need and an offer of two companies that can be recommended to each other."""

    need: Listing
    offer: Listing
    score: int | None


async def candidates(session: AsyncSession, actor: Actor, event_id: EventId, now: datetime) -> list[Candidate]:
    """Returns companies with open listings first, then the others, each by name. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    there = await exhibitors.company_ids_at(session, event_id)
    listed: dict[CompanyId, tuple[Company, list[Listing]]] = {}
    for company, listing in await recommendations.open_listings_of(session, there, now):
        known = listed.setdefault(company.id, (company, []))
        if listing is not None:
            known[1].append(listing)
    found = [
        Candidate(id=company.id, name=company.name, country=company.country, listings=tuple(own))
        for company, own in listed.values()
    ]
    return sorted(found, key=lambda one: (not one.listings, one.name.casefold()))


async def partners(
    session: AsyncSession, actor: Actor, event_id: EventId, first: CompanyId, now: datetime
) -> list[Candidate]:
    """Returns the event's other companies: those that match the first company, best first, then the rest."""
    everybody = await candidates(session, actor, event_id, now)
    own = next((one for one in everybody if one.id == first), None)
    if own is None:
        return []
    scores = await recommendations.scores_between(session, [listing.id for listing in own.listings])
    found = [_partner(own, other, scores) for other in everybody if other.id != first]
    return sorted(found, key=lambda one: (not one.pairs, -(one.score or 0), one.name.casefold()))


def _partner(own: Candidate, other: Candidate, scores: dict[tuple[ListingId, ListingId], int]) -> Candidate:
    found = _matches(own.listings, other.listings, scores)
    best = max((one.score for one in found if one.score is not None), default=None)
    return Candidate(
        id=other.id, name=other.name, country=other.country, listings=other.listings, pairs=len(found), score=best
    )


async def matches(
    session: AsyncSession, actor: Actor, event_id: EventId, first: CompanyId, second: CompanyId, now: datetime
) -> list[Match]:
    """Returns all allowed pairs of a need and an offer of the two, best first. Raises NotAllowedError."""
    chosen = [one for one in await candidates(session, actor, event_id, now) if one.id in {first, second}]
    if len(chosen) < 2:
        return []
    one, other = chosen
    scores = await recommendations.scores_between(session, [listing.id for listing in one.listings])
    found = _matches(one.listings, other.listings, scores)
    return sorted(found, key=lambda match: (-(match.score or 0), match.need.id, match.offer.id))


def _matches(
    ones: Collection[Listing], others: Collection[Listing], scores: dict[tuple[ListingId, ListingId], int]
) -> list[Match]:
    everything = [*ones, *others]
    needs = [listing for listing in everything if listing.kind is Kind.NEED]
    offers = [listing for listing in everything if listing.kind is Kind.OFFER]
    return [
        Match(need=need, offer=offer, score=scores.get((need.id, offer.id)))
        for need in needs
        for offer in offers
        if need.company_id != offer.company_id and not is_at_home(need, offer)
    ]


def find(text: str, among: Sequence[Candidate]) -> list[Candidate]:
    """Returns companies with a name similar to the typed text, in any script, most similar first."""
    return [among[position] for position in similar_names(text, [one.name for one in among])]
