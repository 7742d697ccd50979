"""Joining an event by its code or at a booth, muting and leaving it, and until when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.events import joining
from bot.usecases.events.codes import as_typed
from bot.usecases.events.joining import OPEN_AFTER, EventOverError, NoSuchEventError, NoSuchLinkError
from bot.usecases.events.names import in_language
from storage import links
from storage.events import events
from storage.ids import PersonId
from storage.models import Link, Person
from storage.vocabulary import JoinedBy, Language, LinkKind
from tests.announcements.fair import FAIR, Fair
from tests.factories import add_company, add_person

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ENDS = datetime(2026, 3, 5, tzinfo=ZoneInfo("Europe/Belgrade"))
"""The midnight after the last day of the fair in Belgrade."""


@pytest.mark.parametrize(
    ("at", "is_open"), [(ENDS, True), (ENDS + OPEN_AFTER - SECOND, True), (ENDS + OPEN_AFTER, False)]
)
async def test_a_code_works_until_90_days_after_the_last_day(fair: Fair, at: datetime, is_open: bool) -> None:
    async with fair.database.writing() as session:
        event = await events.find(session, fair.event_id)
        assert event is not None
        person = await add_person(session)
        if is_open:
            first, second = [
                await joining.join(session, person.id, event.code.lower(), JoinedBy.CODE, at) for _ in range(2)
            ]
            assert (first.event.id, first.new, second.new) == (fair.event_id, True, False)
        else:
            with pytest.raises(EventOverError):
                await joining.join(session, person.id, event.code, JoinedBy.CODE, at)


async def test_an_unknown_code_is_refused(fair: Fair) -> None:
    async with fair.database.writing() as session:
        with pytest.raises(NoSuchEventError):
            await joining.join(session, PersonId(fair.people[0].id), "NOSUCHCODE", JoinedBy.CODE, fair.now)


@pytest.mark.parametrize(("typed", "code"), [("Ａb-2.!“", "AB2"), ("ÄB²", "B2"), ("?start=e_ab", "AB"), ("", "")])
def test_only_letters_and_digits_of_a_code_are_read(typed: str, code: str) -> None:
    assert as_typed(typed) == code


@pytest.mark.parametrize(
    ("kind", "after_last_day", "joins"),
    [
        (LinkKind.BOOTH, timedelta(0), True),
        (LinkKind.BOOTH, OPEN_AFTER, True),
        (LinkKind.BOOTH, OPEN_AFTER + SECOND, False),
        (LinkKind.LISTING, timedelta(0), False),
        (LinkKind.TEAM, None, False),
    ],
)
async def test_scanning_a_booth_joins_its_event(
    fair: Fair, kind: LinkKind, after_last_day: timedelta | None, joins: bool
) -> None:
    async with fair.database.writing() as session:
        person, company = await add_person(session), await add_company(session)
        event_id = None if kind is LinkKind.LISTING else fair.event_id
        link = Link(code="scanned", kind=kind, event_id=event_id, company_id=company.id, created_at=fair.now)
        await links.add(session, link)
        if after_last_day is None:
            with pytest.raises(NoSuchLinkError):
                await joining.scan(session, person.id, "scanned", fair.now)
        else:
            scanned = await joining.scan(session, person.id, "scanned", ENDS - SECOND + after_last_day)
            assert scanned.company_id == company.id
        with pytest.raises(NoSuchLinkError):
            await joining.scan(session, person.id, "unknown", fair.now)
        assert (await events.participation(session, fair.event_id, person.id) is not None) is joins


async def test_participants_may_mute_and_leave_an_event(fair: Fair, other_fair: Fair) -> None:
    guest, other = PersonId(fair.people[0].id), PersonId(other_fair.people[0].id)
    async with fair.database.writing() as session:
        assert (await joining.mute(session, guest, fair.event_id, fair.now)).id == fair.event_id
        part = await events.participation(session, fair.event_id, guest)
        assert part is not None
        assert part.muted_at == fair.now
        await joining.unmute(session, guest, fair.event_id)
        part = await events.participation(session, fair.event_id, guest)
        assert part is not None
        assert part.muted_at is None
        for person, event_id in ((other, fair.event_id), (guest, other_fair.event_id)):
            with pytest.raises(NoLongerThereError):
                await joining.mute(session, person, event_id, fair.now)
            with pytest.raises(NoLongerThereError):
                await joining.leave(session, person, event_id)
            with pytest.raises(NotAllowedError):
                await joining.require_participant(session, person, event_id)
        await joining.leave(session, guest, fair.event_id)
        assert await events.count_participants(session, fair.event_id) == 2
        assert await events.count_participants(session, other_fair.event_id) == 1


async def test_an_event_is_current_to_the_end_of_its_last_day(fair: Fair) -> None:
    guest = PersonId(fair.people[0].id)
    async with fair.database.writing() as session:
        assert [event.id for event in await joining.my_current(session, guest, ENDS - SECOND)] == [fair.event_id]
        assert await joining.my_current(session, guest, ENDS) == []
        assert await joining.my_current(session, PersonId(fair.organizer.id), fair.now) == []
        for day, found in ((FAIR.ends_on, 1), (FAIR.ends_on + DAY, 0)):
            assert len(await events.joined_by(session, guest, not_over_on=day)) == found


async def test_people_speak_for_their_own_company_at_events_that_they_joined(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        guest = await session.get_one(Person, fair.people[0].id)
        ours, theirs = await add_company(session, guest), await add_company(session, name="Theirs", name_key="theirs")
        await joining.speaks_for_at(session, guest.id, fair.event_id, ours.id)
        for event_id, company in ((fair.event_id, theirs), (other_fair.event_id, ours)):
            with pytest.raises(NotAllowedError):
                await joining.speaks_for_at(session, guest.id, event_id, company.id)


async def test_muting_one_event_mutes_nobody_else(fair: Fair, other_fair: Fair) -> None:
    first, *_ = people = [PersonId(guest.id) for guest in fair.people]
    async with fair.database.writing() as session:
        await events.join(session, other_fair.event_id, first, JoinedBy.CODE, fair.now)
        await joining.mute(session, first, fair.event_id, fair.now)
        muted = [await events.participation(session, fair.event_id, person) for person in people]
        there = await events.participation(session, other_fair.event_id, first)
    assert [part is not None and part.muted_at is not None for part in [*muted, there]] == [True, False, False, False]


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"en": "Fair", "zh": "展会"}, Language.ZH, "展会"),
        ({"en": "Fair", "zh": ""}, Language.ZH, "Fair"),
        ({"en": "Fair", "sr-Cyrl": "Сајам"}, Language.SR_LATN, "Сајам"),
        ({"en": "Fair", "sr-Latn": "Sajam"}, Language.SR_CYRL, "Sajam"),
        ({"en": "", "zh": "展会"}, Language.SR_CYRL, "展会"),
        ({}, Language.EN, ""),
    ],
)
def test_a_name_is_in_the_language_of_its_reader_or_the_next_best(
    texts: dict[str, str], language: Language, shown: str
) -> None:
    assert in_language(texts, language) == shown
