"""Cards of counterparts. They never identify the company."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name, with_flag
from bot.usecases.listings.cards import Card, Page
from bot.usecases.translations import Source
from handlers.advisers.views import on_behalf
from handlers.listings.labels import IPR, STAGES
from handlers.moderation.reporting import report_button
from handlers.people.labels import describe_company
from handlers.suggestions import reasons
from handlers.suggestions.buttons import ClosestPress, DismissalReasonPress, MatchAct, MatchPage, MatchPress
from handlers.translations.views import translate_row
from handlers.ui import gist_views, pages
from handlers.ui.buttons import Go, Place
from handlers.ui.view import Button, Rows, Style, View, choice_rows, row, shortened
from handlers.ui.welcome_views import go
from storage.ids import SuggestionId
from storage.models import Listing
from storage.vocabulary import DismissalReason, ReportObject

_SUMMARY_SHOWN = 500  # characters of a summary on a card; the introduction shows all
_REASONS_SHOWN = 4
_MISMATCHES_SHOWN = 2
_COUNTRIES_SHOWN = 5

DISMISSAL_REASONS: dict[DismissalReason, str] = {
    DismissalReason.OTHER_SUBJECT: mark("Not what we're looking for"),
    DismissalReason.TOO_EARLY: mark("Too early a stage"),
    DismissalReason.WRONG_COUNTRY: mark("Not that country"),
    DismissalReason.WRONG_PARTNER: mark("Not this kind of partner"),
    DismissalReason.ALREADY_KNOWN: mark("We know them already"),
    DismissalReason.OTHER: mark("Another reason"),
}


def match(t: Translator, page: Page, listing: int, *, heading: str = "", own: str = "") -> View:
    """Shows a counterpart with actions and paging. `own`: the own company, for a reader who speaks for several."""
    card = page.card
    if card is None:
        return no_matches(t, listing)
    text = "\n".join([*([heading, ""] if heading else []), *body(t, card, own)])
    turning = pages.Page(total=page.total, size=1, asked=page.index).turning(lambda index: MatchPage(listing, index))
    translate = translate_row(t, Source.SUGGESTION, card.suggestion_id, card.theirs.language)
    return View(text=text, rows=(*_actions(t, card, listing), *translate, *turning))


def body(t: Translator, card: Card, own: str = "") -> list[str]:
    """Returns the card: listing, country and reasons."""
    lines = [
        *([on_behalf(t, own)] if own else []),
        f"🤝 <b>{html.escape(card.title)}</b>",
        describe_company(
            t,
            card.company_kind,
            card.theirs.country,
            size=card.company_size,
            profile_type=card.theirs.profile_type,
            verified=card.verified,
            represented=card.represented,
        ),
        t("Fit: <b>{score}</b> of 100 – for “{title}”", score=card.score, title=html.escape(card.mine.title)),
        "",
        html.escape(shortened(card.summary, _SUMMARY_SHOWN)),
    ]
    gist = gist_views.of_listing(t, card.theirs, card.title, card.summary, (*card.reasons, *card.mismatches))
    lines += ["", *gist] if gist else []
    maturity = " · ".join(_maturity(t, card.theirs, stage=not gist))
    lines += ["", maturity] if maturity else []
    why = reasons.reasons(t, card.reasons, _REASONS_SHOWN)
    lines += ["", t("<b>Why it fits</b>"), *why] if why else []
    why_not = reasons.mismatches(t, card.mismatches, _MISMATCHES_SHOWN)
    return [*lines, "", t("<b>What may not fit</b>"), *why_not] if why_not else lines


def _maturity(t: Translator, listing: Listing, *, stage: bool) -> list[str]:
    """Returns the protection of a technology, and its stage unless the gist says it, as far as they are known."""
    shown = [t("Stage: {stage}", stage=t(STAGES[listing.stage]))] if stage and listing.stage else []
    return [*shown, t("Protection: {protection}", protection=t(IPR[listing.ipr]))] if listing.ipr else shown


def nothing_close(t: Translator) -> View:
    """Says that there are no candidates abroad yet."""
    return View(text=t("No close match abroad yet. I keep looking."), rows=_more(t))


def still_reading(t: Translator) -> View:
    """Says that more matches may follow, in the minute after a start."""
    text = t("I am still reading the listings that are here. I write to you as soon as somebody fits.")
    return View(text=text, rows=_more(t))


def no_matches(t: Translator, listing: int, *, is_published: bool = True, my_turn: int = 0) -> View:
    """Says why there is no match. `my_turn`: introductions that wait for the person's answer."""
    waiting = [row(go(t, Place.INTRODUCTIONS))] if my_turn else []
    if is_published:
        text = t(
            "No good match yet. I keep looking and tell you as soon as somebody fits.\n"
            "A more concrete listing is found more easily."
        )
        rows = (row(Button(text=t("👀 Show the closest anyway"), press=ClosestPress(listing))), *_more(t))
    else:
        text = t("You have no published listing. Tell me what you offer or look for, and I find who fits.")
        rows = _more(t)
    if my_turn:
        text += "\n\n" + t.n(
            "📨 <b>{count} introduction</b> waits for your answer.",
            "📨 <b>{count} introductions</b> wait for your answer.",
            my_turn,
        )
    return View(text=text, rows=(*waiting, *rows))


def _more(t: Translator) -> Rows:
    mine = go(t, Place.MINE)
    return (row(mine, Button(text=t("⚡ One more"), press=Go(Place.QUICK))),)


def found(t: Translator, total: int) -> str:
    return t.n("<b>{count} match found.</b>", "<b>{count} matches found.</b> The best first:", total)


def new_ones(t: Translator, total: int) -> str:
    return t.n("<b>{count} new match for you</b>", "<b>{count} new matches for you.</b> The best first:", total)


def dismissal_reasons(t: Translator, suggestion_id: SuggestionId, listing: int) -> View:
    """Confirms a dismissal, asks for an optional reason and offers undo."""
    rows = choice_rows(t, DISMISSAL_REASONS, lambda reason: DismissalReasonPress(suggestion_id, listing, reason))
    below = row(
        Button(text=t("↩️ Undo"), press=MatchPress(suggestion_id, listing, MatchAct.UNDO)),
        Button(text=t("Next »"), press=MatchPage(listing, 0)),
    )
    text = t("You won't see this one again. Why is it not for you? Your answer helps me find better matches.")
    return View(text=text, rows=(*rows, below))


def refused_by_listing(t: Translator, title: str, countries: Sequence[str], listing: int) -> View:
    """Suggests to change the target countries after repeated dismissals for the country."""
    named = t.joined(with_flag(code, country_name(code, t.language)) for code in countries[:_COUNTRIES_SHOWN])
    text = t(
        "Thank you, noted. For “{title}” you often turn down partners from: {countries}.\n"
        "Name the countries you want, and I look there first.",
        title=html.escape(title),
        countries=html.escape(named),
    )
    mine = go(t, Place.MINE)
    return View(text=text, rows=(row(mine, Button(text=t("Next »"), press=MatchPage(listing, 0))),))


def _actions(t: Translator, card: Card, listing: int) -> Rows:
    def act(text: str, what: MatchAct, style: Style | None = None) -> Button:
        return Button(text=text, press=MatchPress(card.suggestion_id, listing, what), style=style)

    return (
        row(act(t("🤝 Introduce us"), MatchAct.INTRODUCE, Style.NEXT)),
        row(
            act(t("🕓 Later"), MatchAct.LATER),
            act(t("👎 Not for us"), MatchAct.DISMISS),
            report_button(ReportObject.LISTING, card.theirs.id),
        ),
    )
