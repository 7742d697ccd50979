"""Ana of a Serbian company, Mei of a Chinese one, and a matchmaker between them."""

from typing import Any

from sqlalchemy import update

from bot.matching.encoders import Encoder
from bot.matching.matcher import Matcher
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import listings
from storage.models import Company, Delivery, Listing, Person, Suggestion
from storage.vocabulary import DeliveryStatus, Language, ProfileType
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import is_own, select_own

MOISTURE_SR = {
    "title": "Senzori vlažnosti zemljišta za staklenike",
    "summary": "Bežični senzori koji mere vlažnost i temperaturu zemljišta u staklenicima i šalju podatke u oblak.",
    "language": "sr",
    "sectors": frozenset({"agriculture"}),
}


MOISTURE_ZH = {
    "title": "温室土壤湿度传感器",
    "summary": "我们需要用于温室的无线土壤湿度和温度传感器。",
    "language": "zh",
    "profile_type": ProfileType.TECHNOLOGY_REQUEST,
    "sectors": frozenset({"agriculture"}),
    "stage": None,
}
WINE_SR = {
    "title": "Crno vino iz Župe",
    "summary": "Porodična vinarija nudi crna vina u bocama za uvoznike i restorane.",
    "language": "sr",
    "profile_type": ProfileType.BUSINESS_OFFER,
    "sectors": frozenset({"food"}),
}


class Town:
    """Ana of a Serbian company, Mei of a Chinese one, and a matchmaker between them."""

    def __init__(self, database: Database, encoder: Encoder | None) -> None:
        self.database, self.encoder, self.clock = database, encoder, Clock()
        self.woken = 0
        self.matchmaker = self.new_matchmaker()
        self.ana: Person
        self.mei: Person
        self.senzor: Company
        self.pudong: Company

    def new_matchmaker(self) -> Matchmaker:
        return Matchmaker(self.database, Matcher.for_encoder(self.encoder), self.encoder, self.clock, wake=self.wake)

    def wake(self) -> None:
        self.woken += 1

    async def settle(self) -> "Town":
        async with self.database.writing() as session:
            self.ana = await add_person(session, name="Ana Anić", language=Language.SR_LATN)
            self.mei = await add_person(session, name="Mei Li", language=Language.ZH)
            self.senzor = await add_company(session, self.ana, name="Senzor d.o.o.", country="RS")
            self.pudong = await add_company(session, self.mei, name="Pudong Agritech", name_key="pudong", country="CN")
        await self.matchmaker.load()
        return self

    async def publish(self, company: Company, texts: dict[str, Any], **changes: Any) -> ListingId:
        async with self.database.writing() as session:
            listing = await add_listing(session, company, now=self.clock(), **(texts | changes))
        return listing.id

    async def offers(self, **changes: Any) -> ListingId:
        return await self.publish(self.senzor, MOISTURE_SR, **changes)

    async def needs(self, **changes: Any) -> ListingId:
        return await self.publish(self.pudong, MOISTURE_ZH, **changes)

    async def pairs(self) -> set[tuple[ListingId, ListingId]]:
        async with self.database.reading() as session:
            rows = await session.execute(select_own(Suggestion.need_id, Suggestion.offer_id))
            return {(need, offer) for need, offer in rows}

    async def told(self) -> list[PersonId]:
        async with self.database.reading() as session:
            return list(await session.scalars(select_own(Delivery.person_id).order_by(Delivery.id)))

    async def outbox(self) -> list[Delivery]:
        async with self.database.reading() as session:
            return list(await session.scalars(select_own(Delivery).order_by(Delivery.id)))

    async def read_all(self) -> list[Delivery]:
        """Everything in the outbox is delivered, whenever it was due."""
        async with self.database.writing() as session:
            result = await session.scalars(
                update(Delivery)
                .where(is_own(Delivery), Delivery.status == DeliveryStatus.PENDING)
                .values(status=DeliveryStatus.SENT, finished_at=self.clock())
                .returning(Delivery)
            )
            return list(result)

    async def listing(self, listing_id: ListingId) -> Listing:
        async with self.database.reading() as session:
            found = await listings.find(session, listing_id)
        assert found is not None
        return found
