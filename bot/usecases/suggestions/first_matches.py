"""Finds counterparts abroad for a newcomer's first message, which is not stored, before they have consented."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.matching.listing import Match, Reason, Subject
from bot.matching.scoring import GOOD_ENOUGH
from bot.usecases.people import daily_caps
from bot.usecases.suggestions.match_results import counterpart_of
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.usecases.suggestions.search import Result, without_name
from storage.database import Database
from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Company, Listing
from storage.suggestions import search
from storage.vocabulary import Use

_SHOWN: Final = 3
_LOOKED_AT: Final = 12
"""Matches of each kind. Some of them may not be shown to this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    result: Result
    reasons: tuple[Reason, ...]
    """From the writer's side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMatches:
    """The best counterparts, and the number of companies with published listings and of their countries."""

    counterparts: tuple[Counterpart, ...]
    companies: int
    countries: int
    still_reading: bool = False
    """Some listings were not compared yet, so there may be more counterparts in a minute."""


async def first_matches(
    database: Database, matchmaker: Matchmaker, person_id: PersonId, subjects: Sequence[Subject], now: datetime
) -> FirstMatches:
    """Searches for each subject: the message as an offer, as a need, or both. Raises DailyLimitError."""
    async with database.writing() as session:
        await daily_caps.spend(session, person_id, Use.SEARCH, now)
    still_reading = matchmaker.still_reading
    found: dict[ListingId, Match] = {}
    for subject in subjects:
        for match in await matchmaker.look_up(subject, _LOOKED_AT, minimum=GOOD_ENOUGH):
            found[counterpart_of(match, subject.kind)] = match
    home = subjects[0].country
    async with database.reading() as session:
        rows = {
            listing.id: (listing, company)
            for listing, company in await search.visible_to(session, person_id, list(found), now)
        }
        best = sorted(rows, key=lambda number: (-found[number].likelihood, number))
        abroad = _one_of_each_company(rows, (number for number in best if rows[number][0].country != home))[:_SHOWN]
        counterparts = [
            Counterpart(
                result=await without_name(session, *rows[number], found[number].score), reasons=found[number].reasons
            )
            for number in abroad
        ]
        companies, countries = await search.count_companies_and_countries(session, now)
    return FirstMatches(
        counterparts=tuple(counterparts), companies=companies, countries=countries, still_reading=still_reading
    )


def _one_of_each_company(
    rows: Mapping[ListingId, tuple[Listing, Company]], best_first: Iterable[ListingId]
) -> list[ListingId]:
    """Returns the best listing of each company, because the answer speaks of so many companies."""
    best: dict[CompanyId, ListingId] = {}
    for number in best_first:
        best.setdefault(rows[number][1].id, number)
    return list(best.values())
