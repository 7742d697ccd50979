"""The answer to a first message: the parsed listing, counterparts, and buttons to publish it."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import country_from, country_name
from bot.matching.sectors import sector_label
from bot.usecases.suggestions.first_matches import Counterpart, FirstMatches
from handlers.forms.context import Data
from handlers.listings.labels import KIND_SIGNS, PARTNERSHIPS
from handlers.listings.other_half import HALVES
from handlers.people.buttons import FirstMessageAct, FirstMessagePress
from handlers.people.labels import describe_company
from handlers.suggestions import reasons
from handlers.ui import gist_views
from handlers.ui.buttons import Go, Place
from handlers.ui.view import Button, Rows, Style, View, row, shortened
from handlers.ui.welcome_views import register_row
from storage.vocabulary import Kind

_REASONS_SHOWN: Final = 2
_TITLE_SHOWN: Final = 100


def answer(t: Translator, listing: Data, look: FirstMatches, *, consented: bool) -> View:
    """Shows the parsed message, up to three counterparts without names, and how long the message is kept."""
    parts = [_understood(t, listing), *_counterparts(t, look), _storage_note(t, consented=consented)]
    return View(text="\n\n".join(parts), rows=_action_rows(t, listing, consented=consented))


def _understood(t: Translator, listing: Data) -> str:
    kind = listing.get("kind")
    halves = {} if kind else listing.get(HALVES) or {}
    facts = [t("an offer") if kind == Kind.OFFER else t("a need")] if kind else []
    facts += [t("an offer"), t("a need")] if halves else []
    facts += [sector_label(sector, t.language) for sector in listing.get("sectors") or ()]
    facts += [t(PARTNERSHIPS[each]) for each in listing.get("partnerships") or ()]
    if listing.get("country"):
        facts.append(country_from(listing["country"], t.language))
    targets = [country_name(code, t.language) for code in listing.get("targets") or ()]
    if targets:
        facts.append(t("Partners from: {places}", places=t.joined(targets)))
    titles = [f"{KIND_SIGNS[one]} {halves[one]['title']}" for one in (Kind.OFFER, Kind.NEED) if one in halves] or [
        str(listing["title"])
    ]
    lines = [f"<b>{html.escape(title)}</b>" for title in titles]
    if facts:
        lines.append(t("I understood: {facts}", facts=html.escape(" · ".join(facts))))
    return "\n".join(lines)


def _counterparts(t: Translator, look: FirstMatches) -> Sequence[str]:
    if not look.counterparts:
        if look.still_reading:
            return [t("I am still reading the listings that are here. In a minute I write to you who fits.")]
        if not look.companies:
            return [t("Nobody abroad fits yet: you are the first one here. Publish, and I write to you.")]
        return [
            t(
                "Nobody abroad fits yet. Here so far: {companies} {countries}. Publish, and I write to you as soon as "
                "somebody fits.",
                companies=t.n("{count} company", "{count} companies", look.companies),
                countries=t.n("from {count} country", "from {count} countries", look.countries),
            )
        ]
    heading = t.n("<b>{count} company abroad may fit:</b>", "<b>{count} companies abroad may fit:</b>",
                  len(look.counterparts))  # fmt: skip
    return [heading, *(_card(t, number, each) for number, each in enumerate(look.counterparts, 1))]


def _card(t: Translator, number: int, found: Counterpart) -> str:
    result = found.result
    who = describe_company(t, result.company_kind, result.listing.country, profile_type=result.listing.profile_type)
    lines = [
        f"{number}. <b>{html.escape(shortened(result.title, _TITLE_SHOWN))}</b>",
        who,
        *gist_views.in_a_list(t, result.listing, result.title, result.summary),
        *reasons.reasons(t, found.reasons, _REASONS_SHOWN),
    ]
    return "\n".join(lines)


def _storage_note(t: Translator, *, consented: bool) -> str:
    if consented:
        return "<i>" + t("Your message is not stored yet. If we lose it, I ask you to send it again.") + "</i>"
    return t(
        "<i>Your message is not stored: I keep it in memory for an hour. When you publish, I store what you write. "
        "Names and contacts are shared only after both sides say yes: /privacy</i>"
    )


def _action_rows(t: Translator, listing: Data, *, consented: bool) -> Rows:
    def publish(text: str, kind: Kind, style: Style | None = None) -> Button:
        return Button(text=text, press=FirstMessagePress(FirstMessageAct.PUBLISH, kind), style=style)

    privacy = Button(text=t("🔐 Privacy"), press=Go(Place.PRIVACY))
    rows: list[tuple[Button, ...]]
    if listing.get("kind"):
        kind = Kind(listing["kind"])
        label = t("✅ Publish and introduce me") if consented else t("✅ I agree: publish and introduce me")
        other = t("It is a need") if kind is Kind.OFFER else t("It is an offer")
        turn = Button(text=f"🔄 {other}", press=FirstMessagePress(FirstMessageAct.TURN, kind.counterpart))
        rows = [row(publish(label, kind, Style.NEXT)), row(turn, privacy)]
    else:
        offer = t("📤 Publish my offer") if consented else t("📤 I agree: publish my offer")
        need = t("📥 Publish my need") if consented else t("📥 I agree: publish my need")
        rows = [row(publish(offer, Kind.OFFER)), row(publish(need, Kind.NEED)), row(privacy)]
    return tuple(rows)


def looking(t: Translator) -> View:
    """Says that the answer takes a moment, as on a busy machine."""
    return View(text=t("🔎 One moment: I am looking for who fits…"))


def more_please(t: Translator, *, consented: bool) -> View:
    """Answers a sticker, a picture without text, or a message too short for a search."""
    text = t(
        "Please tell me in words, in any language, what you offer or look for.\n"
        "For example: <i>We make soil moisture sensors for greenhouses and look for distributors in China.</i>"
    )
    return View(text=text, rows=(register_row(t, consented=consented),))


def forgotten(t: Translator) -> View:
    """Says that the message is no longer in memory, after an hour or a restart."""
    return View(text=t("I no longer have your message, because I had not stored it. Please send it once more."))
