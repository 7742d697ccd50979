"""Creates drafts from a row's needs and offers.

If a list only has a description of each company, the description becomes one draft, marked as guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.matching.guess import guess_kind, guess_profile_type
from bot.matching.language_guess import guess_language
from bot.matching.normalise import fold
from bot.matching.sectors import guess_sectors
from bot.matching.titles import make_title
from bot.usecases.imports.rows import ExhibitorRow, shortened
from bot.usecases.listings import authoring
from bot.usecases.listings.authoring import NewListing
from bot.usecases.moderation.flags import is_near_duplicate
from bot.usecases.moderation.review import OFF
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import origins
from storage.models import Listing, ListingOrigin
from storage.vocabulary import Kind, ListingStatus, ProfileType

_TITLE: Final = 120  # characters; the same limit as in the form
_SUMMARY: Final = 2_000
_SURE: Final = 0.6  # confidence from which a guessed language or sector is stored
_SECTORS: Final = 3
MOST_PER_KIND: Final = 5
"""confidence from which a guessed language or sector is stored"""
MONTHS: Final = 6
"""How long an imported listing is shown: the fair and its follow-up."""
_SHORTEST_DESCRIPTION: Final = 30
"""Minimum letters of a description that says something. A Chinese character counts as three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedListing:
    """A listing that the import will create."""

    kind: Kind
    title: str
    summary: str
    beside: str
    """The other text of the row, which indicates the language if the summary is too short."""
    profile_type: ProfileType | None = None
    """Guessed from a description; None if a column of the list says whether it is an offer or a need."""

    @property
    def guessed(self) -> bool:
        return self.profile_type is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The certain language and sectors of a listing. `language` is an IETF tag."""

    language: str
    sectors: frozenset[str]


def guess_all(listings: Iterable[ImportedListing], otherwise: str | None) -> dict[ImportedListing, Guess]:
    """Guesses for all listings. Slow: call it in a thread, before the transaction.

    `otherwise` is the language of listings whose own is unclear.
    """
    return {listing: _guess(listing, otherwise) for listing in listings}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """The options for creating drafts from rows."""

    language: str | None = None
    """IETF tag of the language of listings whose own is unclear."""
    guesses: Mapping[ImportedListing, Guess] = field(default_factory=dict)
    """The result of `guess_all`. A missing listing is guessed when it is stored."""


NO_DEFAULTS: Final = DraftOptions()


def listings_of_row(row: ExhibitorRow) -> list[ImportedListing]:
    """Returns the needs, then the offers; without both, the listing of the description.

    The description is also added below each need and offer.
    """
    if not row.needs and not row.offers:
        described = described_listing(row.about, row.name) if row.about and row.is_described else None
        return [] if described is None else [described]
    pairs = [(Kind.NEED, text) for text in row.needs[:MOST_PER_KIND]] + [
        (Kind.OFFER, text) for text in row.offers[:MOST_PER_KIND]
    ]
    beside = ". ".join([*(text for _, text in pairs), row.about or ""])
    return [
        ImportedListing(kind=kind, title=shortened(text, _TITLE), summary=_summary(text, row.about), beside=beside)
        for kind, text in pairs
    ]


@lru_cache(maxsize=10_000)  # called in a thread for the preview, and again in the transaction
def described_listing(about: str, company: str) -> ImportedListing | None:
    """Returns a draft from a company's description: an offer, unless its words clearly seek something.

    Returns None for a description without content, such as the company's name.
    """
    letters = sum(3 if _is_han(char) else 1 for char in about if char.isalpha())
    title = make_title(about)
    if letters < _SHORTEST_DESCRIPTION or not title or fold(about) == fold(company):
        return None
    kind = guess_kind(about)
    is_need = kind.value is Kind.NEED and kind.confidence >= _SURE
    business = ProfileType.BUSINESS_REQUEST if is_need else ProfileType.BUSINESS_OFFER
    said = guess_profile_type(about, kind)
    profile = said.value if said.value is not None and said.value.kind is business.kind else business
    return ImportedListing(
        kind=profile.kind,
        title=shortened(title, _TITLE),
        summary=about[:_SUMMARY],
        beside=about,
        profile_type=profile,
    )


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _summary(text: str, about: str | None) -> str:
    return (f"{text}. {about}" if about and about not in text else text)[:_SUMMARY]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownListing:
    """A listing of the company, and its text in an earlier list."""

    listing: Listing
    origin: ListingOrigin | None = None

    def is_same(self, new: ImportedListing) -> bool:
        """Returns True for nearly the same words, now or in the earlier list. A company has one description."""
        if new.guessed and self.origin is not None and self.origin.guessed:
            return True
        if self.listing.kind is not new.kind:
            return False
        if self.origin is not None and fold(self.origin.title) == fold(new.title):
            return True
        return fold(self.listing.title) == fold(new.title) or is_near_duplicate(self.listing, new.title, new.summary)

    def is_outdated(self, new: ImportedListing) -> bool:
        """Returns True for a draft that nobody has edited or published and whose text differs in this list."""
        draft = self.listing
        if self.origin is None or draft.status is not ListingStatus.INVITED or draft.revision != self.origin.revision:
            return False
        return (draft.title, draft.summary) != (new.title, new.summary)


async def add_drafts(
    session: AsyncSession,
    person_id: PersonId,
    new: Sequence[tuple[CompanyId, ImportedListing]],
    draft_options: DraftOptions,
    now: datetime,
) -> list[ListingId]:
    """Stores drafts, invisible until the companies' people or the organizer publish them. Raises NotAllowedError."""
    listings = [_new(company_id, listing, draft_options) for company_id, listing in new]
    return await authoring.add_drafts(session, person_id, listings, now) if listings else []


async def revise_draft(
    session: AsyncSession,
    person_id: PersonId,
    draft: Listing,
    newer: ImportedListing,
    draft_options: DraftOptions,
    now: datetime,
) -> None:
    """Gives a draft the text of a newer list, unless somebody has edited it meanwhile. Raises MutedError."""
    new = _new(draft.company_id, newer, draft_options)
    try:
        # Drafts are reviewed when they are published.
        revised = await authoring.edit(session, person_id, draft.id, new, now, review=OFF, read=draft.revision)
    except NoLongerThereError:
        return
    await origins.note_revision(session, draft.id, title=newer.title, guessed=newer.guessed, revision=revised.revision)


def _new(company_id: CompanyId, listing: ImportedListing, draft_options: DraftOptions) -> NewListing:
    guess = draft_options.guesses.get(listing) or _guess(listing, draft_options.language)
    business = ProfileType.BUSINESS_REQUEST if listing.kind is Kind.NEED else ProfileType.BUSINESS_OFFER
    return NewListing(
        company_id=company_id,
        profile_type=listing.profile_type or business,
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
