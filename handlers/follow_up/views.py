"""Views about the result of an introduction."""

import html
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name
from bot.usecases.listings.cards import Page
from handlers.follow_up.buttons import QuoteAct, QuotePress, WorthPress
from handlers.suggestions import views as match_views
from handlers.suggestions.buttons import ALL
from handlers.ui.buttons import Place
from handlers.ui.view import Button, View, grid, row
from handlers.ui.welcome_views import go
from storage.ids import IntroductionId
from storage.vocabulary import Worth

WORTHS: Final[dict[Worth, str]] = {
    Worth.TO_10K: mark("up to €10,000"),
    Worth.TO_100K: mark("€10,000 to €100,000"),
    Worth.TO_1M: mark("€100,000 to €1 million"),
    Worth.MORE: mark("more than €1 million"),
}


def thanks(t: Translator) -> View:
    return View(text=t("Thank you, noted."), rows=(row(go(t, Place.INTRODUCTIONS)),))


def worth_question(t: Translator, number: IntroductionId) -> View:
    lines = [
        t("Thank you, noted."),
        t("What is it worth, roughly? (optional)"),
        t("<i>The organizers see only sums of several introductions, without names.</i>"),
    ]
    ranges = [Button(text=t(label), press=WorthPress(number, worth)) for worth, label in WORTHS.items()]
    skip = Button(text=t("Skip"), press=QuotePress(number, QuoteAct.ASK))
    return View(text="\n\n".join(lines), rows=(*grid(ranges, 2), row(skip)))


def quote_question(t: Translator, number: IntroductionId) -> View:
    text = t(
        "Would you say in one sentence what came of it? (optional)\n"
        "Others may read it only if you allow it, and without names unless you want yours there."
    )
    write = Button(text=t("✍️ Write a sentence"), press=QuotePress(number, QuoteAct.WRITE))
    return View(text=text, rows=(row(write, go(t, Place.INTRODUCTIONS)),))


def shown_quote(t: Translator, quote: str, country: str, company: str | None) -> str:
    """Returns the quote as the organizers see it. `company` is None for one without a name."""
    place = country_name(country, t.language)
    who = t("a company from {country}", country=place) if company is None else f"{company}, {place}"
    return f"{t.quoted(html.escape(quote))} – {html.escape(who)}"


def quoted(t: Translator, number: IntroductionId) -> View:
    back = Button(text=t("↩️ Take it back"), press=QuotePress(number, QuoteAct.TAKE_BACK))
    text = t("🙏 Thank you. It may be quoted from now on. You can take it back at any time.")
    return View(text=text, rows=(row(back, go(t, Place.INTRODUCTIONS)),))


def taken_back(t: Translator) -> View:
    return View(text=t("Done: nobody quotes it any more."), rows=(row(go(t, Place.INTRODUCTIONS)),))


def no_longer(t: Translator) -> View:
    return View(
        text=t("Thank you. I told them kindly. You can still write to them."), rows=(row(go(t, Place.INTRODUCTIONS)),)
    )


def never_answered(t: Translator, page: Page | None = None, listing: int = ALL, *, told: bool) -> View:
    """Says what happens now, and shows the next best match of the same listing, if there is one."""
    lines = [t("🔇 I'm sorry. It happens often, and says nothing about you.")]
    if told:
        lines.append(t("I reminded them kindly, once."))
    if page is None:
        lines.append(t("I keep looking and tell you as soon as somebody else fits."))
        return View(text="\n".join(lines), rows=(row(go(t, Place.INTRODUCTIONS), go(t, Place.MATCHES)),))
    lines += ["", t("<b>The next best match for the same listing:</b>")]
    return match_views.match(t, page, listing, heading="\n".join(lines))
