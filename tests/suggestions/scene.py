"""An offer, and three needs of one other company that were suggested to it."""

from datetime import timedelta

from storage.database import Database
from storage.ids import ListingId, SuggestionId
from storage.models import Company, Person
from storage.people import memberships
from storage.suggestions import open_suggestions, suggestions, verdicts
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import Kind, MembershipStatus, ProfileType, Relation, Verdict
from tests.factories import NOW, add_company, add_listing, add_person

LATER = NOW + timedelta(days=1)


class Scene:
    """Ana of Senzor with one offer; Mei of Pudong with three needs that fit it, at 60, 50 and 40."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def set(self) -> "Scene":
        async with self.database.writing() as session:
            self.ana, self.mei = await add_person(session), await add_person(session)
            self.senzor, self.pudong = await add_company(session, self.ana), await add_company(session, self.mei)
            self.offer = (await add_listing(session, self.senzor)).id
            self.needs: list[ListingId] = []
            for _ in range(3):
                need = await add_listing(session, self.pudong, profile_type=ProfileType.TECHNOLOGY_REQUEST)
                self.needs.append(need.id)
            await suggestions.store(session, map(self.pair, self.needs, (50, 60, 40)), NOW)
        return self

    def pair(self, need: ListingId, score: int, offer: ListingId | None = None) -> ScoredPair:
        reasons = {"reasons": [], "for": score}
        return ScoredPair(need_id=need, offer_id=offer or self.offer, score=score, reasons=reasons)

    async def numbers(self) -> dict[ListingId, SuggestionId]:
        async with self.database.reading() as session:
            return {other: number for number, other in await suggestions.counterparts(session, self.offer)}

    async def needs_seen_by_ana(self, now=NOW, **how) -> list[ListingId]:
        async with self.database.reading() as session:
            found = await open_suggestions.open_for(session, self.ana.id, now, **how)
            assert all(one.mine.id == self.offer and one.their_company.id == self.pudong.id for one in found)
            if how.get("limit") is None and "listing_id" not in how:
                unseen = how.get("unseen", False)
                assert await open_suggestions.count_open(session, self.ana.id, now, unseen=unseen) == len(found)
                if not unseen:
                    shown = [one.suggestion for one in found]
                    places = [await open_suggestions.index_of(session, self.ana.id, one.id, now) for one in shown]
                    assert places == list(range(len(shown)))
            return [one.theirs.id for one in found]

    async def decide(self, number: SuggestionId, side: Kind, verdict: Verdict, **more) -> None:
        async with self.database.writing() as session:
            await verdicts.put(session, number, side=side, verdict=verdict, person_id=self.ana.id, now=NOW, **more)

    async def joins(
        self, person: Person, company: Company, relation: Relation, status: MembershipStatus = MembershipStatus.ACTIVE
    ) -> None:
        async with self.database.writing() as session:
            await memberships.put(
                session,
                person_id=person.id,
                company_id=company.id,
                relation=relation,
                role=None,
                status=status,
                now=NOW,
            )
