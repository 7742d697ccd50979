"""A program whose daily retention job runs on any day."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.settings.settings import Settings
from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import Retention
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.models import (
    Company,
    Delivery,
    Listing,
)
from storage.people import people
from storage.privacy import retention
from storage.vocabulary import (
    DeliveryStatus,
    Topic,
)
from tests.clock import Clock
from tests.factories import NOW, add_company, add_listing, add_person
from tests.neighbours import count_own

KEEP = Periods.of(Settings(_env_file=None))


A_DAY = timedelta(days=1)


class Days:
    """A program with its daily job."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock(NOW)
        self.forgotten: list[ListingId] = []
        self.woken = 0
        self._job = Retention(database, self.clock, KEEP, forget=self._forget, wake=self._wake)

    async def _forget(self, listing_id: ListingId) -> None:
        self.forgotten.append(listing_id)

    def _wake(self) -> None:
        self.woken += 1

    async def on(self, day: datetime) -> None:
        self.clock.now = day
        while await self._job.run():
            pass

    async def loses_answers(self, person_id: PersonId) -> None:
        """Sends the person's pending notices. Nobody knows whether they arrive."""
        async with self.database.writing() as session:
            await session.execute(
                update(Delivery)
                .where(Delivery.person_id == person_id, Delivery.status == DeliveryStatus.PENDING)
                .values(status=DeliveryStatus.UNKNOWN, finished_at=self.clock())
            )

    async def delivers(self, person_id: PersonId) -> None:
        """Sends the person's pending notices."""
        async with self.database.writing() as session:
            sent = update(Delivery).where(Delivery.person_id == person_id, Delivery.status == DeliveryStatus.PENDING)
            topics = list(await session.scalars(sent.values(status=DeliveryStatus.SENT).returning(Delivery.topic)))
            if Topic.LONG_SILENCE in topics:
                await retention.mark_inactivity_warned(session, person_id, self.clock())
            if Topic.PRIVACY_CHANGED in topics:
                await retention.mark_privacy_told(session, person_id, CONSENT_VERSION)

    async def add(self, *rows: Any) -> None:
        async with self.database.writing() as session:
            session.add_all(rows)

    async def count(self, model: Any, *conditions: Any) -> int:
        async with self.database.reading() as session:
            return await session.scalar(count_own(model, *conditions)) or 0

    async def told(self, person_id: PersonId) -> list[str]:
        async with self.database.reading() as session:
            found = await session.scalars(select(Delivery.topic).where(Delivery.person_id == person_id))
            return list(found)

    async def member(self, name: str = "Ana Anić", **changes: Any) -> tuple[PersonId, Company, Listing]:
        async with self.database.writing() as session:
            person = await add_person(session, name=name)
            await people.record_consent(session, person.id, version=CONSENT_VERSION, now=NOW)
            company = await add_company(session, person)
            return person.id, company, await add_listing(session, company, person, **changes)

    async def sees(self, person_id: PersonId, now: datetime) -> None:
        async with self.database.writing() as session:
            await add_person(session, person_id=person_id, now=now)
