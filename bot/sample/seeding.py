"""Creates the sample world: people in the simulated Telegram, everything else in the database.

All data goes through the use cases, as if the people had typed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import language_for
from bot.sample.fair import hold
from bot.sample.reading import SampleCompany, SampleListing, SamplePerson, SampleStage
from bot.sandbox.page import put_on_stage
from bot.sandbox.world import World
from bot.usecases.listings import abroad, authoring, later_questions
from bot.usecases.moderation import roles
from bot.usecases.moderation.review import OFF
from bot.usecases.people import registration, settings
from storage.ids import CompanyId, PersonId
from storage.people import people
from storage.vocabulary import DualUseAnswer, Role

_SPREAD: Final = timedelta(hours=7)
"""Between two registrations, so that their times differ."""
_MONTHS: Final = 6
COMPANIES_GROUP: Final = "companies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """Person ids by the words that the files use for them."""

    cast: dict[str, int]
    companies: int
    listings: int


def people_the_stage(world: World, stage: SampleStage) -> dict[str, int]:
    """Creates all people of the stage in the simulated Telegram, in order."""
    return {person.id: _create_user(world, person) for person in stage.person}


async def settle(
    session: AsyncSession,
    world: World,
    cast: dict[str, int],
    stage: SampleStage,
    companies: Sequence[SampleCompany],
    now: datetime,
) -> Seeded:
    """Registers the companies with their representatives, and publishes their offers and needs."""
    told = 0
    known: set[PersonId] = set()
    exhibitors: list[CompanyId] = []
    # The matcher reads the oldest listings first, and visitors meet the companies of the people to play first.
    in_order = sorted(companies, key=lambda company: company.person not in stage.by_id)
    for number, company in enumerate(in_order):
        at = now - _SPREAD * (len(companies) - number)
        person = stage.by_id.get(company.person) or _newcomer(company)
        person_id = PersonId(cast[person.id] if person.id in cast else _create_user(world, person))
        if person_id not in known:
            known.add(person_id)
            await _join(session, person_id, person, at, now)
        company_id = await registration.register(session, person_id, _company(company), at)
        await later_questions.note_all_asked(session, person_id, company_id)
        exhibitors.append(company_id)
        for listing in company.listing:
            await authoring.publish(session, person_id, _listing(company_id, company, listing), at, review=OFF)
            told += 1
    await _open_fair(session, cast, stage, known, exhibitors, now)
    return Seeded(cast=cast, companies=len(companies), listings=told)


async def _open_fair(
    session: AsyncSession,
    cast: dict[str, int],
    stage: SampleStage,
    guests: set[PersonId],
    exhibitors: Sequence[CompanyId],
    now: datetime,
) -> None:
    """Creates the fair: an admin appoints the organizer, and everybody joins as a guest."""
    admin = next(person for person in stage.person if person.admin)
    admin_id, organizer_id = PersonId(cast[admin.id]), PersonId(cast[stage.fair.organizer])
    await _join(session, admin_id, admin, now - _SPREAD, now)
    await roles.grant(session, admin_id, organizer_id, Role.ORGANIZER, admins={admin_id}, now=now)
    organizer = roles.Actor(id=organizer_id, admins=frozenset({admin_id}))
    await hold(session, stage.fair, organizer, sorted(guests), exhibitors, now)


def _create_user(world: World, person: SamplePerson) -> int:
    user = world.new_person(
        person.name, language_code=person.language, username=person.username, last_name=person.last_name
    )
    notes = {"key": person.id, "place": person.place, "note": person.note, "admin": "yes" if person.admin else ""}
    if person.country:
        notes["country"] = person.country
    world.chats[user["id"]].has_topics = person.topics
    put_on_stage(world, user["id"], group=person.group, **notes)
    return int(user["id"])


def _newcomer(company: SampleCompany) -> SamplePerson:
    first, _, last = company.person.rpartition(" ")
    return SamplePerson(
        id=company.person,
        name=first or last,
        last_name=last if first else None,
        language=company.language,
        username=company.username,
        place=company.city,
        country=company.country,
        group=COMPANIES_GROUP,
        note=company.name,
    )


async def _join(session: AsyncSession, person_id: PersonId, person: SamplePerson, at: datetime, now: datetime) -> None:
    """Stores a person who joined earlier and agreed to the current privacy text.

    They have no quiet hours, so that visitors see every message at once.
    """
    name = " ".join(part for part in (person.name, person.last_name) if part)
    await people.upsert(
        session, person_id, name=name, username=person.username, language=language_for(person.language), now=at
    )
    await registration.agree(session, person_id, now)
    await abroad.agree(session, person_id, now)
    await settings.choose_quiet_hours(session, person_id, None)


def _company(company: SampleCompany) -> registration.NewCompany:
    return registration.NewCompany(
        kind=company.kind,
        name=company.name,
        country=company.country,
        city=company.city,
        website=company.website,
        size=company.size,
        about=company.about,
        relation=company.relation,
        role=company.role,
        channels=tuple(company.channels.items()),
    )


def _listing(company_id: CompanyId, company: SampleCompany, listing: SampleListing) -> authoring.NewListing:
    return authoring.NewListing(
        company_id=company_id,
        profile_type=listing.type,
        title=listing.title,
        summary=listing.summary,
        language=listing.language or company.language,
        sectors=listing.sectors,
        partnerships=listing.partnerships,
        targets=listing.targets,
        stage=listing.stage,
        ipr=listing.ipr,
        attachment_kind=None,
        attachment_id=None,
        months=_MONTHS,
        dual_use=None if listing.type.is_business else DualUseAnswer.NO,
    )
