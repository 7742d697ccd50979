"""Views of blocked country pairs for an admin."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name, with_flag
from handlers.moderation.buttons import BlockPairPress, CountriesPage, UnblockPairPress
from handlers.ui.pages import Page
from handlers.ui.view import Button, View, row
from storage.models import BlockedCountryPair

_PAGE: Final = 8


def pair(t: Translator, one: str, other: str) -> str:
    return f"{_named(t, one)} – {_named(t, other)}"


def _named(t: Translator, code: str) -> str:
    return with_flag(code, country_name(code, t.language))


def blocked_pairs(t: Translator, everything: Sequence[BlockedCountryPair], index: int) -> View:
    """Shows a page of the blocked country pairs, with a button that unblocks each."""
    page = Page(total=len(everything), size=_PAGE, asked=index)
    here = page.cut(everything)
    lines = [t("<b>Blocked country pairs</b>"), about(t), ""]
    for one in here:
        because = f": {html.escape(one.reason)}" if one.reason else ""
        lines.append(f"• {html.escape(pair(t, one.one, one.other))} ({t.date(one.at)}){because}")
    if not here:
        lines.append(t("None: all companies can be introduced across all borders."))
    lifts = tuple(
        row(Button(text=f"✖ {pair(t, one.one, one.other)}", press=UnblockPairPress(one.one, one.other))) for one in here
    )
    more = row(Button(text=t("➕ Block a pair of countries"), press=BlockPairPress()))
    return View(text="\n".join(lines), rows=(*lifts, *page.turning(CountriesPage), more))


def about(t: Translator) -> str:
    text = t(
        "Companies of these countries are not suggested, shown or introduced to each other; open introductions "
        "close neutrally. This helps you follow export rules and is not legal advice."
    )
    return f"<i>{text}</i>"
