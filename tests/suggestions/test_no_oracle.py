"""Nothing that identifies a listing's company changes what a stranger finds: no search, score, reason or vector.

Two listings differ in these strings alone. Whatever somebody searches for, both are found alike or neither is.
"""

import random
from collections.abc import Mapping
from typing import Final

import numpy as np
import pytest

from bot.matching.encoders import Encoder
from bot.usecases.suggestions.search import Searcher, look
from storage.database import Database
from storage.ids import ListingId
from storage.models import ListingVectors, Suggestion
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import select_own
from tests.suggestions.town import Town

ONE: Final = {
    "company": "Kvarcotron",
    "person": "Zvezdana Kvržić",
    "site": "kvarcotron.rs",
    "phone": "+381 64 123 4567",
}
OTHER: Final = {
    "company": "Zumbulexa",
    "person": "Tihomir Žvrljić",
    "site": "zumbulexa.com",
    "phone": "+381 63 765 4321",
}
TITLE: Final = "{company} measures soil moisture in greenhouses"
SUMMARY: Final = (
    "Wireless sensors that last. Ask {person}, call {phone} or see www.{site}. Sold by {company} since 2012."
)
PLAIN: Final = ("soil moisture", "greenhouses", "sensors", "measures", "sold since 2012")


async def anonymous(town: Town, who: Mapping[str, str]) -> ListingId:
    """A listing whose text names its company, a person, a website and a phone number; not masked yet."""
    async with town.database.writing() as session:
        person = await add_person(session, name=who["person"])
        company = await add_company(
            session, person, name=who["company"], name_key=who["company"].casefold(), country="RS", website=who["site"]
        )
        texts = {"title": TITLE.format(**who), "summary": SUMMARY.format(**who), "masked_title": None}
        listing = await add_listing(session, company, person, now=town.clock(), **texts)
    return listing.id


def queries() -> list[str]:
    """The identifying strings, whole and in parts, alone and beside plain words of the text."""
    draw = random.Random(20_261_128)
    strings = [*ONE.values(), *OTHER.values()]
    parts = [part for string in strings for part in string.replace(".", " ").split()]
    cut = [string[start : start + 5] for string in strings for start in draw.sample(range(len(string) - 4), 2)]
    named = [*strings, *parts, *cut]
    return [*named, *PLAIN, *(f"{draw.choice(PLAIN)} {draw.choice(named)}" for _ in range(20))]


@pytest.fixture(params=["encoder", "words alone"])
async def town(request: pytest.FixtureRequest, database: Database) -> Town:
    encoder: Encoder | None = request.getfixturevalue("encoder") if request.param == "encoder" else None
    return await Town(database, encoder).settle()


async def test_no_search_tells_two_listings_apart_by_who_they_are(town: Town) -> None:
    one, other = await anonymous(town, ONE), await anonymous(town, OTHER)
    await town.matchmaker.sweep()
    asker = Searcher(country="CN", countries=frozenset({"CN"}))
    found = 0
    for words in queries():
        scores = dict(await look(town.matchmaker, asker, words))
        assert scores.get(one) == scores.get(other), words
        found += one in scores
    assert found >= len(PLAIN), "plain words of the text find both"


async def test_what_is_stored_for_matching_is_the_same_for_both(town: Town) -> None:
    need = await town.needs()
    one, other = await anonymous(town, ONE), await anonymous(town, OTHER)
    await town.matchmaker.sweep()
    await town.matchmaker.best_few(need)
    async with town.database.reading() as session:
        rows = {row.listing_id: row for row in await session.scalars(select_own(ListingVectors))}
        pairs = {pair.offer_id: pair for pair in await session.scalars(select_own(Suggestion))}
    if town.encoder is not None:
        assert np.array_equal(rows[one].embedding, rows[other].embedding)
        mine, theirs = rows[one], rows[other]
        assert (mine.text_hash, mine.features, mine.keys) == (theirs.text_hash, theirs.features, theirs.keys)
        assert b"varcotron" not in bytes(mine.features or b"").lower()
        assert (pairs[one].score, pairs[one].reasons) == (pairs[other].score, pairs[other].reasons)
    assert (one in pairs) == (other in pairs)
