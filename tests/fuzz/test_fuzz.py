"""Random updates: nothing goes wrong inside, and nobody is stuck afterwards."""

import inspect
import os
import random

import pytest
from telegram import Message, Update

from bot.sandbox.people import person
from bot.sandbox.world import World
from tests.chat import open_chat
from tests.clock import Clock
from tests.fuzz.campaign import Campaign, report
from tests.fuzz.contents import CONTENTS, NO_CONTENT
from tests.fuzz.updates import Updates

COUNT = int(os.environ.get("PARTNERBRIDGE_FUZZ", "3500"))
"""Updates on SQLite; a fifth of them on PostgreSQL. Set the variable for a longer run."""

DEPTHS = {"kind", "country", "channels", "profile_type", "summary", "sectors", "partnerships", "preview"}


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_random_updates_break_nothing(database_url: str) -> None:
    world = World()
    async with open_chat(world, database_url, Clock(), at_once=False, encoder="none") as chat:
        campaign = Campaign(chat, seed=20261122)
        await campaign.run(COUNT if database_url.startswith("sqlite") else COUNT // 5)
        report(campaign)
        assert campaign.complaints == []
        assert campaign.refused == []
        assert await campaign.still_served() == []
    # Otherwise the run never got into the depth of the dialogs.
    assert campaign.steps_seen >= DEPTHS


def test_every_kind_of_update_is_tried() -> None:
    updates = Updates(random.Random(1), World(), [person(World(), "Ana")])
    assert set(updates.kinds) == {str(kind) for kind in Update.ALL_TYPES}


def test_every_content_of_a_message_is_tried() -> None:
    parameters = set(inspect.signature(Message.__init__).parameters)
    assert set(CONTENTS) - {"nothing"} == parameters - NO_CONTENT


@pytest.mark.parametrize("field", [field for field in CONTENTS if field != "nothing"])
def test_the_sample_of_a_content_is_what_it_says(field: str) -> None:
    world = World()
    ana = person(world, "Ana")
    message = {"message_id": 1, "date": 0, "chat": ana.chat.info, "from": ana.user, **CONTENTS[field]}
    update = Update.de_json({"update_id": 1, "message": message}, None)
    assert update.message is not None
    assert getattr(update.message, field)
