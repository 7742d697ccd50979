"""The programme for participants and for organizers."""

import html
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator
from bot.usecases.events.access import own_event
from bot.usecases.events.names import in_language
from bot.usecases.events.programme import Entry, Programme
from bot.usecases.moderation.roles import Actor
from handlers.events.buttons import EventAct, EventPress, ProgrammeItemAct, ProgrammeItemPress, ProgrammePage
from handlers.events.views import back, name_of
from handlers.events.when import clock, day_name, shown
from handlers.ui.view import Button, View, row, shortened
from storage.events import programme
from storage.ids import EventId, ItemId
from storage.models import Event, ProgrammeItem

NOW = -1
_SHORT = 28


def days_of(found: Programme) -> list[date]:
    zone = ZoneInfo(found.event.zone)
    return sorted({entry.item.starts_at.astimezone(zone).date() for entry in found.everything})


def day_of(found: Programme, item_id: ItemId) -> int:
    """Returns the index of the item's day, or NOW if the item was deleted."""
    zone = ZoneInfo(found.event.zone)
    day = next((e.item.starts_at.astimezone(zone).date() for e in found.everything if e.item.id == item_id), None)
    return NOW if day is None else days_of(found).index(day)


def page(t: Translator, found: Programme, day: int, own_zone: str) -> View:
    """Shows the current and next items, or one day. Times are the event's, with the reader's if they differ."""
    days = days_of(found)
    if not 0 <= day < len(days):
        return _now(t, found, own_zone, days)
    zone = ZoneInfo(found.event.zone)
    entries = [entry for entry in found.everything if entry.item.starts_at.astimezone(zone).date() == days[day]]
    text = f"<b>{name_of(t, found.event)} · {day_name(t, days[day])}</b>\n\n" + _lines(t, found, entries, own_zone)
    return View(text=text, rows=(*_stars(t, entries), *_days(t, found, days)))


def _now(t: Translator, found: Programme, own_zone: str, days: Sequence[date]) -> View:
    parts = [f"<b>{name_of(t, found.event)}</b>"]
    if found.running:
        parts.append(t("<b>On now</b>") + "\n" + _lines(t, found, found.running, own_zone))
    if found.soon:
        parts.append(t("<b>Next</b>") + "\n" + _lines(t, found, found.soon, own_zone))
    if not found.everything:
        parts.append(t("There is no programme yet."))
    elif len(parts) == 1:
        parts.append(t("The programme is over."))
    return View(text="\n\n".join(parts), rows=(*_stars(t, [*found.running, *found.soon]), *_days(t, found, days)))


def _lines(t: Translator, found: Programme, entries: Sequence[Entry], own_zone: str) -> str:
    return "\n".join(line(t, entry, found.event, own_zone) for entry in entries)


def line(t: Translator, entry: Entry, event: Event, own_zone: str) -> str:
    item = entry.item
    hours = f"{clock(t, item.starts_at, event.zone)}–{clock(t, item.ends_at, event.zone)}"
    if clock(t, item.starts_at, own_zone) != clock(t, item.starts_at, event.zone):
        hours += " " + t("({time} your time)", time=clock(t, item.starts_at, own_zone))
    hall = f" · {html.escape(entry.hall)}" if entry.hall else ""
    star = "⭐ " if entry.starred else ""
    return f"{star}<b>{hours}</b> {title(t, item)}{hall}"


def title(t: Translator, item: ProgrammeItem) -> str:
    return html.escape(in_language(item.titles, t.language))


def _stars(t: Translator, entries: Sequence[Entry]) -> tuple[tuple[Button, ...], ...]:
    """Returns one button per item. A star means that the reader gets a reminder."""
    rows = []
    for entry in entries[:20]:
        name = in_language(entry.item.titles, t.language)
        short = shortened(name, _SHORT)
        act = ProgrammeItemAct.UNSTAR if entry.starred else ProgrammeItemAct.STAR
        rows.append(
            row(Button(text=f"{'⭐' if entry.starred else '☆'} {short}", press=ProgrammeItemPress(entry.item.id, act)))
        )
    return tuple(rows)


