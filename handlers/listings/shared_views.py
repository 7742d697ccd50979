"""The card of a listing that is sent to any chat, without the company's name."""

import html
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.places import country_from, with_flag
from bot.usecases.suggestions.search import Result
from handlers.listings.labels import PROFILE_NAMES
from handlers.people.labels import describe_company
from handlers.ui.screen import Button, Rows, View, row, shortened

_SUMMARY: Final = 300
_TITLE: Final = 100


def card(t: Translator, found: Result, link: str) -> View:
    """Shows the listing with a button that leads to it in the bot."""
    listing = found.listing
    who = describe_company(
        t,
        found.company_kind,
        listing.country,
        size=found.company_size,
        profile_type=listing.profile_type,
        verified=found.verified,
        represented=found.represented,
    )
    text = f"<b>{html.escape(found.title)}</b>\n{who}\n\n{html.escape(shortened(found.summary, _SUMMARY))}"
    return View(text=text, rows=(row(Button(text=t("🤝 Ask for an introduction"), url=link)),))


def title(found: Result) -> str:
    return shortened(found.title, _TITLE)


def description(t: Translator, found: Result) -> str:
    """Returns one line about who it is, as plain text."""
    listing = found.listing
    parts = (t(PROFILE_NAMES[listing.profile_type]), country_from(listing.country, t.language))
    return with_flag(listing.country, " · ".join(parts))


def nothing_found(t: Translator) -> str:
    return t("Nothing found. Make it a listing")


def begin(t: Translator) -> str:
    return t("Start here to find partners abroad")


def send(t: Translator, title: str) -> Rows:
    """Returns a button that lets the person choose a chat for the card of their own listing."""
    return (row(Button(text=t("📤 Send it to a chat"), share=shortened(title, _TITLE).rstrip("…"))),)
