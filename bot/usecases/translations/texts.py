"""Loads the texts behind a *Translate* button, as far as the person may read them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases import introductions, recommendations
from bot.usecases.introductions.access import own_side
from bot.usecases.people.masked_listings import masked_text
from bot.usecases.people.message_masking import MaskingContext, masking_context
from bot.usecases.suggestions import search
from storage.ids import IntroductionId, ListingId, MessageId, PersonId, RecommendationId, SuggestionId
from storage.introductions import thread
from storage.models import Listing
from storage.suggestions import suggestions
from storage.vocabulary import IntroductionStatus

_LINES: Final = 6  # latest messages, as on the card
_UNKNOWN: Final = "und"


class Source(StrEnum):
    """What a *Translate* button belongs to."""

    SUGGESTION = "s"
    LISTING = "l"
    INTRODUCTION = "i"
    RECOMMENDATION = "v"
    MESSAGE = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignText:
    """A text of another company. `language` is its IETF tag, or "und".

    `to_mask` is set for messages after acceptance, which may contain contacts: they are masked before they are sent to
    the service.
    """

    text: str
    language: str
    to_mask: tuple[MaskingContext, ...] = ()


async def foreign_texts(
    session: AsyncSession, person_id: PersonId, source: Source, number: int, now: datetime
) -> list[ForeignText]:
    """Returns the other side's texts. Raises NotYoursError or NoLongerThereError."""
    match source:
        case Source.SUGGESTION:
            pair = await suggestions.pair_of(session, person_id, SuggestionId(number))
            return await _of_visible(session, person_id, None if pair is None else pair[1], now)
        case Source.LISTING:
            return await _of_visible(session, person_id, ListingId(number), now)
        case Source.RECOMMENDATION:
            asked = await recommendations.my_recommendation(session, person_id, RecommendationId(number))
            words = [ForeignText(text=asked.word, language=asked.word_language or _UNKNOWN)] if asked.word else []
            return [*words, *_card(asked.theirs, asked.title, asked.summary)]
        case Source.INTRODUCTION:
            return await _of_introduction(session, person_id, IntroductionId(number))
        case Source.MESSAGE:
            return await _of_message(session, person_id, MessageId(number))


async def _of_visible(
    session: AsyncSession, person_id: PersonId, listing_id: ListingId | None, now: datetime
) -> list[ForeignText]:
    listing = None if listing_id is None else await search.visible(session, person_id, listing_id, now)
    if listing is None:
        raise NoLongerThereError
    return _card(listing, *await masked_text(session, listing))


def _card(listing: Listing | None, title: str, summary: str) -> list[ForeignText]:
    text = "\n\n".join(part for part in (title, summary) if part)
    return [ForeignText(text=text, language=listing.language)] if listing is not None and text else []


async def _of_introduction(session: AsyncSession, person_id: PersonId, number: IntroductionId) -> list[ForeignText]:
    seen = await introductions.my_introduction(session, person_id, number)
    texts = _card(seen.theirs, seen.title, seen.summary)
    if seen.pitch and not seen.mine_proposed:
        texts.append(ForeignText(text=seen.pitch, language=seen.pitch_language or _UNKNOWN))
    return [*texts, *await _messages(session, person_id, number)][: _LINES + 2]


async def _of_message(session: AsyncSession, person_id: PersonId, number: MessageId) -> list[ForeignText]:
    message = await thread.find(session, number)
    if message is None:
        raise NoLongerThereError
    return await _messages(session, person_id, message.introduction_id, only=number)


async def _messages(
    session: AsyncSession, person_id: PersonId, number: IntroductionId, *, only: MessageId | None = None
) -> list[ForeignText]:
    lines = await introductions.my_thread(session, person_id, number)
    shown = [line for line in lines if only in {None, line.id}][-_LINES:]
    contexts = await _contexts(session, person_id, number)
    return [
        ForeignText(text=line.text, language=line.language or _UNKNOWN, to_mask=contexts)
        for line in shown
        if line.text and not line.mine
    ]


async def _contexts(session: AsyncSession, person_id: PersonId, number: IntroductionId) -> tuple[MaskingContext, ...]:
    """Returns the names and contacts of both sides after acceptance; before, messages are masked already."""
    own = await own_side(session, person_id, number)
    if own.introduction.status is not IntroductionStatus.ACCEPTED:
        return ()
    return (
        await masking_context(session, own.their_company_id, own.introduction.listing_of(own.side.counterpart)),
        await masking_context(session, own.company_id, own.introduction.listing_of(own.side)),
    )
