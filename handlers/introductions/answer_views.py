"""Menus before an answer to an introduction, and confirmations after it."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.introductions import ShownIntroduction
from bot.usecases.introductions.rules import LATEST_RETURN
from handlers.introductions import card_views
from handlers.introductions.buttons import ANY_DAY, DeclinePress, IntroAct, IntroPress, LaterPress, OutcomePress
from handlers.introductions.labels import DECLINE_REASONS, OUTCOMES
from handlers.ui.buttons import Place, Press
from handlers.ui.view import Button, Rows, View, choice_rows, row
from handlers.ui.welcome_views import go
from storage.ids import IntroductionId

LATEST_DAYS: Final = LATEST_RETURN.days
REASONS: Final = frozenset(DECLINE_REASONS)


def later(t: Translator, seen: ShownIntroduction, now: datetime) -> View:
    """Offers the dates to which an introduction can be postponed."""
    rows = day_rows(t, now, lambda days: LaterPress(seen.id, days))
    return View(text=t("When should it come back? I tell them, so that they know."), rows=(*rows, _back(t, seen)))


def day_rows(t: Translator, now: datetime, press: Callable[[int], Press]) -> Rows:
    """Returns one button per number of days, with the date."""
    return tuple(row(Button(text=label, press=press(days))) for days, label in day_labels(t, now).items())


def day_labels(t: Translator, now: datetime) -> dict[int, str]:
    """Returns number of days → words and date."""
    labels = {
        1: t("Tomorrow"),
        3: t("In {count} days", count=t.number(3)),
        7: t("In a week"),
        30: t("In a month"),
    }
    return {days: f"{label} · {t.date(now + timedelta(days=days))}" for days, label in labels.items()}


def no(t: Translator, seen: ShownIntroduction, _now: datetime) -> View:
    rows = choice_rows(t, DECLINE_REASONS, lambda reason: DeclinePress(seen.id, reason))
    text = t("Why not? I tell them politely and in general terms, and find better matches for you.")
    return View(text=text, rows=(*rows, _back(t, seen)))


def block(t: Translator, seen: ShownIntroduction, _now: datetime) -> View:
    text = t("Block this company? They won't be told.")
    yes = Button(text=t("🚫 Yes, block"), press=IntroPress(seen.id, IntroAct.BLOCK_NOW))
    return View(text=text, rows=(row(yes), _back(t, seen)))


def outcome(t: Translator, seen: ShownIntroduction, _now: datetime) -> View:
    return outcome_question(t, seen, ANY_DAY)


def outcome_question(t: Translator, seen: ShownIntroduction, day: int) -> View:
    """Asks for the outcome some days after acceptance."""
    text = t("📌 Did your introduction about “{title}” lead to anything?", title=html.escape(seen.title or "…"))
    return View(text=text, rows=choice_rows(t, OUTCOMES, lambda what: OutcomePress(seen.id, day, what)))


MENUS: Final[dict[IntroAct, Callable[[Translator, ShownIntroduction, datetime], View]]] = {
    IntroAct.LATER: later,
    IntroAct.NO: no,
    IntroAct.BLOCK: block,
    IntroAct.OUTCOME: outcome,
}


def put_off(t: Translator, until: datetime) -> str:
    return t("🕓 I'll show it again on {day}. You can answer before then.", day=t.date(until))


def declined(t: Translator) -> View:
    text = t("You said no. I'll tell them politely. They won't learn who you are.")
    return View(text=text, rows=(row(go(t, Place.INTRODUCTIONS), go(t, Place.MATCHES)),))


def withdrawn(t: Translator) -> View:
    return View(text=t("↩️ Withdrawn."), rows=(row(go(t, Place.INTRODUCTIONS)),))


def blocked(t: Translator, number: IntroductionId) -> View:
    undo = Button(text=t("↩️ Undo"), press=IntroPress(number, IntroAct.UNBLOCK))
    return View(text=t("🚫 Blocked. They won't be told."), rows=(row(undo, go(t, Place.INTRODUCTIONS)),))


def _back(t: Translator, seen: ShownIntroduction) -> tuple[Button, ...]:
    return row(Button(text=t("« Back"), press=card_views.open_button(t, seen.id).press))
