"""Who may manage an event: its organizers while they have the role, and admins."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.errors import NotAllowedError
from bot.usecases.events import setup
from bot.usecases.events.access import my_events, own_event
from bot.usecases.events.setup import BadEventError, LastOrganizerError, NewEvent
from bot.usecases.moderation.roles import LINK_LIFE, Actor, LinkSpentError
from storage.events import events
from storage.ids import EventId, PersonId
from storage.models import Event, Link
from storage.moderation import roles
from storage.vocabulary import LinkKind, Role
from tests.announcements.fair import FAIR, Fair
from tests.factories import add_person

DAY = timedelta(days=1)


def draw(_: str) -> str:
    return "x"


@pytest.mark.parametrize(
    ("granted", "in_team", "in_settings", "may"),
    [
        (None, False, False, False),
        (None, True, False, False),  # the role was taken away
        (Role.MODERATOR, True, False, False),
        (Role.ORGANIZER, False, False, False),
        (Role.ORGANIZER, True, False, True),
        (Role.ADMIN, False, False, True),
        (None, False, True, True),
    ],
)
async def test_organizers_of_the_event_and_admins_may(
    fair: Fair, granted: Role | None, in_team: bool, in_settings: bool, may: bool
) -> None:
    async with fair.database.writing() as session:
        person = await add_person(session, name="Eve", username=None)
        if granted is not None:
            await roles.grant(session, person.id, granted, by=None, now=fair.now)
        if in_team:
            await events.add_organizer(session, fair.event_id, person.id, by=fair.actor.id, now=fair.now)
        actor = Actor(id=person.id, admins={person.id} if in_settings else ())
        if may:
            assert (await own_event(session, actor, fair.event_id)).id == fair.event_id
        else:
            with pytest.raises(NotAllowedError):
                await own_event(session, actor, fair.event_id)


async def test_an_unknown_event_is_refused_like_another_organizers_event(fair: Fair) -> None:
    async with fair.database.reading() as session:
        with pytest.raises(NotAllowedError):
            await own_event(session, Actor(id=fair.actor.id, admins={fair.actor.id}), EventId(404))


async def test_only_own_events_are_listed(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.reading() as session:
        admin = Actor(id=fair.actor.id, admins={fair.actor.id})
        assert [event.id for event in await my_events(session, fair.actor)] == [fair.event_id]
        assert {fair.event_id, other_fair.event_id} <= {event.id for event in await my_events(session, admin)}
        assert await my_events(session, Actor(id=PersonId(fair.people[0].id), admins=())) == []


async def invited(fair: Fair) -> str:
    async with fair.database.writing() as session:
        return (await setup.invite(session, fair.actor, fair.event_id, draw=draw, now=fair.now)).code


async def accepts(fair: Fair, code: str, *, after: timedelta = timedelta(0), guest: int = 0) -> EventId:
    async with fair.database.writing() as session:
        person = PersonId(fair.people[guest].id)
        return await setup.accept_invitation(session, person, code, admins=frozenset(), now=fair.now + after)


async def test_an_invitation_makes_one_person_an_organizer(fair: Fair) -> None:
    code = await invited(fair)
    assert await accepts(fair, code, after=LINK_LIFE - DAY) == fair.event_id
    with pytest.raises(LinkSpentError):
        await accepts(fair, code, guest=1)
    async with fair.database.reading() as session:
        team = [person.id for person in await events.organizers(session, fair.event_id)]
        assert team == [fair.organizer.id, fair.people[0].id]
        assert await own_event(session, Actor(id=PersonId(fair.people[0].id), admins=()), fair.event_id)


async def test_an_invitation_ends_after_a_week_and_with_the_rights_of_its_maker(fair: Fair) -> None:
    code = await invited(fair)
    with pytest.raises(LinkSpentError):
        await accepts(fair, code, after=LINK_LIFE)
    async with fair.database.writing() as session:
        await roles.take(session, fair.actor.id, Role.ORGANIZER, by=None, now=fair.now)
    with pytest.raises(LinkSpentError):
        await accepts(fair, code)


async def test_another_link_is_no_invitation(fair: Fair) -> None:
    code = await invited(fair)
    with pytest.raises(LinkSpentError):
        await accepts(fair, "unknown")
    async with fair.database.writing() as session:
        await session.execute(update(Link).where(Link.code == code).values(kind=LinkKind.CLAIM))
    with pytest.raises(LinkSpentError):
        await accepts(fair, code)


async def test_the_last_organizer_stays(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        with pytest.raises(LastOrganizerError):
            await setup.remove_organizer(session, fair.actor, fair.event_id, fair.actor.id)
        guest = PersonId(fair.people[0].id)
        await events.add_organizer(session, fair.event_id, guest, by=fair.actor.id, now=fair.now)
        with pytest.raises(setup.AlreadyDoneError):
            await setup.remove_organizer(session, fair.actor, fair.event_id, other_fair.actor.id)
        await setup.remove_organizer(session, fair.actor, fair.event_id, fair.actor.id)
        assert [person.id for person in await events.organizers(session, fair.event_id)] == [guest]
        assert [person.id for person in await events.organizers(session, other_fair.event_id)] == [other_fair.actor.id]


def changed(**changes: object) -> NewEvent:
    values: dict[str, object] = {
        name: getattr(FAIR, name) for name in ("names", "place", "zone", "starts_on", "ends_on")
    }
    return NewEvent(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "is_kept"),
    [
        (changed(), True),
        (changed(names={"en": " ", "zh": ""}), False),
        (changed(names={"en": "a" * 120}), True),
        (changed(names={"en": "a" * 121}), False),
        (changed(zone="Europe/Nowhere"), False),
        (changed(ends_on=FAIR.starts_on), True),
        (changed(ends_on=FAIR.starts_on - DAY), False),
        (changed(ends_on=FAIR.starts_on + 366 * DAY), True),
        (changed(ends_on=FAIR.starts_on + 367 * DAY), False),
    ],
)
async def test_an_event_has_a_name_a_zone_and_at_most_a_year(
    fair: Fair, other_fair: Fair, new: NewEvent, is_kept: bool
) -> None:
    async with fair.database.writing() as session:
        if is_kept:
            await setup.change(session, fair.actor, fair.event_id, new)
            found, other = [await session.get_one(Event, each.event_id) for each in (fair, other_fair)]
            assert (found.names, found.ends_on) == (new.names, new.ends_on)
            assert (other.names, other.ends_on) == (FAIR.names, FAIR.ends_on)
        else:
            with pytest.raises(BadEventError):
                await setup.change(session, fair.actor, fair.event_id, new)


@pytest.mark.parametrize(
    ("name", "before", "is_kept"),
    [("", 0, False), ("a" * 100, 0, True), ("a" * 101, 0, False), ("Hall", 49, True), ("Hall", 50, False)],
)
async def test_fifty_halls_with_names_of_a_hundred_characters(
    fair: Fair, other_fair: Fair, name: str, before: int, is_kept: bool
) -> None:
    async with fair.database.writing() as session:
        await events.put_hall(session, other_fair.event_id, "Theirs")
        for number in range(before):
            await events.put_hall(session, fair.event_id, f"Hall {number}")
        if is_kept:
            await setup.add_hall(session, fair.actor, fair.event_id, name)
        else:
            with pytest.raises(setup.InputError):
                await setup.add_hall(session, fair.actor, fair.event_id, name)
        assert len(await setup.halls(session, fair.actor, fair.event_id)) == before + is_kept


async def test_a_hall_is_removed_once_and_only_from_its_event(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        ours, theirs = [await events.put_hall(session, each.event_id, "Hall 1") for each in (fair, other_fair)]
        kept = await events.put_hall(session, fair.event_id, "Hall 2")
        assert await events.put_hall(session, fair.event_id, "Hall 1") == ours, "a name is there once"
        await setup.remove_hall(session, fair.actor, fair.event_id, ours)
        for gone in (ours, theirs):
            with pytest.raises(setup.AlreadyDoneError):
                await setup.remove_hall(session, fair.actor, fair.event_id, gone)
        assert [hall.id for hall in await events.halls(session, fair.event_id)] == [kept]
        assert [hall.id for hall in await events.halls(session, other_fair.event_id)] == [theirs]
