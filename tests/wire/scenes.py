"""Plays every simulated method and every kind of update once."""

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.people import Person, person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World
from tests.wire.pictures import PDF, png

EVERY_UPDATE = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
]
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Accept", callback_data="1:accept")],
        [InlineKeyboardButton("Site", url="https://example.com")],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("+381 21 000 000"))],
    ]
)


async def play_everything(world: World) -> None:
    """Answers end in the journal, updates in the queue."""
    world.updates.allow(EVERY_UPDATE)
    mei = person(world, "Mei", language_code="zh-hans", username="mei_sh")
    ana = person(world, "Ana", language_code="sr", last_name="Anić")
    async with Bot(TOKEN, request=WorldRequest(world), get_updates_request=WorldRequest(world)) as bot:
        mei.starts("a-code_1")
        await _profile(bot, mei)
        await _texts(bot, mei)
        await _media(bot, mei)
        await _presses(bot, mei)
        await _topics(bot, world, mei)
        await _forum(bot, mei)
        await _moves(bot, mei)
        await _group(bot, world, mei, ana)
        await _channel(bot, world, mei)
        mei.blocks()
        mei.unblocks()
        await bot.get_updates(limit=1)
        await bot.delete_webhook()


async def _profile(bot: Bot, mei: Person) -> None:
    commands = [BotCommand("start", "Begin"), BotCommand("help", "Help")]
    await bot.set_my_commands(commands)
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(mei.id), language_code="zh")
    await bot.delete_my_commands()
    await bot.get_chat(mei.id)
    await bot.set_webhook("https://example.com/hook", secret_token="a" * 20, allowed_updates=EVERY_UPDATE)
    await bot.get_webhook_info()
    await bot.delete_webhook()


async def _texts(bot: Bot, mei: Person) -> None:
    text = (
        f'<b>Bold <i>both</i></b> <a href="example.com">link</a> <a href="tg://user?id={mei.id}">Mei</a> #tag @name '
        '/help a@b.rs <pre><code class="language-python">x</code></pre> <tg-spoiler>no</tg-spoiler>'
        '<blockquote expandable>quoted</blockquote> <tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'
        '<tg-time unix="1790000000" format="dt">then</tg-time>'
    )
    options = LinkPreviewOptions(is_disabled=True)
    first = await bot.send_message(mei.id, text, parse_mode="HTML", link_preview_options=options, reply_markup=KEYBOARD)
    answer = ReplyParameters(first.message_id, allow_sending_without_reply=False)
    await bot.send_message(mei.id, "reply", reply_parameters=answer)
    await bot.edit_message_text("changed", mei.id, first.message_id)
    await bot.edit_message_reply_markup(mei.id, first.message_id, reply_markup=KEYBOARD)
    await bot.send_chat_action(mei.id, "typing")
    article = InlineQueryResultArticle("1", "Soil sensors", InputTextMessageContent("Soil sensors"), KEYBOARD)
    button = InlineQueryResultsButton("More", start_parameter="more")
    await bot.answer_inline_query(mei.asks_inline("sensors"), [article], is_personal=True, button=button)
    mei.types("see https://example.com and /mine", reply_to=first.message_id)
    mei.edits("see https://example.com/2")


async def _media(bot: Bot, mei: Person) -> None:
    photo = await bot.send_photo(mei.id, png(), caption="<b>x</b>", parse_mode="HTML", has_spoiler=True)
    await bot.edit_message_caption(mei.id, photo.message_id, caption="new")
    document = await bot.send_document(mei.id, PDF, filename="offer.pdf")
    await (await bot.get_file(document.document.file_id)).download_as_bytearray()
    await bot.send_voice(mei.id, b"OggS")
    await bot.send_audio(mei.id, b"ID3", title="Song", performer="Them")
    await bot.send_video(mei.id, b"mp4")
    await bot.send_animation(mei.id, b"gif")
    await bot.send_video_note(mei.id, b"round")
    await bot.send_media_group(mei.id, [InputMediaPhoto(png(), "one"), InputMediaPhoto(photo.photo[-1].file_id)])
    for kind in ("video", "audio", "animation", "sticker", "video_note"):
        mei.sends_media(kind)
    mei.sends_photo(png(), caption="ours https://a.rs")
    mei.sends_document(PDF)
    mei.sends_voice()
    mei.sends_album([png(), png()], caption="two")
    mei.sends_contact("+8613800000000", own=False, name="Li")
    mei.sends_location(31.2, 121.5)
    mei.forwards(mei.last())


async def _topics(bot: Bot, world: World, mei: Person) -> None:
    world.has_topics = True
    mei.uses_topics()
    made = await bot.create_forum_topic(mei.id, "Senzor d.o.o.")
    await bot.send_message(mei.id, "Hello", message_thread_id=made.message_thread_id)
    mei.opens_topic("Senzor d.o.o.")
    mei.types("Good morning")
    mei.creates_topic("Notes")
    mei.leaves_topic()


async def _forum(bot: Bot, mei: Person) -> None:
    group = mei.creates_group("Forum", forum=True)
    mei.adds_bot(group, admin=True)
    topic = mei.adds_topic(group, "Hall 1")
    mei.types("Good morning", chat=group, topic=topic)
    await bot.send_message(group, "Hello", message_thread_id=topic)
    await bot.send_message(group, "Hello all")


async def _presses(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "Choose", reply_markup=KEYBOARD)
    query = mei.presses("Accept")
    await bot.answer_callback_query(query, "Noted", show_alert=True)
    mei.presses("Copy")
    rows = [
        [KeyboardButton("My number", request_contact=True), KeyboardButton("Hello")],
    ]
    await bot.send_message(mei.id, "Share", reply_markup=ReplyKeyboardMarkup(rows, resize_keyboard=True))
    mei.presses("My number")
    await bot.send_message(mei.id, "Done", reply_markup=ReplyKeyboardRemove())


async def _moves(bot: Bot, mei: Person) -> None:
    ids = [(await bot.send_message(mei.id, text)).message_id for text in "abcd"]
    await bot.copy_message(mei.id, mei.id, ids[0])
    await bot.copy_messages(mei.id, mei.id, ids[:2])
    await bot.get_chat(mei.id)
    await bot.delete_message(mei.id, ids[0])
    await bot.delete_messages(mei.id, ids[1:])


async def _group(bot: Bot, world: World, mei: Person, ana: Person) -> None:
    group = mei.creates_group("Fair", username="fair_group")
    mei.adds_bot(group, admin=True)
    ana.joins(group)
    ana.types("hello", chat=group)
    await bot.send_message(group, "Welcome")
    await bot.get_chat("@fair_group")
    await bot.get_chat_member(group, mei.id)
    await bot.get_chat_member(group, bot.id)
    await bot.get_chat_member(group, ana.id)
    ana.leaves(group)
    mei.removes_bot(group)
    mei.adds_bot(group)


async def _channel(bot: Bot, world: World, mei: Person) -> None:
    channel = mei.creates_group("News", kind="channel")
    mei.adds_bot(channel)
    post = mei.types("News of the day", chat=channel)
    mei.edits("News of today", message=post["message_id"], chat=channel)
    await bot.send_message(channel, "From the bot")
