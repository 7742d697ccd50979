"""Writing an announcement by sending it: one message, several, or albums, each kept as it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.usecases.announcements import compose
from bot.usecases.announcements.compose import PARTS, Part
from handlers.announcements import views
from handlers.events.actor import actor
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Finished,
    Form,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import (
    Act,
    File,
    Given,
    OtherKind,
    Pressed,
    Text,
)
from storage.ids import AnnouncementId, ChatId, EventId
from storage.vocabulary import Language, PartKind

EVENT: Final = "event_id"
ANNOUNCEMENT: Final = "announcement_id"
LANGUAGE: Final = "language"
_SERVICE: Final = ("contact", "dice", "game", "invoice", "story")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsField(Field):
    """Keeps every message that is sent until *Done* is pressed."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        t, parts = asking.t, asking.data.get(self.key) or []
        if not parts:
            text = t(
                "Send me the announcement just as people shall get it: text with formatting, photos, a video, a "
                "document, an album, a poll, a place. Up to {limit} messages.",
                limit=PARTS,
            )
            if asking.data.get(LANGUAGE):
                text = f"<b>{LANGUAGE_NAMES[Language(asking.data[LANGUAGE])]}</b>\n{text}"
            return Question(text=text)
        kept = t.n(
            "{count} message kept. Send more, or press Done.",
            "{count} messages kept. Send more, or press Done.",
            len(parts),
        )
        return Question(text=kept, choices=((Choice(t("Done ({count})", count=len(parts)), Act.DONE),),))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t, parts = asking.t, list(asking.data.get(self.key) or [])
        match given:
            case Pressed(Act.DONE, _) if parts:
                return Accept({self.key: parts, "_done": True})
            case Text(message=message) | File(message=message) | OtherKind(message=message) if message is not None:
                part = part_of(message)
                if part is None:
                    return Refuse(
                        t("I cannot send that to others. Text, photo, video, document, poll or place, please.")
                    )
                return self._kept(parts, part, t)
        return Refuse(t("Send the announcement, or press Done."))

    def _kept(self, parts: list[dict[str, Any]], part: dict[str, Any], t: Translator) -> Outcome:
        if part.get("album") and parts and parts[-1].get("album") == part["album"]:
            last = parts[-1]
            joined = last | {
                "message_ids": [*last["message_ids"], *part["message_ids"]],
                "html": last["html"] or part["html"],
            }
            return Redraw({self.key: [*parts[:-1], joined]})
        if len(parts) >= PARTS:
            return Refuse(t("An announcement has up to {limit} messages.", limit=PARTS))
        return Redraw({self.key: [*parts, part]})

    def answered(self, data: Data) -> bool:
        return bool(data.get("_done"))

    def shown(self, asking: Asking) -> str:
        return asking.t.n("{count} message", "{count} messages", len(asking.data.get(self.key) or []))


def part_of(message: Message) -> dict[str, Any] | None:
    """A message as it is kept; None for what cannot be made again for others."""
    if any(getattr(message, kind, None) for kind in _SERVICE) or message.message_id is None:
        return None
    ids = [message.message_id]
    if message.text is not None:
        return {"kind": PartKind.TEXT.value, "message_ids": ids, "html": message.text_html}
    caption = message.caption_html or ""
    if message.media_group_id:
        kind = PartKind.ALBUM
        return {"kind": kind.value, "message_ids": ids, "html": caption, "album": message.media_group_id}
    if message.photo or message.video or message.document or message.audio or message.animation:
        return {"kind": PartKind.MEDIA.value, "message_ids": ids, "html": caption}
    other = (message.poll, message.location, message.venue, message.voice, message.video_note, message.sticker)
    return {"kind": PartKind.OTHER.value, "message_ids": ids, "html": ""} if any(other) else None


async def _nothing(_: Asking) -> str:
    return ""


async def _finish(asking: Asking) -> Finished:
    data, session, who = asking.data, asking.session, actor(asking.caller, asking.services)
    now, chat = asking.services.clock(), ChatId(asking.caller.id)
    if data.get(ANNOUNCEMENT):
        number = AnnouncementId(data[ANNOUNCEMENT])
        language = Language(data[LANGUAGE])
        await compose.clear_version(session, who, number, language)
    else:
        number = await compose.begin(session, who, EventId(data[EVENT]), now)
        language = asking.t.language
    for stored in data["parts"]:
        await compose.add_part(session, who, number, language, Part.from_json(stored), chat_id=chat)
    return Finished(view=await views.announcement(session, asking.t, who, number, now))


def _title(t: Translator, _: Data) -> str:
    return t("Announcement")


def _label(t: Translator, _: Data) -> str:
    return t("Save")


FORM = Form(
    name="announce",
    title=_title,
    fields=(PartsField(key="parts", label=mark("Announcement")),),
    finish_label=_label,
    preview=_nothing,
    finish=_finish,
    confirmed=False,
)


def start(event_id: EventId) -> Mapping[str, Any]:
    return {EVENT: event_id}


def version(number: AnnouncementId, language: Language) -> Mapping[str, Any]:
    return {ANNOUNCEMENT: number, LANGUAGE: language.value}
