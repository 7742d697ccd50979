"""An optional rough figure and an optional quote about a good result, stored with consent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AllHiddenError, NoLongerThereError
from bot.usecases.introductions.access import OwnSide, own_side, person_of
from bot.usecases.people.message_masking import MaskingContext, checked, has_words, mask_message, masking_context
from storage import follow_up
from storage.ids import IntroductionId, PersonId, Speaker
from storage.introductions import outcomes
from storage.people import companies
from storage.vocabulary import IntroductionStatus, Outcome, Worth

GOOD: Final = frozenset({Outcome.MET, Outcome.NEGOTIATING, Outcome.SIGNED})
QUOTE_LIMIT: Final = 300
"""Characters; one or two sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldResult:
    """The last outcome, and what was added to it."""

    outcome: Outcome | None
    worth: Worth | None
    quote: str | None

    @property
    def is_good(self) -> bool:
        return self.outcome in GOOD


async def tell_worth(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId, worth: Worth, now: datetime
) -> None:
    """Stores the figure, over an earlier one. Raises NotYoursError, or NoLongerThereError if it was never accepted."""
    await _put(session, speaker, introduction_id, {"worth": worth}, now)


async def allow_quote(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    masked: str,
    now: datetime,
    *,
    named: bool,
) -> None:
    """Stores a masked sentence that others may read. `named`: with the company's name. Raises like `tell_worth`."""
    quote = checked(masked, 2 * QUOTE_LIMIT)
    await _put(session, speaker, introduction_id, {"quote": quote, "named": named}, now)


async def _put(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    changes: dict[str, Any],
    now: datetime,
) -> None:
    own = await _own_accepted(session, speaker, introduction_id)
    await follow_up.put(
        session,
        introduction_id,
        own.side,
        company_id=own.company_id,
        person_id=person_of(speaker),
        changes=changes,
        now=now,
    )


async def take_quote_back(session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId) -> None:
    """Deletes the side's quote. Raises NotYoursError."""
    own = await own_side(session, speaker, introduction_id)
    await follow_up.delete_quote(session, introduction_id, own.side)


async def country_of(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId) -> str:
    """Returns the country that a quote of this side names. Raises like `tell_worth`."""
    own = await _own_accepted(session, person_id, introduction_id)
    company = await companies.find(session, own.company_id)
    if company is None:
        raise NoLongerThereError
    return company.country


async def secrets_of_quote(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId
) -> list[MaskingContext]:
    """Returns what no quote may contain: names and contacts of both companies. Raises like `tell_worth`."""
    own = await _own_accepted(session, speaker, introduction_id)
    ids = (own.company_id, own.introduction.company_of(own.side.counterpart))
    return [await masking_context(session, one, None) for one in ids if one is not None]


async def masked_quote(quote: str, surroundings: list[MaskingContext]) -> str:
    """Masks the sentence in a thread. Never await it inside a transaction. Raises AllHiddenError."""
    for context in surroundings:
        quote = (await mask_message(quote.strip(), context)).relayed
    if not has_words(quote):
        raise AllHiddenError
    return quote


async def told(session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId) -> ToldResult:
    """Returns what the speaker's side has told so far. Raises NotYoursError."""
    own = await own_side(session, speaker, introduction_id)
    rows = await outcomes.of_introduction(session, introduction_id, own.side)
    result = await follow_up.of_side(session, introduction_id, own.side)
    return ToldResult(
        outcome=next((row.outcome for row in reversed(rows) if row.outcome is not None), None),
        worth=None if result is None else result.worth,
        quote=None if result is None else result.quote,
    )


async def _own_accepted(session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId) -> OwnSide:
    own = await own_side(session, speaker, introduction_id)
    if own.introduction.status is not IntroductionStatus.ACCEPTED:
        raise NoLongerThereError
    return own
