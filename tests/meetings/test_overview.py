"""What each side, and the organizer, sees of meetings."""

import pytest

from bot.errors import DomainError, NotAllowedError
from bot.usecases.meetings import asking, availability, changing, overview, overview_of_event, plan
from bot.usecases.meetings.agenda import CellState
from bot.usecases.meetings.errors import NotPossibleError
from bot.usecases.meetings.overview_of_event import state_of
from bot.usecases.moderation.roles import Actor
from storage.ids import IntroductionId, MeetingId
from storage.meetings import setups
from storage.models import Meeting
from storage.vocabulary import Attendance, Language, MeetingStatus
from tests.meetings.crowd import a_crowd, one_table

LINK = "https://meet.example.org/room"


async def test_names_and_rooms_are_hidden_until_both_accepted(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(1, video=True), strangers=True) as crowd:
        slot, (_, buyer), (_, maker) = (await crowd.slots())[0], crowd.buyers, crowd.makers
        for guest in (buyer, maker):
            await crowd.writes(
                availability.set_availability,
                guest.person_id,
                crowd.event_id,
                away=(),
                by_video=guest is buyer,
                video_link=f"{LINK}/{guest.person_id}",
            )
        number = await crowd.asks(1, 1, slot)

        async def seen(person_id: int, meeting_id: MeetingId = number) -> tuple[str, str, str | None]:
            async with crowd.databases[0].reading() as session:
                shown = await overview.shown_meeting(session, person_id, meeting_id)  # type: ignore[arg-type]
                (mine,) = await overview.my_meetings(session, person_id, crowd.event_id)  # type: ignore[arg-type]
            assert (mine.company, mine.person) == (shown.company, shown.person)
            return shown.company, shown.person, shown.video_link

        for guest in (buyer, maker):
            assert await seen(guest.person_id) == ("", "", None)
        await crowd.picks(maker, number, slot)
        assert await seen(buyer.person_id) == ("Firm RS1", "RS 1", f"{LINK}/{maker.person_id}")
        assert await seen(maker.person_id) == ("Firm CN1", "CN 1", f"{LINK}/{buyer.person_id}")
        with pytest.raises(NotPossibleError):
            await seen(buyer.person_id, MeetingId(number + 9))
        for stranger in (crowd.buyers[0], crowd.makers[0]):
            with pytest.raises(DomainError):
                await seen(stranger.person_id)
        async with crowd.databases[0].reading() as session:
            (one,) = (await overview.agenda(session, buyer.person_id, crowd.event_id, Language.EN)).meetings
            assert one.video_link == f"{LINK}/{maker.person_id}"
            assert not one.cancelled


