"""Booths of companies at an event, the link codes of booths and listings, and the handover of imported companies."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.events.joining import speaks_for_at
from bot.usecases.moderation.roles import Actor, LinkSpentError
from bot.usecases.people import company_changes
from bot.usecases.suggestions.match_results import tell_of_suggestions
from storage import links, outbox
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId, ListingId, PersonId
from storage.listings import listings
from storage.models import Company, Link, Membership
from storage.people import companies, memberships
from storage.vocabulary import JoinedBy, LinkKind, MembershipStatus, Relation, Role, Topic


class OwnLinkError(InputError):
    default = mark("This link is for the person who takes the company over. Send it to them.")


CLAIM_LIFE: Final = timedelta(days=90)
_BOOTH_LIMIT: Final = 50


async def set_own_booth(
    session: AsyncSession,
    person_id: PersonId,
    event_id: EventId,
    company_id: CompanyId,
    *,
    hall_id: HallId | None,
    booth: str | None,
    now: datetime,
) -> None:
    """Sets the booth of the person's own company. Raises NotAllowedError, InputError."""
    await speaks_for_at(session, person_id, event_id, company_id)
    await _put(session, event_id, company_id, hall_id, booth, now)


async def set_booth(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    company_id: CompanyId,
    *,
    hall_id: HallId | None,
    booth: str | None,
    now: datetime,
) -> None:
    """Sets the booth of a company of the event, for its organizer."""
    await own_event(session, actor, event_id)
    if company_id not in await exhibitors.company_ids_at(session, event_id):
        raise NotAllowedError
    await _put(session, event_id, company_id, hall_id, booth, now)


async def _put(
    session: AsyncSession,
    event_id: EventId,
    company_id: CompanyId,
    hall_id: HallId | None,
    booth: str | None,
    now: datetime,
) -> None:
    if booth is not None and not 1 <= len(booth) <= _BOOTH_LIMIT:
        raise InputError
    if hall_id is not None and hall_id not in {hall.id for hall in await events.halls(session, event_id)}:
        raise NotAllowedError
    await exhibitors.put(session, event_id, company_id, hall_id=hall_id, booth=booth, now=now)


async def booth_link(
    session: AsyncSession, actor: Actor, event_id: EventId, company_id: CompanyId, *, draw: Draw, now: datetime
) -> Link:
    """Returns the permanent code of a company's booth, for the company and for the organizer."""
    try:
        await speaks_for_at(session, actor.id, event_id, company_id)
    except NotAllowedError:
        await own_event(session, actor, event_id)
        if company_id not in await exhibitors.company_ids_at(session, event_id):
            raise
    return await _lasting_link(session, actor, draw, now, kind=LinkKind.BOOTH, event_id=event_id, company_id=company_id)


async def listing_link(
    session: AsyncSession, actor: Actor, listing_id: ListingId, *, draw: Draw, now: datetime
) -> Link:
    """Returns the permanent code of a listing, for people who speak for its company."""
    listing = await listings.find(session, listing_id)
    if listing is None or not await memberships.speaks_for(session, actor.id, listing.company_id):
        raise NotAllowedError
    return await _lasting_link(session, actor, draw, now, kind=LinkKind.LISTING, listing_id=listing_id)


async def _lasting_link(session: AsyncSession, actor: Actor, draw: Draw, now: datetime, **target: object) -> Link:
    """Returns the same code for the same target every time, so that printed posters stay valid."""
    link = await links.permanent(session, **target)
    if link is None:
        link = Link(code=link_code(draw), created_by=actor.id, created_at=now, **target)
        await links.add(session, link)
    return link


async def may_hand_over(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Company:
    """Returns the company if the person acts for it without working there. Raises NotAllowedError."""
    company = await companies.find(session, company_id)
    if company is None or await _handed_over_by(session, person_id, company_id) is None:
        raise NotAllowedError
    return company


async def claim_link(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    *,
    event_id: EventId | None,
    relation: Relation = Relation.REPRESENTATIVE,
    draw: Draw,
    now: datetime,
) -> Link:
    """Returns a personal link by which one of the company's people, or another adviser, takes it over from its adviser.

    Raises NotAllowedError for everybody who does not act for it without working there.
    """
    await may_hand_over(session, person_id, company_id)
    link = Link(
        code=link_code(draw),
        kind=LinkKind.CLAIM,
        event_id=event_id,
        role=Role.ADVISER if relation is Relation.ADVISER else None,
        company_id=company_id,
        created_by=person_id,
        created_at=now,
        expires_at=now + CLAIM_LIFE,
    )
    await links.add(session, link)
    return link


async def claim(session: AsyncSession, person_id: PersonId, code: str, now: datetime) -> CompanyId:
    """Takes over the company: this person speaks for it from now on, and the adviser no longer does.

    Raises LinkSpentError, also if the maker of the link no longer advises the company, and OwnLinkError for the maker.
    """
    link = await links.find(session, code)
    if link is None or link.kind is not LinkKind.CLAIM or link.company_id is None or link.created_by is None:
        raise LinkSpentError
    adviser, company_id = link.created_by, link.company_id
    former = await _handed_over_by(session, adviser, company_id)
    if former is None:
        raise LinkSpentError
    if adviser == person_id:
        spent = link.used_at is not None or (link.expires_at is not None and link.expires_at <= now)
        raise LinkSpentError if spent else OwnLinkError
    if await links.use(session, code, person_id, now) is None:
        raise LinkSpentError
    known = await memberships.find(session, person_id, company_id)
    works_there = known is not None and known.status is MembershipStatus.ACTIVE and not known.relation.can_hand_over
    await company_changes.change_membership(
        session,
        person_id=person_id,
        company_id=company_id,
        # A representative stays one, also with a link for advisers.
        relation=Relation.ADVISER if link.role is Role.ADVISER and not works_there else Relation.REPRESENTATIVE,
        role=None if known is None else known.role,
        status=MembershipStatus.ACTIVE,
        now=now,
    )
    await company_changes.change_membership(
        session,
        person_id=adviser,
        company_id=company_id,
        relation=former.relation,
        role=None,
        status=MembershipStatus.LEFT,
        now=now,
        channels=[],
    )
    if link.event_id is not None:
        await events.join(session, link.event_id, person_id, JoinedBy.CLAIM, now)
    await tell_of_suggestions(session, [person_id], now)
    await outbox.queue_message(
        session,
        adviser,
        Topic.COMPANY_CLAIMED,
        payload={"company_id": company_id, "person_id": person_id},
        dedupe_key=f"{Topic.COMPANY_CLAIMED}:{code}",
        now=now,
    )
    return company_id


async def _handed_over_by(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Membership | None:
    """Returns the membership of a person who speaks for the company without working there."""
    membership = await memberships.find(session, person_id, company_id)
    if membership is None or membership.status is not MembershipStatus.ACTIVE:
        return None
    return membership if membership.relation.can_hand_over else None
