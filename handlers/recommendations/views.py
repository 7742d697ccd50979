"""An organizer's views of recommendations."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.masking import MASK, Finding
from bot.matching.country_names import with_flag
from bot.usecases.people.message_masking import MaskedMessage
from bot.usecases.recommendations import EventRecommendation, RecommendationState
from handlers.events.buttons import EventAct, EventPress
from handlers.recommendations.buttons import RecommendAct, RecommendedPage, RecommendPress
from handlers.ui.notes import finding_names
from handlers.ui.pages import Page
from handlers.ui.view import Button, View, row
from storage.ids import EventId
from storage.models import Company, Listing

PER_PAGE: Final = 6
_GONE: Final = "…"
STATES: Final[dict[RecommendationState, str]] = {
    RecommendationState.ASKED: mark("📨 Both are asked"),
    RecommendationState.ONE_YES: mark("👍 One said yes, the other is asked"),
    RecommendationState.CONNECTED: mark("🤝 Both said yes: connected"),
    RecommendationState.DECLINED: mark("✖️ It does not fit this time"),
    RecommendationState.WITHDRAWN: mark("↩️ Withdrawn"),
    RecommendationState.EXPIRED: mark("⌛ No answer in time"),
    RecommendationState.IMPOSSIBLE: mark("🚫 No longer possible"),
}


def preview(
    t: Translator,
    need: Listing,
    offer: Listing,
    one: Company | None,
    other: Company | None,
    word: MaskedMessage | None,
    why_not: str,
) -> str:
    """Returns the preview as HTML: both companies, their listings, the masked message and what was masked."""
    parts = [
        f"⚠️ {why_not}" if why_not else "",
        t("<b>I ask both whether they want to meet.</b>"),
        t("<b>Need:</b>") + f" {_named(one)}\n{html.escape(need.title)}",
        t("<b>Offer:</b>") + f" {_named(other)}\n{html.escape(offer.title)}",
        "" if word is None else _quoted(t, word),
        t("Neither sees a name before both have said yes. You see the progress, not what they write to each other."),
    ]
    return "\n\n".join(part for part in parts if part)


def _quoted(t: Translator, word: MaskedMessage) -> str:
    text = t("<b>Your words:</b> {words}", words=f"<i>{t.quoted(html.escape(word.relayed))}</i>")
    return _with_masking_note(t, text, word.findings)


def _with_masking_note(t: Translator, text: str, findings: Sequence[Finding]) -> str:
    """Names the kinds of masked data to the organizer, who is not the one to stay anonymous."""
    what = finding_names(t, (finding.kind for finding in findings))
    if not what:
        return text
    note = t("I hid {what} as {mask}: the two see each other's names once both have said yes.", what=what, mask=MASK)
    return f"{text}\n\n⚠️ {note}"


def _named(company: Company | None) -> str:
    return _GONE if company is None else with_flag(company.country, f"<b>{html.escape(company.name)}</b>")


def asked(t: Translator, event_id: EventId, findings: Sequence[Finding]) -> View:
    text = t("📨 I asked both. I'll tell you the result; until then it is in the list.")
    return View(text=_with_masking_note(t, text, findings), rows=_next_steps(t, event_id))


def refused(t: Translator, event_id: EventId, why: str) -> View:
    return View(text=why, rows=_next_steps(t, event_id))


def _next_steps(t: Translator, event_id: EventId) -> tuple[tuple[Button, ...], ...]:
    return (
        row(Button(text=t("📋 Progress"), press=RecommendedPage(event_id, 0))),
        row(Button(text=t("🤝 Suggest another pair"), press=EventPress(event_id, EventAct.RECOMMEND))),
    )


def recommended(t: Translator, event_id: EventId, here: Sequence[EventRecommendation], page: Page) -> View:
    """Shows a page of an event's recommendations with their status."""
    lines = [t("<b>Pairs you suggested</b>") + f" · {t.number(page.total)}", *(_line(t, one) for one in here)]
    if not here:
        lines.append(t("None yet. Choose two companies that should meet. I ask both."))
    rows = [
        row(Button(text=f"↩️ {_pair(one)}"[:60], press=RecommendPress(one.id, RecommendAct.WITHDRAW)))
        for one in here
        if one.state is RecommendationState.ASKED
    ]
    rows += page.turning(lambda index: RecommendedPage(event_id, index))
    rows.append(row(Button(text=t("🤝 These two should meet"), press=EventPress(event_id, EventAct.RECOMMEND))))
    rows.append(row(Button(text=t("« Back"), press=EventPress(event_id, EventAct.OPEN))))
    return View(text="\n\n".join(lines), rows=tuple(rows))


def _line(t: Translator, one: EventRecommendation) -> str:
    about = f"<i>{html.escape(one.need_title[:60] or _GONE)} ↔ {html.escape(one.offer_title[:60] or _GONE)}</i>"
    state = t(STATES[one.state])
    if one.state.is_open:
        state += " · " + t("until {day}", day=t.date(one.expires_at))
    return f"<b>{html.escape(_pair(one))}</b>\n{about}\n{state}"


def _pair(one: EventRecommendation) -> str:
    return f"{one.need_company or _GONE} ↔ {one.offer_company or _GONE}"


def ask_withdrawal(t: Translator, one: EventRecommendation) -> View:
    yes = Button(text=t("Yes, take it back"), press=RecommendPress(one.id, RecommendAct.WITHDRAW_NOW))
    back = Button(text=t("« Back"), press=RecommendedPage(one.event_id, 0))
    text = t(
        "Withdraw the suggestion that {pair} meet? Companies that were asked are told.", pair=html.escape(_pair(one))
    )
    return View(text=text, rows=(row(yes), row(back)))


def ended(t: Translator, one: EventRecommendation) -> View:
    """Says how a recommendation ended, without details."""
    rows = (row(Button(text=t("📋 Progress"), press=RecommendedPage(one.event_id, 0))),)
    return View(text=f"<b>{html.escape(_pair(one))}</b>\n{t(STATES[one.state])}", rows=rows)
