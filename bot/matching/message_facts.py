"""Finds the writer's country, the target countries and the partnership types in a free message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.matching.address_words import demonyms
from bot.matching.cues import Cue, cue_pattern
from bot.matching.intents import find_intents
from bot.matching.keys import name_key
from bot.matching.normalise import MAX_CHARACTERS, fold
from bot.matching.places import mentioned_countries
from storage.vocabulary import PARTNERSHIPS, Kind, Partnership, ProfileType

_SENTENCE_END: Final = re.compile(r"\.(?!\s*\d)|[;!?。；！？\n]+")  # "ca. 200" goes on
_CLAUSE_END: Final = re.compile("[,，、]+")
_FROM: Final = re.compile(
    r"\b(?:from|based in|located in|headquartered in|iz|sa sedistem u|aus|mit sitz in|de|desde|da|dal|dalla|di|din|z|ze"
    r")\s"
    r"|来自|位于|总部|\bمن\s|\bmerkezli\b|에 있는"
)
"""Words before the country that somebody or something comes from, in folded text."""
_WE: Final = re.compile(
    r"\b(?:we|our|i am|im|my|i (?:run|own|have|manage|represent|grow|make|work)|"
    r"wir|unser\w*|ich|mein\w*|mi smo|ja sam|nas(?:a|e|i|u|em|oj|ih|im)?|nous|notre|nos|je|"
    r"somos|nuestr\w*|soy|siamo|nostr\w*|noss\w*|sono|jestesmy|nasz(?:a|e|ych|ej|ego)?|mi)\b|"
    r"\b(?:wij|ons|onze|biz|firmamiz\w*|sirketimiz\w*|vagyunk|cegunk|chung toi|jsme|nase|suntem|eimaste|kami|אנחנו)\b|"
    r"\b(?:نحن|شركتنا|انا|لدينا)\b|我们|我司|我公司|本公司|本厂|当社|弊社|私たち|저희|우리|당사"
)
_WISH: Final = re.compile(
    r"\b(?:preferabl|ideally|if possible|gerne?\b|bevorzugt|moglichst|moeglichst|am liebsten|idealerweise|"
    r"de preference|idealement|preferiblemente|preferibilmente|preferencialmente|idealmente|po mogucnosti|"
    r"najradije|pozeljno|idealno|zelatelno|predpoctitelno|najlepiej)|最好|优先|優先"
)
"""Words of a wish, which describe the partner although they seek nothing."""
_TARGETED: Final = re.compile(
    r"\b(?:target market|markets?\s?:|export to|ciljn\w+ trzist|zielm[aä]rkt|marches? cibles?|"
    r"mercados? objetivo|celev\w+ rin)|"
    r"\b(?:for|to|fur|para|per|pour|za|dlja)\s(?:\w+\s)?(?:import|distribut|buyer|uvoznik|kupc|acheteur|comprador)|"
    "目标市场|出口到|销往"
)
"""Names the market without a word of seeking."""
_BUYERS: Final = re.compile(
    r"\b(?:buyer|customer|abnehmer|kunden|kupc|acheteur|compradores|acquirenti|pokupatel)|买家|客户|買家|客戶"
)
_PHONE: Final = re.compile(r"\+\d[\d ()/.-]{6,18}\d")
_KATAKANA: Final = re.compile("[\u30a1-\u30ff]+")
_HANGUL_ENDING: Final = re.compile(
    "(?<=[\uac00-\ud7af]{2})(?:에서|으로|에|의|산|제|과|와|및|이나|나|시장|기업|업체|바이어)(?= |$)"
)
# "Çin" is too short a name to be found.
_CHINA_IN_TURKISH: Final = re.compile(r"\b(?:[Çç]in(?:['’]?(?:den|de|e|in|li))?|cin(?:['’](?:den|de|e|in)|den|li))\b")
_WHO: Final = (Cue.ORGANISATION, Cue.PARTNER, Cue.MARKET)
_MOST_TARGETS: Final = 5

# Words for the partner, in folded text, with the partnership type that they indicate.
_SOUGHT: Final[dict[Partnership, re.Pattern[str]]] = {
    Partnership.COMMERCIAL: re.compile(
        r"\b(?:import(?:er|eur|ador|atore)|distribut|dealer|agent\b|agents\b|reseller|wholesaler|"
        r"uvozni|distributer|zastupni|prodavc|veleprodaj|vertrieb|handler|grossist|distribjutor)|"
        "进口商|经销商|分销商|代理商|代理"
    ),
    Partnership.SUPPLIER: re.compile(
        r"\b(?:supplier|manufacturer|producer|vendor|dobavljac|proizvodjac|proizvodac|lieferant|hersteller|fournisseur|"
        r"proveedor|postavscik|proizvoditel)|供应商|生产商|制造商|厂家"
    ),
    Partnership.INVESTMENT: re.compile(
        r"\b(?:investor|investment|joint venture|investitor|ulagac|zajednick\w+ preduzec)|投资|合资"
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
        folded = fold(about_writer)
        if _FROM.search(folded) or _WE.search(folded):
            own += _countries(about_writer)
        about_partner, of_writer = _partner_and_writer(sought)
        own += _countries(of_writer)
        targets += _countries(about_partner)
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
    """Yields what each clause says of the writer, and what it says of the partner.

    In a sentence that seeks, later clauses go on describing the partner unless they speak of the writer.
    """
    for sentence in _SENTENCE_END.split(text):
        seeks = False
        for clause in _CLAUSE_END.split(sentence):
            folded = fold(clause)
            first = next((one for one in find_intents(folded) if one.kind is Kind.NEED or one.to_market), None)
            if first is not None:
                written, start = _with_folded_offsets(clause, folded), 0 if first.object_first else first.start
                yield written[:start], written[start:]
                seeks = True
            elif _TARGETED.search(folded):
                yield "", clause
                seeks = True
            elif _WISH.search(folded) or (seeks and not _WE.search(folded)):
                yield "", clause
            else:
                yield clause, ""


def _partner_and_writer(sought: str) -> tuple[str, str]:
    """Returns what a part of a clause says of the partner, and what it says of something of the writer's.

    Of "sensors for our greenhouses near Leipzig from China" the place of the greenhouses is the writer's. With buyers
    it is the other way round: "buyers in China for our apples from Tyrol".
    """
    folded = fold(sought)
    ours = _WE.search(folded)
    if ours is None:
        return sought, ""
    sought = _with_folded_offsets(sought, folded)
    origin = _FROM.search(folded, ours.end())
    cut = len(sought) if origin is None else origin.start()
    if _BUYERS.search(folded) or _SOUGHT[Partnership.COMMERCIAL].search(folded):
        return sought[:cut], sought[cut:]
    return sought[: ours.start()] + sought[cut:], sought[ours.start() : cut]


def _with_folded_offsets(text: str, folded: str) -> str:
    """Returns the text, or its folded form if only there the offsets of the folded form are right."""
    return text if len(text) == len(folded) else folded


def _countries(text: str) -> list[str]:
    return [*(place.code for place in mentioned_countries(_parted(text))), *_nationalities(text)]


def _parted(text: str) -> str:
    """Returns the text with spaces between a country's name and what Japanese, Korean and Turkish join to it."""
    text = _KATAKANA.sub(r" \g<0> ", text)
    return _CHINA_IN_TURKISH.sub(" 中国 ", _HANGUL_ENDING.sub(" ", text))


def _nationalities(text: str) -> Iterator[str]:
    """Yields the countries of companies and partners named by an adjective: "a Serbian company", "socios chinos"."""
    words = name_key(text, MAX_CHARACTERS).split()
    for at, word in enumerate(words):
        if word in demonyms():
            beside = " ".join(words[max(0, at - 1) : at + 3])
            if any(pattern.search(beside) for pattern in (*map(cue_pattern, _WHO), *_SOUGHT.values())):
                yield demonyms()[word]


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
