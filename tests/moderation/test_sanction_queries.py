"""Which sanctions are in force, and against whom. Each test fails without one of the conditions of the queries."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Listing, Membership, Person, Report, Sanction
from storage.moderation import blocked_country_pairs, reports, reviews, sanctions
from storage.vocabulary import (
    AppealState,
    MembershipStatus,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewDecision,
    ReviewKind,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, add_company, add_listing, add_person, open_review
from tests.moderation.office import Office

BAN, MUTE, WARNING = SanctionKind.BAN, SanctionKind.MUTE, SanctionKind.WARNING
BRIEF = timedelta(seconds=1)


def sanction(
    kind: SanctionKind,
    person_id: PersonId | None = None,
    company_id: CompanyId | None = None,
    *,
    until: datetime | None = None,
) -> Sanction:
    return Sanction(
        kind=kind,
        person_id=person_id,
        company_id=company_id,
        reason=SanctionReason.FRAUD,
        created_at=NOW,
        until=until,
    )


async def test_bans_of_a_person_and_of_their_companies_count(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = await add_person(session, name="Ana"), await add_person(session, name="Bo")
        first, second, third = [await add_company(session, ana) for _ in range(3)]
        left = update(Membership).where(Membership.company_id == third.id).values(status=MembershipStatus.LEFT)
        await session.execute(left)

        async def banned(*those: Sanction) -> tuple[bool, bool]:
            for one in those:
                await sanctions.add(session, one)
            found = [await sanctions.is_banned(session, person.id) for person in (ana, bo)]
            in_query = set(await session.scalars(select(Person.id).where(sanctions.banned(Person.id))))
            assert [person.id in in_query for person in (ana, bo)] == found
            for one in those:
                assert await sanctions.lift(session, one.id, NOW)
                assert not await sanctions.lift(session, one.id, NOW)
            assert not await sanctions.is_banned(session, ana.id), "it was lifted"
            return found[0], found[1]

        assert await banned(sanction(BAN, ana.id)) == (True, False)
        assert await banned(sanction(MUTE, ana.id), sanction(WARNING, ana.id)) == (False, False)
        assert await banned(sanction(BAN, company_id=first.id)) == (False, False), "another company is free"
        both = [sanction(BAN, company_id=one.id) for one in (first, second)]
        assert await banned(*both) == (True, False)
        assert await banned(sanction(BAN, company_id=third.id)) == (False, False), "a former company"
        assert await banned(sanction(MUTE, company_id=first.id), sanction(MUTE, company_id=second.id)) == (False, False)


async def test_active_sanctions_of_a_person_and_their_companies(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = await add_person(session, name="Ana"), await add_person(session, name="Bo")
        mine, other = await add_company(session, ana), await add_company(session, bo)
        rows = {
            "ban": sanction(BAN, ana.id),
            "mute": sanction(MUTE, ana.id, until=NOW + BRIEF),
            "over": sanction(MUTE, ana.id, until=NOW),
            "warning": sanction(WARNING, ana.id),
            "lifted": sanction(BAN, ana.id),
            "company": sanction(BAN, company_id=mine.id),
            "bo": sanction(BAN, bo.id),
            "other": sanction(BAN, company_id=other.id),
        }
        for row in rows.values():
            await sanctions.add(session, row)
        await sanctions.lift(session, rows["lifted"].id, NOW)
        names = {row.id: name for name, row in rows.items()}

        async def against(person_id: PersonId | None, *company_ids: CompanyId) -> set[str]:
            return {names[one.id] for one in await sanctions.against(session, person_id, company_ids, NOW)}

        assert await against(ana.id, mine.id) == {"ban", "mute", "company"}
        assert await against(ana.id) == {"ban", "mute"}
        assert await against(None, mine.id) == {"company"}
        for kind, whom, expected in (
            (BAN, {"person_id": ana.id}, "ban"),
            (MUTE, {"person_id": ana.id}, "mute"),
            (BAN, {"company_id": mine.id}, "company"),
            (MUTE, {"company_id": mine.id}, None),
        ):
            found = await sanctions.of_kind(session, kind, NOW, **whom)
            assert (None if found is None else names[found.id]) == expected
        assert await sanctions.of_kind(session, MUTE, NOW + BRIEF, person_id=ana.id) is None
        assert len(await sanctions.of(session, person_id=ana.id)) == 5
        assert [one.id for one in await sanctions.of(session, company_id=mine.id)] == [rows["company"].id]
        assert await sanctions.reimpose(session, rows["lifted"].id)
        assert not await sanctions.reimpose(session, rows["lifted"].id)
        assert await sanctions.mark_told(session, rows["ban"].id, NOW)
        assert not await sanctions.mark_told(session, rows["ban"].id, NOW)
        assert await sanctions.mark_told(session, rows["mute"].id, NOW), "each is told of"


async def test_an_appeal_is_made_and_decided_once(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session, name="Ana")
        ban, other = [await sanctions.add(session, sanction(BAN, ana.id)) for _ in range(2)]
        number, second = [await sanctions.make_appeal(session, one.id, ana.id, "Please.", NOW) for one in (ban, other)]
        assert number is not None
        assert second is not None
        assert await sanctions.make_appeal(session, ban.id, ana.id, "Again.", NOW) is None
        assert await sanctions.decide_appeal(session, number, AppealState.GRANTED)
        assert not await sanctions.decide_appeal(session, number, AppealState.REFUSED)
        assert await sanctions.make_appeal(session, ban.id, ana.id, "Once more.", NOW) is None
        session.expire_all()
        found = [await sanctions.appeal_of(session, one) for one in (1, 2)]
        assert [one.state for one in found if one is not None] == [AppealState.GRANTED, AppealState.MADE]
        assert [one.text for one in found if one is not None] == ["Please.", "Please."]


async def test_reports_of_an_object_are_settled_and_reopened_alone(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = await add_person(session, name="Ana"), await add_person(session, name="Bo")

        async def reported(who: Person, kind: ReportObject, number: int) -> int | None:
            values = {"reason": ReportReason.FRAUD, "note": None, "now": NOW}
            return await reports.add(session, reporter_id=who.id, object_kind=kind, object_id=number, **values)

        first = await reported(ana, ReportObject.LISTING, 7)
        assert await reported(ana, ReportObject.LISTING, 7) is None
        second = await reported(bo, ReportObject.LISTING, 7)
        beside = [await reported(ana, ReportObject.LISTING, 8), await reported(ana, ReportObject.MESSAGE, 7)]
        settled = await reports.settle(session, ReportObject.LISTING, 7, ReportState.DISMISSED)
        assert [one.id for one in settled] == [first, second]
        assert await reports.settle(session, ReportObject.LISTING, 7, ReportState.UPHELD) == []
        assert await reports.of_object(session, ReportObject.LISTING, 7) == []
        again = await reported(bo, ReportObject.LISTING, 7)
        await reports.settle(session, ReportObject.LISTING, 7, ReportState.UPHELD)
        assert not await reports.reopen(session, ReportObject.LISTING, 8, from_=ReportState.DISMISSED)
        assert await reports.reopen(session, ReportObject.LISTING, 7, from_=ReportState.DISMISSED)
        who = bo.id
        session.expire_all()
        every = await reports.of_object(session, ReportObject.LISTING, 7, state=None)
        assert {one.id: one.state for one in every} == {
            first: ReportState.OPEN,
            second: ReportState.DISMISSED,
            again: ReportState.UPHELD,
        }
        states = await session.scalars(select(Report.state).where(Report.id.in_(beside)))
        assert set(states) == {ReportState.OPEN}
        assert await reports.count_by_state(session, who) == {ReportState.DISMISSED: 1, ReportState.UPHELD: 1}


async def test_only_one_of_two_moderators_gets_an_item(office: Office) -> None:
    mira, nina = office.moderator, office.other_moderator
    soon, since = NOW + timedelta(minutes=10), NOW - timedelta(hours=1)
    kind = ReviewKind.SCREENING
    async with office.database.writing() as session:
        await reviews.put(session, kind, 7, NOW)
        await reviews.put(session, kind, 8, NOW + BRIEF)
        assert not await reviews.put(session, kind, 7, NOW)

        async def next_of(who: PersonId, now: datetime = NOW, kinds: tuple[ReviewKind, ...] = (kind,)) -> int | None:
            found = await reviews.claim_next(session, who, kinds, now=now, until=soon, skipped_since=since)
            return None if found is None else found.object_id

        assert await next_of(mira, kinds=(ReviewKind.DUAL_USE,)) is None
        assert (await next_of(mira), await next_of(nina)) == (7, 8)
        assert await next_of(mira) == 7, "their own again"
        item = await open_review(session, kind, 7)
        assert item is not None
        assert await reviews.claim(session, item.id, nina, now=soon - BRIEF, until=soon) is None
        assert not await reviews.skip(session, item.id, nina, NOW)
        assert await reviews.decide(session, item.id, nina, ReviewDecision.APPROVED, NOW) is None
        assert await reviews.skip(session, item.id, mira, NOW)
        assert await next_of(mira) is None, "skipped by them, the other one is taken"
        assert await reviews.last_of(session, kind, 7) is None
        assert await reviews.claim(session, item.id, nina, now=NOW, until=soon) is not None
        assert await reviews.decide(session, item.id, nina, ReviewDecision.APPROVED, NOW) is not None
        assert await reviews.decide(session, item.id, nina, ReviewDecision.REJECTED, NOW) is None
        assert await next_of(mira, soon) == 8, "the other's time is over"
        last = await reviews.last_of(session, kind, 7)
        assert last is not None
        assert last.id == item.id
        assert await reviews.last_of(session, kind, 8) is None
        assert await reviews.drop(session, ReviewKind.LISTING, [7, 8], NOW) == 0
        assert await reviews.drop(session, kind, [7, 8], NOW) == 1


async def test_a_pair_of_countries_is_both_of_them(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = await add_person(session, name="Ana"), await add_person(session, name="Bo")
        serbian, chinese, german = [await add_company(session, country=one) for one in ("RS", "CN", "DE")]
        await add_company(session, bo, country="CN")
        for pair in (("RS", "CN"), ("DE", "FR")):
            assert await blocked_country_pairs.put(session, *pair, by=ana.id, reason=None, now=NOW)
        assert not await blocked_country_pairs.put(session, "CN", "RS", by=ana.id, reason=None, now=NOW)

        async def between(*companies: CompanyId) -> bool:
            return await blocked_country_pairs.between(session, *companies)

        assert await between(serbian.id, chinese.id)
        assert await between(chinese.id, serbian.id)
        assert not await between(serbian.id, german.id)
        assert not await between(german.id, chinese.id)
        assert await blocked_country_pairs.blocked_for(session, "RS") == {"CN"}
        assert await blocked_country_pairs.blocked_for(session, "CN") == {"RS"}
        assert await blocked_country_pairs.hides(session, "RS", bo.id)
        assert not await blocked_country_pairs.hides(session, "DE", bo.id)
        assert not await blocked_country_pairs.hides(session, "RS", ana.id), "without companies"
        ours = [await add_listing(session, one) for one in (serbian, german)]

        async def hidden(who: Person) -> list[bool]:
            blocked = blocked_country_pairs.all_pairs_blocked(Listing.country.expression, who.id, Listing)
            found = set(await session.scalars(select(Listing.id).where(blocked)))
            return [one.id in found for one in ours]

        assert (await hidden(bo), await hidden(ana)) == ([True, False], [False, False])
        await add_company(session, bo, country="DE")
        assert not await blocked_country_pairs.hides(session, "RS", bo.id), "another company of theirs may"
        assert await hidden(bo) == [False, False]
        assert not await blocked_country_pairs.lift(session, "RS", "DE")
        assert await blocked_country_pairs.lift(session, "CN", "RS")
        assert await blocked_country_pairs.blocked_for(session, "DE") == {"FR"}
