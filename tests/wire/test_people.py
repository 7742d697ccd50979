"""What people can do and see, and what the bot hears of it."""

from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox.people import NotThereError, Person, person
from bot.sandbox.people.acts import NotAllowedError
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World
from bot.sandbox.world.files import image_size
from tests.wire.pictures import png


@pytest.fixture
async def bot(world: World) -> Any:
    async with Bot(TOKEN, request=WorldRequest(world), get_updates_request=WorldRequest(world)) as bot:
        yield bot


def heard(world: World) -> list[Any]:
    """What the bot would be told now, by kind and content."""
    return [next((k, v) for k, v in update.items() if k != "update_id") for update in world.updates.take_all()]


def texts(world: World) -> list[str]:
    return [payload["text"] for kind, payload in heard(world) if kind == "message"]


def row(*labels: str, prefix: str = "") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=f"{prefix}{t}") for t in labels]])


async def test_a_start_through_a_link(world: World, mei: Person) -> None:
    mei.opens("https://t.me/PartnerBridgeBot?start=fair_26")
    ((_, message),) = heard(world)
    assert message["text"] == "/start fair_26"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "zh-hans"
    assert message["chat"] == {"id": mei.id, "type": "private", "first_name": "Mei", "username": "mei_sh"}


async def test_ids_do_not_fit_into_32_bits(mei: Person) -> None:
    assert mei.id > 2**32


async def test_seeing_is_what_is_new_since_the_last_act(bot: Bot, mei: Person) -> None:
    first = await bot.send_message(mei.id, "One")
    await bot.send_message(mei.id, "Two")
    assert mei.sees() == "One\n\nTwo"
    mei.types("Go on")
    assert mei.sees() == "Two"
    await bot.edit_message_text("One, changed", mei.id, first.message_id)
    assert mei.sees() == "One, changed"
    assert mei.reads() == "/start\n\nOne, changed\n\nTwo\n\nGo on"


async def test_someone_to_whom_nobody_wrote(world: World) -> None:
    ivo = person(world, "Ivo")
    assert (ivo.sees(), ivo.buttons(), ivo.keyboard(), ivo.notice, ivo.waiting) == ("", [], None, "", False)
    with pytest.raises(NotThereError, match="has not written to Ivo"):
        ivo.last()
    with pytest.raises(NotThereError, match="no message of one's own"):
        ivo.edits("x")


async def test_pressing_looks_at_what_is_on_the_screen(bot: Bot, world: World, mei: Person) -> None:
    old = await bot.send_message(mei.id, "Old", reply_markup=row("Accept", prefix="old:"))
    mei.types("x")
    await bot.send_message(mei.id, "New", reply_markup=row("✅ Accept it", "Decline", prefix="new:"))
    heard(world)
    mei.presses("accept")
    mei.presses(data="new:Decline")
    mei.presses("Accept", message=old.message_id)
    mei.presses("Accept", older=True)
    mei.presses_stale(mei.last(), "gone:1")
    assert [q["data"] for _, q in heard(world)] == [
        "new:✅ Accept it",
        "new:Decline",
        "old:Accept",
        "old:Accept",
        "gone:1",
    ]


async def test_part_of_a_label_means_whole_words(bot: Bot, world: World, mei: Person) -> None:
    await bot.send_message(mei.id, "x", reply_markup=row("Not now", "✅ Accept and share contacts", "请介绍我们认识"))
    with pytest.raises(NotThereError, match="'No'"):
        mei.presses("No")
    heard(world)
    mei.presses("介绍")
    mei.presses("accept")
    assert [q["data"] for _, q in heard(world)] == ["请介绍我们认识", "✅ Accept and share contacts"]


async def test_an_older_button_is_pointed_out(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "Old", reply_markup=row("Later"))
    mei.types("x")
    await bot.send_message(mei.id, "New", reply_markup=row("Accept"))
    with pytest.raises(NotThereError, match=r"finds no button 'Later'; there are: 'Accept'\. An older message has it"):
        mei.presses("Later")


async def test_buttons_that_lead_elsewhere(bot: Bot, world: World, mei: Person) -> None:
    rows = [
        [InlineKeyboardButton("Site", url="https://a.rs/x")],
        [InlineKeyboardButton("Open", url="https://t.me/PartnerBridgeBot?start=abc")],
    ]
    await bot.send_message(mei.id, "x", reply_markup=InlineKeyboardMarkup(rows))
    heard(world)
    assert mei.presses("Site") == "https://a.rs/x"
    assert mei.presses("Open") == "https://t.me/PartnerBridgeBot?start=abc"
    assert [k for k, _ in heard(world)] == ["message"]


