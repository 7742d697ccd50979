"""A broadcast while the process is killed by SIGKILL repeatedly, on a network that loses answers.

Nobody gets it twice, nobody is forgotten; who may not have got it is said to be unknown, and those are few.
"""

import asyncio
import os
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.world import World
from bot.usecases.announcements import compose, running
from storage.database import Database
from storage.ids import AnnouncementId
from storage.vocabulary import AnnouncementStatus, DeliveryStatus
from tests.announcements.fair import Fair, open_fair
from tests.bench.broadcast import fill
from tests.kill.test_kill import mortal_bot

TEXT = "The opening is at ten"
# On both databases; the sizes of the promise are PARTNERBRIDGE_KILL_RECIPIENTS=2000 PARTNERBRIDGE_KILLS=20.
RECIPIENTS = int(os.environ.get("PARTNERBRIDGE_KILL_RECIPIENTS", "200"))
KILLS = int(os.environ.get("PARTNERBRIDGE_KILLS", "4"))
LONGEST_S = 240.0 + RECIPIENTS / 4  # far more than it takes: the machine may be busy with other tests

pytestmark = pytest.mark.slow


@pytest.mark.timeout(2 * LONGEST_S)
async def test_a_broadcast_survives_kills_at_random_moments(database_url: str, tmp_path: Path) -> None:
    recipients, kills = RECIPIENTS, KILLS
    rng = random.Random(recipients)
    async with mortal_bot(
        database_url, tmp_path, PARTNERBRIDGE_MESSAGES_PER_SECOND="200", PARTNERBRIDGE_ENCODER="none"
    ) as (world, bot):
        database = Database(database_url)
        try:
            fair = await open_fair(database, world, datetime.now(UTC), people=0)
            await fill(fair, recipients)
            blocked = set(rng.sample([each for each in world.people if each != fair.organizer.id], recipients // 50))
            for each in blocked:
                world.chats[each].blocked = True
            number = await fair.says(TEXT)
            async with database.writing() as session:
                await compose.toggle_urgent(session, fair.actor, number)
                await running.schedule(session, fair.actor, number, at=None, now=fair.now)
            lossy(world)
            for _ in range(kills):
                await asyncio.sleep(rng.random() * recipients / 150 / kills * 2)
                await bot.dies_and_rises()
            await until_done(fair, number)
            await judged(fair, number, blocked, kills)
        finally:
            await database.dispose()


def lossy(world: World) -> None:
    """Five per cent of the requests fail, before or after they reach Telegram."""
    for kind, when, probability in (
        ("server_error", "before", 0.01),
        ("server_error", "after", 0.01),
        ("cut", "before", 0.01),
        ("cut", "after", 0.01),
        ("delay", "after", 0.005),
        ("too_many_requests", "before", 0.005),
    ):
        world.faults.add(kind, "sendMessage", when=when, probability=probability, times=None, seconds=1)


async def until_done(fair: Fair, number: AnnouncementId) -> None:
    try:
        async with asyncio.timeout(LONGEST_S):
            while (await fair.row(number)).status is not AnnouncementStatus.DONE:  # noqa: ASYNC110 - in the database
                await asyncio.sleep(0.2)
    except TimeoutError:
        pytest.fail(f"after {LONGEST_S:.0f} s it stands so: {Counter(await fair.statuses(number))}")


async def judged(fair: Fair, number: AnnouncementId, blocked: set[int], kills: int) -> None:
    got = {chat: count(fair.world, chat) for chat in fair.world.people}
    copies = await fair.copies(number)
    ends = Counter(copy.status for copy in copies)
    calls = fair.world.journal.calls("sendMessage")
    lost = sum(call.fault is not None and "delay" not in call.fault for call in calls)
    asked = {int(call.params["chat_id"]) for call in calls}
    unknown = [copy.chat_id for copy in copies if copy.status is DeliveryStatus.UNKNOWN]
    never_asked = sum(chat not in asked for chat in unknown)
    faulty = {int(call.params["chat_id"]) for call in calls if call.fault is not None}
    by_kill = sum(chat not in faulty for chat in unknown)
    sys.stdout.write(  # shown with -s
        f"{dict(ends)}, answers lost or refused: {lost}; of the unknown {sum(got[chat] for chat in unknown)} arrived, "
        f"{never_asked} never left; {by_kill} are unknown for a kill\n"
    )
    assert max(got.values()) == 1
    assert len(copies) == len(fair.world.people) - 1
    assert set(ends) <= {DeliveryStatus.SENT, DeliveryStatus.UNKNOWN, DeliveryStatus.UNREACHABLE}
    for copy in copies:
        if copy.status is DeliveryStatus.SENT:
            assert got[copy.chat_id] == 1
        if copy.status is DeliveryStatus.UNREACHABLE:
            assert copy.chat_id in blocked
    # A copy is marked as being sent when its turn has come. So besides lost answers, a kill leaves unknown only what
    # was under way: at most the 16 copies in flight. At 200 a second one commit marks several, which leave one by one.
    assert by_kill <= 10 * kills
    assert never_asked <= 5 * kills


def count(world: World, chat: int) -> int:
    records = world.chats[chat].records.values()
    return sum(TEXT in record.message.get("text", "") for record in records if record.by_bot)
