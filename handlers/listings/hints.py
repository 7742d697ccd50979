"""The hint about a listing that nobody has fitted for two weeks."""

import html
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.listings.hints import AMOUNT, SUMMARY, lacks
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.suggestions.buttons import ClosestPress
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import Button, View, choice_rows, row
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Listing
from storage.people import memberships
from storage.suggestions import suggestions
from storage.vocabulary import ListingStatus, Topic

_MISSING: Final = {
    "sectors": mark("its sector"),
    "partnerships": mark("what kind of cooperation you look for"),
    "stage": mark("what stage it is at"),
    SUMMARY: mark("more words: what it does, what is special, and for whom"),
    AMOUNT: mark("a figure: size, power, pieces a year"),
}
_ADDS: Final = {
    "sectors": (ListingAct.ADD_SECTORS, mark("➕ Sector")),
    "partnerships": (ListingAct.ADD_PARTNERSHIPS, mark("➕ Cooperation")),
    "stage": (ListingAct.ADD_STAGE, mark("➕ Stage")),
    SUMMARY: (ListingAct.ADD_SUMMARY, mark("➕ Description")),
    AMOUNT: (ListingAct.ADD_SUMMARY, mark("➕ Description")),
}


def hint(t: Translator, listing: Listing) -> View:
    """Says what the listing lacks, with a button for each, or that it is complete."""
    lines = [
        t("🌱 Nobody has fitted “{title}” in two weeks. I keep looking.", title=html.escape(listing.title)),
    ]
    missing = lacks(listing)
    if missing:
        said = [f"• {t(_MISSING[what])}" for what in missing]
        lines.append("\n".join([t("Listings are found more easily if they say:"), *said]))
    else:
        lines.append(t("It says all that I compare. Other words or more countries may help, or look at the closest."))
    buttons = dict(_ADDS[what] for what in missing)
    adding = choice_rows(t, buttons, lambda act: ListingPress(listing.id, act))
    edit = () if missing else (row(Button(text=t("✏️ Edit"), press=ListingPress(listing.id, ListingAct.EDIT))),)
    closest = Button(text=t("👀 Show the closest anyway"), press=ClosestPress(listing.id))
    return View(text="\n\n".join(lines), rows=(*adding, *edit, row(closest)))


async def _hint(ctx: NoticeContext) -> View | None:
    """Returns None if the listing has matches by now, or is not shown any more."""
    listing = await listings.find(ctx.session, ListingId(ctx.payload["listing_id"]))
    if listing is None or listing.status is not ListingStatus.PUBLISHED:
        return None
    if not await memberships.speaks_for(ctx.session, ctx.person_id, listing.company_id):
        return None
    if await suggestions.counterparts(ctx.session, listing.id):
        return None
    return hint(ctx.t, listing)


NOTICES: Final[dict[str, Renderer]] = {Topic.LISTING_HINT: _hint}
