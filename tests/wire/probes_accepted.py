"""Calls that Telegram accepts."""

from telegram import (
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.wire.pictures import PDF, png
from tests.wire.probes import Probe, entity, inline

ACCEPTED: dict[str, Probe] = {
    "plain text": lambda s: s.bot.send_message(s.me, "Hello"),
    "a text of 4096 characters": lambda s: s.bot.send_message(s.me, "x" * 4096),
    "4096 characters beyond the basic plane": lambda s: s.bot.send_message(s.me, "😀" * 4096),
    "markup does not count": lambda s: s.bot.send_message(s.me, f"<b>{'x' * 4096}</b>", parse_mode="HTML"),
    "all tags": lambda s: s.bot.send_message(
        s.me,
        "<b>b</b><i>i</i><u>u</u><s>s</s><code>c</code><pre>p</pre><tg-spoiler>t</tg-spoiler><blockquote>q</blockquote>"
        '<span class="tg-spoiler">x</span><a href="https://a.rs">l</a>',
        parse_mode="HTML",
    ),
    "escaped markup": lambda s: s.bot.send_message(s.me, "a &lt; b &amp;&amp; c &gt; d &quot;", parse_mode="HTML"),
    "given entities": lambda s: s.bot.send_message(s.me, "Hello", entities=[entity("bold", 0, 5)]),
    "an inline keyboard": lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="a")),
    "64 bytes of callback data": lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="x" * 64)),
    "a button without text is dropped": lambda s: s.bot.send_message(s.me, "x", **inline(text="", callback_data="a")),
    "a copying button": lambda s: s.bot.send_message(
        s.me, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", copy_text=CopyTextButton("+381"))]])
    ),
    "a contact button in a private chat": lambda s: s.bot.send_message(
        s.me, "x", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("A", request_contact=True)]])
    ),
    "removing the keyboard": lambda s: s.bot.send_message(s.me, "x", reply_markup=ReplyKeyboardRemove()),
    "a reply": lambda s: s.bot.send_message(s.me, "x", reply_parameters=ReplyParameters(s.hers)),
    "a reply to nothing, if allowed": lambda s: s.bot.send_message(
        s.me, "x", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True)
    ),
    "a photo": lambda s: s.bot.send_photo(s.me, png(), caption="x" * 1024),
    "a photo by its id": lambda s: s.bot.send_photo(s.me, s.file_id),
    "a document": lambda s: s.bot.send_document(s.me, PDF, filename="предлог 建议.pdf"),
    "an album": lambda s: s.bot.send_media_group(s.me, [InputMediaPhoto(png()), InputMediaPhoto(s.file_id)]),
    "an edit of the text": lambda s: s.bot.edit_message_text("new", s.me, s.text),
    "an edit of the keyboard": lambda s: s.bot.edit_message_reply_markup(
        s.me, s.text, reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    ),
    "an edit of the caption": lambda s: s.bot.edit_message_caption(s.me, s.photo, caption="new"),
    "deleting one's own": lambda s: s.bot.delete_message(s.me, s.text),
    "deleting hers": lambda s: s.bot.delete_message(s.me, s.hers),
    "deleting several, some gone": lambda s: s.bot.delete_messages(s.me, [s.text, 999]),
    "a copy": lambda s: s.bot.copy_message(s.me, s.me, s.hers),
    "an answer to a press": lambda s: s.bot.answer_callback_query(s.mei.presses_stale(s.mei.last(), "x"), "Noted"),
    "a chat action": lambda s: s.bot.send_chat_action(s.me, "upload_photo"),
    "commands": lambda s: s.bot.set_my_commands([BotCommand("start", "Begin")], language_code="zh"),
    "a file to fetch": lambda s: s.bot.get_file(s.file_id),
    "what is known of a chat": lambda s: s.bot.get_chat(s.me),
}
