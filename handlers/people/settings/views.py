"""Views of the settings."""

from typing import Final

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.usecases.people.settings import USUAL_QUIET, NotificationSettings
from handlers.people.buttons import FrequencyPress, HourPress, QuietChoice, QuietPress, ReadsEnglishPress
from handlers.ui.buttons import Go, Place
from handlers.ui.view import Button, Rows, View, grid, row
from handlers.ui.welcome_views import go
from storage.vocabulary import Frequency, Language

FREQUENCIES: Final[dict[Frequency, str]] = {
    Frequency.AT_ONCE: mark("At once"),
    Frequency.DAILY: mark("Once a day"),
    Frequency.WEEKLY: mark("Once a week"),
    Frequency.NEVER: mark("Never"),
}


ASK_HOUR: Final = -1
HOURS: Final = (7, 9, 12, 15, 18, 20)
"""From before work to after supper. In quiet hours the message waits for their end."""


def settings(t: Translator, habits: NotificationSettings) -> View:
    """Shows the current settings with a tick; a tap changes one."""
    text = "\n\n".join(
        [
            t("⚙️ <b>Settings</b>"),
            t("Language: <b>{language}</b>", language=LANGUAGE_NAMES[t.language]),
            t("I tell you about new matches: <b>{how_often}</b>", how_often=rhythm(t, habits)),
            _quiet(t, habits),
            t("<i>Messages from people you are talking to always arrive at once.</i>"),
        ]
    )
    frequencies = [
        Button(
            text=f"{'✅ ' if what is habits.suggestions else ''}{t(label)}",
            press=FrequencyPress(what),
        )
        for what, label in FREQUENCIES.items()
    ]
    hour = (Button(text=t("🕘 Hour"), press=HourPress(ASK_HOUR)),) if habits.has_digest else ()
    rows: Rows = (
        row(*frequencies[:2]),
        row(*frequencies[2:]),
        row(*hour, Button(text=t("🌙 Quiet hours"), press=QuietPress(QuietChoice.MENU))),
        *_english(t),
        row(
            go(t, Place.LANGUAGE),
            go(t, Place.COMPANY),
        ),
        row(Button(text=t("🔐 My data"), press=Go(Place.PRIVACY))),
    )
    return View(text=text, rows=rows)


def rhythm(t: Translator, habits: NotificationSettings) -> str:
    """Returns how often the person hears of matches, with the hour of a daily or weekly message."""
    how_often = t(FREQUENCIES[habits.suggestions])
    return f"{how_often}, {habits.digest_hour:02d}:00" if habits.has_digest else how_often


def rhythm_chosen(t: Translator, habits: NotificationSettings) -> View:
    text = t("I tell you about new matches: <b>{how_often}</b>", how_often=rhythm(t, habits))
    return View(text=text, rows=(row(Button(text=t("⚙️ Settings"), press=Go(Place.SETTINGS))),))


def digest_hours(t: Translator, habits: NotificationSettings) -> View:
    """Offers hours for the daily or weekly message, and names their time zone."""
    buttons = [
        Button(text=f"✅ {hour:02d}:00" if hour == habits.digest_hour else f"{hour:02d}:00", press=HourPress(hour))
        for hour in HOURS
    ]
    text = t("🕘 At what hour shall I write? Hours of your day ({zone}).", zone=habits.zone.key)
    return View(text=f"{text}\n\n{_quiet(t, habits)}", rows=grid(buttons, 3))


def _english(t: Translator) -> Rows:
    """Returns the switch for English texts; none for those whose language is English."""
    if t.language is Language.EN:
        return ()
    reads = t.reads("en")
    label = t("I read English too")
    return (row(Button(text=f"✅ {label}" if reads else label, press=ReadsEnglishPress(not reads))),)


def quiet_hours(t: Translator, habits: NotificationSettings) -> View:
    """Offers quiet hours and names their time zone."""
    labels = {choice: _span(*choice.hours) for choice in QuietChoice if choice.hours is not None}
    hours = [Button(text=label, press=QuietPress(choice)) for choice, label in labels.items()]
    rows: Rows = (
        row(*hours[:2]),
        row(*hours[2:]),
        row(Button(text=t("As usual ({hours})", hours=_span(*USUAL_QUIET)), press=QuietPress(QuietChoice.USUAL))),
        row(Button(text=t("No quiet hours"), press=QuietPress(QuietChoice.NEVER))),
    )
    text = t("🌙 When shall I keep quiet? Hours of your day ({zone}).", zone=habits.zone.key)
    return View(text=f"{text}\n\n{_quiet(t, habits)}", rows=rows)


def _quiet(t: Translator, habits: NotificationSettings) -> str:
    if habits.quiet is None:
        return t("Quiet hours: <b>none</b>")
    return t("Quiet hours: <b>{hours}</b> ({zone})", hours=_span(*habits.quiet), zone=habits.zone.key)


def _span(start: int, end: int) -> str:
    return f"{start:02d}:00 – {end:02d}:00"
