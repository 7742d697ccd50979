"""Views of a running or finished announcement: current figures, and the buttons of its status."""

from math import ceil
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.announcements import running
from bot.usecases.announcements.running import Progress
from handlers.announcements.buttons import AnnounceAct
from handlers.announcements.labels import SKIPS, STATES, back, button
from handlers.events.views import name_of
from handlers.ui.view import Rows, View, row
from storage.models import Announcement, Event
from storage.vocabulary import AnnouncementStatus, DeliveryStatus

_MINUTES: Final = 90  # beyond which people count in hours
_BAR: Final = 20  # blocks; a phone shows this many in one line


def _bar(share: float) -> str:
    filled = round(share * _BAR)
    return f"<code>{'█' * filled}{'░' * (_BAR - filled)}</code> {share:.0%}"


def starting(t: Translator, found: Announcement, event: Event, people: int) -> View:
    """Shows the announcement right after the start, before the worker has stored the recipients."""
    lines = [
        f"<b>{t(STATES[AnnouncementStatus.RUNNING])}</b> · {name_of(t, event)}",
        _bar(0.0),
        t.n("<b>{count} person</b> will get it.", "<b>{count} people</b> will get it.", people),
    ]
    stop = row(button(t, mark("⏹ Stop"), found.id, AnnounceAct.CANCEL))
    return View(text="\n".join(lines), rows=(stop, back(t, found.event_id)))


def progress(t: Translator, event: Event, state: Progress) -> View:
    """Shows progress bar, figures, rate and remaining time, with the buttons of the status."""
    found, counts = state.announcement, state.counts
    done = counts.total - counts.open
    share = done / counts.total if counts.total else 1.0
    lines = [
        f"<b>{t(STATES[found.status])}</b> · {name_of(t, event)}",
        _bar(share),
        t(
            "Sent {sent} of {total}",
            sent=t.number(counts.of(DeliveryStatus.SENT)),
            total=t.number(counts.total),
        ),
        *_figures(t, state),
    ]
    return View(text="\n".join(lines), rows=_running_rows(t, found))


def _figures(t: Translator, state: Progress) -> list[str]:
    counts = state.counts
    lines = []
    for status, text in (
        (DeliveryStatus.UNKNOWN, mark("Unconfirmed, not resent: {count}")),
        (DeliveryStatus.UNREACHABLE, mark("Blocked the bot or left: {count}")),
        (DeliveryStatus.FAILED, mark("Failed: {count}")),
    ):
        if counts.of(status):
            lines.append(t(text, count=t.number(counts.of(status))))
    for reason, count in sorted(counts.by_skip.items()):
        lines.append(f"{t(SKIPS[reason])}: {t.number(count)}")
    if counts.held:
        lines.append(t("Waiting for the morning: {count}", count=t.number(counts.held)))
    if state.announcement.status is AnnouncementStatus.RUNNING and state.rate:
        lines.append(t("{rate} a minute", rate=t.number(round(state.rate * 60))) + _left(t, state.left_s))
    if state.recalled or state.recall_refused:
        lines.append(
            t(
                "Deleted: {count}, not possible: {refused}",
                count=t.number(state.recalled),
                refused=t.number(state.recall_refused),
            )
        )
    return lines


def _left(t: Translator, seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes = ceil(seconds / 60)
    if minutes <= _MINUTES:
        return " · " + t.n("{count} minute left", "{count} minutes left", max(1, minutes))
    return " · " + t.n("{count} hour left", "{count} hours left", ceil(minutes / 60))


def _running_rows(t: Translator, found: Announcement) -> Rows:
    number, rows = found.id, []
    again = button(t, mark("🔄 Refresh"), number, AnnounceAct.OPEN)
    if found.status is AnnouncementStatus.RUNNING:
        rows.append(
            row(
                button(t, mark("⏸ Pause"), number, AnnounceAct.PAUSE),
                button(t, mark("⏹ Stop"), number, AnnounceAct.CANCEL),
            )
        )
    if found.status is AnnouncementStatus.PAUSED:
        rows.append(
            row(
                button(t, mark("▶️ Go on"), number, AnnounceAct.RESUME),
                button(t, mark("⏹ Stop"), number, AnnounceAct.CANCEL),
            )
        )
    if found.status in running.RECALLABLE:
        rows.append(row(button(t, mark("↩️ Recall"), number, AnnounceAct.RECALL)))
    rows.append(row(again, button(t, mark("📊 Report"), number, AnnounceAct.REPORT)))
    return (*rows, back(t, found.event_id))
