"""Which notices about meetings are no longer sent, because something happened since they were queued."""

from datetime import datetime, time
from typing import Any

from bot.usecases.meetings import asking, plan
from handlers.ui.notice import Notice
from handlers.ui.view import View
from storage.ids import PersonId, SlotId
from storage.meetings import setups
from storage.models import Delivery
from storage.vocabulary import Topic
from tests.meetings.crowd import Crowd, a_crowd, one_table
from tests.meetings.test_setup import sets_up
from tests.notices import rendered


async def last(crowd: Crowd, person_id: PersonId, topic: Topic) -> dict[str, Any]:
    """What the person's latest notice of this kind is about."""
    found = [one for one in await crowd.all(Delivery) if (one.person_id, one.topic) == (person_id, topic)]
    return found[-1].payload


async def shows(crowd: Crowd, person_id: PersonId, topic: Topic, about: dict[str, Any]) -> View | Notice | None:
    return await rendered(crowd.databases[0], crowd.clock, person_id, topic, **about)


async def begins(crowd: Crowd, slot_id: SlotId) -> datetime:
    async with crowd.databases[0].reading() as session:
        slot = await setups.find_slot(session, slot_id)
        assert slot is not None
        return slot.starts_at


async def offered(crowd: Crowd) -> tuple[SlotId, dict[str, Any]]:
    """The first pair cancels. Its slot is offered to the second one, who left the time to the plan."""
    slot = (await crowd.slots())[0]
    number = await crowd.meets(0, 0, slot)
    await crowd.leaves_to_plan(1, 1)
    await crowd.cancels(crowd.buyers[0], number)
    return slot, await last(crowd, crowd.buyers[1].person_id, Topic.MEETING_SLOT_FREE)


async def test_a_freed_slot_is_offered_until_it_begins(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slot, about = await offered(crowd)
        told = (crowd, crowd.buyers[1].person_id, Topic.MEETING_SLOT_FREE, about)
        crowd.clock.forward(seconds=(await begins(crowd, slot) - crowd.clock()).total_seconds() - 1)
        assert await shows(*told) is not None
        crowd.clock.forward(seconds=1)
        assert await shows(*told) is None


async def test_a_freed_slot_is_not_offered_to_who_took_the_request_back(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        _, about = await offered(crowd)
        buyer = crowd.buyers[1].person_id
        await crowd.writes(asking.take_back, buyer, about["meeting_id"])
        assert await shows(crowd, buyer, Topic.MEETING_SLOT_FREE, about) is None


async def test_a_freed_slot_is_not_offered_after_its_hour_was_taken_out(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        _, about = await offered(crowd)
        buyer = crowd.buyers[1].person_id
        await sets_up(crowd, hours=[(day, time(15), time(17)) for day, _, _ in one_table().hours])
        assert await shows(crowd, buyer, Topic.MEETING_SLOT_FREE, about) is None


async def test_a_plan_is_ready_until_it_is_made_anew_or_thrown_away(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        organizer = crowd.organizers[0]
        await crowd.leaves_to_plan(0, 0)
        await crowd.drafts()
        former = await last(crowd, organizer.id, Topic.MEETING_PLAN_MADE)
        assert await shows(crowd, organizer.id, Topic.MEETING_PLAN_MADE, former) is not None
        crowd.clock.forward(minutes=1)
        await crowd.drafts()
        assert await shows(crowd, organizer.id, Topic.MEETING_PLAN_MADE, former) is None
        latter = await last(crowd, organizer.id, Topic.MEETING_PLAN_MADE)
        assert await shows(crowd, organizer.id, Topic.MEETING_PLAN_MADE, latter) is not None
        async with crowd.databases[0].writing() as session:
            await plan.discard(session, organizer, crowd.event_id)
        assert await shows(crowd, organizer.id, Topic.MEETING_PLAN_MADE, latter) is None
