"""The card of a listing that is sent to any chat, without the company's name."""

import html
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import country_from, with_flag
from bot.usecases.suggestions.search import Result
from handlers.listings.buttons import ListingSheetPress
from handlers.listings.labels import PROFILE_NAMES
from handlers.people.labels import describe_company
from handlers.ui.view import Button, Rows, View, row, shortened
from storage.ids import ListingId

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


def ways_to_share(t: Translator, listing_id: ListingId, title: str, *, inline: bool) -> Rows:
    """Returns buttons that send the card of the person's own listing to a chat, or print a sheet about it."""
    send = Button(text=t("📤 Send it to a chat"), share=shortened(title, _TITLE).rstrip("…"))
    sheets = (
        Button(text=t("🖨 Sheet with our name"), press=ListingSheetPress(listing_id, named=True)),
        Button(text=t("🖨 Sheet without it"), press=ListingSheetPress(listing_id, named=False)),
    )
    return (*((row(send),) if inline else ()), *(row(sheet) for sheet in sheets))
