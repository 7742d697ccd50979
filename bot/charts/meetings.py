"""A person's plan of meetings as pictures of a phone's shape: time, place and counterpart of each meeting."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_timezone_location

from bot.charts.canvas import BLUE, FAINT, GREY, WIDTH, cut, in_inches, inches, page, saved, wrapped
from bot.i18n.translator import Translator
from bot.usecases.meetings.agenda import Agenda, AgendaMeeting

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HIGHEST: Final = 9.6  # inches; a picture of 9:16 fills a phone's screen
_HEAD: Final = 0.92
"""Height of the head with a title of one line."""
_TITLE_LINE: Final = 0.27
_DAY: Final = 0.45
_MARGIN: Final = 0.2
_TIMES: Final = 1.5  # where the column beside the times begins
_LINE_ROOM: Final = WIDTH - 2 * _MARGIN
_ROOM: Final = WIDTH - _TIMES - _MARGIN
_LETTERS: Final = 31  # Latin letters of the largest text in a line
_LINE: Final = 0.27
_SMALL_LINE: Final = 0.23

Row = date | AgendaMeeting
"""A day's heading or a meeting below it."""


def draw_agenda(t: Translator, agenda: Agenda) -> list[bytes]:
    """Returns PNGs with all meetings that are not cancelled, at least one. Slow: call it in a thread."""
    pages = list(_pages(agenda))
    return [_draw(t, agenda, rows, number, len(pages)) for number, rows in enumerate(pages, start=1)]


def _pages(agenda: Agenda) -> Iterator[list[Row]]:
    """Yields the rows of each picture. A day that goes on in the next picture has its heading there again."""
    rows: list[Row] = []
    head = _head(agenda)
    height, day = head, None
    for meeting in sorted(agenda.meetings, key=lambda one: (one.starts_at, one.meeting_id)):
        if meeting.cancelled:
            continue
        own_day = meeting.starts_at.astimezone(agenda.zone).date()
        more = _height(meeting) + (_DAY if own_day != day else 0)
        if rows and height + more > _HIGHEST:
            yield rows
            rows, height, day = [], head, None
        if own_day != day:
            rows.append(own_day)
            height, day = height + _DAY, own_day
        rows.append(meeting)
        height += _height(meeting)
    yield rows


def _title(agenda: Agenda) -> list[str]:
    return wrapped(agenda.event_name, 30).splitlines()[:2]


def _head(agenda: Agenda) -> float:
    return _HEAD + _TITLE_LINE * (len(_title(agenda)) - 1)


def _main_lines(meeting: AgendaMeeting) -> list[str]:
    return wrapped(meeting.counterpart or meeting.title, _LETTERS).splitlines()[:2]


def _height(row: Row) -> float:
    if isinstance(row, date):
        return _DAY
    small = 2 if _detail(row) else 1
    return max(0.95, 0.2 + len(_main_lines(row)) * _LINE + small * _SMALL_LINE)


def _fitting(lines: Sequence[str], room: float, points: float) -> float:
    """Returns the size at which all lines fit, at most `points`. Capitals are wider than other letters."""
    return points * min([1.0, *(room / inches(line, points) for line in lines if line)])


def _detail(meeting: AgendaMeeting) -> str:
    return meeting.title if meeting.counterpart and meeting.counterpart != meeting.title else ""


def _draw(t: Translator, agenda: Agenda, rows: Sequence[Row], number: int, pages: int) -> bytes:
    head = _head(agenda)
    height = head + sum(map(_height, rows)) + (0.1 if rows else 0.6)
    with page((WIDTH, height)) as sheet:
        axes = in_inches(sheet)
        title = _title(agenda)
        size = _fitting(title, _LINE_ROOM, 16)
        axes.text(_MARGIN, 0.2, "\n".join(title), fontsize=size, color=BLUE, va="top")
        axes.text(_MARGIN, head - 0.1, _zones(t, agenda, rows), fontsize=11, color=FAINT)
        if pages > 1:
            axes.text(WIDTH - _MARGIN, head - 0.1, f"{number}/{pages}", fontsize=11, color=FAINT, ha="right")
        if not rows:
            axes.text(_MARGIN, head + 0.3, wrapped(t("You have no meetings yet."), 36), fontsize=13, va="top")
        y = head
        for row in rows:
            if isinstance(row, date):
                _day(axes, y, format_skeleton("MMMMEEEEd", row, locale=t.locale))
            else:
                _meeting(axes, t, agenda, row, y)
            y += _height(row)
        return saved(sheet, "png")


def _zones(t: Translator, agenda: Agenda, rows: Sequence[Row]) -> str:
    city = _city(t, agenda.zone)
    if any(not isinstance(row, date) and _own_time(agenda, row.starts_at) for row in rows):
        said = t("Time: {city} · below, in blue: {other}", city=city, other=_city(t, agenda.reader_zone))
    else:
        said = t("Time: {city}", city=city)
    return cut(said, _LINE_ROOM - 0.5, 11)


def _city(t: Translator, zone: ZoneInfo) -> str:
    return get_timezone_location(zone, locale=t.locale, return_city=True)


def _own_time(agenda: Agenda, at: datetime) -> str:
    """Returns the time in the reader's zone, with the number of days apart; "" if it is the event's time."""
    there, here = at.astimezone(agenda.zone), at.astimezone(agenda.reader_zone)
    if there.utcoffset() == here.utcoffset():
        return ""
    days = (here.date() - there.date()).days
    return f"{here:%H:%M}" + (f" {days:+d}" if days else "")


def _day(axes: "Axes", y: float, text: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((0, y + 0.02), WIDTH, _DAY - 0.08, color=BLUE))
    axes.text(
        _MARGIN,
        y + _DAY / 2 - 0.02,
        cut(text, _LINE_ROOM, 14),
        fontsize=14,
        color="white",
        va="center_baseline",
    )


def _meeting(axes: "Axes", t: Translator, agenda: Agenda, meeting: AgendaMeeting, y: float) -> None:
    start, end = (at.astimezone(agenda.zone) for at in (meeting.starts_at, meeting.ends_at))
    axes.text(_MARGIN, y + 0.32, f"{start:%H:%M}", fontsize=19)
    axes.text(_MARGIN, y + 0.55, f"– {end:%H:%M}", fontsize=12, color=FAINT)
    axes.text(_MARGIN, y + 0.8, _own_time(agenda, meeting.starts_at), fontsize=12, color=BLUE)
    below = y + 0.08
    lines = _main_lines(meeting)
    for line in lines:
        below += _LINE
        axes.text(_TIMES, below - 0.04, line, fontsize=_fitting(lines, _ROOM, 14))
    if _detail(meeting):
        below += _SMALL_LINE
        axes.text(_TIMES, below - 0.04, cut(_detail(meeting), _ROOM, 11), fontsize=11, color=FAINT)
    below += _SMALL_LINE
    where = meeting.where or (t("By video") if meeting.video_link else "")
    axes.text(_TIMES, below - 0.03, cut(where, _ROOM, 12), fontsize=12, color=BLUE)
    bottom = y + _height(meeting)
    axes.plot((_MARGIN, WIDTH - _MARGIN), (bottom, bottom), color=GREY, linewidth=0.8)
