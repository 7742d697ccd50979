"""What a row says that its company offers or needs, as listings of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.language_guess import guess_language
from bot.matching.normalise import fold
from bot.matching.sectors import guess_sectors
from bot.usecases.imports.rows import Reading
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
MONTHS: Final = 6
"""How long an imported listing is shown: a fair and what follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
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


def guess_all(wishes: Iterable[Wish], otherwise: str | None) -> dict[Wish, Guess]:
    """Slow: for a thread, before the transaction. `otherwise` is the language where the words do not tell."""
    return {wish: _guess(wish, otherwise) for wish in wishes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """How the listings of a list are published. `review` is the setting of that name."""

    language: str | None = None
    """IETF tag of the language where the words do not tell."""
    private: bool = False
    review: str = review.OFF
    guesses: Mapping[Wish, Guess] = field(default_factory=dict)
    """From `guess_all`. A listing that is missing here is guessed when it is published."""


AS_IT_COMES: Final = Publishing()


def wishes(reading: Reading) -> list[Wish]:
    """The needs, then the offers. What the row tells about the company stands below each of them."""
    pairs = [(Kind.NEED, text) for text in reading.needs] + [(Kind.OFFER, text) for text in reading.offers]
    beside = ". ".join([*(text for _, text in pairs), reading.about or ""])
    return [
        Wish(kind=kind, title=_title(text), summary=_summary(text, reading.about), beside=beside)
        for kind, text in pairs
    ]


def _title(text: str) -> str:
    if len(text) <= _TITLE:
        return text
    return f"{text[: _TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,，、')}…"


def _summary(text: str, about: str | None) -> str:
    return (f"{text}. {about}" if about and about not in text else text)[:_SUMMARY]


def is_there(wish: Wish, among: Iterable[Listing | Wish]) -> bool:
    """The same in nearly the same words, from an earlier import, an earlier row or by hand."""
    return any(one.kind is wish.kind and _alike(wish, one) for one in among)


def _alike(wish: Wish, one: Listing | Wish) -> bool:
    if fold(one.title) == fold(wish.title):
        return True
    return isinstance(one, Listing) and is_near_duplicate(one, wish.title, wish.summary)


async def publish(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, wish: Wish, how: Publishing, now: datetime
) -> ListingId:
    """As if it had been written by hand; counterparts are looked for like for any other. Raises NotAllowedError."""
    return await publishing.publish(
        session,
        person_id,
        _new(company_id, wish, how),
        now,
        review=how.review,
        private=how.private,
        counted=False,
    )


def _new(company_id: CompanyId, wish: Wish, how: Publishing) -> NewListing:
    guess = how.guesses.get(wish) or _guess(wish, how.language)
    business = ProfileType.BUSINESS_REQUEST if wish.kind is Kind.NEED else ProfileType.BUSINESS_OFFER
    return NewListing(
        company_id=company_id,
        profile_type=business,
        title=wish.title,
        summary=wish.summary,
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


def _guess(wish: Wish, otherwise: str | None) -> Guess:
    sectors = guess_sectors(wish.summary, _SECTORS)
    return Guess(
        language=_language(wish, otherwise),
        sectors=frozenset(sector.id for sector in sectors if sector.confidence >= _SURE),
    )


def _language(wish: Wish, otherwise: str | None) -> str:
    for text in (wish.summary, wish.beside):
        said = guess_language(text, otherwise)
        if said.confidence >= _SURE:
            return said.code
    return otherwise or "und"
