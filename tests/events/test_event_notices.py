"""Notices about events: told while they are true, with names as they were typed."""

from datetime import timedelta
from typing import Any

import pytest

from bot.usecases.events import groups, programme
from bot.usecases.events.programme import NewItem
from handlers.ui.view import View
from storage.ids import ChatId, ItemId, PersonId
from storage.models import Event, Person
from storage.vocabulary import Language, Topic
from tests.announcements.fair import Fair
from tests.clock import Clock
from tests.factories import add_company
from tests.notices import rendered

HOUR = timedelta(hours=1)
NAME, SAFE = "<i>A & B</i>", "&lt;i&gt;A &amp; B&lt;/i&gt;"


async def told(fair: Fair, clock: Clock, topic: Topic, *, guest: int | None = None, **payload: Any) -> str | None:
    """What a guest is told, or the organizer."""
    person = fair.actor.id if guest is None else PersonId(fair.people[guest].id)
    found = await rendered(fair.database, clock, person, topic, **payload)
    assert found is None or isinstance(found, View)
    return found and found.text


@pytest.fixture
async def item(fair: Fair) -> ItemId:
    new = NewItem(titles={"en": NAME}, hall_id=None, starts_at=fair.now + HOUR, ends_at=fair.now + 2 * HOUR)
    async with fair.database.writing() as session:
        return await programme.add(session, fair.actor, fair.event_id, new)


@pytest.mark.parametrize(
    ("payload", "after", "is_told"),
    [
        ({}, timedelta(0), True),
        ({}, HOUR, False),  # it begins
        ({"starts_at": 1_800_000_000}, timedelta(0), False),  # it was moved
        ({"item_id": 404}, timedelta(0), False),
    ],
)
async def test_only_coming_items_are_reminded_of(
    fair: Fair, clock: Clock, item: ItemId, payload: dict[str, Any], after: timedelta, is_told: bool
) -> None:
    clock.now += after
    values = {"item_id": item, "starts_at": int((fair.now + HOUR).timestamp())} | payload
    text = await told(fair, clock, Topic.PROGRAMME_REMINDER, guest=0, **values)
    assert (text is not None) is is_told
    assert text is None or SAFE in text


@pytest.mark.parametrize(("payload", "is_told"), [({}, True), ({"revision": 2}, False), ({"item_id": 404}, False)])
async def test_only_the_last_change_of_an_item_is_told(
    fair: Fair, clock: Clock, item: ItemId, payload: dict[str, Any], is_told: bool
) -> None:
    text = await told(fair, clock, Topic.PROGRAMME_CHANGED, guest=0, **({"item_id": item, "revision": 1} | payload))
    assert (text is not None) is is_told


async def test_notices_name_new_team_members_and_new_representatives(fair: Fair, clock: Clock) -> None:
    guest = fair.people[0].id
    async with fair.database.writing() as session:
        (await session.get_one(Person, guest)).name = NAME
        (await session.get_one(Event, fair.event_id)).names = {"en": NAME}
        company = (await add_company(session, name=NAME, name_key="a b")).id
    for topic, values in (
        (Topic.TEAM_JOINED, {"event_id": fair.event_id, "person_id": guest}),
        (Topic.COMPANY_CLAIMED, {"company_id": company, "person_id": guest}),
    ):
        text = await told(fair, clock, topic, **values)
        assert text is not None
        assert text.count(SAFE) == 2
        for gone in values:
            assert await told(fair, clock, topic, **(values | {gone: 404})) is None


async def test_only_an_organizer_is_asked_which_event_a_group_belongs_to(fair: Fair, clock: Clock) -> None:
    payload = {"chat_id": -100, "title": NAME}
    text = await told(fair, clock, Topic.CHAT_ADDED, **payload)
    assert text is not None
    assert SAFE in text
    assert await told(fair, clock, Topic.CHAT_ADDED, guest=0, **payload) is None


async def test_a_closed_topic_is_told_while_the_group_is_connected(fair: Fair, clock: Clock) -> None:
    async with fair.database.writing() as session:
        await groups.connect(
            session, fair.actor, fair.event_id, ChatId(-100), title=NAME, language=Language.EN, now=fair.now
        )
    text = await told(fair, clock, Topic.GROUP_TOPIC_CLOSED, chat_id=-100)
    assert text is not None
    assert SAFE in text
    assert await told(fair, clock, Topic.GROUP_TOPIC_CLOSED, chat_id=-404) is None
