"""The rows of companies, of who speaks for them, and of what they list."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from storage import models
from storage.ids import CompanyId
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    Kind,
    ListingStatus,
    MembershipStatus,
    ProfileType,
    Relation,
    Verdict,
)
from tests.authorisation.cast import HOUSES, Who
from tests.authorisation.numbers import (
    DISMISSED,
    DRAFT,
    IMPORTED,
    LAST_NEED,
    NEED,
    OFFER,
    OTHERS_OFFER,
    OWN_DRAFT,
    PAUSED,
    PRIVATE,
    RETURNED,
    REVIEWED,
    ROLES,
    SUGGESTED_NEED,
    SUGGESTION,
)
from tests.clock import Clock


def companies_rows(numbers: dict[Who, int], applicant: int, clock: Clock) -> Iterator[Any]:
    facts: dict[str, Any] = {
        "kind": CompanyKind.COMPANY,
        "city": None,
        "size": CompanySize.SMALL,
        "about": None,
        "created_at": clock(),
    }
    for house in HOUSES:
        person, key = numbers[house.who], house.name.split()[0].lower()
        yield models.Company(
            id=house.number, name=house.name, name_key=key, country=house.country, website=f"{key}.example", **facts
        )
        yield _membership(person, house.number, MembershipStatus.ACTIVE, clock, relation=Relation(house.relation))
        yield models.Channel(
            company_id=house.number, person_id=person, kind=ChannelKind.EMAIL, value=house.email, position=0
        )
    yield models.Company(
        id=IMPORTED, name="Tetaahat Oy", name_key="tetaahat", country="FI", website="tetaahat.example", **facts
    )
    yield _membership(numbers[Who.ADVISER], IMPORTED, MembershipStatus.ACTIVE, clock, relation=Relation.ORGANIZER)
    yield _membership(applicant, 1, MembershipStatus.REQUESTED, clock)
    for who, role in ROLES.items():
        yield models.RoleGrant(person_id=numbers[who], role=role, granted_by=None, granted_at=clock())


def _membership(
    person: int,
    company: int,
    status: MembershipStatus,
    clock: Clock,
    *,
    relation: Relation = Relation.REPRESENTATIVE,
) -> models.Membership:
    return models.Membership(
        person_id=person, company_id=company, relation=relation, role=None, status=status, since=clock()
    )


def listings_rows(numbers: dict[Who, int], clock: Clock) -> Iterator[Any]:
    member, counterpart, other = (numbers[who] for who in (Who.MEMBER, Who.COUNTERPART, Who.OTHER))
    offer, need = ProfileType.BUSINESS_OFFER, ProfileType.BUSINESS_REQUEST
    yield _listing(OFFER, 1, member, offer, "Soil moisture sensors", clock)
    yield _listing(RETURNED, 1, member, offer, "Returnedtitle of a pump", clock, status=ListingStatus.RETURNED)
    yield _listing(REVIEWED, 1, member, offer, "Reviewedtitle of a valve", clock, status=ListingStatus.REVIEW)
    yield _listing(PAUSED, 1, member, offer, "Paused meters", clock, status=ListingStatus.PAUSED)
    yield _listing(PRIVATE, 1, member, offer, "Pumps kept at home", clock, status=ListingStatus.PRIVATE)
    yield _listing(OWN_DRAFT, 1, member, offer, "Pumps from a list", clock, status=ListingStatus.INVITED)
    yield _listing(OTHERS_OFFER, 3, other, offer, "Greenhouse films", clock)
    yield _listing(17, 5, numbers[Who.BANNED], offer, "Held glass", clock, status=ListingStatus.HELD)
    yield _listing(NEED, 2, counterpart, need, "Sensors wanted", clock)
    for number in range(21, LAST_NEED + 1):
        yield _listing(number, 2, counterpart, need, f"Sensors for house {number}", clock)
    yield models.Suggestion(
        id=SUGGESTION,
        need_id=SUGGESTED_NEED,
        offer_id=OFFER,
        score=80,
        reasons={},
        created_at=clock(),
        updated_at=clock(),
    )
    yield models.Suggestion(
        id=DISMISSED, need_id=NEED, offer_id=OFFER, score=60, reasons={}, created_at=clock(), updated_at=clock()
    )
    for side in Kind:
        yield models.SuggestionVerdict(suggestion_id=DISMISSED, side=side, verdict=Verdict.DISMISSED, at=clock())


def imported_draft(adviser: int, clock: Clock) -> models.Listing:
    draft = _listing(
        DRAFT, 3, adviser, ProfileType.BUSINESS_OFFER, "Drafted oak floors", clock, status=ListingStatus.INVITED
    )
    draft.company_id, draft.country = CompanyId(IMPORTED), "FI"
    return draft


def _listing(
    number: int,
    company: int,
    author: int,
    profile: ProfileType,
    title: str,
    clock: Clock,
    *,
    status: ListingStatus = ListingStatus.PUBLISHED,
) -> models.Listing:
    return models.Listing(
        id=number,
        company_id=company,
        author_id=author,
        profile_type=profile,
        kind=profile.kind,
        country=next(house.country for house in HOUSES if house.number == company),
        title=title,
        summary=f"{title} for greenhouses.",
        language="en",
        sectors=frozenset({"agritech"}),
        partnerships=frozenset(),
        targets=frozenset(),
        status=status,
        created_at=clock(),
        updated_at=clock(),
        expires_at=clock() + timedelta(days=180),
    )
