"""What people made of earlier suggestions, in the database and in the next look; and the best few on demand."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases.suggestions import matchmaker
from bot.usecases.suggestions.match_feedback import refused_countries
from bot.usecases.suggestions.memory_index import MemoryIndex
from bot.usecases.suggestions.postgres_index import ServerIndex
from storage.database import Database
from storage.ids import ListingId
from storage.models import Introduction, IntroductionOutcome
from storage.suggestions import feedback, suggestions, verdicts
from storage.vocabulary import DeclineReason, DismissalReason, IntroductionStatus, Kind, Outcome, Verdict
from tests.suggestions.town import MOISTURE_SR, WINE_SR, Town


async def matched(town: Town, *, needs: int = 1) -> tuple[ListingId, list[ListingId]]:
    """An offer of Ana's and needs of Mei's that were suggested to each other."""
    offer = await town.offers()
    await town.matchmaker.consider(offer)
    wanted = [await town.needs() for _ in range(needs)]
    for need in wanted:
        await town.matchmaker.consider(need)
    return offer, wanted


async def dismissed(town: Town, offer: ListingId, by: Kind, reason: DismissalReason) -> None:
    """Every suggestion of the offer, by one side."""
    async with town.database.writing() as session:
        for number, _ in await suggestions.counterparts(session, offer):
            await verdicts.put(
                session, number, side=by, verdict=Verdict.DISMISSED, person_id=town.mei.id, now=town.clock(),
                reason=reason,
            )  # fmt: skip


async def introduced(town: Town, need: ListingId, offer: ListingId, **changes: object) -> None:
    now = town.clock()
    values: dict[str, object] = {
        "need_id": need, "offer_id": offer, "need_company_id": town.pudong.id, "offer_company_id": town.senzor.id,
        "need_revision": 1, "offer_revision": 1, "reasons": {}, "proposer_side": Kind.NEED, "pitch_found": frozenset(),
        "moves": 1, "turn": None, "created_at": now, "moved_at": now, "expires_at": now + timedelta(days=9),
        "answer_seconds": 864_000, "reminder_seconds": 259_200,
    }  # fmt: skip
    outcome = changes.pop("outcome", None)
    async with town.database.writing() as session:
        one = Introduction(**(values | changes))
        session.add(one)
        await session.flush()
        if outcome is not None:
            session.add(IntroductionOutcome(introduction_id=one.id, side=Kind.NEED, day=7, due_at=now, outcome=outcome))


async def test_answers_are_counted_by_who_gave_them(town: Town) -> None:
    offer, needs = await matched(town, needs=4)
    async with town.database.reading() as session:
        assert (await feedback.answers(session, [offer]))[offer].open_suggestions == 4
    await dismissed(town, offer, Kind.NEED, DismissalReason.OTHER_SUBJECT)
    await introduced(town, needs[0], offer, status=IntroductionStatus.ACCEPTED, outcome=Outcome.SIGNED)
    await introduced(
        town, needs[1], offer, status=IntroductionStatus.DECLINED, decline_reason=DeclineReason.OTHER_SUBJECT
    )
    await introduced(town, needs[2], offer, status=IntroductionStatus.EXPIRED)
    await introduced(town, needs[3], offer, status=IntroductionStatus.PROPOSED, turn=Kind.OFFER)
    async with town.database.reading() as session:
        found = await feedback.answers(session, [offer, *needs])
    assert (found[offer].liked, found[offer].disliked) == (2, 5)
    assert (found[offer].open_suggestions, found[offer].open_requests) == (0, 1)
    assert (found[needs[0]].liked, found[needs[0]].disliked) == (2, 0)
    assert found[needs[1]].disliked == 1
    assert found[needs[2]].disliked == 0


async def test_a_side_that_never_answered_counts_against_its_listing_until_it_did(town: Town) -> None:
    offer, needs = await matched(town, needs=2)
    for need in needs:
        await introduced(town, need, offer, status=IntroductionStatus.ACCEPTED, outcome=Outcome.NEVER_ANSWERED)
    async with town.database.writing() as session:
        found = await feedback.answers(session, [offer, *needs])
        assert [found[one].disliked for one in (offer, *needs)] == [2, 0, 0]
        (one,) = await session.scalars(select(Introduction.id).where(Introduction.need_id == needs[0]))
        later = IntroductionOutcome(introduction_id=one, side=Kind.NEED, day=30, due_at=town.clock())
        later.outcome = Outcome.TALKING
        session.add(later)
        await session.flush()
        assert (await feedback.answers(session, [offer]))[offer].disliked == 1


async def test_the_reasons_of_one_side_say_nothing_about_its_own_listing(town: Town) -> None:
    offer, (need,) = await matched(town)
    for side, reason in ((Kind.NEED, DismissalReason.WRONG_PARTNER), (Kind.OFFER, DismissalReason.WRONG_COUNTRY)):
        await dismissed(town, offer, side, reason)
    async with town.database.reading() as session:
        found = await feedback.answers(session, [offer, need])
    assert (found[offer].disliked, found[need].disliked) == (1, 0)
    assert (found[offer].refused, found[need].refused) == ({"CN": 1}, {})


async def test_what_is_postponed_is_an_open_suggestion_and_what_is_dismissed_is_none(town: Town) -> None:
    offer, needs = await matched(town, needs=3)
    async with town.database.writing() as session:
        numbers = {other: number for number, other in await suggestions.counterparts(session, offer)}
        for need, verdict in ((needs[0], Verdict.LATER), (needs[1], Verdict.DISMISSED)):
            await verdicts.put(
                session, numbers[need], side=Kind.OFFER, verdict=verdict, person_id=town.ana.id, now=town.clock()
            )
    async with town.database.reading() as session:
        found = await feedback.answers(session, [offer, *needs])
    assert [found[one].open_suggestions for one in (offer, *needs)] == [2, 1, 0, 1]


@pytest.mark.parametrize(
    ("changes", "disliked"),
    [
        ({"status": IntroductionStatus.DECLINED, "decline_reason": DeclineReason.TOO_EARLY}, (0, 1)),
        ({"status": IntroductionStatus.DECLINED, "decline_reason": DeclineReason.ALREADY_KNOWN}, (0, 0)),
        ({"status": IntroductionStatus.EXPIRED}, (1, 0)),
        ({"status": IntroductionStatus.WITHDRAWN}, (0, 0)),
    ],
)
async def test_a_no_is_about_the_listing_of_the_other_side(
    town: Town, changes: dict[str, object], disliked: tuple[int, int]
) -> None:
    offer, (need,) = await matched(town)
    await introduced(town, need, offer, **changes)
    async with town.database.reading() as session:
        found = await feedback.answers(session, [offer, need])
    assert (found[offer].disliked, found[need].disliked) == disliked


async def test_only_a_good_outcome_counts_as_one(town: Town) -> None:
    offer, (need, other) = await matched(town, needs=2)
    await introduced(town, need, offer, status=IntroductionStatus.ACCEPTED, outcome=Outcome.NOTHING)
    await introduced(town, other, offer, status=IntroductionStatus.ACCEPTED, outcome=Outcome.MET)
    async with town.database.reading() as session:
        found = await feedback.answers(session, [offer, need, other])
    assert [found[one].liked for one in (offer, need, other)] == [3, 1, 2]


async def test_reasons_that_tell_nothing_of_the_listing_do_not_count(town: Town) -> None:
    offer, _ = await matched(town)
    await dismissed(town, offer, Kind.NEED, DismissalReason.ALREADY_KNOWN)
    async with town.database.reading() as session:
        assert (await feedback.answers(session, [offer]))[offer].disliked == 0


async def likelihood(town: Town, offer: ListingId) -> float:
    """Of the pair that the offer makes with a need that comes now."""
    need = await town.needs()
    async with town.database.reading() as session:
        read = await town.matchmaker._loader.load(session, [need])
    (prepared,) = await town.matchmaker._indexer.prepare(read)
    matches = await town.matchmaker._ranking.of_listing(read[0].listing, prepared, 5, minimum=0.0)
    return next(match.likelihood for match in matches if match.offer_id == str(offer))


async def test_no_from_many_lowers_what_the_next_one_sees_a_little(town: Town) -> None:
    offer, _ = await matched(town, needs=3)
    before = await likelihood(town, offer)
    await dismissed(town, offer, Kind.NEED, DismissalReason.WRONG_PARTNER)
    assert before - 0.15 < await likelihood(town, offer) < before


async def test_a_country_called_wrong_twice_sinks_and_is_one_to_ask_about(town: Town) -> None:
    offer, _ = await matched(town, needs=2)
    before = await likelihood(town, offer)
    await dismissed(town, offer, Kind.OFFER, DismissalReason.WRONG_COUNTRY)
    async with town.database.reading() as session:
        assert await refused_countries(session, offer) == ["CN"]
    assert await likelihood(town, offer) < before


async def test_the_best_few_are_shown_on_demand_and_nobody_is_told(town: Town) -> None:
    wine = await town.publish(town.senzor, WINE_SR)
    await town.matchmaker.consider(wine)
    need = await town.needs()
    assert await town.matchmaker.consider(need) == 0
    assert await town.matchmaker.best_few(need) == 1
    assert await town.pairs() == {(need, wine)}
    assert await town.told() == []
    assert await town.matchmaker.best_few(need) == 0
    assert await town.matchmaker.best_few(ListingId(999_999)) == 0


async def test_the_best_few_on_demand_take_no_other_suggestion_away(town: Town) -> None:
    offers = {await town.offers() for _ in range(3)}
    for offer in offers:
        await town.matchmaker.consider(offer)
    need = await town.needs()
    assert await town.matchmaker.consider(need) == 3
    assert await town.matchmaker.best_few(need, limit=1) == 0
    assert await town.pairs() == {(need, offer) for offer in offers}


async def test_what_is_published_while_the_index_fills_waits_for_the_sweep(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matchmaker, "_PATIENCE_S", 0.05)
    offer, need = await town.offers(), await town.needs()
    restarted, goes_on = town.new_matchmaker(), asyncio.Event()
    fill = restarted._index.fill

    async def slow() -> list[ListingId]:
        await goes_on.wait()
        return await fill()

    monkeypatch.setattr(restarted._index, "fill", slow)
    loading = asyncio.create_task(restarted.load())
    await asyncio.sleep(0)
    assert await restarted.consider(need) == 0
    assert (await town.listing(need)).matched_at is None
    goes_on.set()
    assert await loading == 2
    assert await restarted.sweep() > 0
    assert await town.pairs() == {(need, offer)}


async def test_a_sweep_before_the_index_is_filled_looks_at_nothing(town: Town) -> None:
    """A look into an empty index would count as done, and the match would never be found."""
    offer, need = await town.offers(), await town.needs()
    restarted = town.new_matchmaker()
    assert await restarted.sweep() == 0
    assert (await town.listing(need)).matched_at is None
    await restarted.load()
    assert await restarted.sweep() > 0
    assert await town.pairs() == {(need, offer)}


async def test_the_database_finds_what_memory_finds(database: Database, town: Town) -> None:
    offers = [
        await town.publish(town.senzor, texts, title=f"{texts['title']} {number}")
        for number in range(4)
        for texts in (MOISTURE_SR, WINE_SR)
    ]
    for offer in offers:
        await town.matchmaker.consider(offer)
    need = await town.needs()
    await town.matchmaker.consider(need)
    makes = town.new_matchmaker()
    memory = MemoryIndex(database, makes._loader, makes._indexer._matcher)
    await memory.fill()
    async with database.reading() as session:
        (one,) = await makes._loader.load(session, [need])
    assert one.prepared is not None
    expected = await memory.rank(one.prepared, 5, minimum=0.0)
    fresh = town.new_matchmaker()
    assert isinstance(fresh._index, MemoryIndex if database.is_sqlite else ServerIndex)
    await fresh.load()
    found = await fresh._index.rank(one.prepared, 5, minimum=0.0)
    assert [match.offer_id for match in found] == [match.offer_id for match in expected]
    assert [match.likelihood for match in found] == pytest.approx([m.likelihood for m in expected], abs=1e-3)
    assert [match.reasons for match in found] == [match.reasons for match in expected]
