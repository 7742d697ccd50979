"""Views of a person's own listings."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.listings.later_questions import LaterQuestion
from handlers.advisers.views import acting_line, on_behalf
from handlers.listings.buttons import ListingAct, ListingPress, ListingQr, MyListingsPage
from handlers.listings.labels import KIND_SIGNS, PROFILE_NAMES, STATUSES
from handlers.listings.preview import facts
from handlers.suggestions.buttons import MatchPage
from handlers.ui.buttons import Place
from handlers.ui.pages import Page
from handlers.ui.view import Attachment, Button, Rows, View, row, shortened
from handlers.ui.welcome_views import go
from storage.ids import CompanyId, ListingId
from storage.models import Listing
from storage.vocabulary import AttachmentKind, FileKind, ListingStatus

PER_PAGE = 6
UNPUBLISHED = (ListingStatus.PRIVATE, ListingStatus.INVITED)


def published(t: Translator) -> View:
    return View(text=t("✅ <b>Published.</b> I am looking for partners abroad…"))


def published_before(t: Translator, listing: Listing) -> View:
    text = t("You have this listing already, so I did not add a second one.")
    return View(text=text, rows=(row(Button(text=t("Open it"), press=ListingPress(listing.id, ListingAct.OPEN))),))


def saved(t: Translator) -> View:
    return View(text=t("✅ <b>Saved.</b> I am looking for partners again…"))


def mine(
    t: Translator,
    here: Sequence[Listing],
    matches: Mapping[ListingId, int],
    page: Page,
    *,
    names: Mapping[CompanyId, str] | None = None,
    acting_name: str = "",
) -> View:
    """Shows a page of the person's listings, one button each.

    `names`: the person's companies if there are several. `acting_name`: the only one of them that is shown.
    """
    named = {} if acting_name or names is None else names
    heading = t("<b>Your listings</b>")
    if acting_name:
        heading += f"\n{acting_line(t, acting_name)}"
    if not here:
        first: Rows = (
            row(
                go(t, Place.OFFER),
                go(t, Place.NEED),
            ),
        )
        nothing = t("You have no listings yet. What should the first one be?")
        return View(text=f"{heading}\n\n{nothing}" if acting_name else nothing, rows=first)
    lines = [_line(t, listing, matches.get(listing.id, 0), named.get(listing.company_id, "")) for listing in here]
    rows: Rows = tuple(
        row(
            Button(
                text=f"{KIND_SIGNS[listing.kind]} {shortened(listing.title, 40)}",
                press=ListingPress(listing.id, ListingAct.OPEN),
            )
        )
        for listing in here
    )
    text = "\n\n".join([heading, *lines])
    return View(text=text, rows=(*rows, *page.turning(MyListingsPage)))


def listing(t: Translator, listing: Listing, matches: int) -> View:
    """Shows an own listing with its actions."""
    lines = [
        f"{KIND_SIGNS[listing.kind]} <b>{html.escape(listing.title)}</b>",
        f"<i>{t(PROFILE_NAMES[listing.profile_type])} · {_state(t, listing)}</i>",
        "",
        html.escape(listing.summary),
        "",
        *facts(
            t,
            sectors=sorted(listing.sectors),
            stage=listing.stage,
            ipr=listing.ipr,
            partnerships=sorted(listing.partnerships),
            targets=sorted(listing.targets),
        ),
        "",
        t.n("{count} match", "{count} matches", matches),
    ]
    return View(text="\n".join(lines), rows=_actions(t, listing, matches), attachment=_attachment(listing))


def deleted(t: Translator, listing: Listing) -> View:
    undo = Button(text=t("↩️ Undo"), press=ListingPress(listing.id, ListingAct.UNDELETE))
    return View(text=t("🗑 Deleted: <b>{title}</b>", title=html.escape(listing.title)), rows=(row(undo),))


def in_review(t: Translator) -> View:
    text = t("🔍 Submitted. I'll tell you once it's reviewed.")
    return View(text=text)


def kept_private(t: Translator, listing: Listing) -> View:
    """Confirms that a listing is stored privately, with a button that publishes it."""
    text = t("🔒 <b>Private.</b> Only your company sees it, and I look for no partners for it.")
    return View(text=text, rows=(row(_show_abroad(t, listing)),))


def _show_abroad(t: Translator, listing: Listing) -> Button:
    return Button(text=t("🌍 Publish abroad"), press=ListingPress(listing.id, ListingAct.ABROAD))


def expires_soon(t: Translator, listing: Listing) -> View:
    text = t(
        "⌛ <b>{title}</b> is shown until {day}. Still current?",
        title=html.escape(listing.title),
        day=t.date(listing.expires_at),
    )
    return View(text=text, rows=_renewal(t, listing))


def expired(t: Translator, listing: Listing) -> View:
    text = t("⌛ <b>{title}</b> has expired and is no longer shown.", title=html.escape(listing.title))
    return View(text=text, rows=_renewal(t, listing))


def _renewal(t: Translator, listing: Listing) -> Rows:
    return (
        row(
            Button(text=t("🔄 Renew"), press=ListingPress(listing.id, ListingAct.RENEW)),
            Button(text=t("☑️ Close"), press=ListingPress(listing.id, ListingAct.CLOSE)),
        ),
    )


def _actions(t: Translator, listing: Listing, matches: int) -> Rows:
    def act(text: str, what: ListingAct) -> Button:
        return Button(text=text, press=ListingPress(listing.id, what))

    rows: list[tuple[Button, ...]] = []
    if matches and listing.status is ListingStatus.PUBLISHED:
        rows.append(row(act(t("🤝 Matches"), ListingAct.MATCHES)))
    if listing.status is ListingStatus.PUBLISHED:
        rows.append(row(act(t("⏸ Pause"), ListingAct.PAUSE), act(t("☑️ Close"), ListingAct.CLOSE)))
    elif listing.status in {ListingStatus.PAUSED, ListingStatus.CLOSED}:
        rows.append(row(act(t("▶️ Show again"), ListingAct.RESUME)))
    elif listing.status in UNPUBLISHED:
        rows.append(row(_show_abroad(t, listing)))
    edit = act(t("✏️ Edit"), ListingAct.EDIT)
    rows.append(row(edit) if listing.status in UNPUBLISHED else row(edit, act(t("🔄 Renew"), ListingAct.RENEW)))
    if listing.status is ListingStatus.PUBLISHED:
        rows.append(row(Button(text=t("🔗 Share it"), press=ListingQr(listing.id))))
    rows.append(row(act(t("🗑 Delete"), ListingAct.DELETE), act(t("« All listings"), ListingAct.LIST)))
    return tuple(rows)


def _line(t: Translator, listing: Listing, matches: int, own: str) -> str:
    title = f"{KIND_SIGNS[listing.kind]} <b>{html.escape(listing.title)}</b>"
    found = t.n("{count} match", "{count} matches", matches)
    return "\n".join([title, f"{_state(t, listing)} · {found}", *([on_behalf(t, own)] if own else [])])


def _state(t: Translator, listing: Listing) -> str:
    state = t(STATUSES[listing.status])
    if listing.status is ListingStatus.PUBLISHED:
        return t("{state} until {day}", state=state, day=t.date(listing.expires_at))
    if listing.status is ListingStatus.PAUSED and listing.shown_again_at is not None:
        return t("{state} until {day}", state=state, day=t.date(listing.shown_again_at))
    return state


def _attachment(listing: Listing) -> Attachment | None:
    if listing.attachment_id is None:
        return None
    photo = listing.attachment_kind is AttachmentKind.PHOTO
    return Attachment(file_id=listing.attachment_id, kind=FileKind.PHOTO if photo else FileKind.DOCUMENT)


def with_later_question(t: Translator, matches: View, listing_id: ListingId, question: LaterQuestion) -> View:
    """Adds to the first matches a question about the listing, with the reason for it."""
    act, ask = _LATER[question.field]
    answer = Button(text=t("✍️ Answer"), press=ListingPress(listing_id, act))
    skip = Button(text=t("Skip"), press=MatchPage(listing_id, 0))  # shows the first match again, without the question
    rows = (*matches.rows, row(answer, skip))
    return replace(matches, text=f"{matches.text}\n\n💡 {ask(t, question.matches)}", rows=rows)


_LATER: Final[Mapping[str, tuple[ListingAct, Callable[[Translator, int], str]]]] = {
    "sectors": (
        ListingAct.ADD_SECTORS,
        lambda t, matches: t.n(
            "{count} of your matches names its sector. Add yours, and whoever shares it moves up.",
            "{count} of your matches name their sector. Add yours, and whoever shares it moves up.",
            matches,
        ),
    ),
    "partnerships": (
        ListingAct.ADD_PARTNERSHIPS,
        lambda t, matches: t.n(
            "{count} of your matches says what cooperation it looks for. Add yours, and whoever wants the same moves "
            "up.",
            "{count} of your matches say what cooperation they look for. Add yours, and whoever wants the same moves "
            "up.",
            matches,
        ),
    ),
    "stage": (
        ListingAct.ADD_STAGE,
        lambda t, matches: t.n(
            "{count} of your matches looks for a certain stage of development. Say what stage yours is at.",
            "{count} of your matches look for a certain stage of development. Say what stage yours is at.",
            matches,
        ),
    ),
    "ipr": (
        ListingAct.ADD_IPR,
        lambda t, matches: t.n(
            "{count} of your matches looks for a technology and will ask how yours is protected. Add it to your card.",
            "{count} of your matches look for a technology and will ask how yours is protected. Add it to your card.",
            matches,
        ),
    ),
}
