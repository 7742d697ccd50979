"""What a row says that its company offers or needs, as listings of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.language_guess import guess_language
from bot.matching.normalise import fold
from bot.matching.sectors import guess_sectors
from bot.usecases.imports.rows import ExhibitorRow, shortened
from bot.usecases.listings import lifecycle as publishing
from bot.usecases.listings.lifecycle import NewListing
from bot.usecases.moderation import review
from bot.usecases.moderation.flags import is_near_duplicate
from storage.ids import CompanyId, ListingId, PersonId
from storage.models import Listing
from storage.vocabulary import Kind, ProfileType

_TITLE: Final = 120  # characters: what the form asks for too
_SUMMARY: Final = 2_000
_SURE: Final = 0.6  # confidence from which a guessed language or sector is taken
_SECTORS: Final = 3
MOST: Final = 5
"""Listings of each kind that one row may make: a catalogue is not a list of what somebody looks for a partner with."""
MONTHS: Final = 6
"""How long an imported listing is shown: a fair and what follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedListing:
    """One listing to come."""

    kind: Kind
    title: str
    summary: str
    beside: str
    """All that the row says: its language, where the summary is too short to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the words of a listing tell beyond doubt. `language` is an IETF tag."""

    language: str
    sectors: frozenset[str]


def guess_all(listings: Iterable[ImportedListing], otherwise: str | None) -> dict[ImportedListing, Guess]:
    """Slow: for a thread, before the transaction. `otherwise` is the language where the words do not tell."""
    return {listing: _guess(listing, otherwise) for listing in listings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """How the listings of a list are published. `review` is the setting of that name."""

    language: str | None = None
    """IETF tag of the language where the words do not tell."""
    private: bool = False
    review: str = review.OFF
    guesses: Mapping[ImportedListing, Guess] = field(default_factory=dict)
    """From `guess_all`. A listing that is missing here is guessed when it is published."""


AS_IT_COMES: Final = Publishing()


def listings_of_row(row: ExhibitorRow) -> list[ImportedListing]:
    """The needs, then the offers. What the row tells about the company stands below each of them."""
    pairs = [(Kind.NEED, text) for text in row.needs[:MOST]] + [(Kind.OFFER, text) for text in row.offers[:MOST]]
    beside = ". ".join([*(text for _, text in pairs), row.about or ""])
    return [
        ImportedListing(kind=kind, title=shortened(text, _TITLE), summary=_summary(text, row.about), beside=beside)
        for kind, text in pairs
    ]


def _summary(text: str, about: str | None) -> str:
    return (f"{text}. {about}" if about and about not in text else text)[:_SUMMARY]


def is_listed(listing: ImportedListing, among: Iterable[Listing | ImportedListing]) -> bool:
    """The same in nearly the same words, from an earlier import, an earlier row or by hand."""
    return any(one.kind is listing.kind and _alike(listing, one) for one in among)


def _alike(listing: ImportedListing, one: Listing | ImportedListing) -> bool:
    if fold(one.title) == fold(listing.title):
        return True
    return isinstance(one, Listing) and is_near_duplicate(one, listing.title, listing.summary)


async def publish(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    listing: ImportedListing,
    how: Publishing,
    now: datetime,
) -> ListingId:
    """As if it had been written by hand; counterparts are looked for like for any other. Raises NotAllowedError."""
    return await publishing.publish(
        session,
        person_id,
        _new(company_id, listing, how),
        now,
        review=how.review,
        private=how.private,
        counted=False,
    )


def _new(company_id: CompanyId, listing: ImportedListing, how: Publishing) -> NewListing:
    guess = how.guesses.get(listing) or _guess(listing, how.language)
    business = ProfileType.BUSINESS_REQUEST if listing.kind is Kind.NEED else ProfileType.BUSINESS_OFFER
    return NewListing(
        company_id=company_id,
        profile_type=business,
        title=listing.title,
        summary=listing.summary,
        language=guess.language,
        sectors=guess.sectors,
        partnerships=frozenset(),
        targets=frozenset(),
        stage=None,
        ipr=None,
        attachment_kind=None,
        attachment_id=None,
        months=MONTHS,
    )


def _guess(listing: ImportedListing, otherwise: str | None) -> Guess:
    sectors = guess_sectors(listing.summary, _SECTORS)
    return Guess(
        language=_language(listing, otherwise),
        sectors=frozenset(sector.id for sector in sectors if sector.confidence >= _SURE),
    )


def _language(listing: ImportedListing, otherwise: str | None) -> str:
    for text in (listing.summary, listing.beside):
        said = guess_language(text, otherwise)
        if said.confidence >= _SURE:
            return said.code
    return otherwise or "und"
