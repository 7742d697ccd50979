"""Reasons and mismatches of a pair in the reader's language."""

import html
from collections.abc import Callable, Mapping, Sequence

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name
from bot.matching.listing import Reason, ReasonCode
from bot.matching.sectors import sector_label
from handlers.listings.labels import PARTNERSHIPS, STAGES

_WORDS_SHOWN = 4
_PLACES_SHOWN = 4


def reasons(t: Translator, found: Sequence[Reason], most: int) -> list[str]:
    """Returns up to `most` reasons as lines of HTML, without technical ones."""
    return _lines(t, found, most, _REASONS)


def mismatches(t: Translator, found: Sequence[Reason], most: int) -> list[str]:
    return _lines(t, found, most, _MISMATCHES)


def _lines(t: Translator, found: Sequence[Reason], most: int, texts: "Mapping[ReasonCode, _Say]") -> list[str]:
    said = [texts[each.code](t, each) for each in found if each.code in texts]
    return [f"• {line}" for line in said if line][:most]


def _sector(t: Translator, why: Reason) -> str:
    labels = [html.escape(sector_label(sector, t.language)) for sector in why.values_here]
    return t("Both in: {sectors}", sectors=t.joined(labels)) if labels else ""


def _words(t: Translator, why: Reason) -> str:
    pairs = zip(why.values_here, why.values_there, strict=False)
    shown = [_side_by_side(here, there) for here, there in list(pairs)[:_WORDS_SHOWN]]
    return t("Both mention: {words}", words=t.joined(shown)) if shown else ""


def _meaning(t: Translator, why: Reason) -> str:
    if not any(why.values_here[:1]) or not any(why.values_there[:1]):
        return ""
    return t(
        "Closest in meaning: “{here}” ↔ “{there}”",
        here=html.escape(why.values_here[0]),
        there=html.escape(why.values_there[0]),
    )


def _partnership(t: Translator, why: Reason) -> str:
    kinds = t.joined(t(PARTNERSHIPS[kind]) for kind in why.values_here if kind in PARTNERSHIPS)
    return t("Both look for: {kinds}", kinds=kinds) if kinds else ""


def _target(t: Translator, why: Reason) -> str:
    """Worded without "they", because the countries may be those of the reader's own listing."""
    places = t.joined(country_name(code, t.language) for code in why.values_there[:_PLACES_SHOWN])
    return t("Partners wanted in: {places}", places=html.escape(places)) if places else ""


def _other_target(t: Translator, why: Reason) -> str:
    places = t.joined(country_name(code, t.language) for code in why.values_there[:_PLACES_SHOWN])
    return t("Partners wanted elsewhere: {places}", places=html.escape(places)) if places else ""


def _stage(t: Translator, why: Reason) -> str:
    stage = next(iter((*why.values_there, *why.values_here)), None)
    return t("Stage: {stage}", stage=t(STAGES[stage])) if stage in STAGES else ""


def _other_partnership(t: Translator, why: Reason) -> str:
    kinds = t.joined(t(PARTNERSHIPS[kind]) for kind in why.values_there if kind in PARTNERSHIPS)
    return t("They look for another kind of cooperation: {kinds}", kinds=kinds) if kinds else ""


def _other_profile(t: Translator, _why: Reason) -> str:
    return t("One side is about business, the other about technology")


def _side_by_side(here: str, there: str) -> str:
    if here.casefold() == there.casefold():
        return html.escape(here)
    return f"{html.escape(here)} ↔ {html.escape(there)}"


_Say = Callable[[Translator, Reason], str]
_REASONS: dict[ReasonCode, _Say] = {
    ReasonCode.SECTOR: _sector,
    ReasonCode.WORDS: _words,
    ReasonCode.CODES: _words,
    ReasonCode.MEANING: _meaning,
    ReasonCode.PARTNERSHIP: _partnership,
    ReasonCode.TARGET: _target,
    ReasonCode.STAGE: _stage,
}
_MISMATCHES: dict[ReasonCode, _Say] = {
    ReasonCode.PARTNERSHIP: _other_partnership,
    ReasonCode.PROFILE: _other_profile,
    ReasonCode.TARGET: _other_target,
    ReasonCode.STAGE: _stage,
}
