"""Cards of listings that a person sends to any chat by writing to the bot inline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.codes import Draw, link_code
from bot.usecases.people import daily_caps
from bot.usecases.people.daily_caps import DailyLimitError
from bot.usecases.suggestions import search
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage import links
from storage.database import Database
from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Link
from storage.people import companies
from storage.suggestions.search import own_published
from storage.vocabulary import Kind, LinkKind, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCard:
    """A listing as a stranger may see it, and the code of its permanent link."""

    found: search.Result
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCards:
    cards: Sequence[SharedCard]
    next_page: str
    """The number of the next page; "" if this is the last."""
    refused: DailyLimitError | None = None
    """Why only own listings are among the cards."""


async def cards_to_share(
    database: Database,
    matchmaker: Matchmaker,
    person_id: PersonId,
    words: str,
    *,
    acting_for: CompanyId | None,
    page: int,
    draw: Draw,
    now: datetime,
) -> SharedCards:
    """Returns the person's own published listings that contain the words, then a page of what they find abroad.

    Own listings are on the first page, number 0, of the company `acting_for` or of all if it is None. Each page of
    words counts as a search of the day; when these are used up, own listings remain.
    """
    async with database.reading() as session:
        own = await _own(session, person_id, acting_for, words, now) if page == 0 else []
        who = await search.searcher(session, person_id)
    refused = await _counted(database, person_id, now) if words else None
    hits = await search.look(matchmaker, who, words) if words and refused is None else []
    async with database.reading() as session:
        found = await search.results(session, person_id, hits, search.Filters(), now, page=page)
    abroad = found.listed if found.page == page else ()
    results = [*own, *abroad]
    codes = await _codes(database, [result.listing.id for result in results], draw, now)
    cards = [SharedCard(found=result, code=codes[result.listing.id]) for result in results]
    has_more = found.total > (page + 1) * search.PER_PAGE
    return SharedCards(cards=cards, next_page=str(page + 1) if has_more else "", refused=refused)


async def _counted(database: Database, person_id: PersonId, now: datetime) -> DailyLimitError | None:
    """Counts a search of the day. Returns the error if there are none left."""
    try:
        async with database.writing() as session:
            await daily_caps.spend(session, person_id, Use.SEARCH, now)
    except DailyLimitError as error:
        return error
    return None


async def _own(
    session: AsyncSession, person_id: PersonId, acting_for: CompanyId | None, words: str, now: datetime
) -> list[search.Result]:
    own = [listing for kind in Kind for listing in await own_published(session, person_id, kind, now)]
    fitting = [one for one in own if acting_for in {None, one.company_id} and words.casefold() in one.title.casefold()]
    cards = []
    for listing in fitting[: search.PER_PAGE]:  # an organizer may hold hundreds
        company = await companies.find(session, listing.company_id)
        if company is not None:
            cards.append(await search.without_name(session, listing, company, 0))
    return cards


async def _codes(
    database: Database, listing_ids: Sequence[ListingId], draw: Draw, now: datetime
) -> dict[ListingId, str]:
    async with database.reading_once() as session:
        known = await links.of_listings(session, listing_ids)
    if missing := [number for number in listing_ids if number not in known]:
        made = [
            Link(code=link_code(draw), kind=LinkKind.LISTING, listing_id=number, created_at=now) for number in missing
        ]
        async with database.writing() as session:
            await links.add_many(session, made)
        known |= dict(zip(missing, made, strict=True))
    return {number: link.code for number, link in known.items()}
