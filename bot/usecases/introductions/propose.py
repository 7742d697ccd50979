"""Asking for an introduction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import Finding
from bot.usecases import holds
from bot.usecases.introductions import errors
from bot.usecases.introductions.answers import connect
from bot.usecases.introductions.notices import tell_colleagues, tell_side
from bot.usecases.introductions.rules import PITCH_LIMIT, REPEAT_WINDOW, REPEATS, Rules
from bot.usecases.introductions.shielding import Shielded, checked, shielded
from bot.usecases.standing import require_voice
from storage import blocks, companies, introductions, listings, preferences, suggestions
from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.models import Introduction, Listing
from storage.vocabulary import OPEN_INTRODUCTIONS, IntroductionStatus, Kind, ListingStatus, Topic

_TRIES = 3  # each further one only if the pair's introduction ended in the very moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """`accepted` when the other side had proposed the same: then both are connected already."""

    introduction_id: IntroductionId
    accepted: bool
    left: int
    """How many more this person may propose."""
    findings: tuple[Finding, ...]
    """What of the pitch the other side is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    text: str
    language: str
    """IETF tag, or `und`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
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


async def proposals_left(session: AsyncSession, person_id: PersonId, rules: Rules) -> int:
    """How many introductions the person may still propose now: shown before it bites."""
    return max(0, rules.cap - await introductions.count_open_of(session, person_id))


async def can_propose(
    session: AsyncSession, person_id: PersonId, mine: ListingId, theirs: ListingId, now: datetime
) -> None:
    """Raises what `propose` would raise of this pair now; a proposal of the other side is no hindrance."""
    pair = await _pair(session, person_id, mine, theirs, now)
    live = await introductions.live_between(session, pair.need.id, pair.offer.id)
    if live is not None:
        _refuse_own(live, pair.side)
    else:
        await _refuse_repetition(session, pair, now)


async def propose(
    session: AsyncSession,
    person_id: PersonId,
    mine: ListingId,
    theirs: ListingId,
    *,
    pitch: Pitch | None,
    rules: Rules,
    now: datetime,
) -> Proposed:
    """Asks the other side, or says yes to it if it has asked the same, in one step: of two at once one accepts.

    Raises NotYoursError, NoPairError, UnavailableError, ListingGoneError, UnderWayError, DeclinedBeforeError,
    TooSoonError, CapReachedError, EmptyTextError or TooLongError. An edited listing is no hindrance; a paused or
    expired one of the other side is: it looks for nobody now.
    """
    pair = await _pair(session, person_id, mine, theirs, now)
    words = None if pitch is None else await shielded(session, checked(pitch.text, PITCH_LIMIT), pair.mine.company_id)
    findings = () if words is None else words.findings
    for _ in range(_TRIES):
        live = await introductions.live_between(session, pair.need.id, pair.offer.id)
        if live is not None:
            _refuse_own(live, pair.side)
            if await connect(session, live.id, person_id, now):
                left = await proposals_left(session, person_id, rules)
                return Proposed(introduction_id=live.id, accepted=True, left=left, findings=())
            continue
        made = await _new(session, person_id, pair, pitch, words, rules, now)
        if made is not None:
            left = await proposals_left(session, person_id, rules)
            return Proposed(introduction_id=made.id, accepted=False, left=left, findings=findings)
    raise errors.UnavailableError


async def _pair(session: AsyncSession, person_id: PersonId, mine: ListingId, theirs: ListingId, now: datetime) -> _Pair:
    """The two listings, if this person may bring them together now."""
    own, other = await listings.find(session, mine), await listings.find(session, theirs)
    if own is None or not await companies.speaks_for(session, person_id, own.company_id):
        raise errors.NotYoursError
    if other is None:
        raise errors.ListingGoneError
    _refuse_mismatch(own, other)
    if await companies.speaks_for(session, person_id, other.company_id):
        raise errors.NoPairError
    if any(one.status is not ListingStatus.PUBLISHED or one.expires_at <= now for one in (own, other)):
        raise errors.ListingGoneError
    await require_voice(session, person_id, own.company_id, now)
    await _refuse_unreachable(session, own.company_id, other.company_id)
    return _Pair(mine=own, theirs=other)


def _refuse_mismatch(own: Listing, other: Listing) -> None:
    at_home = own.country == other.country and not (own.same_country and other.same_country)
    if own.kind is other.kind or own.company_id == other.company_id or at_home:
        raise errors.NoPairError


async def _refuse_unreachable(session: AsyncSession, own: CompanyId, other: CompanyId) -> None:
    """A proposal that nobody would read is not made: it would only use up the cap and somebody's patience."""
    if await blocks.between(session, own, other) or not await preferences.listeners(session, other):
        raise errors.UnavailableError


def _refuse_own(live: Introduction, side: Kind) -> None:
    if live.proposer_side is side or live.status not in OPEN_INTRODUCTIONS:
        raise errors.UnderWayError(live.id)


async def _refuse_repetition(session: AsyncSession, pair: _Pair, now: datetime) -> None:
    """A no is a no; and who gets no answer may not go on asking. The other side may still ask of its own accord."""
    ended = await introductions.ended_between(session, pair.need.id, pair.offer.id, pair.side)
    if any(one.status is IntroductionStatus.DECLINED for one in ended):
        raise errors.DeclinedBeforeError
    lately = [one.created_at for one in ended if one.created_at > now - REPEAT_WINDOW]
    if len(lately) >= REPEATS:
        raise errors.TooSoonError(min(lately) + REPEAT_WINDOW)


async def _new(
    session: AsyncSession,
    person_id: PersonId,
    pair: _Pair,
    pitch: Pitch | None,
    words: Shielded | None,
    rules: Rules,
    now: datetime,
) -> Introduction | None:
    await _refuse_repetition(session, pair, now)
    if not await introductions.hold_person(session, person_id):
        raise errors.NotYoursError
    if await proposals_left(session, person_id, rules) <= 0:
        raise errors.CapReachedError(rules.cap)
    values = {
        **await _snapshot(session, pair),
        "proposer_side": pair.side,
        "proposer_id": person_id,
        "pitch": None if words is None else words.text,
        "pitch_relayed": None if words is None else words.relayed,
        "pitch_language": None if pitch is None else pitch.language,
        "pitch_found": frozenset() if words is None else words.kinds,
        "status": IntroductionStatus.PROPOSED,
        "turn": pair.side.counterpart,
        "moves": 0,
        "created_at": now,
        "moved_at": now,
        "remind_at": now + rules.reminder,
        "expires_at": now + rules.expiry,
    }
    made = await introductions.add(session, values)
    if made is not None:
        await holds.place(session, made, now)
        await tell_side(session, made, made.recipient_side, Topic.INTRODUCTION_PROPOSED, now)
        await tell_colleagues(session, made, made.proposer_side, person_id, now)
    return made


async def _snapshot(session: AsyncSession, pair: _Pair) -> dict[str, Any]:
    """What is kept of the pair as it is now: who, which wording, and why they fit."""
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
