"""The gist of a text in a language that its reader does not read: what it mentions, in the reader's words."""

import html
from collections.abc import Sequence
from typing import Final

from bot.gist import Gist, Quantity, gist_of
from bot.gist.concepts import name_in
from bot.gist.units import PIECES
from bot.i18n.translator import Translator, mark
from bot.matching.listing import Reason, ReasonCode
from bot.matching.sectors import sector_label
from handlers.listings.labels import PARTNERSHIPS, STAGES
from storage.models import Listing
from storage.vocabulary import Partnership

_CONCEPTS_SHOWN: Final = 8
_CONCEPTS_IN_A_LIST: Final = 4
_QUANTITIES_SHOWN: Final = 5
_EACH: Final[dict[str, str]] = {
    "year": mark("{amount} a year"),
    "month": mark("{amount} a month"),
    "day": mark("{amount} a day"),
    "hour": mark("{amount} an hour"),
}


def of_listing(
    t: Translator,
    listing: Listing | None,
    title: str,
    summary: str,
    reasons: Sequence[Reason] = (),
    *,
    sectors: bool = True,
) -> list[str]:
    """Returns the gist of a listing's masked text as lines of HTML; none if the reader reads its language.

    Leaves out what `reasons` already say, and the sectors if the card shows them.
    """
    if listing is None or t.reads(listing.language):
        return []
    gist = gist_of(_joined(title, summary), listing.language)
    return _lines(t, gist, _facts(t, listing, reasons, sectors=sectors))


def of_message(t: Translator, text: str, language: str | None) -> list[str]:
    """Returns the gist of a message as lines of HTML; none if the reader reads its language."""
    return [] if t.reads(language or "und") else _lines(t, gist_of(text, language, is_message=True), [])


def in_a_thread(t: Translator, text: str, language: str | None) -> list[str]:
    """Returns the gist of a message as one line of HTML."""
    lines = of_message(t, text, language)[1:]
    return [f"💡 <i>{' · '.join(lines)}</i>"] if lines else []


def in_a_list(t: Translator, listing: Listing, title: str, summary: str) -> list[str]:
    """Returns one line with the first concepts of a listing, for lists of several listings."""
    if t.reads(listing.language):
        return []
    gist = gist_of(_joined(title, summary), listing.language)
    named = _concepts(t, gist, ())[:_CONCEPTS_IN_A_LIST]
    return [f"💡 <i>{html.escape(' · '.join(named))}</i>"] if named and not t.reads(gist.language) else []


def _joined(title: str, summary: str) -> str:
    return f"{title}. {summary}" if summary else title


def _facts(t: Translator, listing: Listing, reasons: Sequence[Reason], *, sectors: bool) -> list[str]:
    """Returns the coded fields of the listing that the card does not show: sectors, stage, cooperation."""
    said = {value for reason in reasons for value in reason.values_here}
    shown = [sector_label(one, t.language) for one in sorted(listing.sectors - said)] if sectors else []
    if listing.stage is not None and not any(reason.code is ReasonCode.STAGE for reason in reasons):
        shown.append(t(STAGES[listing.stage]))
    return [*shown, *(t(PARTNERSHIPS[one]) for one in Partnership if one in listing.partnerships - said)]


def _lines(t: Translator, gist: Gist, facts: Sequence[str]) -> list[str]:
    """Returns a heading and up to three lines; an empty list if nothing was recognized."""
    if t.reads(gist.language):
        return []
    rows = [facts, _concepts(t, gist, facts), [_amount(t, one) for one in gist.quantities[:_QUANTITIES_SHOWN]]]
    shown = [html.escape(" · ".join(row)) for row in rows if row]
    return [t("💡 <i>In short, by PartnerBridge:</i>"), *shown] if shown else []


def _concepts(t: Translator, gist: Gist, facts: Sequence[str]) -> list[str]:
    said = {fact.casefold() for fact in facts}
    named = dict.fromkeys(name_in(concept, t.language) for concept in gist.concepts)
    return [name for name in named if name.casefold() not in said][:_CONCEPTS_SHOWN]


def _amount(t: Translator, one: Quantity) -> str:
    low, high = t.number(one.low), None if one.high is None else t.number(one.high)
    numbers = low if high is None else f"{low}–{high}" if one.low >= 0 else f"{low} … {high}"
    most = one.low if one.high is None else one.high
    if one.unit.name == PIECES:
        amount = t.n("{count} piece", "{count} pieces", int(most), count=numbers)
    elif one.unit.is_duration:
        amount = _duration(t, one.unit.name, int(most), numbers)
    else:
        amount = f"{numbers}{'' if one.unit.name == '%' else ' '}{one.unit.name}"
    return amount if one.each is None else t(_EACH[one.each], amount=amount)


def _duration(t: Translator, unit: str, count: int, numbers: str) -> str:
    match unit:
        case "minute":
            return t.n("{count} minute", "{count} minutes", count, count=numbers)
        case "hour":
            return t.n("{count} hour", "{count} hours", count, count=numbers)
        case "day":
            return t.n("{count} day", "{count} days", count, count=numbers)
        case "week":
            return t.n("{count} week", "{count} weeks", count, count=numbers)
        case "month":
            return t.n("{count} month", "{count} months", count, count=numbers)
    return t.n("{count} year", "{count} years", count, count=numbers)
