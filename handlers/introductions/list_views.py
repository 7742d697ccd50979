"""The list of a person's introductions with status and turn."""

import html
from collections.abc import Mapping, Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import with_flag
from bot.usecases.introductions import ListedIntroduction, ListPage
from bot.usecases.recommendations import ShownRecommendation
from handlers.advisers.views import acting_line, on_behalf
from handlers.introductions import card_views, counterpart_views
from handlers.introductions.buttons import (
    IntroAct,
    IntroductionsPage,
    IntroPress,
    RecommendationAct,
    RecommendationPress,
)
from handlers.introductions.labels import TABS
from handlers.ui.buttons import Place
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, View, grid, row, shortened
from handlers.ui.welcome_views import go
from storage.ids import CompanyId
from storage.vocabulary import IntroductionTab

PER_PAGE: Final = 5
_ONE_COMPANY: Final[Mapping[CompanyId, str]] = {}


def introductions(
    t: Translator,
    shown: ListPage,
    page: Page,
    recommended: Sequence[ShownRecommendation] = (),
    *,
    names: Mapping[CompanyId, str] = _ONE_COMPANY,
    acting_name: str = "",
) -> View:
    """Shows a page of introductions, one button each. Recommendations come first.

    `names`: the reader's companies if there are several. `acting_name`: the only one of them that is shown.
    """
    if not shown.counts[IntroductionTab.ALL] and recommended:
        return View(text="\n\n".join(_recommendation_lines(t, recommended)), rows=_recommendation_openers(recommended))
    if not shown.counts[IntroductionTab.ALL]:
        text = t("No introductions yet. Open /matches and press “Introduce us”.")
        if acting_name:
            text += f"\n\n{acting_line(t, acting_name)}"
        return View(text=text, rows=(row(go(t, Place.MATCHES)),))
    named = {} if acting_name else names
    lines = [_line(t, seen, named) for seen in shown.here] or [t("Nothing here yet.")]
    title = t("<b>Your introductions</b>")
    heading = f"{title} · {t(TABS[shown.tab])}"
    if acting_name:
        heading += f"\n{acting_line(t, acting_name)}"
    text = "\n\n".join([*_recommendation_lines(t, recommended), heading, *lines])
    openers = tuple(row(_opener(seen)) for seen in shown.here)
    turning = page.turning(lambda index: IntroductionsPage(shown.tab, index))
    return View(text=text, rows=(*_recommendation_openers(recommended), *openers, *turning, *_tabs(t, shown)))


def _recommendation_lines(t: Translator, recommended: Sequence[ShownRecommendation]) -> list[str]:
    return [
        f"{counterpart_views.organizer_recommends(t, one.event)}\n{counterpart_views.company_line(t, one)}"
        for one in recommended
    ]


def _recommendation_openers(recommended: Sequence[ShownRecommendation]) -> Rows:
    return tuple(row(_recommendation_opener(one)) for one in recommended)


def _recommendation_opener(one: ShownRecommendation) -> Button:
    return Button(text=shortened(f"🎪 {one.title}", 40), press=RecommendationPress(one.id, RecommendationAct.OPEN))


def _line(t: Translator, seen: ListedIntroduction, names: Mapping[CompanyId, str]) -> str:
    own = names.get(seen.my_company_id, "") if seen.my_company_id is not None else ""
    lines = [
        f"<b>{html.escape(seen.title or '…')}</b>",
        counterpart_views.company_line(t, seen),
        card_views.state(t, seen),
    ]
    return "\n".join([*lines, *([on_behalf(t, own)] if own else [])])


def _opener(seen: ListedIntroduction) -> Button:
    title = seen.title or "…"
    if seen.counterpart is not None:
        title = with_flag(seen.counterpart.country, title)
    label = shortened(f"{card_views.SIGNS[seen.status]} {title}", 40)
    return Button(text=label, press=IntroPress(seen.id, IntroAct.OPEN))


def _tabs(t: Translator, shown: ListPage) -> Rows:
    """Returns buttons for the other tabs that are not empty, with their counts."""
    tabs = [
        Button(text=f"{t(label)} ({t.number(shown.counts[tab])})", press=IntroductionsPage(tab, 0))
        for tab, label in TABS.items()
        if shown.counts[tab] and tab is not shown.tab
    ]
    return grid(tabs, 2)