def _days(t: Translator, found: Programme, days: Sequence[date]) -> tuple[tuple[Button, ...], ...]:
    event_id = found.event.id
    buttons = [Button(text=day_name(t, day), press=ProgrammePage(event_id, number)) for number, day in enumerate(days)]
    now = Button(text=t("Now and next"), press=ProgrammePage(event_id, NOW))
    calendar = Button(text=t("📅 Into my calendar"), press=EventPress(event_id, EventAct.CALENDAR))
    turning = tuple(tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3))
    return (*turning, row(now, calendar) if days else row(now))


async def managed(session: AsyncSession, t: Translator, who: Actor, event_id: EventId) -> View:
    """Shows all items to an organizer for editing. Raises NotAllowedError."""
    event = await own_event(session, who, event_id)
    found = await programme.of_event(session, event_id)
    text = t("<b>Programme of {event}</b>", event=name_of(t, event))
    if not found:
        text += "\n" + t("There is no programme yet.")
    rows = tuple(
        row(
            Button(
                text=f"{day_name(t, item.starts_at.astimezone(ZoneInfo(event.zone)).date())} "
                f"{clock(t, item.starts_at, event.zone)} {in_language(item.titles, t.language)}"[:60],
                press=ProgrammeItemPress(item.id, ProgrammeItemAct.OPEN),
            )
        )
        for item, _ in found[:60]
    )
    add = Button(text=t("➕ Add an item"), press=EventPress(event_id, EventAct.NEW_ITEM))
    from_file = Button(text=t("📋 From a file"), press=EventPress(event_id, EventAct.PROGRAMME_FILE))
    return View(text=text, rows=(row(add, from_file), *rows, back(t, event_id)))


def item_page(t: Translator, event: Event, item: ProgrammeItem) -> View:
    zone = event.zone
    text = f"<b>{title(t, item)}</b>\n{clock(t, item.starts_at, zone)}–{clock(t, item.ends_at, zone)}"
    change = Button(text=t("✏️ Change"), press=ProgrammeItemPress(item.id, ProgrammeItemAct.CHANGE))
    remove = Button(text=t("🗑 Delete"), press=ProgrammeItemPress(item.id, ProgrammeItemAct.REMOVE))
    back_ = Button(text=t("« Back"), press=EventPress(event.id, EventAct.PROGRAMME))
    return View(text=text, rows=(row(change, remove), row(back_)))


def reminder(t: Translator, event: Event, item: ProgrammeItem, hall: str | None) -> View:
    where = f" · {html.escape(hall)}" if hall else ""
    text = t("⏰ At {time}: <b>{title}</b>", time=clock(t, item.starts_at, event.zone), title=title(t, item))
    button = Button(text=t("🗓 Programme"), press=ProgrammePage(event.id, NOW))
    return View(text=text + where, rows=(row(button),))


def changed(t: Translator, event: Event, item: ProgrammeItem, hall: str | None) -> View:
    day = day_name(t, item.starts_at.astimezone(ZoneInfo(event.zone)).date())
    where = f" · {html.escape(hall)}" if hall else ""
    text = t(
        "🔁 <b>{title}</b> has changed: {day}, {time}",
        title=title(t, item),
        day=day,
        time=clock(t, item.starts_at, event.zone),
    )
    button = Button(text=t("🗓 Programme"), press=ProgrammePage(event.id, NOW))
    return View(text=text + where, rows=(row(button),))


def removed(t: Translator, event: Event, titles: Mapping[str, str], starts_at: datetime) -> View:
    text = t(
        "❌ Cancelled: <b>{title}</b>, {when}",
        title=html.escape(in_language(titles, t.language)),
        when=shown(t, starts_at, event.zone),
    )
    return View(text=text, rows=(row(Button(text=t("🗓 Programme"), press=ProgrammePage(event.id, NOW))),))


def ask_removal(t: Translator, _event: Event, item: ProgrammeItem) -> View:
    """Asks before an item is deleted, because people who starred it are told."""
    text = t("Delete <b>{title}</b>? I tell those who starred it.", title=title(t, item))
    yes = Button(text=t("Yes"), press=ProgrammeItemPress(item.id, ProgrammeItemAct.REMOVE_NOW))
    no = Button(text=t("No"), press=ProgrammeItemPress(item.id, ProgrammeItemAct.OPEN))
    return View(text=text, rows=(row(yes, no),))
