"""The dialog that reads a programme from a file, shows what it changes, and stores it."""

import asyncio
import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.i18n.translator import Translator, mark
from bot.usecases.events.names import in_language
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.programme_files import importing, reading
from bot.usecases.programme_files.importing import Changes
from bot.usecases.programme_files.reading import FileItem, ProgrammeFile, Unread
from handlers.events import programme_views
from handlers.events.when import clock, day_name, days_and_zone, outside_note
from handlers.forms.context import FieldContext, FinishContext
from handlers.forms.form import Accept, Field, Finished, Form, Outcome, Question, Refuse
from handlers.forms.user_input import File, UserInput
from handlers.ui.view import shortened
from storage.events import programme
from storage.ids import EventId
from storage.models import Event
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
FILE: Final = "file"
_SHOWN: Final = 8  # items and unread rows in the preview


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFileField(Field):
    """Stores `{"file_id": …, "name": …}` of a file in which a programme was found."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(
            text=ctx.t(
                "Send me the programme as an XLSX, CSV or calendar (ICS) file. It needs the day, the time and the "
                "title of each item; a hall if you like. You see what I understood before anything changes."
            )
        )

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if not isinstance(user_input, File) or user_input.kind is not FileKind.DOCUMENT:
            return Refuse(ctx.t("Send the programme as a file."))
        await _read(ctx, user_input.file_id)
        document = None if user_input.message is None else user_input.message.document
        name = "" if document is None else (document.file_name or "")
        return Accept({self.key: {"file_id": user_input.file_id, "name": name[:200]}})

    def shown(self, ctx: FieldContext) -> str:
        kept = ctx.data.get(self.key)
        return str(kept["name"]) if kept else ""


async def _read(ctx: FieldContext, file_id: str) -> ProgrammeFile:
    """Raises NoProgrammeError, and the errors of `imports.errors`."""
    try:
        content = await ctx.download(file_id)
    except TelegramError as error:
        raise UnreadableFileError from error
    first, last = map(date.fromisoformat, ctx.data["_days"])
    return await asyncio.to_thread(reading.read_programme, content, ZoneInfo(ctx.data["_zone"]), first, last)


async def _preview(ctx: FieldContext) -> str:
    found = await _read(ctx, ctx.data[FILE]["file_id"])
    async with ctx.reading() as session:
        existing = await programme.of_event(session, EventId(ctx.data[EVENT]))
    changes = importing.compare(found.items, existing)
    zone = ctx.data["_zone"]
    parts = [f"<b>{html.escape(ctx.data[FILE]['name'])}</b>", _counts(ctx.t, changes)]
    starts = [one.starts_at for one in found.items]
    parts += [outside_note(ctx.t, ctx.data, starts), "\n".join(_lines(ctx.t, found.items, zone))]
    parts.append("\n".join(_unread(ctx.t, found.unread)))
    return "\n\n".join(part for part in parts if part)


def _counts(t: Translator, changes: Changes) -> str:
    counts = [t.n("{count} new item", "{count} new items", len(changes.new))]
    if changes.changed:
        counts.append(t.n("{count} item changes", "{count} items change", len(changes.changed)))
    if changes.same:
        counts.append(t.n("{count} item stays as it is", "{count} items stay as they are", changes.same))
    if changes.missing:
        left = t.n("{count} other item stays", "{count} other items stay", changes.missing)
        counts.append(left)
    return "\n".join(f"• {count}" for count in counts)


def _lines(t: Translator, items: Sequence[FileItem], zone: str) -> list[str]:
    lines = []
    for item in items[:_SHOWN]:
        day = day_name(t, item.starts_at.astimezone(ZoneInfo(zone)).date())
        hours = f"{clock(t, item.starts_at, zone)}–{clock(t, item.ends_at, zone)}"
        title = html.escape(shortened(in_language(item.titles, t.language), 60))
        hall = f" · {html.escape(item.hall[:40])}" if item.hall else ""
        lines.append(f"{day} <b>{hours}</b> {title}{hall}")
    return [*lines, "…"] if len(items) > _SHOWN else lines


def _unread(t: Translator, rows: Sequence[Unread]) -> list[str]:
    if not rows:
        return []
    heading = t.n("⚠️ {count} row was not understood:", "⚠️ {count} rows were not understood:", len(rows))
    lines = [
        t("Row {row}: {why} (“{text}”)", row=one.row, why=t(one.why), text=html.escape(shortened(one.text, 60)))
        for one in rows[:_SHOWN]
    ]
    return [heading, *lines, *(["…"] if len(rows) > _SHOWN else [])]


async def _prepare(ctx: FieldContext) -> ProgrammeFile:
    return await _read(ctx, ctx.data[FILE]["file_id"])


async def _finish(ctx: FinishContext) -> Finished:
    found: ProgrammeFile = ctx.prepared
    event_id = EventId(ctx.data[EVENT])
    await importing.store(ctx.session, ctx.actor, event_id, found.items, ctx.now)
    return Finished(view=await programme_views.managed(ctx.session, ctx.t, ctx.actor, event_id))


def start_data(event: Event) -> dict[str, Any]:
    return {EVENT: event.id, **days_and_zone(event)}


FORM = Form(
    name="programme_file",
    title=lambda t, _: t("Programme from a file"),
    fields=(ProgrammeFileField(key=FILE, label=mark("File")),),
    sent=FILE,
    aside=mark("Nothing was done."),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
    finish_label=lambda t, _: t("Put it into the programme"),
)
