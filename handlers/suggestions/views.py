"""Cards of counterparts. They never identify the company."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name
from bot.matching.places import country_from, with_flag
from bot.usecases.listings.cards import Card, Page
from handlers.listings.labels import PROFILE_NAMES
from handlers.moderation.reports.views import report_button
from handlers.people.labels import KINDS, METHODS, SIZES
from handlers.suggestions import reasons
from handlers.suggestions.buttons import BestFew, MatchAct, MatchPage, MatchPress, WhyPress
from handlers.ui import pages
from handlers.ui.buttons import Go, Place
from handlers.ui.screen import Button, Rows, View, row, shortened
from storage.ids import SuggestionId
from storage.vocabulary import DismissalReason, ReportObject

_SUMMARY_SHOWN = 500  # characters of a summary on a card; the whole comes with the introduction
_REASONS_SHOWN = 4
_MISMATCHES_SHOWN = 2
_COUNTRIES_SHOWN = 5

WHY: dict[DismissalReason, str] = {
    DismissalReason.OTHER_SUBJECT: mark("Not what we're looking for"),
    DismissalReason.TOO_EARLY: mark("Too early a stage"),
    DismissalReason.WRONG_COUNTRY: mark("Not that country"),
    DismissalReason.WRONG_PARTNER: mark("Not this kind of partner"),
    DismissalReason.ALREADY_KNOWN: mark("We know them already"),
    DismissalReason.OTHER: mark("Another reason"),
}


def match(t: Translator, page: Page, listing: int, *, heading: str = "") -> View:
    """Shows a counterpart with actions and paging."""
    card = page.card
    if card is None:
        return no_matches(t, listing)
    text = "\n".join([*([heading, ""] if heading else []), *body(t, card)])
    turning = pages.Page(total=page.total, size=1, asked=page.index).turning(lambda index: MatchPage(listing, index))
    return View(text=text, rows=(*_actions(t, card, listing), *turning))


def body(t: Translator, card: Card) -> list[str]:
    """Returns the card: listing, country and reasons."""
    lines = [
        f"🤝 <b>{html.escape(card.title)}</b>",
        with_flag(card.theirs.country, who(t, card)),
        t("Fit: <b>{score}</b> of 100 – for “{title}”", score=card.score, title=html.escape(card.mine.title)),
        "",
        html.escape(shortened(card.summary, _SUMMARY_SHOWN)),
    ]
    why = [line for line in (reasons.reason(t, each) for each in card.reasons) if line][:_REASONS_SHOWN]
    if why:
        lines += ["", t("<b>Why it fits</b>"), *(f"• {line}" for line in why)]
    why_not = [line for line in (reasons.mismatch(t, each) for each in card.mismatches) if line][:_MISMATCHES_SHOWN]
    if why_not:
        lines += ["", t("<b>What may not fit</b>"), *(f"• {line}" for line in why_not)]
    return lines


def who(t: Translator, card: Card) -> str:
    """Describes the counterpart in general terms: "Company · from Serbia · 11-49 people · Technology offer"."""
    parts = [t(KINDS[card.company_kind]), country_from(card.theirs.country, t.language)]
    if card.company_size is not None:
        parts.append(t(SIZES[card.company_size]))
    parts.append(t(PROFILE_NAMES[card.theirs.profile_type]))
    parts += [f"✓ {t(METHODS[method])}" for method in card.verified]
    return html.escape(" · ".join(parts))


def nothing_at_all(t: Translator) -> View:
    """Says that there are no candidates abroad yet."""
    return View(text=t("No close match abroad yet. I keep looking."), rows=_more(t))


def no_matches(t: Translator, listing: int) -> View:
    text = t(
        "No good match yet. I keep looking and tell you as soon as somebody fits.\n"
        "A more concrete listing is found more easily."
    )
    few = Button(text=t("👀 Show the closest anyway"), press=BestFew(listing))
    return View(text=text, rows=(row(few), *_more(t)))


def _more(t: Translator) -> Rows:
    mine = Button(text=t("🗂 My listings"), press=Go(Place.MINE))
    return (row(mine, Button(text=t("⚡ One more"), press=Go(Place.QUICK))),)


def found(t: Translator, total: int) -> str:
    return t.n("<b>{count} match found.</b>", "<b>{count} matches found.</b> The best first:", total)


def new_ones(t: Translator, total: int) -> str:
    return t.n("<b>{count} new match for you</b>", "<b>{count} new matches for you.</b> The best first:", total)


def why(t: Translator, suggestion_id: SuggestionId, listing: int) -> View:
    """Confirms a dismissal, asks for an optional reason and offers undo."""
    rows: list[tuple[Button, ...]] = [
        row(Button(text=t(text), press=WhyPress(suggestion_id, listing, reason))) for reason, text in WHY.items()
    ]
    rows.append(
        row(
            Button(text=t("↩️ Undo"), press=MatchPress(suggestion_id, listing, MatchAct.UNDO)),
            Button(text=t("Next »"), press=MatchPage(listing, 0)),
        )
    )
    return View(
        text=t("You won't see this one again. Why is it not for you? Your answer helps me find better matches."),
        rows=tuple(rows),
    )


def refused_by_listing(t: Translator, title: str, countries: Sequence[str], listing: int) -> View:
    """Suggests changing the target countries after repeated dismissals for the country."""
    named = t.joined(with_flag(code, country_name(code, t.language)) for code in countries[:_COUNTRIES_SHOWN])
    text = t(
        "Thank you, noted. For “{title}” you often turn down partners from: {countries}.\n"
        "Name the countries you want, and I look there first.",
        title=html.escape(title),
        countries=html.escape(named),
    )
    mine = Button(text=t("🗂 My listings"), press=Go(Place.MINE))
    return View(text=text, rows=(row(mine, Button(text=t("Next »"), press=MatchPage(listing, 0))),))


def _actions(t: Translator, card: Card, listing: int) -> Rows:
    def act(text: str, what: MatchAct) -> Button:
        return Button(text=text, press=MatchPress(card.suggestion_id, listing, what))

    return (
        row(act(t("🤝 Introduce us"), MatchAct.INTRODUCE)),
        row(act(t("🕓 Later"), MatchAct.LATER), act(t("👎 Not for us"), MatchAct.DISMISS)),
        row(report_button(t, ReportObject.LISTING, card.theirs.id)),
    )
