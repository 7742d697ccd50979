"""All of a person's introductions at a glance: where each stands and who is to move next."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.places import country_flag
from bot.usecases.introductions import Seen
from bot.usecases.recommendations import Invitation
from handlers.introductions import card_views
from handlers.introductions.buttons import IntroAct, IntroPress, Shelf, ShelfPress
from handlers.introductions.labels import SHELVES
from handlers.recommendations import recommended_views
from handlers.ui.buttons import Go, Place
from handlers.ui.screen import Button, Rows, View, row
from storage.vocabulary import IntroductionStatus

_PER_PAGE: Final = 5


def introductions(
    t: Translator, everything: Sequence[Seen], shelf: Shelf, page: int, asked: Sequence[Invitation] = ()
) -> View:
    """One page of a shelf, a button each, and the way to the other shelves; what organizers ask comes first."""
    if not everything and asked:
        return View(text="\n\n".join(_invitations(t, asked)), rows=_invitation_openers(t, asked))
    if not everything:
        text = t("No introductions yet. Look through your matches and press “Introduce us”.")
        return View(text=text, rows=(row(Button(text=t("🤝 Matches"), press=Go(Place.MATCHES))),))
    shown = [seen for seen in everything if shelf in _shelves(seen)]
    pages = max(1, -(-len(shown) // _PER_PAGE))
    page = min(max(page, 0), pages - 1)
    here = shown[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    lines = [_line(t, seen) for seen in here] or [t("Nothing here.")]
    heading = t("<b>Your introductions</b>")
    text = "\n\n".join([*_invitations(t, asked), f"{heading} · {t(SHELVES[shelf])}", *lines])
    openers = tuple(row(_opener(seen)) for seen in here)
    return View(
        text=text,
        rows=(*_invitation_openers(t, asked), *openers, *_turning(shelf, page, pages), *_tabs(t, everything, shelf)),
    )


def _invitations(t: Translator, asked: Sequence[Invitation]) -> list[str]:
    return [f"{recommended_views.heading(t, one)}\n{card_views.who(t, one)}" for one in asked[:_PER_PAGE]]


def _invitation_openers(t: Translator, asked: Sequence[Invitation]) -> Rows:
    return tuple(row(recommended_views.opener(t, one)) for one in asked[:_PER_PAGE])


def first_shelf(everything: Sequence[Seen]) -> Shelf:
    """What waits for the person, if anything does."""
    return Shelf.MY_TURN if any(seen.my_turn for seen in everything) else Shelf.ALL


def _shelves(seen: Seen) -> set[Shelf]:
    if seen.status is IntroductionStatus.ACCEPTED:
        return {Shelf.ALL, Shelf.CONNECTED}
    if not seen.status.is_open:
        return {Shelf.ALL, Shelf.ENDED}
    return {Shelf.ALL, Shelf.MY_TURN if seen.my_turn else Shelf.THEIR_TURN}


def _line(t: Translator, seen: Seen) -> str:
    return f"<b>{html.escape(_title(seen))}</b>\n{card_views.who(t, seen)}\n{card_views.state(t, seen)}"


def _opener(seen: Seen) -> Button:
    flag = "" if seen.counterpart is None else country_flag(seen.counterpart.country)
    label = card_views.shortened(f"{card_views.SIGNS[seen.status]} {flag} {_title(seen)}", 40)
    return Button(text=label, press=IntroPress(seen.id, IntroAct.OPEN))


def _title(seen: Seen) -> str:
    """Of the other listing, or of one's own where that has gone."""
    return seen.title or ("…" if seen.mine is None else seen.mine.title)


def _turning(shelf: Shelf, page: int, pages: int) -> Rows:
    if pages < 2:
        return ()
    return (
        row(
            Button(text="◀", press=ShelfPress(shelf, (page - 1) % pages)),
            Button(text=f"{page + 1} / {pages}", press=ShelfPress(shelf, page)),
            Button(text="▶", press=ShelfPress(shelf, (page + 1) % pages)),
        ),
    )


def _tabs(t: Translator, everything: Sequence[Seen], current: Shelf) -> Rows:
    """The other shelves that hold something, with how much."""
    counts = {shelf: sum(shelf in _shelves(seen) for seen in everything) for shelf in SHELVES}
    tabs = [
        Button(text=f"{t(SHELVES[shelf])} ({t.number(count)})", press=ShelfPress(shelf, 0))
        for shelf, count in counts.items()
        if count and shelf is not current
    ]
    return tuple(tuple(tabs[place : place + 2]) for place in range(0, len(tabs), 2))
