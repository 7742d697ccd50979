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


async def test_cancelling_ends_copies_that_wait_for_their_turn(stored_fair: Fair) -> None:
    other, _ = await claimed(stored_fair)
    number, _ = await claimed(stored_fair)
    async with stored_fair.database.writing() as session:
        await running.cancel(session, stored_fair.actor, number, stored_fair.now)
    assert set(await stored_fair.statuses(number)) == {"obsolete"}
    assert set(await stored_fair.statuses(other)) == {"claimed"}


async def test_cancelling_leaves_a_copy_that_is_being_sent(stored_fair: Fair) -> None:
    number, copy = await claimed(stored_fair)
    await elsewhere.begins(stored_fair.database, copy)
    async with stored_fair.database.writing() as session:
        await running.cancel(session, stored_fair.actor, number, stored_fair.now)
    assert (await stored_fair.statuses(number))[0] == "sending"


@pytest.mark.parametrize(
    ("part", "status", "skipped"),
    [(0, DeliveryStatus.OBSOLETE, SkipReason.CANCELLED), (1, DeliveryStatus.UNKNOWN, None)],
    ids=["nothing sent", "a part sent"],
)
async def test_a_copy_of_a_cancelled_announcement_is_not_sent_on(
    stored_fair: Fair, part: int, status: DeliveryStatus, skipped: SkipReason | None
) -> None:
    number, copy = await claimed(stored_fair)
    assert await refusal(stored_fair, copy, part=part) is None
    async with stored_fair.database.writing() as session:
        await running.cancel(session, stored_fair.actor, number, stored_fair.now)
    refused = await refusal(stored_fair, copy, part=part)
    assert refused is not None
    assert (refused["status"], refused.get("skipped")) == (status, skipped)


async def test_a_copy_of_a_paused_announcement_waits(stored_fair: Fair) -> None:
    number, copy = await claimed(stored_fair)
    async with stored_fair.database.writing() as session:
        await running.pause(session, stored_fair.actor, number, stored_fair.now)
    assert await refusal(stored_fair, copy) == {"status": DeliveryStatus.PENDING}
