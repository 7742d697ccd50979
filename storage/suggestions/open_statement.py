"""The statement that selects the suggestions that a person can see and act on now."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.ids import PersonId
from storage.introductions.blocks import blocked
from storage.models import Company, Introduction, Listing, Membership, Suggestion, SuggestionSeen, SuggestionVerdict
from storage.moderation.blocked_country_pairs import pair_is_blocked
from storage.people.memberships import companies_of, lacks_representative
from storage.statements import unindexed
from storage.types import UtcDateTime
from storage.verification.verifications import methods_in_row
from storage.vocabulary import (
    LIVE_INTRODUCTIONS,
    IntroductionStatus,
    ListingStatus,
    MembershipStatus,
    Verdict,
)

Mine = aliased(Listing, name="mine")
Theirs = aliased(Listing, name="theirs")
PERSON: Final[Any] = bindparam("person_id", type_=BigInteger)
_NOW: Final[Any] = bindparam("now", type_=UtcDateTime)


def select_open() -> Select[Suggestion, Listing, Listing, Company, Any, bool]:
    """Selects the columns of `ShownSuggestion` by the parameters `person_id` and `now`. Build it once, it is slow.

    The person speaks for one listing, and the other is open to them.
    """
    # One equality, so that PostgreSQL looks up one listing even while it has no statistics.
    other = case((Suggestion.need_id == Mine.id, Suggestion.offer_id), else_=Suggestion.need_id)
    return (
        select(
            Suggestion,
            Mine,
            Theirs,
            Company,
            methods_in_row(Company.id.expression, Company),
            lacks_representative(Company.id.expression, Company),
        )
        .join(Mine, or_(Suggestion.need_id == Mine.id, Suggestion.offer_id == Mine.id))
        .join(Theirs, Theirs.id == other)
        .join(Company, Company.id == Theirs.company_id)
        .join(Membership, Membership.company_id == Mine.company_id)
        .where(
            Membership.person_id == PERSON,
            Membership.status == MembershipStatus.ACTIVE,
            _is_open(Mine.status, Mine.expires_at),
            _is_open(Theirs.status, Theirs.expires_at),
            Theirs.company_id.not_in(companies_of(PERSON)),
            ~_dismissed_or_postponed(),
            ~_introduced_or_declined(),
            ~blocked(Mine.company_id.expression, Theirs.company_id.expression),
            ~pair_is_blocked(Mine.country.expression, Theirs.country.expression, Mine, Theirs),
        )
    )


def _is_open(
    status: InstrumentedAttribute[ListingStatus], expires_at: InstrumentedAttribute[datetime]
) -> ColumnElement[bool]:
    """True where a listing is published and not expired, also before the expiry job has run."""
    return unindexed(and_(status == ListingStatus.PUBLISHED, expires_at > _NOW))


def _dismissed_or_postponed() -> ColumnElement[bool]:
    """True where either side dismissed the suggestion, or the own side postponed it to a later time."""
    return (
        select(SuggestionVerdict.suggestion_id)
        .where(
            SuggestionVerdict.suggestion_id == Suggestion.id,
            or_(
                SuggestionVerdict.verdict == Verdict.DISMISSED,
                and_(SuggestionVerdict.side == Mine.kind, SuggestionVerdict.until > _NOW),
            ),
        )
        .correlate(Suggestion, Mine)
        .exists()
    )


def _introduced_or_declined() -> ColumnElement[bool]:
    """True where the pair has an open or accepted introduction, or one side has declined the other."""
    return (
        select(Introduction.id)
        .where(
            Introduction.need_id == Suggestion.need_id,
            Introduction.offer_id == Suggestion.offer_id,
            Introduction.status.in_((*LIVE_INTRODUCTIONS, IntroductionStatus.DECLINED)),
        )
        .correlate(Suggestion)
        .exists()
    )


def seen_by(person_id: ColumnElement[PersonId]) -> ColumnElement[bool]:
    return (
        select(SuggestionSeen.suggestion_id)
        .where(SuggestionSeen.suggestion_id == Suggestion.id, SuggestionSeen.person_id == person_id)
        .correlate(Suggestion)
        .exists()
    )
