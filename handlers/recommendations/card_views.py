"""Views of a recommendation for one of its two sides. They never show the other side's identity."""

import html
from datetime import datetime

from bot.i18n.translator import CLDR, Translator
from bot.usecases.recommendations import ShownRecommendation
from bot.usecases.translations import Source
from handlers.introductions import answer_views, counterpart_views
from handlers.introductions.buttons import (
    RecommendationAct,
    RecommendationDeclinePress,
    RecommendationLaterPress,
    RecommendationPress,
)
from handlers.introductions.labels import DECLINE_REASONS
from handlers.translations.views import translate_row
from handlers.ui import gist_views
from handlers.ui.buttons import Place
from handlers.ui.view import Button, Rows, View, choice_rows, row, shortened
from handlers.ui.welcome_views import go
from storage.ids import RecommendationId
from storage.vocabulary import RecommendationStatus


def card(t: Translator, asked: ShownRecommendation, *, note: str = "") -> View:
    """Shows the status and the actions of this side. `note` is HTML."""
    if not asked.is_open:
        return ended(t, asked)
    written = [asked.theirs.language] if asked.theirs is not None else []
    written += [asked.word_language or "und"] if asked.word else []
    translate = translate_row(t, Source.RECOMMENDATION, asked.id, *written)
    parts = [
        counterpart_views.organizer_recommends(t, asked.event),
        note,
        _words(t, asked),
        "\n".join(counterpart_views.counterpart_lines(t, asked)),
        _until(t, asked),
    ]
    return View(text="\n\n".join(part for part in parts if part), rows=(*_actions(t, asked), *translate))


def _words(t: Translator, asked: ShownRecommendation) -> str:
    """Returns the organizer's message. Names its language if it is not the reader's."""
    if not asked.word:
        return ""
    code = asked.word_language or "und"
    named = counterpart_views.language_name(code, t)
    if not named or code == CLDR[t.language].split("_")[0]:
        return counterpart_views.organizer_writes(t, asked.word)
    words = f"<i>{t.quoted(html.escape(asked.word))}</i>"
    said = t("The organizer writes (in {language}): {words}", language=html.escape(named), words=words)
    return "\n".join([said, *gist_views.of_message(t, asked.word, code)])


def _until(t: Translator, asked: ShownRecommendation) -> str:
    if asked.later_until is not None:
        return t("🕓 I'll show it again on {day}. You can answer before then.", day=t.date(asked.later_until))
    return t(
        "I ask them the same. Nobody sees a name before both have said yes. Please answer by {day}.",
        day=t.date(asked.expires_at),
    )


def _actions(t: Translator, asked: ShownRecommendation) -> Rows:
    later = (
        ()
        if asked.later_until
        else (Button(text=t("🕓 Not now"), press=RecommendationPress(asked.id, RecommendationAct.LATER)),)
    )
    return (
        row(Button(text=t("✅ Yes, introduce us"), press=RecommendationPress(asked.id, RecommendationAct.YES))),
        row(*later, Button(text=t("✖️ No"), press=RecommendationPress(asked.id, RecommendationAct.NO))),
    )


def ended(t: Translator, asked: ShownRecommendation) -> View:
    """Shows a closed recommendation. Its introduction, if any, is shown instead."""
    texts = {
        RecommendationStatus.WITHDRAWN: t("↩️ The organizer has withdrawn this."),
        RecommendationStatus.EXPIRED: t("⌛ It ended without an answer."),
    }
    text = texts.get(asked.status, t("This has ended. You don't need to do anything."))
    if asked.declined_by_me:
        text = t("You said no. They won't learn who you are, and the organizer won't learn why.")
    return View(text=text, rows=(row(go(t, Place.MATCHES)),))


def withdrawn(t: Translator, asked: ShownRecommendation) -> View:
    title = html.escape(shortened(asked.title, counterpart_views.TITLE_SHOWN))
    text = t("↩️ The organizer has withdrawn this.")
    return View(text=f"{text}\n<i>{title}</i> · {counterpart_views.company_line(t, asked)}" if title else text)


def returned(t: Translator, asked: ShownRecommendation) -> View:
    return card(t, asked, note=t("🕓 <b>You asked to see this again today.</b>"))


def reminder(t: Translator, asked: ShownRecommendation) -> View:
    return card(t, asked, note=t("⏰ <b>The organizer is waiting for your answer.</b>"))


def said_yes(t: Translator) -> str:
    """Returns the heading of an introduction that this acceptance created."""
    return t("✅ You said yes. As soon as they do too, you see each other's contact data.")


def later(t: Translator, asked: ShownRecommendation, now: datetime) -> View:
    rows = answer_views.day_rows(t, now, lambda days: RecommendationLaterPress(asked.id, days))
    return View(text=t("When should it come back?"), rows=(*rows, row(open_button(t, asked.id, t("« Back")))))


def no(t: Translator, asked: ShownRecommendation) -> View:
    rows = choice_rows(t, DECLINE_REASONS, lambda reason: RecommendationDeclinePress(asked.id, reason))
    text = t("Why not? It helps me find better matches. Neither they nor the organizer learn the reason.")
    return View(text=text, rows=(*rows, row(open_button(t, asked.id, t("« Back")))))


def open_button(t: Translator, number: RecommendationId, text: str = "") -> Button:
    return Button(text=text or t("Open it"), press=RecommendationPress(number, RecommendationAct.OPEN))