async def test_reply_keyboards_come_and_go(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "x", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Hello")]]))
    assert mei.presses("Hello") == "Hello"
    await bot.send_message(mei.id, "x", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(NotThereError):
        mei.presses("Hello")


async def test_a_group_keeps_to_itself_what_is_not_for_the_bot(bot: Bot, world: World, mei: Person) -> None:
    group = mei.creates_group("Fair", kind="group")
    mei.types("before the bot", chat=group)
    mei.adds_bot(group)
    asked = await bot.send_message(group, "Question?")
    assert [k for k, _ in heard(world)] == ["message", "my_chat_member"]
    mei.types("among us", chat=group)
    mei.sends_photo(png(), chat=group)
    mei.types("/help", chat=group)
    mei.types("/help@OtherBot", chat=group)
    mei.types("@PartnerBridgeBot hello", chat=group)
    mei.types("answer", chat=group, reply_to=asked.message_id)
    assert texts(world) == ["/help", "@PartnerBridgeBot hello", "answer"]


async def test_channels_speak_for_themselves(world: World, mei: Person) -> None:
    channel = mei.creates_group("News", kind="channel")
    ana = person(world, "Ana")
    ana.joins(channel)
    with pytest.raises(NotAllowedError, match="may only read"):
        ana.types("x", chat=channel)
    with pytest.raises(NotAllowedError, match="private chat"):
        mei.adds_bot(ana.id)
    mei.adds_bot(channel)
    heard(world)
    mei.types("News", chat=channel)
    ((kind, post),) = heard(world)
    assert kind == "channel_post"
    assert "from" not in post
    assert post["sender_chat"]["title"] == "News"


async def test_people_write_to_one_another_unheard(world: World, mei: Person) -> None:
    ana = person(world, "Ana")
    mei.types("between us", chat=ana.id)
    assert heard(world) == []
    assert [r.message["text"] for r in world.pair(ana.id, mei.id)] == ["between us"]


async def test_writing_again_takes_the_block_back(world: World, mei: Person) -> None:
    mei.blocks()
    mei.blocks()
    mei.types("I am back")
    assert [k for k, _ in heard(world)] == ["my_chat_member", "my_chat_member", "message"]


async def test_a_group_becomes_a_supergroup(bot: Bot, world: World, mei: Person) -> None:
    group = mei.creates_group("Fair", kind="group")
    mei.adds_bot(group)
    heard(world)
    new = mei.upgrades(group)
    assert [next(k for k in m if k.startswith("migrate")) for _, m in heard(world)] == [
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    ]
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group, "x")
    assert caught.value.new_chat_id == new
    assert await bot.send_message(new, "x")


async def test_an_account_that_is_gone(bot: Bot, mei: Person) -> None:
    mei.leaves_telegram()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(mei.id, "x")


async def test_a_press_is_not_waited_for_for_ever(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "x", reply_markup=row("Accept"))
    query = mei.presses("Accept")
    assert mei.waiting
    mei.world.clock.move(61)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)


async def test_what_is_emphasised_and_what_is_a_file(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "😀 <b>bold</b> x", parse_mode="HTML")
    assert mei.emphasised("bold") == ["bold"]
    with pytest.raises(NotThereError, match="no file"):
        mei.file(mei.last())
    await bot.send_photo(mei.id, png(), caption="<b>cap</b>", parse_mode="HTML")
    assert (mei.emphasised("bold"), mei.file(mei.last())) == (["cap"], png())


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080003000501011100ffd9")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(7, 3), (7, 3)),
        (b"GIF89a\x07\x00\x03\x00", (7, 3)),
        (JPEG, (5, 3)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", (512, 512)),
        (b"\xff\xd8\xff\xd9", None),
        (b"text", None),
    ],
)
def test_pictures_are_known_by_their_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size


async def test_topics_of_a_forum_are_written_in_by_both_and_can_be_closed(bot: Bot, world: World) -> None:
    mei, ana = person(world, "Mei"), person(world, "Ana")
    group = mei.creates_group("Forum", forum=True)
    ana.joins(group)
    mei.adds_bot(group)
    topic = mei.adds_topic(group, "Hall 1")
    said = ana.types("/help@PartnerBridgeBot", chat=group, topic=topic)
    assert (said["message_thread_id"], said["is_topic_message"]) == (topic, True)
    assert "message_thread_id" not in ana.types("/help@PartnerBridgeBot", chat=group)
    assert (await bot.send_message(group, "Hello", message_thread_id=topic)).is_topic_message
    for closed in (topic, 0):
        mei.closes_topic(group, closed)
        with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
            await bot.send_message(group, "Hello", message_thread_id=closed or None)
        with pytest.raises(NotAllowedError):
            ana.types("Hello", chat=group, topic=closed)
        mei.types("Only I may", chat=group, topic=closed)
        mei.closes_topic(group, closed, closed=False)
        await bot.send_message(group, "Hello", message_thread_id=closed or None)
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await bot.send_message(group, "Hello", message_thread_id=topic + 100)
    mei.adds_bot(plain := mei.creates_group("Plain"))
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await bot.send_message(plain, "Hello", message_thread_id=topic)
