"""Results of a moderator's search for people, companies and listings."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator
from bot.usecases.moderation.finding import Found, FoundKind
from handlers.moderation.buttons import CardPress, ListingCardPress, TargetKind
from handlers.moderation.target import label_of
from handlers.ui.view import Button, View, row


def found(t: Translator, words: str, those: Sequence[Found]) -> View:
    if not those:
        return View(text=t("Nobody found for “{text}”.", text=html.escape(words[:40])))
    return View(
        text=t("Found for “{text}”:", text=html.escape(words[:40])), rows=tuple(row(_button(one)) for one in those)
    )


def _button(one: Found) -> Button:
    if one.kind is FoundKind.LISTING:
        return Button(text=label_of(one), press=ListingCardPress(one.number))
    whom = TargetKind.PERSON if one.kind is FoundKind.PERSON else TargetKind.COMPANY
    return Button(text=label_of(one), press=CardPress(whom, one.number))


def how_to_search(t: Translator) -> View:
    return View(text=t("Type /find and a name, a company, a listing's title, a @username or a number."))
