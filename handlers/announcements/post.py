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
from handlers.announcements.buttons import AnnouncementButtonPress, MutePress
from handlers.announcements.labels import text_of
from handlers.ui.screen import VOICE_FORBIDDEN
from handlers.ui.view import Button, Rows, inline, row, shortened
from storage.announcements import announcements
from storage.database import Database
from storage.events import chats
from storage.ids import AnnouncementId, ChatId, EventId
from storage.models import AnnouncementCopy, AnnouncementVersion
from storage.people import people
from storage.vocabulary import Language, PartKind

_TEXT: Final = 4096  # Telegram's limits. We count the markup too, so we stay below them.
_CAPTION: Final = 1024
_NAME: Final = 30  # characters of an event's name on a button
_REMEMBERED: Final = 8
_PREVIEW: Final = LinkPreviewOptions(is_disabled=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementContent:
    """The content that all recipients share. Fixed once the announcement runs."""

    announcement_id: AnnouncementId
    event_id: EventId
    event_code: str
    names: Mapping[str, str]
    author: str
    versions: Sequence[AnnouncementVersion]
    buttons: Sequence[LinkButton]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person, or a group or channel."""

    chat_id: ChatId
    language: Language
    is_person: bool


class Announcer:
    """Sends announcements, including previews and test sends, to Telegram."""

    def __init__(self, bot: ExtBot[Lane], database: Database) -> None:
        self._bot = bot
        self._database = database
        self._contents: dict[AnnouncementId, AnnouncementContent] = {}

    async def prepare(self, copy: AnnouncementCopy) -> Prepared:
        """Returns the parts of a copy. Caches a few announcements. Raises LookupError, NothingToSayError."""
        content = self._contents.get(copy.announcement_id)
        if content is None:
            content = await self.content(copy.announcement_id)
            if len(self._contents) >= _REMEMBERED:
                self._contents.clear()
            self._contents[copy.announcement_id] = content
        return Prepared(parts=self.parts(content, await self._recipient(copy), lane=Lane.IN_TURN))

    async def delete(self, copy: AnnouncementCopy) -> None:
        """Deletes the messages of a copy. Raises what Telegram raises."""
        await self._bot.delete_messages(copy.chat_id, copy.message_ids, rate_limit_args=Lane.IN_TURN)

    async def content(self, announcement_id: AnnouncementId) -> AnnouncementContent:
        """Loads the announcement. Raises NothingToSayError, LookupError."""
        async with self._database.reading() as session:
            found = await announcements.with_event(session, announcement_id)
            if found is None:
                raise LookupError(announcement_id)
            announcement, event = found
            author = None if announcement.author_id is None else await people.find(session, announcement.author_id)
            return AnnouncementContent(
                announcement_id=announcement_id,
                event_id=event.id,
                event_code=event.code,
                names=event.names,
                author="" if author is None else author.name,
                versions=await compose.versions(session, announcement_id),
                buttons=[LinkButton.from_json(stored) for stored in announcement.buttons],
            )

    def parts(self, content: AnnouncementContent, recipient: Recipient, *, lane: Lane) -> Sequence[MessagePart]:
        """Returns the messages in the recipient's language. The last one names the sender and the way to mute."""
        version = compose.version_for(content.versions, recipient.language)
        stored_parts = [Part.from_json(stored) for stored in version.parts]
        t = translator_for(recipient.language)
        keyboard = inline(rows(t, content, recipient, self._bot.username))
        footer = footer_of(t, content)
        source = version.from_chat_id
        parts = [self._part(t, part, source, recipient.chat_id, "", None, lane) for part in stored_parts[:-1]]
        last = stored_parts[-1]
        if last.kind is PartKind.ALBUM:
            # An album cannot have buttons, so they follow in a separate message.
            parts.append(self._part(t, last, source, recipient.chat_id, "", None, lane))
            last = Part(kind=PartKind.TEXT, message_ids=())
        return [*parts, self._part(t, last, source, recipient.chat_id, footer, keyboard, lane)]

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
                text = with_footer(part.html, footer, _TEXT)
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
        if part.kind is PartKind.MEDIA:
            more["caption"] = with_footer(part.html, footer, _CAPTION)
        copied = partial(
            bot.copy_message, chat, source, part.message_ids[0], reply_markup=keyboard, rate_limit_args=lane, **more
        )
        refused = t("They sent a voice message, but your Telegram settings refuse voice messages from this bot.")
        text = with_footer(f"<i>{refused}</i>", footer, _TEXT)
        instead = partial(bot.send_message, chat, text, reply_markup=keyboard, rate_limit_args=lane)
        return MessagePart(messages=1, send=_with_voice_fallback(_one(copied), _one(instead)))

    async def _recipient(self, copy: AnnouncementCopy) -> Recipient:
        async with self._database.reading() as session:
            if copy.person_id is None:
                chat = await chats.find(session, copy.chat_id)
                language = Language.EN if chat is None else chat.language
            else:
                person = await people.find(session, copy.person_id)
                language = Language.EN if person is None else person.language
        return Recipient(chat_id=copy.chat_id, language=language, is_person=copy.person_id is not None)


def rows(t: Translator, content: AnnouncementContent, recipient: Recipient, username: str) -> Rows:
    """Returns the organizer's buttons and the mute button. In a group all of them open the bot."""
    join = deep_link(username, EVENT, content.event_code)
    if not recipient.is_person:
        buttons = (Button(text=text_of(t, each), url=each.url or join) for each in content.buttons)
        return (*(row(button) for button in buttons), row(Button(text=t("🤝 Open the bot"), url=join)))
    found = [
        row(
            Button(text=each.text, url=each.url)
            if each.url
            else Button(text=text_of(t, each), press=AnnouncementButtonPress(content.announcement_id, number))
        )
        for number, each in enumerate(content.buttons)
    ]
    name = in_language(content.names, t.language)
    short = shortened(name, _NAME)
    mute = Button(text=t("🔕 No more from {event}", event=short), press=MutePress(content.event_id, True))
    return (*found, row(mute))


def footer_of(t: Translator, content: AnnouncementContent) -> str:
    name = html.escape(in_language(content.names, t.language))
    if not content.author:
        return f"📣 <i>{name}</i>"
    return f"📣 <i>{name} · {html.escape(content.author)}</i>"


def with_footer(text: str, footer: str, limit: int) -> str:
    """Returns the text with the footer if it fits. The button below names the event too."""
    both = "\n\n".join(part for part in (text, footer) if part)
    return both if len(both) <= limit else text


def _one(call: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Sequence[int]]]:
    async def send() -> Sequence[int]:
        return [(await call()).message_id]

    return send


def _with_voice_fallback(
    copy: Callable[[], Awaitable[Sequence[int]]], instead: Callable[[], Awaitable[Sequence[int]]]
) -> Callable[[], Awaitable[Sequence[int]]]:
    """Sends the text instead if the person refuses voice messages. The other parts still arrive."""

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
        if not made:  # Telegram skips deleted messages; here all of them were deleted
            raise BadRequest("message to copy not found")
        return [each.message_id for each in made]

    return send
