"""Proposing an introduction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import Finding
from bot.usecases.introductions import errors
from bot.usecases.introductions.answers import connect
from bot.usecases.introductions.pairing import MaskedPitch, Pair, begin, is_open, refuse_mismatch, refuse_unreachable
from bot.usecases.introductions.rules import PITCH_LIMIT, REPEAT_WINDOW, REPEATS, Rules
from bot.usecases.people import daily_caps
from bot.usecases.people.active_sanctions import require_not_muted
from bot.usecases.people.message_masking import MaskedMessage, checked, mask_if_outdated, masking_context
from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.introductions import introductions
from storage.listings import listings
from storage.models import Introduction, Listing
from storage.people import memberships, people
from storage.vocabulary import OPEN_INTRODUCTIONS, IntroductionStatus, Kind, Use

_TRIES = 3  # a second try is only needed if the pair's introduction ends at the same moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalResult:
    """The result of a proposal. `accepted` is True if the other side had proposed the pair: now they are connected."""

    introduction_id: IntroductionId
    accepted: bool
    left: int
    """Open proposals that this person may still add for the company."""
    findings: tuple[Finding, ...]
    """The masked parts of the pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    text: str
    language: str
    """IETF tag, or `und`."""
    shown: MaskedMessage | None = None
    """The text as masked before the transaction, in the context of the company and the listing."""


async def proposals_left(session: AsyncSession, person_id: PersonId, company_id: CompanyId, rules: Rules) -> int:
    """Returns the number of open proposals that the person may still add for this company."""
    return max(0, rules.cap - await introductions.count_open_of(session, person_id, company_id))


async def can_propose(
    session: AsyncSession, person_id: PersonId, mine: ListingId, theirs: ListingId, now: datetime
) -> Listing:
    """Returns the own listing. Raises the errors that `propose` would raise now, except for caps.

    A proposal by the other side is no error.
    """
    pair = await _pair(session, person_id, mine, theirs, now)
    live = await introductions.live_between(session, pair.need.id, pair.offer.id)
    if live is not None:
        _refuse_own(live, pair.side)
    else:
        await _refuse_repetition(session, pair, now)
    return pair.mine


async def propose(
    session: AsyncSession,
    person_id: PersonId,
    mine: ListingId,
    theirs: ListingId,
    *,
    pitch: Pitch | None,
    rules: Rules,
    now: datetime,
) -> ProposalResult:
    """Proposes the pair, or accepts the other side's proposal. If both propose at once, one accepts the other.

    Both listings must be open. Raises NotYoursError, NoPairError, UnavailableError, ListingGoneError, UnderWayError,
    DeclinedBeforeError, TooSoonError, CapReachedError, DailyLimitError, EmptyTextError or TooLongError.
    """
    pair = await _pair(session, person_id, mine, theirs, now)
    words = None if pitch is None else await _masked(session, pitch, pair.mine)
    findings = () if words is None else words.masked.findings
    for _ in range(_TRIES):
        live = await introductions.live_between(session, pair.need.id, pair.offer.id)
        if live is not None:
            _refuse_own(live, pair.side)
            if await connect(session, live.id, person_id, now):
                left = await proposals_left(session, person_id, pair.mine.company_id, rules)
                return ProposalResult(introduction_id=live.id, accepted=True, left=left, findings=())
            continue
        made = await _new(session, person_id, pair, words, rules, now)
        if made is not None:
            left = await proposals_left(session, person_id, pair.mine.company_id, rules)
            return ProposalResult(introduction_id=made.id, accepted=False, left=left, findings=findings)
    raise errors.UnavailableError


async def _masked(session: AsyncSession, pitch: Pitch, mine: Listing) -> MaskedPitch:
    text, around = checked(pitch.text, PITCH_LIMIT), await masking_context(session, mine.company_id, mine.id)
    return MaskedPitch(masked=mask_if_outdated(pitch.shown, text, around), language=pitch.language)


async def _pair(session: AsyncSession, person_id: PersonId, mine: ListingId, theirs: ListingId, now: datetime) -> Pair:
    """Returns the two listings if the person may propose them now."""
    own, other = await listings.find(session, mine), await listings.find(session, theirs)
    if own is None or not await memberships.speaks_for(session, person_id, own.company_id):
        raise errors.NotYoursError
    if other is None:
        raise errors.ListingGoneError
    refuse_mismatch(own, other)
    if await memberships.speaks_for(session, person_id, other.company_id):
        raise errors.NoPairError
    if not (is_open(own, now) and is_open(other, now)):
        raise errors.ListingGoneError
    await require_not_muted(session, person_id, own.company_id, now)
    await refuse_unreachable(session, own.company_id, other.company_id)
    return Pair(mine=own, theirs=other)


def _refuse_own(live: Introduction, side: Kind) -> None:
    if live.proposer_side is side or live.status not in OPEN_INTRODUCTIONS:
        raise errors.UnderWayError(live.id)


async def _refuse_repetition(session: AsyncSession, pair: Pair, now: datetime) -> None:
    """Raises if the other side declined the pair, or it was proposed too often. The other side may still propose."""
    ended = await introductions.ended_between(session, pair.need.id, pair.offer.id, pair.side)
    if any(one.status is IntroductionStatus.DECLINED for one in ended):
        raise errors.DeclinedBeforeError
    lately = [one.created_at for one in ended if one.created_at > now - REPEAT_WINDOW]
    if len(lately) >= REPEATS:
        raise errors.TooSoonError(min(lately) + REPEAT_WINDOW)


async def _new(
    session: AsyncSession,
    person_id: PersonId,
    pair: Pair,
    words: MaskedPitch | None,
    rules: Rules,
    now: datetime,
) -> Introduction | None:
    await _refuse_repetition(session, pair, now)
    if not await people.lock(session, person_id):
        raise errors.NotYoursError
    if await proposals_left(session, person_id, pair.mine.company_id, rules) <= 0:
        raise errors.CapReachedError(rules.cap)
    await daily_caps.spend(session, person_id, Use.PROPOSAL, now)
    return await begin(session, person_id, pair, words, rules=rules, now=now)
