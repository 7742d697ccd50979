"""Which listings count for what. Each test fails without one of the conditions of the queries."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from storage.database import Database
from storage.listings import changes, hints, listings, masked_texts
from storage.models import Delivery, Listing
from storage.suggestions.suggestions import ScoredPair, store
from storage.vocabulary import DeliveryStatus, ListingStatus, ProfileType, Relation
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person, leave_company, set_status

S = ListingStatus
BRIEF, WEEK = timedelta(seconds=1), timedelta(days=7)
SOON = NOW + WEEK
NEED = {"profile_type": ProfileType.TECHNOLOGY_REQUEST}


async def test_representatives_are_told_once_of_listings_that_end_soon(database: Database) -> None:
    async with database.writing() as session:
        ana, left, olga, mei = [await add_person(session, name=name) for name in ("Ana", "Left", "Olga", "Mei")]
        company = await add_company(session, ana, left)
        held, other = await add_company(session, olga, relation=Relation.ORGANIZER), await add_company(session, mei)
        await leave_company(session, left, company)
        ends = {
            name: await add_listing(session, one, **values)
            for name, one, values in (
                ("soon", company, {"expires_at": SOON}),
                ("later", company, {"expires_at": SOON + BRIEF}),
                ("over", company, {"expires_at": NOW}),
                ("paused", company, {"expires_at": SOON, "status": S.PAUSED}),
                ("held", held, {"expires_at": SOON}),
                ("other", other, {"expires_at": SOON - BRIEF}),
            )
        }

        async def told() -> list[tuple[int, int]]:
            found = await listings.expiring_without_notice(session, "ends", now=NOW, until=SOON, limit=9)
            return [(listing_id, person_id) for listing_id, person_id, _ in found]

        everybody = [(ends["other"].id, mei.id), (ends["soon"].id, ana.id), (ends["held"].id, olga.id)]
        assert await told() == everybody
        (_, _, key), *_ = await listings.expiring_without_notice(session, "ends", now=NOW, until=SOON, limit=9)
        values: dict[str, Any] = {"topic": "ends", "payload": {}, "created_at": NOW, "not_before": NOW}
        session.add(Delivery(person_id=mei.id, dedupe_key=key, status=DeliveryStatus.SENT, **values))
        await session.flush()
        assert await told() == everybody[1:]
        for person, expected in ((ana, ["soon"]), (left, []), (olga, []), (mei, ["other"])):
            found = await listings.ending(session, person.id, NOW, SOON, 9)
            assert [one.id for one in found] == [ends[name].id for name in expected]


async def test_a_hint_is_for_listings_that_nobody_ever_fitted(database: Database) -> None:
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session)
        company, other = await add_company(session, ana), await add_company(session, mei, country="CN")
        ready = {"matched_at": NOW, "updated_at": NOW}
        lonely = await add_listing(session, company, **ready)
        for more in (
            {"status": S.PAUSED},
            {"hinted_at": NOW},
            {"matched_at": None},
            {"updated_at": NOW + BRIEF},
            {"expires_at": NOW},
        ):
            await add_listing(session, company, **(ready | more))
        offers = [await add_listing(session, company, ana, **ready) for _ in range(2)]
        needs = [await add_listing(session, other, mei, **NEED, **ready) for _ in range(2)]
        pair = ScoredPair(need_id=needs[0].id, offer_id=offers[0].id, score=50, reasons={})
        await store(session, [pair], NOW)
        await add_introduction(session, needs[1], offers[1])
        found = await hints.without_anybody(session, NOW, NOW, 9)
        assert [one.id for one in found] == [lonely.id]
        assert await hints.mark_hinted(session, lonely.id, NOW)
        assert not await hints.mark_hinted(session, lonely.id, NOW)
        assert await hints.without_anybody(session, NOW, NOW, 9) == []


async def test_the_same_listing_is_an_open_one_with_the_same_words(database: Database) -> None:
    async with database.writing() as session:
        company, other = await add_company(session), await add_company(session)
        kind, words = ProfileType.TECHNOLOGY_OFFER, {"title": "Honey", "summary": "From the meadow."}
        made = await add_listing(session, company, **words)

        async def same(company_id: int = company.id, **more: Any) -> int | None:
            asked = {"profile_type": kind} | words | more
            profile_type = asked.pop("profile_type")
            found = await listings.same(session, company_id, profile_type, **asked)  # type: ignore[arg-type]
            return None if found is None else found.id

        assert await same() == made.id
        assert await same(other.id) is None
        for more in ({"title": "Hone"}, {"summary": "x"}, {"profile_type": ProfileType.BUSINESS_OFFER}):
            assert await same(**more) is None
        for status in S:
            await set_status(session, made.id, status)
            is_open = status in {S.PUBLISHED, S.REVIEW, S.PRIVATE, S.PAUSED}
            assert (await same() is not None) is is_open, status


async def test_own_listings_are_those_of_companies_one_speaks_for(database: Database) -> None:
    async with database.writing() as session:
        ana, olga = await add_person(session, name="Ana"), await add_person(session, name="Olga")
        mine, former, other = [await add_company(session, ana) for _ in range(2)] + [await add_company(session)]
        await leave_company(session, ana, former)
        advised = await add_company(session, ana, relation=Relation.ADVISER)
        listed = await add_company(session, olga, relation=Relation.ORGANIZER)
        own, *_ = [await add_listing(session, one) for one in (mine, former, other)]
        draft = await add_listing(session, advised, status=S.INVITED)
        await add_listing(session, advised, status=S.DELETED)
        await add_listing(session, listed, status=S.INVITED)
        shown = await add_listing(session, listed)
        for person, company_id, expected in (
            (ana, None, {own.id, draft.id}),
            (ana, mine.id, {own.id}),
            (olga, None, {shown.id}),
        ):
            found = await listings.of_person(session, person.id, company_id=company_id)
            assert {one.id for one in found} == expected
            assert await listings.count_of_person(session, person.id, company_id) == len(expected)
        behind = listings.representatives_of
        ids = [own.id, shown.id]
        assert await behind(session, ids, NOW, not_of=None, held=True) == {olga.id}
        assert await behind(session, ids, NOW, not_of=None, held=False) == {ana.id}
        assert await behind(session, ids, NOW, not_of=former.id, held=False) == {ana.id}, "a former company"
        texts = await listings.texts_of_others(session, own, limit=9_999)
        assert len([one for one in texts if one == (own.title, own.summary)]) == 3
        await listings.rematch_company(session, mine.id)
        await session.execute(update(Listing).where(Listing.id.in_([own.id, shown.id])).values(matched_at=NOW))
        await listings.rematch_company(session, mine.id)
        waits = select(Listing.id).where(Listing.id.in_([own.id, shown.id]), Listing.matched_at.is_(None))
        assert list(await session.scalars(waits)) == [own.id]


async def test_a_break_is_that_of_one_company(database: Database) -> None:
    async with database.writing() as session:
        mine, other = await add_company(session), await add_company(session)
        first, paused, theirs = [
            await add_listing(session, one, status=status)
            for one, status in ((mine, S.PUBLISHED), (mine, S.PAUSED), (other, S.PUBLISHED))
        ]
        assert [one.id for one in await changes.begin_break(session, mine.id, SOON, NOW)] == [first.id]
        assert await changes.begin_break(session, other.id, SOON + BRIEF, NOW)
        assert await changes.break_until(session, mine.id) == SOON
        assert await changes.breaks_over(session, SOON - BRIEF, 9) == []
        assert await changes.breaks_over(session, SOON, 9) == [mine.id]
        assert [one.id for one in await changes.end_break(session, mine.id, NOW)] == [first.id]
        assert await changes.break_until(session, mine.id) is None
        assert await changes.break_until(session, other.id) == SOON + BRIEF
        states = await session.scalars(select(Listing.status).where(Listing.id.in_([paused.id, theirs.id])))
        assert set(states) == {S.PAUSED}


async def test_texts_wait_for_masking_and_former_names_where_something_is_hidden(database: Database) -> None:
    async with database.writing() as session:
        mine, other = await add_company(session), await add_company(session)
        plain = await add_listing(session, mine)
        hidden = await add_listing(session, mine, masked_title="▒▒▒ sensors", masked_summary="x")
        in_summary = await add_listing(session, mine, masked_title=plain.title, masked_summary="▒▒▒")
        fresh = await add_listing(session, mine, masked_title=None, masked_summary=None)
        theirs = await add_listing(session, other, masked_title="▒▒▒", masked_summary="x")
        ids = [one.id for one in (plain, hidden, in_summary, fresh, theirs)]
        former = {"emails": ["x@example.org"]}
        await masked_texts.queue_redaction(session, [mine.id], former)
        await masked_texts.queue_redaction(session, [mine.id], {"phones": ["1"]})
        rows = await session.execute(select(Listing.id, Listing.former_secrets).where(Listing.id.in_(ids)))
        both = [former, {"phones": ["1"]}]
        assert dict(rows.all()) == {ids[0]: None, ids[1]: both, ids[2]: both, ids[3]: both, ids[4]: None}
        (text,) = await masked_texts.unmasked(session, 9, among=ids)
        assert (text.listing_id, text.former) == (ids[3], both)
        assert await masked_texts.unmasked(session, 9, among=ids[:2]) == []
        assert [one.listing_id for one in await masked_texts.unmasked(session, 9, with_former=True)] == [ids[3]]
        done = {"title": "t", "summary": "s", "masked_title": "t", "masked_summary": "s"}
        await session.execute(update(Listing).where(Listing.id == ids[3]).values(text_version=7))
        assert not await masked_texts.store(session, text, **done), "it changed meanwhile"
        (text,) = await masked_texts.unmasked(session, 9, among=ids)
        assert await masked_texts.store(session, text, **done)
        await masked_texts.unmask_companies(session, [other.id])
        waiting = select(Listing.id).where(Listing.id.in_(ids), Listing.masked_title.is_(None))
        assert list(await session.scalars(waiting)) == [ids[4]]
