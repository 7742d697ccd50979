"""A table of calls, accepted and refused as Telegram does, through an unmodified `telegram.Bot` and both doors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.sandbox.people import Person, person
from bot.sandbox.world import World
from tests.wire.pictures import PDF, png


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The bot, Mei who talks to it, a text and a photo it sent her, a message of hers."""

    bot: Bot
    mei: Person
    text: int
    photo: int
    hers: int
    file_id: str

    @property
    def me(self) -> int:
        return self.mei.id


Probe = Callable[[Stage], Awaitable[Any]]


def inline(**button: Any) -> dict[str, Any]:
    """A raw keyboard of one button, such as no class of the library would build."""
    return {"api_kwargs": {"reply_markup": {"inline_keyboard": [[button]]}}}


def entity(kind: str, offset: int, length: int) -> MessageEntity:
    return MessageEntity(kind, offset, length)


UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)

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
    "MarkdownV2": lambda s: s.bot.send_message(s.me, r"*b* _i_ __u__ ~s~ ||x|| `c` 1\.", parse_mode="MarkdownV2"),
    "old Markdown": lambda s: s.bot.send_message(s.me, "*b* _i_ `c` [l](https://a.rs)", parse_mode="Markdown"),
    "given entities": lambda s: s.bot.send_message(s.me, "Hello", entities=[entity("bold", 0, 5)]),
    "an inline keyboard": lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="a")),
    "64 bytes of callback data": lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="x" * 64)),
    "a button without text is dropped": lambda s: s.bot.send_message(s.me, "x", **inline(text="", callback_data="a")),
    "a styled button": lambda s: s.bot.send_message(s.me, "x", **inline(text="A", callback_data="a", style="danger")),
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
    "a contact": lambda s: s.bot.send_contact(s.me, "+381", "Ana"),
    "an edit of the text": lambda s: s.bot.edit_message_text("new", s.me, s.text),
    "an edit of the keyboard": lambda s: s.bot.edit_message_reply_markup(
        s.me, s.text, reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    ),
    "an edit of the caption": lambda s: s.bot.edit_message_caption(s.me, s.photo, caption="new"),
    "another photo in its place": lambda s: s.bot.edit_message_media(InputMediaPhoto(png(3, 3)), s.me, s.photo),
    "deleting one's own": lambda s: s.bot.delete_message(s.me, s.text),
    "deleting hers": lambda s: s.bot.delete_message(s.me, s.hers),
    "deleting several, some gone": lambda s: s.bot.delete_messages(s.me, [s.text, 999]),
    "a copy": lambda s: s.bot.copy_message(s.me, s.me, s.hers),
    "a forward": lambda s: s.bot.forward_message(s.me, s.me, s.hers),
    "an answer to a press": lambda s: s.bot.answer_callback_query(s.mei.presses_stale(s.mei.last(), "x"), "Noted"),
    "a chat action": lambda s: s.bot.send_chat_action(s.me, "upload_photo"),
    "a reaction": lambda s: s.bot.set_message_reaction(s.me, s.hers, "👍"),
    "commands": lambda s: s.bot.set_my_commands([BotCommand("start", "Begin")], language_code="zh"),
    "a file to fetch": lambda s: s.bot.get_file(s.file_id),
    "a pin in a private chat": lambda s: s.bot.pin_chat_message(s.me, s.text),
    "a poll": lambda s: s.bot.send_poll(s.me, "?", ["a", "b"]),
    "what is known of a chat": lambda s: s.bot.get_chat(s.me),
}

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
    "an unescaped point in MarkdownV2": (
        lambda s: s.bot.send_message(s.me, "1. x", parse_mode="MarkdownV2"),
        BadRequest,
        r"can't parse entities: character '.' is reserved and must be escaped with the preceding '\'",
    ),
    "an open star in MarkdownV2": (
        lambda s: s.bot.send_message(s.me, "*x", parse_mode="MarkdownV2"),
        BadRequest,
        "can't parse entities: can't find end of bold entity at byte offset 0",
    ),
    "an open underscore in Markdown": (
        lambda s: s.bot.send_message(s.me, "snake_case", parse_mode="Markdown"),
        BadRequest,
        "can't parse entities: can't find end of the entity starting at byte offset 5",
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
    "a Web App without https": (
        lambda s: s.bot.send_message(
            s.me,
            "x",
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", web_app=WebAppInfo("http://a.rs"))]]),
        ),
        BadRequest,
        "inline keyboard button web app url 'http://a.rs' is invalid: only https links are allowed",
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
    "an unknown topic": (
        lambda s: s.bot.send_message(s.me, "x", message_thread_id=5),
        BadRequest,
        "message thread not found",
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
    "forwarding nothing": (
        lambda s: s.bot.forward_message(s.me, s.me, 999),
        BadRequest,
        "message to forward not found",
    ),
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
    "an unknown action": (
        lambda s: s.bot.send_chat_action(s.me, "dancing"),
        BadRequest,
        "wrong parameter action in request",
    ),
    "an unknown reaction": (
        lambda s: s.bot.set_message_reaction(s.me, s.hers, "🦖"),
        BadRequest,
        "REACTION_INVALID",
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
    "a poll with one option": (
        lambda s: s.bot.send_poll(s.me, "?", ["a"]),
        BadRequest,
        "poll must have at least 2 option",
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
    "a ban in a private chat": (
        lambda s: s.bot.ban_chat_member(s.me, s.me),
        BadRequest,
        "method is available for supergroup and channel chats only",
    ),
    "an inline answer to nobody": (
        lambda s: s.bot.answer_inline_query("1", []),
        BadRequest,
        "query is too old and response timeout expired or query id is invalid",
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


@pytest.fixture
async def stage(bot: Bot, world: World, mei: Person) -> Stage:
    text = await bot.send_message(mei.id, "Welcome")
    photo = await bot.send_photo(mei.id, png())
    hers = mei.types("Hello there")
    return Stage(
        bot=bot,
        mei=mei,
        text=text.message_id,
        photo=photo.message_id,
        hers=hers["message_id"],
        file_id=photo.photo[-1].file_id,
    )


@pytest.mark.parametrize("probe", ACCEPTED.values(), ids=ACCEPTED.keys())
async def test_accepted(stage: Stage, probe: Probe) -> None:
    assert await probe(stage)
    assert stage.mei.world.journal.calls()[-1].ok


@pytest.mark.parametrize(("probe", "error", "wording"), REFUSED.values(), ids=REFUSED.keys())
async def test_refused(stage: Stage, probe: Probe, error: type[TelegramError], wording: str) -> None:
    """The library changes the case of descriptions and cuts off what stands before the colon."""
    with pytest.raises(error) as caught:
        await probe(stage)
    assert type(caught.value) is error
    assert str(caught.value).lower() == wording.lower()


async def test_a_wrong_token_is_unauthorized(stage: Stage) -> None:
    stage.mei.world.token = "1:other"
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await stage.bot.get_me()


def test_there_are_many() -> None:
    assert len(ACCEPTED) + len(REFUSED) >= 100
