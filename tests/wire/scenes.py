"""Everything that the world simulates, played once: every method that succeeds, every kind of update."""

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatPermissions,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    LinkPreviewOptions,
    MenuButtonCommands,
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
    "chat_join_request",
]
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Accept", callback_data="1:accept", style="success")],
        [InlineKeyboardButton("Site", url="https://example.com")],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("+381 21 000 000"))],
        [InlineKeyboardButton("Share", switch_inline_query="sensors")],
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
    await bot.get_my_commands()
    await bot.delete_my_commands()
    await bot.set_my_name("PartnerBridge")
    await bot.get_my_name()
    await bot.set_my_description("Finds partners")
    await bot.get_my_description()
    await bot.set_my_short_description("Partners")
    await bot.get_my_short_description()
    await bot.set_chat_menu_button(mei.id, MenuButtonCommands())
    await bot.get_chat_menu_button(mei.id)
    await bot.get_chat(mei.id)
    await bot.get_user_profile_photos(mei.id)
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
    await bot.send_message(mei.id, "*b* _i_ [l](https://a.rs)", parse_mode="MarkdownV2", protect_content=True)
    answer = ReplyParameters(first.message_id, quote="Bold")
    await bot.send_message(mei.id, "reply", reply_parameters=answer, message_effect_id="5046509860389126442")
    await bot.edit_message_text("changed", mei.id, first.message_id)
    await bot.edit_message_reply_markup(mei.id, first.message_id, reply_markup=KEYBOARD)
    await bot.send_chat_action(mei.id, "typing")
    mei.asks_inline("sensors")
    mei.types("see https://example.com and /mine", reply_to=first.message_id)
    mei.edits("see https://example.com/2")


async def _media(bot: Bot, mei: Person) -> None:
    photo = await bot.send_photo(mei.id, png(), caption="<b>x</b>", parse_mode="HTML", has_spoiler=True)
    await bot.edit_message_caption(mei.id, photo.message_id, caption="new")
    await bot.edit_message_media(InputMediaPhoto(png(4, 4), "newer"), mei.id, photo.message_id)
    document = await bot.send_document(mei.id, PDF, filename="offer.pdf")
    await (await bot.get_file(document.document.file_id)).download_as_bytearray()
    await bot.send_voice(mei.id, b"OggS")
    await bot.send_audio(mei.id, b"ID3", title="Song", performer="Them")
    await bot.send_video(mei.id, b"mp4")
    await bot.send_video_note(mei.id, b"mp4")
    await bot.send_animation(mei.id, b"mp4")
    await bot.send_sticker(mei.id, b"webp")
    await bot.send_media_group(mei.id, [InputMediaPhoto(png(), "one"), InputMediaPhoto(photo.photo[-1].file_id)])
    await bot.send_contact(mei.id, "+38121000000", "Ana", vcard="BEGIN:VCARD\nEND:VCARD")
    await bot.send_location(mei.id, 44.8, 20.4, horizontal_accuracy=10)
    for kind in ("video", "audio", "animation", "sticker", "video_note"):
        mei.sends_media(kind)
    mei.sends_photo(png(), caption="ours https://a.rs")
    mei.sends_document(PDF)
    mei.sends_voice()
    mei.sends_album([png(), png()], caption="two")
    mei.sends_contact("+8613800000000", own=False, name="Li")
    mei.sends_location(31.2, 121.5)
    mei.forwards(mei.last())


async def _presses(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "Choose", reply_markup=KEYBOARD)
    query = mei.presses("Accept")
    await bot.answer_callback_query(query, "Noted", show_alert=True)
    mei.presses("Copy")
    rows = [
        [KeyboardButton("My number", request_contact=True), KeyboardButton("Here", request_location=True)],
        [KeyboardButton("People", request_users=KeyboardButtonRequestUsers(1, request_name=True))],
        [KeyboardButton("Group", request_chat=KeyboardButtonRequestChat(2, chat_is_channel=False, request_title=True))],
    ]
    await bot.send_message(mei.id, "Share", reply_markup=ReplyKeyboardMarkup(rows, resize_keyboard=True))
    mei.presses("My number")
    mei.presses("Here")
    mei.shares_people(1, [mei.id])
    mei.shares_chat(2, mei.creates_group("Mine"))
    await bot.send_message(mei.id, "Done", reply_markup=ReplyKeyboardRemove())


async def _moves(bot: Bot, mei: Person) -> None:
    ids = [(await bot.send_message(mei.id, text)).message_id for text in "abcd"]
    await bot.copy_message(mei.id, mei.id, ids[0])
    await bot.copy_messages(mei.id, mei.id, ids[:2])
    await bot.forward_message(mei.id, mei.id, ids[0])
    await bot.forward_messages(mei.id, mei.id, ids[:2])
    await bot.pin_chat_message(mei.id, ids[0])
    await bot.get_chat(mei.id)
    await bot.unpin_chat_message(mei.id, ids[0])
    await bot.unpin_all_chat_messages(mei.id)
    await bot.delete_message(mei.id, ids[0])
    await bot.delete_messages(mei.id, ids[1:])


async def _group(bot: Bot, world: World, mei: Person, ana: Person) -> None:
    group = mei.creates_group("Fair", username="fair_group")
    mei.adds_bot(group, admin=True)
    world.chats[group].info["is_forum"] = True
    ana.joins(group)
    ana.types("hello", chat=group)
    await bot.send_message(group, "Welcome")
    await bot.get_chat("@fair_group")
    await bot.get_chat_member(group, mei.id)
    await bot.get_chat_member(group, bot.id)
    await bot.get_chat_administrators(group)
    await bot.get_chat_member_count(group)
    await bot.restrict_chat_member(group, ana.id, ChatPermissions.no_permissions())
    await bot.get_chat_member(group, ana.id)
    await bot.promote_chat_member(group, ana.id, can_pin_messages=True)
    await bot.promote_chat_member(group, ana.id)
    await bot.ban_chat_member(group, ana.id)
    await bot.unban_chat_member(group, ana.id)
    await bot.set_chat_title(group, "Fair 2026")
    await bot.set_chat_description(group, "All about it")
    await bot.export_chat_invite_link(group)
    link = await bot.create_chat_invite_link(group, name="stand", creates_join_request=True)
    ana.joins(group, link=link.invite_link)
    await bot.decline_chat_join_request(group, ana.id)
    ana.joins(group, link=link.invite_link)
    await bot.approve_chat_join_request(group, ana.id)
    await bot.edit_chat_invite_link(group, link.invite_link, member_limit=3)
    await bot.revoke_chat_invite_link(group, link.invite_link)
    topic = (await bot.create_forum_topic(group, "Meetings")).message_thread_id
    await bot.send_message(group, "In the topic", message_thread_id=topic)
    await bot.edit_forum_topic(group, topic, name="Talks")
    await bot.close_forum_topic(group, topic)
    await bot.reopen_forum_topic(group, topic)
    await bot.unpin_all_forum_topic_messages(group, topic)
    await bot.delete_forum_topic(group, topic)
    ana.leaves(group)
    mei.removes_bot(group)
    mei.adds_bot(group)
    await bot.leave_chat(group)


async def _channel(bot: Bot, world: World, mei: Person) -> None:
    channel = mei.creates_group("News", kind="channel")
    mei.adds_bot(channel)
    post = mei.types("News of the day", chat=channel)
    mei.edits("News of today", message=post["message_id"], chat=channel)
    await bot.send_message(channel, "From the bot")
    await bot.pin_chat_message(channel, post["message_id"])
