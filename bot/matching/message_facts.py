"""Finds the writer's country, the target countries and the partnership types in a free message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.matching.cues import Cue, cue_hits
from bot.matching.normalise import fold
from bot.matching.places import mentioned_countries
from storage.vocabulary import PARTNERSHIPS, Partnership, ProfileType

_CLAUSE_END: Final = re.compile(r"[,.;!?。，；！？、\n]+")
_FROM: Final = re.compile(
    r"\b(?:from|based in|located in|headquartered in|iz|sa sedistem u|aus|mit sitz in|de|desde|из)\s|"
    "来自|位于|我们是|我公司是|总部|我们在"
)
"""Words before the writer's own country, in folded text."""
_PHONE: Final = re.compile(r"\+\d[\d ()/.-]{6,18}\d")
_MOST_TARGETS: Final = 5

# Words for the partner, in folded text, with the partnership type that they indicate.
_SOUGHT: Final[dict[Partnership, re.Pattern[str]]] = {
    Partnership.COMMERCIAL: re.compile(
        r"\b(?:import(?:er|eur|ador|atore)|distribut|dealer|agent\b|agents\b|reseller|wholesaler|"
        r"uvozni|distributer|zastupni|prodavc|veleprodaj|vertrieb|handler|grossist|импортер|дистрибьютор|увозни|дистрибутер)|"
        "进口商|经销商|分销商|代理商|代理"
    ),
    Partnership.SUPPLIER: re.compile(
        r"\b(?:supplier|manufacturer|producer|vendor|dobavljac|proizvodjac|proizvodac|lieferant|hersteller|fournisseur|"
        r"proveedor|поставщик|производител|добављач|произвођач)|供应商|生产商|制造商|厂家"
    ),
    Partnership.INVESTMENT: re.compile(
        r"\b(?:investor|investment|joint venture|investitor|ulagac|zajednick\w+ preduzec|инвестор)|投资|合资"
    ),
    Partnership.OUTSOURCING: re.compile(r"\b(?:subcontract|outsourc|podizvodj|podizvod|kooperant)|外包|分包|代工"),
    Partnership.RESEARCH: re.compile(
        r"\b(?:research partner|joint research|r&d|istraziva|zajednick\w+ razvoj)|合作研究|联合研究|研发合作"
    ),
    Partnership.LICENCE: re.compile(r"\b(?:licen[cs]e|licenc)|许可|授权"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """`country` and `targets` are ISO 3166-1 alpha-2 codes; None or empty if the message does not say."""

    country: str | None
    targets: tuple[str, ...]
    partnerships: frozenset[Partnership]


def message_facts(text: str) -> MessageFacts:
    """Parses a message clause by clause. Words after a word of seeking describe the partner, the others the writer."""
    own: list[str] = []
    targets: list[str] = []
    partnerships: set[Partnership] = set()
    for about_writer, sought in _clauses(text):
        if _FROM.search(fold(about_writer)):
            own += [place.code for place in mentioned_countries(about_writer)]
        if sought:
            targets += [place.code for place in mentioned_countries(sought)]
            folded = fold(sought)
            partnerships |= {kind for kind, words in _SOUGHT.items() if words.search(folded)}
    country = own[0] if own else _country_of_phone(text)
    return MessageFacts(
        country=country,
        targets=tuple(dict.fromkeys(code for code in targets if code != country))[:_MOST_TARGETS],
        partnerships=frozenset(partnerships),
    )


def fitting(partnerships: frozenset[Partnership], profile_type: ProfileType) -> list[Partnership]:
    """Returns the partnership types that a listing of this type may name, in the order of the form."""
    return [kind for kind in PARTNERSHIPS[profile_type] if kind in partnerships]


def _clauses(text: str) -> Iterator[tuple[str, str]]:
    """Yields the part of each clause before its word of seeking, and the part from that word on."""
    for clause in _CLAUSE_END.split(text):
        folded = fold(clause)
        start = min((hit.start for hit in cue_hits(Cue.SEEK, folded)), default=None)
        if start is None:
            yield clause, ""
        elif len(folded) == len(clause):
            yield clause[:start], clause[start:]
        else:  # Folding changed the length, so the position of the word in the clause is unknown.
            yield "", clause


def _country_of_phone(text: str) -> str | None:
    """Returns the country of the first international phone number, as on a business card."""
    found = _PHONE.search(text)
    if found is None:
        return None
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(found.group()))
    except phonenumbers.NumberParseException:
        return None
