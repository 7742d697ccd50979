"""An organizer recommends two companies of the event to each other, and may withdraw the recommendation."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.masking import Finding, Secrets
from bot.usecases.events.access import own_event
from bot.usecases.events.joining import OPEN_AFTER, EventOverError, today
from bot.usecases.introductions.pairing import is_at_home, is_open
from bot.usecases.introductions.rules import PITCH_LIMIT, REPEAT_WINDOW, REPEATS, Rules
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.active_sanctions import MutedError, active_sanctions
from bot.usecases.people.message_masking import MaskedMessage, MaskingContext, checked, mask_if_outdated, secrets_of
from bot.usecases.recommendations import errors
from bot.usecases.recommendations.access import is_hidden
from bot.usecases.recommendations.notices import listeners_by_side, tell_side
from storage.events import exhibitors
from storage.ids import CompanyId, EventId, ListingId, RecommendationId
from storage.introductions import blocks, introductions
from storage.listings import listings
from storage.models import Listing, Recommendation
from storage.moderation import blocked_country_pairs
from storage.people import memberships
from storage.recommendations import recommendations
from storage.vocabulary import (
    IntroductionStatus,
    Kind,
    RecommendationStatus,
    Topic,
)

PER_EVENT: Final = 50
"""Maximum of open recommendations per event, so that organizers select instead of broadcast."""
PER_COMPANY: Final = 3
"""Maximum of open recommendations per company, over all events."""
_NO_CLOCK: Final = dict.fromkeys(("need_remind_at", "offer_remind_at", "need_later_until", "offer_later_until"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizerMessage:
    """The organizer's message to both sides."""

    text: str
    language: str
    """IETF tag, or `und`."""
    shown: MaskedMessage | None = None
    """The text as masked before the transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecommendation:
    id: RecommendationId
    findings: tuple[Finding, ...]
    """The masked parts of the message."""


async def check(
    session: AsyncSession, actor: Actor, event_id: EventId, need_id: ListingId, offer_id: ListingId, now: datetime
) -> tuple[Listing, Listing]:
    """Returns the need and the offer if they may be recommended to each other now.

    Raises NotAllowedError unless the actor runs the event and both companies are at it, EventOverError,
    MutedError, NoPairError, SameCountryError, NotOpenError, BothYoursError, NotNowError, TooManyError or BusyError.
    """
    event = await own_event(session, actor, event_id)
    if today(event, now) > event.ends_on + OPEN_AFTER:
        raise EventOverError
    muted = (await active_sanctions(session, actor.id, [], now)).mute
    if muted is not None:
        raise MutedError.by(muted)
    need, offer = await listings.find(session, need_id), await listings.find(session, offer_id)
    there = set(await exhibitors.company_ids_at(session, event_id))
    if need is None or offer is None or not {need.company_id, offer.company_id} <= there:
        raise NotAllowedError
    _refuse_mismatch(need, offer, now)
    await _refuse_impossible(session, actor, need, offer)
    await _refuse_repetition(session, need, offer, now)
    await _refuse_too_many(session, event_id, need.company_id, offer.company_id)
    return need, offer


def _refuse_mismatch(need: Listing, offer: Listing, now: datetime) -> None:
    if need.kind is not Kind.NEED or offer.kind is not Kind.OFFER or need.company_id == offer.company_id:
        raise errors.NoPairError
    if is_at_home(need, offer):
        raise errors.SameCountryError
    if not (is_open(need, now) and is_open(offer, now)):
        raise errors.NotOpenError


async def _refuse_impossible(session: AsyncSession, actor: Actor, need: Listing, offer: Listing) -> None:
    one, other = need.company_id, offer.company_id
    if await blocks.between(session, one, other) or await blocked_country_pairs.between(session, one, other):
        raise errors.NotNowError
    if all((await listeners_by_side(session, one, other)).values()):
        return
    if all([await memberships.speaks_for(session, actor.id, company_id) for company_id in (one, other)]):
        raise errors.BothYoursError
    raise errors.NotNowError


async def _refuse_repetition(session: AsyncSession, need: Listing, offer: Listing, now: datetime) -> None:
    """Raises NotNowError after a refusal, or after several recommendations without an answer."""
    if await introductions.live_between(session, need.id, offer.id) is not None:
        raise errors.NotNowError
    for side in Kind:
        ended = await introductions.ended_between(session, need.id, offer.id, side)
        if any(one.status is IntroductionStatus.DECLINED for one in ended):
            raise errors.NotNowError
    before = await recommendations.of_pair(session, need.id, offer.id)
    asking = {RecommendationStatus.ASKED, RecommendationStatus.DECLINED}
    lately = [one for one in before if one.created_at > now - REPEAT_WINDOW]
    if any(one.status in asking for one in before) or len(lately) >= REPEATS:
        raise errors.NotNowError
    if await recommendations.is_dismissed(session, need.id, offer.id):
        raise errors.NotNowError


async def _refuse_too_many(session: AsyncSession, event_id: EventId, one: CompanyId, other: CompanyId) -> None:
    if await recommendations.count_asked(session, event_id=event_id) >= PER_EVENT:
        raise errors.TooManyError(cap=PER_EVENT)
    for company_id in (one, other):
        if await recommendations.count_asked(session, of=company_id) >= PER_COMPANY:
            raise errors.BusyError(cap=PER_COMPANY)


async def masking_context_of(session: AsyncSession, one: CompanyId, other: CompanyId) -> MaskingContext:
    """Returns the context for masking the message to both sides: names and contacts of both."""
    first, second = await secrets_of(session, one), await secrets_of(session, other)
    merged = {
        field.name: (*getattr(first, field.name), *getattr(second, field.name)) for field in dataclasses.fields(Secrets)
    }
    return MaskingContext(secrets=Secrets(**merged), earlier=())


async def _masked(session: AsyncSession, word: OrganizerMessage, one: CompanyId, other: CompanyId) -> MaskedMessage:
    return mask_if_outdated(word.shown, checked(word.text, PITCH_LIMIT), await masking_context_of(session, one, other))


async def recommend(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    need_id: ListingId,
    offer_id: ListingId,
    *,
    word: OrganizerMessage | None,
    rules: Rules,
    now: datetime,
) -> NewRecommendation:
    """Creates a recommendation and asks both sides. Raises the errors of `check`, EmptyTextError or TooLongError."""
    await recommendations.lock_event(session, event_id)
    need, offer = await check(session, actor, event_id, need_id, offer_id, now)
    said = None if word is None else await _masked(session, word, need.company_id, offer.company_id)
    made = await recommendations.add(
        session,
        {
            "event_id": event_id,
            "organizer_id": actor.id,
            "need_id": need.id,
            "offer_id": offer.id,
            "need_company_id": need.company_id,
            "offer_company_id": offer.company_id,
            "word": None if said is None else said.text,
            "word_relayed": None if said is None else said.relayed,
            "word_language": None if word is None else word.language,
            "status": RecommendationStatus.ASKED,
            "created_at": now,
            "expires_at": now + rules.expiry,
        },
    )
    if made is None:
        raise errors.NotNowError
    await tell_both(session, made, rules=rules, now=now)
    return NewRecommendation(id=made.id, findings=() if said is None else said.findings)


async def tell_both(session: AsyncSession, made: Recommendation, *, rules: Rules, now: datetime) -> bool:
    """Tells both sides, who get the full answer time from now. Returns False while the recommendation is held."""
    if await is_hidden(session, made):
        return False
    remind = now + rules.reminder
    changes = {"told_at": now, "expires_at": now + rules.expiry, "need_remind_at": remind, "offer_remind_at": remind}
    told = await recommendations.move(
        session, made.id, from_=[RecommendationStatus.ASKED], changes=changes, guard=Recommendation.told_at.is_(None)
    )
    if told is None:
        return False
    for side in Kind:
        await tell_side(session, told, side, Topic.RECOMMENDED, now)
    return True


async def withdraw(session: AsyncSession, actor: Actor, number: RecommendationId, now: datetime) -> EventId:
    """Withdraws an unanswered recommendation. Raises NotAllowedError, TheirsNowError."""
    found = await recommendations.find(session, number)
    if found is None:
        raise NotAllowedError
    await own_event(session, actor, found.event_id)
    changes = {**_NO_CLOCK, "status": RecommendationStatus.WITHDRAWN, "closed_at": now}
    taken = await recommendations.move(session, number, from_=[RecommendationStatus.ASKED], changes=changes)
    if taken is None:
        raise errors.TheirsNowError
    for side in Kind if taken.told_at is not None else ():
        await tell_side(session, taken, side, Topic.RECOMMENDATION_WITHDRAWN, now)
    return found.event_id
