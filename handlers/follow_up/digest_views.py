"""The daily or weekly message of a person."""

import html
from collections.abc import Mapping
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import with_flag
from bot.usecases.follow_up.digest import PersonalDigest
from bot.usecases.introductions import ListedIntroduction
from bot.usecases.listings.cards import Card
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.people.buttons import RhythmPress
from handlers.suggestions.buttons import ALL, MatchAct, MatchPress
from handlers.ui.view import Button, View, row, shortened
from storage.ids import CompanyId
from storage.models import Listing
from storage.vocabulary import Frequency

_LABEL: Final = 40  # characters of a button on a phone
_LINE: Final = 80
RHYTHMS: Final[dict[Frequency, str]] = {
    Frequency.AT_ONCE: mark("At once"),
    Frequency.DAILY: mark("Daily"),
    Frequency.WEEKLY: mark("Weekly"),
    Frequency.NEVER: mark("Never"),
}


def digest(t: Translator, found: PersonalDigest, names: Mapping[CompanyId, str]) -> View:
    """`names`: the reader's companies if there are several."""
    weekly = found.rhythm is Frequency.WEEKLY
    parts = [t("🗓 <b>Your week</b>") if weekly else t("🗓 <b>Your day</b>")]
    rows: list[tuple[Button, ...]] = []
    if found.matches:
        head = t.n("🤝 <b>{count} new match</b>", "🤝 <b>{count} new matches</b>", found.new_matches)
        parts.append("\n".join([head, *(_match_line(t, card, names) for card in found.matches)]))
        rows += [row(_match_button(card)) for card in found.matches]
    if found.turns:
        head = t("👉 <b>Your turn</b> ({count})", count=t.number(found.all_turns))
        parts.append("\n".join([head, *(_turn_line(t, one) for one in found.turns)]))
        rows += [row(_opener("📨", one)) for one in found.turns]
    if found.ending or found.unanswered:
        lines = [
            *(_ending_line(t, one) for one in found.ending),
            *(_unanswered_line(t, one) for one in found.unanswered),
        ]
        parts.append("\n".join([t("⌛ <b>Ends soon</b>"), *lines]))
        rows += [row(_listing_button(one)) for one in found.ending]
        rows += [row(_opener("⏳", one)) for one in found.unanswered]
    parts.append(t("<i>How often shall I write?</i>"))
    return View(text="\n\n".join(parts), rows=(*rows, _rhythm_row(t, found.rhythm)))


def _rhythm_row(t: Translator, now: Frequency) -> tuple[Button, ...]:
    return tuple(
        Button(text=f"✅ {t(label)}" if what is now else t(label), press=RhythmPress(what))
        for what, label in RHYTHMS.items()
    )


def _match_line(t: Translator, card: Card, names: Mapping[CompanyId, str]) -> str:
    title = html.escape(with_flag(card.theirs.country, shortened(card.title, _LINE)))
    line = t("{title} – fit <b>{score}</b> of 100", title=title, score=card.score)
    own = names.get(card.mine.company_id)
    return line if own is None else f"{line} · {html.escape(own)}"


def _match_button(card: Card) -> Button:
    label = shortened(f"🤝 {with_flag(card.theirs.country, card.title)}", _LABEL)
    return Button(text=label, press=MatchPress(card.suggestion_id, ALL, MatchAct.OPEN))


def _turn_line(t: Translator, one: ListedIntroduction) -> str:
    return t("{title} – answer by {day}", title=html.escape(_title(one, _LINE)), day=t.date(one.expires_at))


def _unanswered_line(t: Translator, one: ListedIntroduction) -> str:
    title = html.escape(_title(one, _LINE))
    return t("{title} – they can answer until {day}", title=title, day=t.date(one.expires_at))


def _ending_line(t: Translator, listing: Listing) -> str:
    title = html.escape(shortened(listing.title, _LINE))
    return t("{title} – shown until {day}", title=title, day=t.date(listing.expires_at))


def _listing_button(listing: Listing) -> Button:
    label = shortened(f"⌛ {listing.title}", _LABEL)
    return Button(text=label, press=ListingPress(listing.id, ListingAct.OPEN))


def _opener(sign: str, one: ListedIntroduction) -> Button:
    return Button(text=shortened(f"{sign} {_title(one, _LABEL)}", _LABEL), press=IntroPress(one.id, IntroAct.OPEN))


def _title(one: ListedIntroduction, longest: int) -> str:
    title = shortened(one.title or "…", longest)
    return title if one.counterpart is None else with_flag(one.counterpart.country, title)
