"""The report of an announcement: figures, a picture, a page and a table."""

import asyncio
import html
import io
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from telegram import InputFile, Update

from bot.charts import announcement as chart
from bot.context import Context
from bot.i18n.translator import Translator, mark
from bot.usecases.announcements.outcome import Report, report
from bot.usecases.events.names import in_language
from bot.usecases.file_names import event_file
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.announcements.buttons import AnnounceAct, AnnouncePress
from handlers.announcements.labels import SKIPS, STATES
from handlers.events.sponsor import sponsor_of
from handlers.events.views import name_of
from handlers.ui.screen import acknowledge, respond
from handlers.ui.topics import in_topic, topic_of
from handlers.ui.view import Button, Upload, View, row
from storage.ids import AnnouncementId
from storage.vocabulary import DeliveryStatus, FileKind

_ENDS = {
    DeliveryStatus.SENT: mark("Reached"),
    DeliveryStatus.UNKNOWN: mark("Unconfirmed, not resent"),
    DeliveryStatus.UNREACHABLE: mark("Blocked the bot or left"),
    DeliveryStatus.FAILED: mark("Failed"),
    DeliveryStatus.PENDING: mark("Waiting"),
}


async def send_report(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        found = await report(session, context.actor, number, context.services.clock())
    await respond(update, _with_chart(context.t, found, report_text(context.t, found)))


async def send_table(update: Update, context: Context, number: AnnouncementId) -> None:
    async with context.services.database.reading() as session:
        found = await report(session, context.actor, number, context.services.clock())
    await acknowledge(update)
    t, person, name = context.t, context.caller.id, _file(found)
    page = await asyncio.to_thread(_drawing(t, found, "pdf"))
    book = await asyncio.to_thread(table, t, found)
    for content, ending in ((page, "pdf"), (book, "xlsx")):
        file = InputFile(content, filename=f"{name}.{ending}")
        await in_topic(topic_of(update), partial(context.bot.send_document, person, file))


def report_notice(t: Translator, found: Report) -> View:
    """Shows the report that the organizer gets after 48 hours."""
    heading = t("📊 <b>Two days ago you sent an announcement.</b> These are the results.")
    return _with_chart(t, found, f"{heading}\n\n{report_text(t, found)}")


def _with_chart(t: Translator, found: Report, text: str) -> View:
    """Shows the chart with the figures, and a button for the table."""
    number = found.announcement.id
    rows = (
        row(
            Button(text=t("📄 PDF and table"), press=AnnouncePress(number, AnnounceAct.TABLE)),
            Button(text=t("📣 Open"), press=AnnouncePress(number, AnnounceAct.OPEN)),
        ),
    )
    upload = Upload(content=_drawing(t, found, "png"), name=f"{_file(found)}.png", kind=FileKind.PHOTO)
    return View(text=text, rows=rows, attachment=upload)


def _drawing(t: Translator, found: Report, kind: str) -> Callable[[], bytes]:
    """Returns what draws the chart. Slow: call it in a thread."""
    sponsor = sponsor_of(t, found.sponsor, found.sponsor_logo)
    return partial(chart.draw, t.language, figures_of(t, found), found.arrived, kind, sponsor=sponsor)


def _file(found: Report) -> str:
    sent_at = found.announcement.started_at or found.announcement.created_at
    return event_file(found.event, "announcement", sent_at.astimezone(ZoneInfo(found.event.zone)).date().isoformat())


def figures_of(t: Translator, found: Report) -> list[tuple[str, int]]:
    """Returns the results of the copies as text."""
    ends = [(t(label), found.counts.of(status)) for status, label in _ENDS.items()]
    skips = [(t(SKIPS[reason]), count) for reason, count in sorted(found.counts.by_skip.items())]
    return [(label, count) for label, count in [*ends, *skips] if count]


def report_text(t: Translator, found: Report) -> str:
    lines = [f"<b>{t(STATES[found.announcement.status])}</b> · {name_of(t, found.event)}"]
    lines += [t("{label}: {figure}", label=label, figure=t.number(count)) for label, count in figures_of(t, found)]
    lines += [
        t("Why: {cause} ({count})", cause=html.escape(cause), count=t.number(count))
        for cause, count in found.failures.items()
    ]
    for text, count in found.presses:
        figure = t("not counted by Telegram") if count is None else t.number(count)
        lines.append(t("{label}: {figure}", label=f"🔘 {html.escape(text)}", figure=figure))
    heading = t("<b>Within 48 hours</b>") if found.complete else t("<b>First 48 hours, so far</b>")
    after = found.followed
    lines += [
        "",
        heading,
        t("New companies: {count}", count=t.number(after.companies)),
        t("New listings: {count}", count=t.number(after.listings)),
        t("Introductions proposed: {count}", count=t.number(after.proposals)),
        t("Introductions accepted: {count}", count=t.number(after.accepted)),
    ]
    return "\n".join(lines)


def table(t: Translator, found: Report) -> bytes:
    """Returns the figures as XLSX, without names or ids. Slow: call it in a thread."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    after = found.followed
    rows: list[tuple[str, int | None]] = [
        *figures_of(t, found),
        *((cause, count) for cause, count in found.failures.items()),
        *found.presses,
        (t("New companies"), after.companies),
        (t("New listings"), after.listings),
        (t("Introductions proposed"), after.proposals),
        (t("Introductions accepted"), after.accepted),
    ]
    book = Workbook()
    sheet = book.active
    sheet.title = t("Report")[:31]
    sheet.append([escape_spreadsheet_cell(in_language(found.event.names, t.language)), t("Number")])
    for label, count in rows:
        sheet.append([escape_spreadsheet_cell(label), count])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 40
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
