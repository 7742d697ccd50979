"""Guards of announcements in the database. Each test fails without its guard."""

from datetime import timedelta
from typing import Any

import pytest

from bot.usecases.announcements import running
from storage.announcements import copies
from storage.ids import AnnouncementId
from storage.models import AnnouncementCopy
from storage.vocabulary import DeliveryStatus, SkipReason
from tests.announcements.fair import Fair
from tests.outbox import elsewhere


async def claimed(fair: Fair) -> tuple[AnnouncementId, AnnouncementCopy]:
    """An announcement on its way, of which another process has claimed every copy."""
    number = await fair.says("Doors open at nine")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, fair.now)
    copy, *_ = await elsewhere.claims(fair.database, AnnouncementCopy, fair.now)
    return number, copy


async def refusal(fair: Fair, copy: AnnouncementCopy, *, part: int = 0) -> dict[str, Any] | None:
    copy.part = part
    async with fair.database.reading() as session:
        return await copies.changes_if_refused(
            session, copy, per_day=3, since=fair.now - timedelta(days=1), now=fair.now
        )


async def test_cancelling_ends_copies_that_wait_for_their_turn(fair: Fair) -> None:
    number, _ = await claimed(fair)
    async with fair.database.writing() as session:
        await running.cancel(session, fair.actor, number, fair.now)
    assert set(await fair.statuses(number)) == {"obsolete"}


async def test_cancelling_leaves_a_copy_that_is_being_sent(fair: Fair) -> None:
    number, copy = await claimed(fair)
    await elsewhere.begins(fair.database, copy)
    async with fair.database.writing() as session:
        await running.cancel(session, fair.actor, number, fair.now)
    assert (await fair.statuses(number))[0] == "sending"


@pytest.mark.parametrize(
    ("part", "status", "skipped"),
    [(0, DeliveryStatus.OBSOLETE, SkipReason.CANCELLED), (1, DeliveryStatus.UNKNOWN, None)],
    ids=["nothing sent", "a part sent"],
)
async def test_a_copy_of_a_cancelled_announcement_is_not_sent_on(
    fair: Fair, part: int, status: DeliveryStatus, skipped: SkipReason | None
) -> None:
    number, copy = await claimed(fair)
    assert await refusal(fair, copy, part=part) is None
    async with fair.database.writing() as session:
        await running.cancel(session, fair.actor, number, fair.now)
    refused = await refusal(fair, copy, part=part)
    assert refused is not None
    assert (refused["status"], refused.get("skipped")) == (status, skipped)


async def test_a_copy_of_a_paused_announcement_waits(fair: Fair) -> None:
    number, copy = await claimed(fair)
    async with fair.database.writing() as session:
        await running.pause(session, fair.actor, number, fair.now)
    assert await refusal(fair, copy) == {"status": DeliveryStatus.PENDING}
