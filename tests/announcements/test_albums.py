"""Albums: one request that makes several messages. Nobody gets any of them twice."""

import pytest

from bot.outbox.row_sender import LEASE
from bot.sandbox.people import Person as Phone
from bot.usecases.announcements import running
from bot.usecases.announcements.compose import Part
from storage.ids import AnnouncementId
from storage.models import AnnouncementCopy
from storage.vocabulary import PartKind
from tests.announcements.fair import Fair, got, work_off, work_off_to_the_end
from tests.chat import Chat
from tests.clock import Clock
from tests.outbox import elsewhere

FOOTER = "Novi Sad Fair · Olga Organizer"


async def album(fair: Fair, pictures: int = 3) -> AnnouncementId:
    """Written by the organizer: so many pictures at once."""
    olga = fair.organizer
    olga.sends_album([f"picture {number}".encode() for number in range(pictures)])
    ids = tuple(message["message_id"] for message in olga.messages(of_bot=False)[-pictures:])
    fair.world.updates.take_all()
    number = await fair.says(parts=[Part(kind=PartKind.ALBUM, message_ids=ids)])
    await fair.sends(number)
    return number


def pictures(phone: Phone) -> int:
    return sum("photo" in message for message in phone.messages())


async def test_told_to_wait_it_arrives_once_as_a_whole(chat: Chat, fair: Fair, clock: Clock) -> None:
    fair.world.faults.add("too_many_requests", "copyMessages", seconds=1)
    number = await album(fair)
    await work_off_to_the_end(chat, fair, number, clock)
    assert await fair.statuses(number) == ["sent"] * 3
    assert [pictures(guest) for guest in fair.people] == [3, 3, 3]
    assert [got(guest, FOOTER) for guest in fair.people] == [1, 1, 1]


@pytest.mark.parametrize(("when", "arrived"), [("after", 3), ("before", 0)])
async def test_a_lost_answer_is_unknown_what_follows_it_is_sent(
    chat: Chat, fair: Fair, when: str, arrived: int
) -> None:
    fair.world.faults.add("cut", "copyMessages", chat_id=fair.people[1].id, when=when)
    number = await album(fair)
    for _ in range(2):
        await work_off(chat)
    assert await fair.statuses(number) == ["sent", "unknown", "sent"]
    assert [pictures(guest) for guest in fair.people] == [3, arrived, 3]
    assert [got(guest, FOOTER) for guest in fair.people] == [1, 1, 1]


async def test_pictures_that_are_gone_are_missed_and_the_others_arrive_once(chat: Chat, fair: Fair) -> None:
    number = await album(fair)
    mine = fair.world.chats[fair.organizer.id].records
    del mine[max(number for number, record in mine.items() if "photo" in record.message)]
    for _ in range(2):
        await work_off(chat)
    assert await fair.statuses(number) == ["sent"] * 3
    assert [pictures(guest) for guest in fair.people] == [2, 2, 2]
    assert {len(copy.message_ids) for copy in await fair.copies(number)} == {3}  # with the line below


async def test_when_all_of_it_is_gone_it_failed_and_no_empty_line_follows(chat: Chat, fair: Fair) -> None:
    number = await album(fair)
    fair.world.chats[fair.organizer.id].records.clear()
    await work_off(chat)
    assert await fair.statuses(number) == ["failed"] * 3
    assert [got(guest, FOOTER) for guest in fair.people] == [0, 0, 0]


async def test_killed_while_sending_the_album_only_the_line_below_is_sent(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await album(fair)
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
    first, *_ = await elsewhere.claims(fair.database, AnnouncementCopy, clock(), limit=1)
    await elsewhere.begins(fair.database, first)
    clock.now += LEASE
    await work_off(chat)
    # Nobody knows whether the first album was sent, so it is not sent again.
    assert await fair.statuses(number) == ["unknown", "sent", "sent"]
    assert [pictures(guest) for guest in fair.people] == [0, 3, 3]
    assert [got(guest, FOOTER) for guest in fair.people] == [1, 1, 1]


async def test_the_flood_limit_takes_all_of_an_album_or_nothing(chat: Chat, fair: Fair) -> None:
    fair.world.limits.on = True
    fair.world.limits.overall = 8  # two albums of four with the line below do not fit into one second
    number = await album(fair, 4)
    await work_off(chat)
    assert {pictures(guest) for guest in fair.people} <= {0, 4}
    assert "sent" in await fair.statuses(number)
