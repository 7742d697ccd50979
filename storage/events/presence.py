"""Which companies are at an event. Every figure of an event counts these and no others.

A company is at an event because it is on the event's list (imported, or with a booth), or because one of its people
joined. Whoever imported a company for one event does not bring it along to the next.
"""

from sqlalchemy import ColumnElement, CompoundSelect, select

from storage.ids import CompanyId, EventId
from storage.models import EventParticipant, Exhibitor, Membership
from storage.vocabulary import MembershipStatus, Relation


def brings_along() -> ColumnElement[bool]:
    """True for memberships through which a participant's company takes part as well."""
    return (Membership.status == MembershipStatus.ACTIVE) & (Membership.relation != Relation.ORGANIZER)


def companies_there(event_id: EventId) -> CompoundSelect[CompanyId]:
    """Selects the event's exhibitors and the companies of its participants, each once."""
    joined = (
        select(Membership.company_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(EventParticipant.event_id == event_id, brings_along())
    )
    return joined.union(select(Exhibitor.company_id).where(Exhibitor.event_id == event_id))
