"""People, and the two companies NEED and OFFER that have everything to do with each other."""

from collections.abc import Iterator
from typing import Any, Final

from bot.usecases.people.registration import CONSENT_VERSION
from storage import models
from storage.models import Base
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    Frequency,
    Language,
    MembershipStatus,
    Relation,
    Role,
    Use,
)
from tests.neighbours.made import FUTURE, PAST, made

ANJA: Final = 400_001
"""Speaks for NEED. Telegram's people in the tests have higher numbers."""
BORIS: Final = 400_002
"""Speaks for OFFER."""
CECA: Final = 400_003
"""Organizes the events and holds IMPORTED. Not seen for long, but has a role, so that her data is kept."""
DANA: Final = 400_004
"""Banned, without a company."""
EVA: Final = 400_005
"""Not seen for long, and warned of it just now. Also speaks for NEED."""
FILIP: Final = 400_006
"""Not seen for long, and unreachable since just now. Also speaks for OFFER."""
GORAN: Final = 400_007
"""Left NEED, and asks to join OFFER."""
HANA: Final = 400_008
"""Only pressed Start."""
PEOPLE: Final = (ANJA, BORIS, CECA, DANA, EVA, FILIP, GORAN, HANA)

NEED: Final = -1
OFFER: Final = -2
IMPORTED: Final = -3
BANNED: Final = -4
COUNTRIES: Final = {NEED: "IS", OFFER: "NZ", IMPORTED: "MT", BANNED: "FJ"}


def people_rows() -> Iterator[Base]:
    agreed = {
        "consented_at": PAST,
        "consent_version": CONSENT_VERSION,
        "shown_abroad": True,
        "shown_abroad_version": CONSENT_VERSION,
    }
    special: dict[int, dict[str, Any]] = {
        CECA: {"seen_at": PAST},
        DANA: {"seen_at": PAST},
        EVA: {"seen_at": PAST, "silence_told_at": FUTURE},
        FILIP: {"seen_at": PAST, "unreachable_since": FUTURE},
        GORAN: {"shown_abroad": False},
        HANA: {"consented_at": None, "consent_version": None, "shown_abroad": None},
    }
    for number in PEOPLE:
        values = {"name": "Qwzx Vkrr", "username": f"qwzx{number}", "language": Language.EN, "seen_at": FUTURE}
        yield made(models.Person, id=number, **(values | agreed | special.get(number, {})))
        yield made(models.DailyUse, person_id=number, use=Use.SEARCH, day=FUTURE.date(), times=9)
        yield made(
            models.Preference, person_id=number, suggestions=Frequency.DAILY, digest_at=FUTURE, quiet_from=1, quiet_to=2
        )
    for number, (person, form, active) in enumerate(
        ((ANJA, "offer", True), (ANJA, "need", False), (BORIS, "offer", True), (BORIS, "need", False)), 1
    ):
        yield made(
            models.Draft, id=-number, person_id=person, form=form, step="title", active=active, expires_at=FUTURE
        )
    held = {ANJA: Role.ADVISER, CECA: Role.ORGANIZER}
    taken = {BORIS: Role.MODERATOR, GORAN: Role.ADMIN}
    for number, (person, role) in enumerate([*held.items(), *taken.items()], 1):
        yield made(
            models.RoleGrant,
            id=-number,
            person_id=person,
            role=role,
            granted_by=CECA,
            taken_at=PAST if person in taken else None,
            taken_by=CECA if person in taken else None,
        )


def companies_rows() -> Iterator[Base]:
    for number, country in COUNTRIES.items():
        yield made(
            models.Company,
            id=number,
            kind=CompanyKind.COMPANY,
            name=f"Qwzx {number}",
            name_key=f"qwzx {number}",
            country=country,
            city="Qwzx",
            website=f"https://qwzx{-number}.example",
            about="Qwzx",
        )
    active, representative = MembershipStatus.ACTIVE, Relation.REPRESENTATIVE
    for person, company, relation, status in (
        (ANJA, NEED, representative, active),
        (BORIS, OFFER, representative, active),
        (CECA, IMPORTED, Relation.ORGANIZER, active),
        (EVA, NEED, Relation.ADVISER, active),
        (FILIP, OFFER, representative, active),
        (GORAN, NEED, representative, MembershipStatus.LEFT),
        (GORAN, OFFER, representative, MembershipStatus.REQUESTED),
        (GORAN, IMPORTED, representative, MembershipStatus.DECLINED),
        (GORAN, BANNED, representative, active),
    ):
        yield made(
            models.Membership, person_id=person, company_id=company, relation=relation, status=status, role="Qwzx"
        )
    kinds = list(ChannelKind)
    for number, (person, company) in enumerate(((ANJA, NEED), (BORIS, OFFER), (CECA, IMPORTED))):
        for position, kind in enumerate(kinds):
            yield made(
                models.Channel,
                id=-(number * len(kinds) + position),
                person_id=person,
                company_id=company,
                kind=kind,
                value=f"{kind}{person}@qwzx.example",
                position=position,
            )
    yield made(models.CompanyBlock, company_id=NEED, blocked_id=IMPORTED, person_id=ANJA)
    yield made(models.CompanyBlock, company_id=IMPORTED, blocked_id=OFFER, person_id=CECA)
