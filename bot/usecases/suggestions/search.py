"""Searches the published listings of companies abroad, in any language."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.listing import Subject
from bot.usecases.people import daily_caps
from bot.usecases.people.masked_listings import masked_text
from bot.usecases.suggestions.match_results import counterpart_of
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Company, Listing
from storage.moderation import blocked_country_pairs
from storage.people import memberships
from storage.suggestions import search
from storage.verification import verifications
from storage.vocabulary import CompanyKind, CompanySize, Kind, Use, VerificationMethod

LONGEST: Final = 300
"""Maximum length of a query in characters."""
PER_PAGE: Final = 5
"""Results in one list; more do not fit on a phone with their buttons."""
MOST: Final = 60
"""Maximum of results of each kind; people look at fewer."""
MINIMUM: Final = 0.2
"""Minimum likelihood of a result. Lower than for suggestions, because the person asked."""
_NOBODY: Final = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Searcher:
    """The countries of the person's companies. `country` is set if there is one; the results leave it out."""

    country: str | None
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a search. None matches everything."""

    kind: Kind | None = None
    country: str | None = None
    sector: str | None = None

    def admit(self, listing: Listing) -> bool:
        return (
            self.kind in {None, listing.kind}
            and self.country in {None, listing.country}
            and (self.sector is None or self.sector in listing.sectors)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A found listing without a name. Title and summary are masked."""

    listing: Listing
    score: int
    title: str
    summary: str
    company_kind: CompanyKind
    company_size: CompanySize | None
    verified: tuple[VerificationMethod, ...] = ()
    """Methods by which the company is verified."""
    represented: bool = False
    """True if the company has advisers or organizers but no representative here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page (from 0) of the `total` results that pass the filters, and the results per filter value."""

    listed: tuple[Result, ...]
    opened: Result | None
    """The result that the person opened, or the only one."""
    page: int
    total: int
    kinds: Mapping[Kind, int]
    countries: Mapping[str, int]
    sectors: Mapping[str, int]


Hit = tuple[int, int]
"""(listing id, score from 0 to 100), as the draft of a search stores it."""


async def searcher(session: AsyncSession, person_id: PersonId) -> Searcher:
    countries = frozenset(company.country for company in await memberships.represented_by(session, person_id))
    return Searcher(country=next(iter(countries)) if len(countries) == 1 else None, countries=countries)


async def look_for(
    database: Database, matchmaker: Matchmaker, person_id: PersonId, words: str, now: datetime
) -> list[Hit]:
    """Counts the search against the person's daily cap and runs `look`. Raises DailyLimitError."""
    async with database.writing() as session:
        await daily_caps.spend(session, person_id, Use.SEARCH, now)
        who = await searcher(session, person_id)
    return await look(matchmaker, who, words)


async def look(matchmaker: Matchmaker, who: Searcher, words: str) -> list[Hit]:
    """Returns matching offers and needs, most likely first. Opens no transaction and stores nothing."""
    found: list[tuple[float, int, int]] = []
    for subject in queries(words, who.country):
        matches = await matchmaker.look_up(subject, MOST, minimum=MINIMUM)
        found += [(match.likelihood, counterpart_of(match, subject.kind), match.score) for match in matches]
    return [(number, score) for _, number, score in sorted(found, key=lambda one: (-one[0], one[1]))]


def queries(words: str, country: str | None) -> list[Subject]:
    """Returns the words as a listing of each kind, to find those of the other kind."""
    return [Subject(id=_NOBODY, kind=kind, title=words[:LONGEST], country=country, is_query=True) for kind in Kind]


async def results(
    session: AsyncSession,
    person_id: PersonId,
    hits: Sequence[Hit],
    filters: Filters,
    now: datetime,
    *,
    page: int = 0,
    opened: ListingId | None = None,
) -> Results:
    """Returns the hits that the person may see now: a page of them, or the last page past the end."""
    countries = (await searcher(session, person_id)).countries
    shown = await _shown(session, person_id, hits, countries, now)
    admitted = [one for one in shown if filters.admit(one[0])]
    page = min(max(page, 0), max(len(admitted) - 1, 0) // PER_PAGE)
    shown_now = admitted[page * PER_PAGE : (page + 1) * PER_PAGE]
    alone = admitted if len(admitted) == 1 else [one for one in admitted if one[0].id == opened]
    return Results(
        listed=tuple([await without_name(session, *one) for one in shown_now]),
        opened=await without_name(session, *alone[0]) if alone else None,
        page=page,
        total=len(admitted),
        kinds=Counter(one.kind for one, _, _ in shown),
        countries=Counter(one.country for one, _, _ in shown),
        sectors=Counter(sector for one, _, _ in shown for sector in one.sectors),
    )


async def own_counterparts(
    session: AsyncSession, person_id: PersonId, theirs: Listing, now: datetime, *, acting_for: CompanyId | None = None
) -> Sequence[Listing]:
    """Returns the person's listings for which they can propose an introduction to this one.

    Only listings of the company `acting_for`, or of all their companies if it is None.
    """
    barred = await blocked_country_pairs.blocked_for(session, theirs.country)
    found = await search.own_published(session, person_id, theirs.kind.counterpart, now)
    own = [one for one in found if one.country not in barred and acting_for in {None, one.company_id}]
    return [one for one in own if one.country != theirs.country or (one.same_country and theirs.same_country)]


async def visible(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> Listing | None:
    """Returns a listing that the person may find by a search now, or None."""
    countries = (await searcher(session, person_id)).countries
    found = await _shown(session, person_id, [(listing_id, 0)], countries, now)
    return found[0][0] if found else None


async def _shown(
    session: AsyncSession, person_id: PersonId, hits: Sequence[Hit], countries: Collection[str], now: datetime
) -> list[tuple[Listing, Company, int]]:
    scores = {ListingId(number): score for number, score in hits}
    rows = await search.visible_to(session, person_id, list(scores), now)
    found = {listing.id: (listing, company) for listing, company in rows}
    abroad = [number for number in scores if number in found and _is_abroad(found[number][0], countries)]
    return [(*found[number], scores[number]) for number in abroad]


def _is_abroad(listing: Listing, countries: Collection[str]) -> bool:
    """Returns True if at least one of the person's companies is in another country."""
    return any(country != listing.country for country in countries)


async def without_name(session: AsyncSession, listing: Listing, company: Company, score: int) -> Result:
    """Returns the listing as a stranger may see it."""
    title, summary = await masked_text(session, listing)
    return Result(
        listing=listing,
        score=score,
        title=title,
        summary=summary,
        company_kind=company.kind,
        company_size=company.size,
        verified=await verifications.methods_of(session, company.id),
        represented=company.id in await memberships.without_representative(session, [company.id]),
    )