async def test_a_plan_of_the_day_has_booked_and_cancelled_meetings(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots = await crowd.slots()
        await crowd.meets(0, 0, slots[1])
        await crowd.cancels(crowd.buyers[0], await crowd.meets(0, 1, slots[0]))
        await crowd.asks(1, 1, slots[0])
        async with crowd.databases[0].reading() as session:
            agenda = await overview.agenda(session, crowd.buyers[0].person_id, crowd.event_id, Language.EN)
            assert [one.cancelled for one in agenda.meetings] == [True, False]
            assert [one.video_link for one in agenda.meetings] == [None, None], "they meet at a table"
            theirs = await overview.agenda(session, crowd.makers[1].person_id, crowd.event_id, Language.EN)
            assert [one.counterpart for one in theirs.meetings] == ["Firm CN0"]
            with pytest.raises(NotAllowedError):
                await overview.agenda(session, crowd.organizers[0].id, crowd.event_id, Language.EN)


async def test_a_link_is_a_plain_address_of_a_room(database_url: str) -> None:
    for text in (
        "http://meet.example.org/x",
        "https://me@meet.example.org",
        "https://localhost/x",
        "room",
        "https:///x",
        f"{LINK}/{'x' * 300}",
        "https://[x",
    ):
        with pytest.raises(availability.BadLinkError):
            availability.checked_link(text)
    longest = f"{LINK}/{'x' * (299 - len(LINK))}"
    assert availability.checked_link(f" {longest} ") == longest
    async with a_crowd(database_url, fairs=2) as crowd:
        slots, mei = await crowd.slots(), crowd.buyers[0].person_id
        await crowd.meets(0, 0, slots[0])
        there = (await crowd.slots(crowd.event_id + 1))[0]
        found = await crowd.writes(
            availability.set_availability,
            mei,
            crowd.event_id,
            away=[*slots[:2], there],
            by_video=True,
            video_link=None,
        )
        assert (found.away, found.booked, found.answered) == (frozenset({slots[1]}), frozenset({slots[0]}), True)
        assert not found.by_video, "this fair has no meetings by video"
        async with crowd.databases[0].reading() as session:
            other = await availability.my_availability(session, mei, crowd.event_id + 1)
            assert (other.away, other.booked, other.answered) == (frozenset(), frozenset(), False)
            with pytest.raises(NotAllowedError):
                await availability.my_availability(session, crowd.organizers[0].id, crowd.event_id)


@pytest.mark.parametrize(
    ("need", "offer", "before", "after"),
    [
        (None, None, CellState.CONFIRMED, CellState.MISSED),
        ("late", None, CellState.LATE, CellState.MISSED),
        ("arrived", None, CellState.ARRIVED, CellState.KEPT),
        ("arrived", "late", CellState.LATE, CellState.KEPT),
        ("arrived", "arrived", CellState.KEPT, CellState.KEPT),
        ("met", "not_met", CellState.CONFIRMED, CellState.MISSED),
        (None, "met", CellState.CONFIRMED, CellState.KEPT),
        ("not_met", None, CellState.CONFIRMED, CellState.MISSED),
    ],
)
def test_where_a_meeting_stands(need: str | None, offer: str | None, before: CellState, after: CellState) -> None:
    said = [None if one is None else Attendance(one) for one in (need, offer)]
    for sides in (said, said[::-1]):
        meeting = Meeting(need_attendance=sides[0], offer_attendance=sides[1])
        assert (state_of(meeting, over=False), state_of(meeting, over=True)) == (before, after)


async def test_the_organizers_figures_are_current_and_of_one_event(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(2), fairs=2) as crowd:
        slots, (actor, _) = await crowd.slots(), crowd.organizers
        number = await crowd.meets(0, 0, slots[0])
        await crowd.meets(1, 1, slots[1])
        await crowd.cancels(crowd.buyers[0], await crowd.meets(0, 1, slots[2]))
        await crowd.leaves_to_plan(1, 0)
        async with crowd.databases[0].reading() as session:
            first, second, *_ = times = await setups.slots(session, crowd.event_id)

            async def free(now: object) -> list[tuple[int, int, int]]:
                found = await overview_of_event.free_now(session, actor, crowd.event_id, now)  # type: ignore[arg-type]
                return [(one.slot.id, len(one.free), one.booked) for one in found]

            assert await free(crowd.clock()) == [(first.id, 1, 1)]
            assert await free(first.ends_at) == [(second.id, 1, 1)]
            assert await free(times[2].starts_at) == [(times[2].id, 2, 0)]
            assert await free(times[-1].ends_at) == []
        await crowd.writes(asking.decline, crowd.makers[1].person_id, await crowd.asks(0, 1, slots[4]))
        crowd.clock.forward(seconds=(first.ends_at - crowd.clock()).total_seconds())
        for guest, again in ((crowd.buyers[0], True), (crowd.makers[0], True)):
            await crowd.writes(changing.tell_how_it_went, guest.person_id, number, met=True, again=again)
        async with crowd.databases[0].reading() as session:
            report = await overview_of_event.report(session, actor, crowd.event_id, crowd.clock())
            shown = (report.asked, report.accepted, report.confirmed, report.kept, report.missed, report.cancelled)
            assert shown == (5, 4, 2, 1, 0, 1)
            assert (report.people_with_meetings, report.seats, report.again_wished) == (4, 4, 1)
            board = await overview_of_event.board(session, actor, crowd.event_id, Language.EN, crowd.clock())
            assert sorted(cell.state for cells in board.cells.values() for cell in cells) == [
                CellState.CONFIRMED,
                CellState.KEPT,
            ]
            page = await overview_of_event.booked(session, actor, crowd.event_id, offset=0, limit=9)
            assert [(one.first, one.second) for one in page] == [("Firm CN0", "Firm RS0"), ("Firm CN1", "Firm RS1")]
            state = await overview_of_event.event_meetings(session, actor, crowd.event_id)
            assert state.counts[MeetingStatus.WANTED] == 1
            stranger = Actor(id=crowd.buyers[0].person_id, admins=())
            for act in (
                overview_of_event.event_meetings(session, stranger, crowd.event_id),
                overview_of_event.people_there(session, stranger, crowd.event_id),
                overview_of_event.count_booked(session, stranger, crowd.event_id),
                overview_of_event.free_now(session, stranger, crowd.event_id, crowd.clock()),
                plan.draft(session, stranger, crowd.event_id),
            ):
                with pytest.raises(NotAllowedError):
                    await act


async def test_there_is_nothing_to_pin_without_a_draft(database_url: str) -> None:
    async with a_crowd(database_url) as crowd, crowd.databases[0].writing() as session:
        actor, number = crowd.organizers[0], crowd.introductions[0, 0]
        with pytest.raises(DomainError):
            await plan.pin(session, actor, crowd.event_id, number)
        await plan.ask_for_plan(session, actor, crowd.event_id, crowd.clock())
        for _ in range(3):
            await plan.pin(session, actor, crowd.event_id, number)
        await plan.bar(session, actor, crowd.event_id, IntroductionId(7))
        session.expire_all()
        draft = await plan.draft(session, actor, crowd.event_id)
        assert draft is not None
        assert (draft.pinned, draft.barred) == ([number], [7])
