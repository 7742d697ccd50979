"""The form that composes an announcement from messages sent to the bot."""

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.matching.language_guess import guess_language
from bot.usecases.announcements import compose
from bot.usecases.announcements.compose import PARTS, Part
from handlers.announcements import views
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, File, OtherKind, Pressed, Text, UserInput
from storage.ids import AnnouncementId, ChatId, EventId
from storage.vocabulary import Language, PartKind

EVENT: Final = "event_id"
ANNOUNCEMENT: Final = "announcement_id"
LANGUAGE: Final = "language"
_CHOSEN: Final = "_chosen_language"
_DETECTED: Final = "_detected_language"
_SURE: Final = 0.6  # confidence of the detected language, 0 to 1
_TAG: Final = re.compile("<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsField(Field):
    """Stores every message that is sent until *Done* is pressed."""

    async def ask(self, ctx: FieldContext) -> Question:
        t, parts = ctx.t, ctx.data.get(self.key) or []
        if not parts:
            text = t(
                "Send me the announcement exactly as people should get it: formatted text, photos, a video, a "
                "document, an album, a poll, a location. Up to {limit} messages.",
                limit=PARTS,
            )
            if ctx.data.get(LANGUAGE):
                text = f"<b>{LANGUAGE_NAMES[Language(ctx.data[LANGUAGE])]}</b>\n{text}"
            return Question(text=text)
        kept = t.n(
            "{count} message kept. Send more, or press Done.",
            "{count} messages kept. Send more, or press Done.",
            len(parts),
        )
        done = (Choice(t("Done ({count})", count=len(parts)), Act.DONE),)
        if ctx.data.get(ANNOUNCEMENT):
            return Question(text=kept, choices=(done,))
        language = _language(ctx.data, ctx.t)
        kept += "\n" + t("Language: {language}", language=LANGUAGE_NAMES[language])
        others = tuple(
            Choice(f"🌐 {name}", Act.CHOOSE, code.value)
            for code, name in LANGUAGE_NAMES.items()
            if code is not language
        )
        return Question(text=kept, choices=(done, others))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t, parts = ctx.t, list(ctx.data.get(self.key) or [])
        match user_input:
            case Pressed(Act.DONE, _) if parts:
                return Accept({self.key: parts, "_done": True})
            case Pressed(Act.CHOOSE, code) if parts and not ctx.data.get(ANNOUNCEMENT) and code in set(Language):
                return Redraw({_CHOSEN: code})
            case Text(message=message) | File(message=message) | OtherKind(message=message) if message is not None:
                part = part_of(message)
                if part is None:
                    return Refuse(
                        t("I can't send that to others. Send text, a photo, video, document, poll or location.")
                    )
                return await self._with_part(parts, part, t)
        return Refuse(t("Send the announcement, or press Done."))

    async def _with_part(self, parts: list[dict[str, Any]], part: dict[str, Any], t: Translator) -> Outcome:
        if part.get("album") and parts and parts[-1].get("album") == part["album"]:
            last = parts[-1]
            joined = last | {
                "message_ids": [*last["message_ids"], *part["message_ids"]],
                "html": last["html"] or part["html"],
            }
            return Redraw({self.key: [*parts[:-1], joined]})
        if len(parts) >= PARTS:
            return Refuse(t("An announcement has up to {limit} messages.", limit=PARTS))
        if any(one["html"] for one in parts):
            return Redraw({self.key: [*parts, part]})
        detected = await asyncio.to_thread(_detected, part["html"], t)
        return Redraw({self.key: [*parts, part], _DETECTED: detected})

    def answered(self, data: Data) -> bool:
        return bool(data.get("_done"))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t.n("{count} message", "{count} messages", len(ctx.data.get(self.key) or []))


def _detected(markup: str, t: Translator) -> str | None:
    """Returns the language of a text if the bot speaks it; None if the language is unclear."""
    text = html.unescape(_TAG.sub("", markup))
    guess = guess_language(text, t.language.value[:2])
    if guess.confidence < _SURE:
        return None
    if guess.code == "sr":
        return (Language.SR_CYRL if any("Ѐ" <= char <= "ӿ" for char in text) else Language.SR_LATN).value
    return guess.code if guess.code in set(Language) else None


def _language(data: Data, t: Translator) -> Language:
    """Returns the chosen language of a new announcement, or the detected one, or the organizer's."""
    return Language(data.get(_CHOSEN) or data.get(_DETECTED) or t.language)


def part_of(message: Message) -> dict[str, Any] | None:
    """Returns the message as the draft stores it; None if Telegram cannot copy the message to others."""
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


async def _finish(ctx: FinishContext) -> Finished:
    data, session, who, now = ctx.data, ctx.session, ctx.actor, ctx.now
    if data.get(ANNOUNCEMENT):
        number, language = AnnouncementId(data[ANNOUNCEMENT]), Language(data[LANGUAGE])
    else:
        number, language = await compose.begin(session, who, EventId(data[EVENT]), now), _language(data, ctx.t)
    parts = [Part.from_json(stored) for stored in data["parts"]]
    await compose.put_version(session, who, number, language, parts, chat_id=ChatId(ctx.caller.id))
    return Finished(view=await views.announcement(session, ctx.t, who, number, now))


FORM = Form(
    name="announce",
    title=lambda t, _: t("Announcement"),
    fields=(PartsField(key="parts", label=mark("Announcement")),),
    finish=_finish,
    aside=mark("Nothing was done."),
)


def start(event_id: EventId) -> Mapping[str, Any]:
    return {EVENT: event_id}


def version(number: AnnouncementId, language: Language) -> Mapping[str, Any]:
    return {ANNOUNCEMENT: number, LANGUAGE: language.value}
