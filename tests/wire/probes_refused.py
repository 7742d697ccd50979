"""Calls that Telegram refuses, with the exception and the wording that the library makes of it."""

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.sandbox.people import person
from tests.wire.pictures import PDF, png
from tests.wire.probes import Probe, Stage, inline

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
ARTICLE = InlineQueryResultArticle("1", "Sensors", InputTextMessageContent("Sensors"))

REFUSED: dict[str, tuple[Probe, type[TelegramError], str]] = {
    "empty text": (lambda s: s.bot.send_message(s.me, ""), BadRequest, "message text is empty"),
    "blank text": (lambda s: s.bot.send_message(s.me, " \n "), BadRequest, "text must be non-empty"),
    "nothing but an empty tag": (
        lambda s: s.bot.send_message(s.me, "<b></b>", parse_mode="HTML"),
        BadRequest,
        "text must be non-empty",
    ),
    "a long text": (lambda s: s.bot.send_message(s.me, "x" * 4097), BadRequest, "message is too long"),
    "a long caption": (
        lambda s: s.bot.send_photo(s.me, png(), caption="x" * 1025),
        BadRequest,
        "message caption is too long",
    ),
    "an open tag": (
        lambda s: s.bot.send_message(s.me, "<b>x", parse_mode="HTML"),
        BadRequest,
        """can't parse entities: can't find end tag corresponding to start tag "b\"""",
    ),
    "an unknown tag": (
        lambda s: s.bot.send_message(s.me, "ž <h1>x</h1>", parse_mode="HTML"),
        BadRequest,
        """can't parse entities: unsupported start tag "h1" at byte offset 3""",
    ),
    "crossed tags": (
        lambda s: s.bot.send_message(s.me, "<b><i>x</b></i>", parse_mode="HTML"),
        BadRequest,
        """can't parse entities: unmatched end tag at byte offset 7, expected "</i>", found "</b>\"""",
    ),
    "an end without a start": (
        lambda s: s.bot.send_message(s.me, "x</b>", parse_mode="HTML"),
        BadRequest,
        "can't parse entities: unexpected end tag at byte offset 1",
    ),
    "an unescaped sign": (
        lambda s: s.bot.send_message(s.me, "1 < 2", parse_mode="HTML"),
        BadRequest,
        "can't parse entities: unclosed start tag at byte offset 2",
    ),
    "another parse mode": (
        lambda s: s.bot.send_message(s.me, "x", parse_mode="RTF"),
        BadRequest,
        "unsupported parse_mode",
    ),
    "nobody's chat": (lambda s: s.bot.send_message(1, "x"), BadRequest, "chat not found"),
    "an unknown name": (lambda s: s.bot.send_message("@nobody", "x"), BadRequest, "chat not found"),
    "no chat": (lambda s: s.bot.send_message("", "x"), BadRequest, "chat_id is empty"),
    "a button that does nothing": (
        lambda s: s.bot.send_message(s.me, "x", **inline(text="A")),
        BadRequest,
        "can't parse inline keyboard button: text buttons are not allowed in the inline keyboard",
    ),
    "empty callback data": (
        lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="")),
        BadRequest,
        "can't parse inline keyboard button: text buttons are not allowed in the inline keyboard",
    ),
    "65 bytes of callback data": (
        lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="ж" * 32 + "x")),
        BadRequest,
        "BUTTON_DATA_INVALID",
    ),
    "a bad address in a button": (
        lambda s: s.bot.send_message(s.me, "x", **inline(text="A", url="nowhere")),
        BadRequest,
        "inline keyboard button URL 'nowhere' is invalid: wrong http url",
    ),
    "101 buttons": (
        lambda s: s.bot.send_message(
            s.me,
            "x",
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]] * 101),
        ),
        BadRequest,
        "reply markup is too long",
    ),
    "markup that is no object": (
        lambda s: s.bot.send_message(s.me, "x", api_kwargs={"reply_markup": [1]}),
        BadRequest,
        "object expected as reply markup",
    ),
    "a reply to nothing": (
        lambda s: s.bot.send_message(s.me, "x", reply_parameters=ReplyParameters(999)),
        BadRequest,
        "message to be replied not found",
    ),
    "an edit that changes nothing": (
        lambda s: s.bot.edit_message_text("Welcome", s.me, s.text),
        BadRequest,
        UNCHANGED,
    ),
    "an edit of nothing": (
        lambda s: s.bot.edit_message_text("x", s.me, 999),
        BadRequest,
        "message to edit not found",
    ),
    "an edit of hers": (lambda s: s.bot.edit_message_text("x", s.me, s.hers), BadRequest, "message can't be edited"),
    "text into a photo": (
        lambda s: s.bot.edit_message_text("x", s.me, s.photo),
        BadRequest,
        "there is no text in the message to edit",
    ),
    "a caption under a text": (
        lambda s: s.bot.edit_message_caption(s.me, s.text, caption="x"),
        BadRequest,
        "there is no caption in the message to edit",
    ),
    "an edit of an unknown inline message": (
        lambda s: s.bot.edit_message_text("x", inline_message_id="no"),
        BadRequest,
        "MESSAGE_ID_INVALID",
    ),
    "deleting nothing": (lambda s: s.bot.delete_message(s.me, 999), BadRequest, "message to delete not found"),
    "copying nothing": (lambda s: s.bot.copy_message(s.me, s.me, 999), BadRequest, "message to copy not found"),
    "a photo that is none": (lambda s: s.bot.send_photo(s.me, b"text"), BadRequest, "IMAGE_PROCESS_FAILED"),
    "a photo as wide as none": (
        lambda s: s.bot.send_photo(s.me, png(9000, 2000)),
        BadRequest,
        "PHOTO_INVALID_DIMENSIONS",
    ),
    "an empty file": (lambda s: s.bot.send_document(s.me, b""), BadRequest, "file must be non-empty"),
    "a file from nowhere": (
        lambda s: s.bot.send_document(s.me, "no-such-id"),
        BadRequest,
        "wrong file identifier/http url specified",
    ),
    "a photo as a document": (
        lambda s: s.bot.send_document(s.me, s.file_id),
        BadRequest,
        "can't use file of type photo as document",
    ),
    "a file id of nothing": (lambda s: s.bot.get_file("nope"), BadRequest, "invalid file_id"),
    "an album of one": (
        lambda s: s.bot.send_media_group(s.me, [InputMediaPhoto(png())]),
        BadRequest,
        "media group must include 2-10 items",
    ),
    "a mixed album": (
        lambda s: s.bot.send_media_group(s.me, [InputMediaPhoto(png()), InputMediaDocument(PDF)]),
        BadRequest,
        "document can't be mixed with other media types",
    ),
    "an unknown press": (
        lambda s: s.bot.answer_callback_query("1"),
        BadRequest,
        "query is too old and response timeout expired or query id is invalid",
    ),
    "a long notice": (
        lambda s: s.bot.answer_callback_query(s.mei.presses_stale(s.mei.last(), "x"), "x" * 201),
        BadRequest,
        "MESSAGE_TOO_LONG",
    ),
    "two inline results of one id": (
        lambda s: s.bot.answer_inline_query(s.mei.asks_inline("x"), [ARTICLE, ARTICLE]),
        BadRequest,
        "RESULT_ID_DUPLICATE",
    ),
    "an unknown inline query": (
        lambda s: s.bot.answer_inline_query("1", []),
        BadRequest,
        "query is too old and response timeout expired or query id is invalid",
    ),
    "an unknown action": (
        lambda s: s.bot.send_chat_action(s.me, "dancing"),
        BadRequest,
        "wrong parameter action in request",
    ),
    "a command in capitals": (
        lambda s: s.bot.set_my_commands([BotCommand("Start", "Begin")]),
        BadRequest,
        "BOT_COMMAND_INVALID",
    ),
    "a command without a description": (
        lambda s: s.bot.set_my_commands([BotCommand("start", " ")]),
        BadRequest,
        "command description must be non-empty",
    ),
    "101 commands": (
        lambda s: s.bot.set_my_commands([BotCommand(f"c{n}", "x") for n in range(101)]),
        BadRequest,
        "BOT_COMMANDS_TOO_MUCH",
    ),
    "a webhook without https": (
        lambda s: s.bot.set_webhook("http://example.com"),
        BadRequest,
        "bad webhook: an https url must be provided for webhook",
    ),
    "a secret with a blank": (
        lambda s: s.bot.set_webhook("https://example.com", secret_token="a b"),
        BadRequest,
        "secret token contains unallowed characters",
    ),
    "someone who never started": (
        lambda s: s.bot.send_message(person(s.mei.world, "Ivo").id, "x"),
        Forbidden,
        "forbidden: bot can't initiate conversation with a user",
    ),
    "someone who stopped the bot": (
        lambda s: s.bot.send_message(_blocked(s), "x"),
        Forbidden,
        "forbidden: bot was blocked by the user",
    ),
    "a group the bot was thrown out of": (
        lambda s: s.bot.send_message(_kicked(s), "x"),
        Forbidden,
        "forbidden: bot was kicked from the supergroup chat",
    ),
    "a channel it is not in": (
        lambda s: s.bot.send_message(s.mei.creates_group("News", kind="channel"), "x"),
        Forbidden,
        "forbidden: bot is not a member of the channel chat",
    ),
    "a method that is not simulated": (
        lambda s: s.bot.get_my_star_balance(),
        NetworkError,
        "not implemented: method getmystarbalance is not simulated",
    ),
}


def _blocked(s: Stage) -> int:
    s.mei.blocks()
    return s.me


def _kicked(s: Stage) -> int:
    group = s.mei.creates_group("Fair")
    s.mei.adds_bot(group)
    s.mei.removes_bot(group)
    return group
