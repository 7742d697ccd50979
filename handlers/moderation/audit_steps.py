"""/audit: the log as pages and as a file, and undoing an entry."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.moderation import audit, undo
from handlers.moderation import audit_views
from handlers.moderation.access import moderators_only
from handlers.moderation.buttons import AuditFilePress, AuditPress, UndoPress
from handlers.moderation.target import command_target, person_meant
from handlers.ui.match_index import update_index
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, reply, respond
from handlers.ui.view import Button, Rows, Upload, View, grid, row
from storage.ids import PersonId
from storage.moderation import audit as stored
from storage.moderation.audit import Filter
from storage.vocabulary import AuditObject

_PAGE: Final = 8


@moderators_only
async def show(update: Update, context: Context) -> None:
    """Handles /audit, /audit 2026-11-22, /audit listing 12, /audit @somebody, and a reply to a forwarded message."""
    words, sender = command_target(update)
    async with context.services.database.reading() as session:
        filters = await _parse_filter(session, words, sender)
        view = await _page(session, context, filters, 0)
    await reply(update, view)


@moderators_only
async def turn_page(update: Update, context: Context, press: AuditPress) -> None:
    async with context.services.database.reading() as session:
        view = await _page(session, context, _filter_for(press.person), max(0, press.page))
    await respond(update, view)


@moderators_only
async def send_file(update: Update, context: Context, press: AuditFilePress) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        entries = await stored.entries(session, _filter_for(press.person))
    content = audit.as_csv(entries)
    await reply(
        update, View(text=context.t("The log as a table."), attachment=Upload(content=content, name="audit.csv"))
    )


@moderators_only
async def undo_entry(update: Update, context: Context, press: UndoPress) -> None:
    async with context.services.database.writing() as session:
        undone = await undo.undo(session, context.actor, press.entry, context.services.clock())
    await update_index(context.services, undone)
    await acknowledge(update, context.t("Undone."))
    async with context.services.database.reading() as session:
        view = await _page(session, context, Filter(), 0)
    await reply(update, view)


def _filter_for(person: int) -> Filter:
    return Filter(person_id=PersonId(person) if person else None)


async def _parse_filter(session: AsyncSession, words: str | None, sender: int | None) -> Filter:
    """Parses a day, an object with its number, or a person; anything else means all entries."""
    parts = (words or "").split()
    if len(parts) == 2 and parts[0].lower() in set(AuditObject) and parts[1].isdecimal():
        return Filter(object_kind=AuditObject(parts[0].lower()), object_id=int(parts[1]))
    day = _day(parts[0]) if parts else None
    if day is not None:
        return Filter(since=day, until=day + timedelta(days=1))
    return _filter_for(await person_meant(session, words, sender) or 0)


def _day(word: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(word), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        return None


async def _page(session: AsyncSession, context: Context, filters: Filter, index: int) -> View:
    t, page = context.t, Page(total=await stored.count(session, filters), size=_PAGE, asked=index)
    entries = await stored.entries(session, filters, limit=page.size, offset=page.offset)
    if not entries:
        return View(text=t("The log is empty."))
    lines, undos = [], []
    for entry in entries:
        lines.append(await audit_views.line(session, t, entry))
        if undo.can_be_undone(entry.action) and await stored.undone_by(session, entry.id) is None:
            undos.append(Button(text=t("↩️ Undo {number}", number=f"#{entry.id}"), press=UndoPress(entry.id)))
    person = filters.person_id or 0
    rows: Rows = grid(undos, 2)
    if filters.object_kind is None and filters.since is None:
        file = row(Button(text=t("📄 As a file"), press=AuditFilePress(person)))
        rows = (*rows, *page.turning(lambda index: AuditPress(person, index)), file)
    return View(text="\n\n".join(lines), rows=rows)
