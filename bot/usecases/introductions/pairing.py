"""A pair of listings: the checks before an introduction, and the proposal itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors, holds
from bot.usecases.introductions.notices import tell_colleagues, tell_side
from bot.usecases.introductions.rules import Rules
from bot.usecases.people.message_masking import MaskedMessage
from storage.ids import CompanyId, PersonId
from storage.introductions import blocks, introductions
from storage.mail import mailboxes
from storage.models import Introduction, Listing
from storage.moderation import blocked_country_pairs
from storage.people import preferences
from storage.suggestions import suggestions
from storage.vocabulary import IntroductionStatus, Kind, ListingStatus, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two listings from the proposer's side."""

    mine: Listing
    theirs: Listing

    @property
    def side(self) -> Kind:
        return self.mine.kind

    @property
    def need(self) -> Listing:
        return self.mine if self.side is Kind.NEED else self.theirs

    @property
    def offer(self) -> Listing:
        return self.theirs if self.side is Kind.NEED else self.mine


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedPitch:
    """A masked pitch."""

    masked: MaskedMessage
    language: str


def is_open(listing: Listing, now: datetime) -> bool:
    """Returns True for a published listing before its expiry, also if the expiry job has not run yet."""
    return listing.status is ListingStatus.PUBLISHED and listing.expires_at > now


def is_at_home(one: Listing, other: Listing) -> bool:
    """Returns True for two listings from one country, unless both want partners from there."""
    return one.country == other.country and not (one.same_country and other.same_country)


def refuse_mismatch(own: Listing, other: Listing) -> None:
    """Raises NoPairError for two listings of the same kind, company or country."""
    if own.kind is other.kind or own.company_id == other.company_id or is_at_home(own, other):
        raise errors.NoPairError


async def refuse_unreachable(session: AsyncSession, own: CompanyId, other: CompanyId) -> None:
    """Raises UnavailableError if the other company is blocked, in a blocked country, or has nobody to read it."""
    if await blocks.between(session, own, other) or await blocked_country_pairs.between(session, own, other):
        raise errors.UnavailableError
    if not await preferences.listeners(session, other) and await mailboxes.reading_for(session, other) is None:
        raise errors.UnavailableError


async def begin(
    session: AsyncSession,
    person_id: PersonId,
    pair: Pair,
    words: MaskedPitch | None,
    *,
    rules: Rules,
    now: datetime,
    later_until: datetime | None = None,
) -> Introduction | None:
    """Creates the introduction. Returns None if the pair has a live one.

    The recipient is told now, or at `later_until` if they postponed the recommendation behind it.
    """
    values = {
        **await _snapshot(session, pair),
        "proposer_side": pair.side,
        "proposer_id": person_id,
        "pitch": None if words is None else words.masked.text,
        "pitch_relayed": None if words is None else words.masked.relayed,
        "pitch_language": None if words is None else words.language,
        "pitch_found": frozenset() if words is None else words.masked.kinds,
        "status": IntroductionStatus.PROPOSED,
        "turn": pair.side.counterpart,
        "moves": 0,
        "created_at": now,
        "moved_at": now,
        "later_until": later_until,
        "remind_at": None if later_until else now + rules.reminder,
        "expires_at": (later_until or now) + rules.expiry,
        "answer_seconds": int(rules.expiry.total_seconds()),
        "reminder_seconds": int(rules.reminder.total_seconds()),
    }
    made = await introductions.add(session, values)
    if made is not None:
        await holds.hold_new(session, made, now)
        if later_until is None:
            await tell_side(session, made, made.recipient_side, Topic.INTRODUCTION_PROPOSED, now)
        await tell_colleagues(session, made, made.proposer_side, person_id, now)
    return made


async def _snapshot(session: AsyncSession, pair: Pair) -> dict[str, Any]:
    """Returns the column values of the pair: companies, revisions, and the suggestion's reasons."""
    suggestion = await suggestions.of_pair(session, pair.need.id, pair.offer.id)
    return {
        "need_id": pair.need.id,
        "offer_id": pair.offer.id,
        "need_company_id": pair.need.company_id,
        "offer_company_id": pair.offer.company_id,
        "need_revision": pair.need.revision,
        "offer_revision": pair.offer.revision,
        "suggestion_id": None if suggestion is None else suggestion.id,
        "score": None if suggestion is None else suggestion.score,
        "reasons": {} if suggestion is None else suggestion.reasons,
    }
