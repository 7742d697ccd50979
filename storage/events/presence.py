"""Selects the companies at an event. All figures about an event count these companies.

A company is at an event if it is on the event's list (imported, or with a booth) or if one of its people joined. A
company that an organizer only imported for one event does not join the next event with that organizer.
"""

from sqlalchemy import ColumnElement, CompoundSelect, and_, select

from storage.ids import CompanyId, EventId
from storage.models import EventParticipant, Exhibitor, Introduction, Membership
from storage.vocabulary import MembershipStatus, Relation


def company_takes_part() -> ColumnElement[bool]:
    """True for memberships of participants whose company takes part too."""
    return (Membership.status == MembershipStatus.ACTIVE) & (Membership.relation != Relation.ORGANIZER)


def companies_at_event(event_id: EventId) -> CompoundSelect[CompanyId]:
    """Selects the event's exhibitors and the companies of its participants, without duplicates."""
    joined = (
        select(Membership.company_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(EventParticipant.event_id == event_id, company_takes_part())
    )
    return joined.union(select(Exhibitor.company_id).where(Exhibitor.event_id == event_id))


def both_at_event(event_id: EventId) -> ColumnElement[bool]:
    """True for introductions between two companies of the event."""
    return and_(
        Introduction.need_company_id.in_(companies_at_event(event_id)),
        Introduction.offer_company_id.in_(companies_at_event(event_id)),
    )
