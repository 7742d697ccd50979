"""Builds the messages of an announcement for one chat, in its language, with sender and mute button."""

import html
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.i18n.translator import Translator, translator_for
from bot.outbox.channel import MessagePart, Prepared
from bot.telegram.send_slots import Lane
from bot.usecases.announcements import compose
from bot.usecases.announcements.compose import LinkButton, Part
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.names import in_language
from handlers.announcements.buttons import FollowPress, MutePress
from handlers.announcements.labels import text_of
from handlers.ui.screen import VOICE_FORBIDDEN, Button, Rows, inline, row, shortened
from storage.announcements import announcements
from storage.database import Database
from storage.events import chats, events
from storage.ids import AnnouncementId, ChatId, EventId
from storage.models import AnnouncementCopy, AnnouncementVersion
from storage.people import people
from storage.vocabulary import Language, PartKind

_TEXT: Final = 4096  # Telegram's limits; counted here with the markup, so on the safe side
_CAPTION: Final = 1024
_NAME: Final = 30  # characters of an event's name on a button
_REMEMBERED: Final = 8
_PREVIEW: Final = LinkPreviewOptions(is_disabled=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The content that all recipients share. Fixed once the announcement runs."""

    announcement_id: AnnouncementId
    event_id: EventId
    event_code: str
    names: Mapping[str, str]
    author: str
    versions: Sequence[AnnouncementVersion]
    buttons: Sequence[LinkButton]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person, or a group or channel."""

    chat_id: ChatId
    language: Language
    is_person: bool


class Announcer:
    """Sends announcements, including previews and test sends, to Telegram."""

    def __init__(self, bot: ExtBot[Lane], database: Database) -> None:
        self._bot = bot
        self._database = database
        self._sheets: dict[AnnouncementId, Sheet] = {}

    async def prepare(self, copy: AnnouncementCopy) -> Prepared:
        """Returns the parts of a copy. Caches a few announcements. Raises LookupError, NothingToSayError."""
        sheet = self._sheets.get(copy.announcement_id)
        if sheet is None:
            sheet = await self.sheet(copy.announcement_id)
            if len(self._sheets) >= _REMEMBERED:
                self._sheets.clear()
            self._sheets[copy.announcement_id] = sheet
        return Prepared(parts=self.parts(sheet, await self._reader(copy), lane=Lane.IN_TURN))

    async def delete(self, copy: AnnouncementCopy) -> None:
        """Deletes the messages of a copy. Raises what Telegram raises."""
        await self._bot.delete_messages(copy.chat_id, copy.message_ids, rate_limit_args=Lane.IN_TURN)

    async def sheet(self, announcement_id: AnnouncementId) -> Sheet:
        """Loads the announcement. Raises NothingToSayError, LookupError."""
        async with self._database.reading() as session:
            announcement = await announcements.find(session, announcement_id)
            event = None if announcement is None else await events.find(session, announcement.event_id)
            if announcement is None or event is None:
                raise LookupError(announcement_id)
            author = None if announcement.author_id is None else await people.find(session, announcement.author_id)
            return Sheet(
                announcement_id=announcement_id,
                event_id=event.id,
                event_code=event.code,
                names=event.names,
                author="" if author is None else author.name,
                versions=await compose.versions(session, announcement_id),
                buttons=[LinkButton.from_json(stored) for stored in announcement.buttons],
            )

    def parts(self, sheet: Sheet, reader: Reader, *, lane: Lane) -> Sequence[MessagePart]:
        """Returns the messages in the reader's language. The last one names the sender and the way to mute."""
        version = compose.version_for(sheet.versions, reader.language)
        stored_parts = [Part.from_json(stored) for stored in version.parts]
        t = translator_for(reader.language)
        keyboard = inline(rows(t, sheet, reader, self._bot.username))
        footer = signature(t, sheet)
        source = version.from_chat_id
        parts = [self._part(t, part, source, reader.chat_id, "", None, lane) for part in stored_parts[:-1]]
        last = stored_parts[-1]
        if last.kind is PartKind.ALBUM:
            # An album cannot have buttons: they follow in a message of their own.
            parts.append(self._part(t, last, source, reader.chat_id, "", None, lane))
            last = Part(kind=PartKind.TEXT, message_ids=())
        return [*parts, self._part(t, last, source, reader.chat_id, footer, keyboard, lane)]

    def _part(
        self,
        t: Translator,
        part: Part,
        source: ChatId,
        chat: ChatId,
        footer: str,
        keyboard: InlineKeyboardMarkup | None,
        lane: Lane,
    ) -> MessagePart:
        bot = self._bot
        match part.kind:
            case PartKind.ALBUM:
                album = partial(bot.copy_messages, chat, source, part.message_ids, rate_limit_args=lane)
                return MessagePart(messages=len(part.message_ids), send=_all(album))
            case PartKind.TEXT:
                text = signed(part.html, footer, _TEXT)
                said = partial(
                    bot.send_message,
                    chat,
                    text,
                    reply_markup=keyboard,
                    link_preview_options=_PREVIEW,
                    rate_limit_args=lane,
                )
                return MessagePart(messages=1, send=_one(said))
        more: dict[str, Any] = {}
        if part.kind is PartKind.MEDIA and (part.html or footer):
            more["caption"] = signed(part.html, footer, _CAPTION)
        copied = partial(
            bot.copy_message, chat, source, part.message_ids[0], reply_markup=keyboard, rate_limit_args=lane, **more
        )
        refused = t("They sent a voice message, but your Telegram settings refuse voice messages from this bot.")
        text = signed(f"<i>{refused}</i>", footer, _TEXT)
        instead = partial(bot.send_message, chat, text, reply_markup=keyboard, rate_limit_args=lane)
        return MessagePart(messages=1, send=_unless_refused(_one(copied), _one(instead)))

    async def _reader(self, copy: AnnouncementCopy) -> Reader:
        async with self._database.reading() as session:
            if copy.person_id is None:
                chat = await chats.find(session, copy.chat_id)
                language = Language.EN if chat is None else chat.language
            else:
                person = await people.find(session, copy.person_id)
                language = Language.EN if person is None else person.language
        return Reader(chat_id=copy.chat_id, language=language, is_person=copy.person_id is not None)


def rows(t: Translator, sheet: Sheet, reader: Reader, username: str) -> Rows:
    """Returns the organizer's buttons and the mute button. In a group all of them open the bot."""
    join = deep_link(username, EVENT, sheet.event_code)
    if not reader.is_person:
        buttons = (Button(text=text_of(t, each), url=each.url or join) for each in sheet.buttons)
        return (*(row(button) for button in buttons), row(Button(text=t("🤝 Open the bot"), url=join)))
    found = [
        row(
            Button(text=each.text, url=each.url)
            if each.url
            else Button(text=text_of(t, each), press=FollowPress(sheet.announcement_id, number))
        )
        for number, each in enumerate(sheet.buttons)
    ]
    name = in_language(sheet.names, t.language)
    short = shortened(name, _NAME)
    mute = Button(text=t("🔕 No more from {event}", event=short), press=MutePress(sheet.event_id, 1))
    return (*found, row(mute))


def signature(t: Translator, sheet: Sheet) -> str:
    name = html.escape(in_language(sheet.names, t.language))
    if not sheet.author:
        return f"📣 <i>{name}</i>"
    return f"📣 <i>{name} · {html.escape(sheet.author)}</i>"


def signed(text: str, footer: str, limit: int) -> str:
    """Returns the text with the footer if it fits. The button below names the event as well."""
    if not footer or not text:
        return text or footer
    return f"{text}\n\n{footer}" if len(text) + len(footer) + 2 <= limit else text


def _one(call: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Sequence[int]]]:
    async def send() -> Sequence[int]:
        return [(await call()).message_id]

    return send


def _unless_refused(
    copy: Callable[[], Awaitable[Sequence[int]]], instead: Callable[[], Awaitable[Sequence[int]]]
) -> Callable[[], Awaitable[Sequence[int]]]:
    """Sends the text instead if the person refuses voice messages, so that the other parts still arrive."""

    async def send() -> Sequence[int]:
        try:
            return await copy()
        except BadRequest as error:
            if VOICE_FORBIDDEN not in error.message.upper():
                raise
            return await instead()

    return send


def _all(call: Callable[[], Awaitable[Sequence[Any]]]) -> Callable[[], Awaitable[Sequence[int]]]:
    async def send() -> Sequence[int]:
        made = await call()
        if not made:  # Telegram skips deleted messages, and all of these are deleted
            raise BadRequest("message to copy not found")
        return [each.message_id for each in made]

    return send
