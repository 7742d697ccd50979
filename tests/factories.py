"""Rows to start from: every argument left out has a plausible value."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.masked_listings import mask_text
from bot.usecases.people.message_masking import secrets_of
from storage.ids import ListingId, PersonId
from storage.models import Base, Company, Introduction, Listing, Person, ReviewItem
from storage.people import memberships, people
from storage.vocabulary import (
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    Kind,
    Language,
    ListingStatus,
    MembershipStatus,
    ProfileType,
    Relation,
    ReviewKind,
    Stage,
)
from tests.slow_work import unguarded

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_person_ids = count(5_000_000_001)  # above 32 bits, as Telegram's are


async def add_person(
    session: AsyncSession,
    *,
    person_id: int | None = None,
    name: str = "Ana Anić",
    username: str | None = "ana",
    language: Language = Language.EN,
    now: datetime = NOW,
) -> Person:
    number = PersonId(next(_person_ids) if person_id is None else person_id)
    return await people.upsert(session, number, name=name, username=username, language=language, now=now)


async def add_company(
    session: AsyncSession,
    *people_: Person,
    relation: Relation = Relation.REPRESENTATIVE,
    now: datetime = NOW,
    **changes: Any,
) -> Company:
    """A company with these people as its representatives, or in another relation."""
    values: dict[str, Any] = {
        "kind": CompanyKind.COMPANY,
        "name": "Senzor d.o.o.",
        "name_key": "senzor",
        "country": "RS",
        "city": "Novi Sad",
        "website": None,
        "size": CompanySize.SMALL,
        "about": None,
        "created_at": now,
    }
    company = Company(**(values | changes))
    session.add(company)
    await session.flush()
    for person in people_:
        await memberships.put(
            session,
            person_id=person.id,
            company_id=company.id,
            relation=relation,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=now,
        )
    return company


async def leave_company(session: AsyncSession, person: Person, company: Company) -> None:
    await memberships.put(
        session,
        person_id=person.id,
        company_id=company.id,
        relation=Relation.REPRESENTATIVE,
        role=None,
        status=MembershipStatus.LEFT,
        now=NOW,
    )


async def add_listing(
    session: AsyncSession, company: Company, author: Person | None = None, *, now: datetime = NOW, **changes: Any
) -> Listing:
    """A published technology offer; kind follows from the profile type and country from the company.

    Its text is masked already; `masked_title=None` leaves that to the program.
    """
    profile_type = changes.get("profile_type", ProfileType.TECHNOLOGY_OFFER)
    values: dict[str, Any] = {
        "company_id": company.id,
        "author_id": None if author is None else author.id,
        "profile_type": profile_type,
        "kind": profile_type.kind,
        "country": company.country,
        "title": "Soil moisture sensors for greenhouses",
        "summary": "Wireless sensors that measure soil moisture and temperature in greenhouses.",
        "language": "en",
        "sectors": frozenset(),
        "partnerships": frozenset(),
        "targets": frozenset(),
        "stage": Stage.MARKET,
        "ipr": None,
        "same_country": False,
        "attachment_kind": None,
        "attachment_id": None,
        "status": ListingStatus.PUBLISHED,
        "status_before": None,
        "cleared_revision": changes.get("revision", 1),
        "matched_at": None,
        "created_at": now,
        "updated_at": now,
        "expires_at": now + timedelta(days=180),
    }
    values |= changes
    if "masked_title" not in values:
        secrets = await secrets_of(session, company.id)
        with unguarded():
            masked = _masked(values["title"], values["summary"], secrets)
        values |= {"masked_title": masked.title, "masked_summary": masked.summary}
    listing = Listing(**values)
    session.add(listing)
    await session.flush()
    return listing


_masked = cache(mask_text)
"""Most tests have the same few texts, and to mask one takes 15 ms of CPU."""


async def add_introduction(session: AsyncSession, need: Listing, offer: Listing, **changes: Any) -> Introduction:
    """The author of the need has proposed; it is the offer's turn."""
    values: dict[str, Any] = {
        "need_id": need.id,
        "offer_id": offer.id,
        "need_company_id": need.company_id,
        "offer_company_id": offer.company_id,
        "need_revision": 1,
        "offer_revision": 1,
        "reasons": {},
        "proposer_side": Kind.NEED,
        "proposer_id": need.author_id,
        "pitch_found": frozenset(),
        "status": IntroductionStatus.PROPOSED,
        "turn": Kind.OFFER,
        "moves": 0,
        "created_at": NOW,
        "moved_at": NOW,
        "expires_at": NOW + timedelta(days=14),
        "answer_seconds": 0,
        "reminder_seconds": 0,
    }
    introduction = Introduction(**(values | changes))
    session.add(introduction)
    await session.flush()
    return introduction


async def set_status(session: AsyncSession, listing_id: ListingId, status: ListingStatus, now: datetime = NOW) -> None:
    """Puts a listing into a status, past all rules."""
    values = {"status": status, "status_before": Listing.status, "updated_at": now}
    await session.execute(update(Listing).where(Listing.id == listing_id).values(values))


async def open_review(session: AsyncSession, kind: ReviewKind, object_id: int) -> ReviewItem | None:
    """The undecided item about an object in the moderators' queue."""
    about = (ReviewItem.kind == kind, ReviewItem.object_id == object_id, ReviewItem.decided_at.is_(None))
    return await session.scalar(select(ReviewItem).where(*about))


@contextmanager
def loaded_rows(*models: type[Base]) -> Iterator[Counter[type[Base]]]:
    """Counts the rows of these tables that queries load as objects."""
    found: Counter[type[Base]] = Counter()

    def count_one(row: Base, _context: object) -> None:
        found[type(row)] += 1

    for model in models:
        event.listen(model, "load", count_one)
    try:
        yield found
    finally:
        for model in models:
            event.remove(model, "load", count_one)
