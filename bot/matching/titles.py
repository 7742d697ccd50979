"""Makes a title for a listing from the message that describes it."""

import re
from collections.abc import Sequence

from bot.matching.clauses import EDGES, Part, Role, read_parts, written_offset
from bot.matching.cues import Cue, cue_pattern, words_of
from bot.matching.keys import han_runs, has_han
from bot.matching.normalise import fold
from bot.matching.places import mentioned_countries
from storage.vocabulary import Kind

MAX_TITLE = 120
"""Maximum number of characters; about three lines on a phone."""

_SHORTEST = 5  # letters of a title, where a Chinese character counts as two
_SHORTEST_GOODS = 4
_MOST_SMALL_WORDS = 3
_SHORTEST_CLAUSE = 20  # characters before a comma that make a title
_COMMA = re.compile(r"[,，]\s*")
_INFLECTED = frozenset({"sr", "hr", "sl", "ru", "uk", "pl", "cs", "sk", "hu", "el", "fi"})
"""Languages in which goods without their verb would stand in the wrong case."""
_VERB_LAST = frozenset({"ja", "ko", "tr", "hi"})
_ANY_SUPPLIER = re.compile(
    r"(?:\w{1,20}\s)?(?:supplier|manufacturer|producer|company|firm|partner|lieferant|hersteller|fournisseur|"
    r"fabricant|proveedor|fabricante|fornitore|fornecedor|dobavljac|proizvodjac|postavsik|dostawc|tedarikci|供应商|厂家|生产厂家|合作伙伴|企业)\w{0,3}"
)
_PRONOUN = re.compile(r"(?:one|it|them|this|that|these|those|him|her|you|us|someone|somebody|anyone)\b", re.IGNORECASE)
_HAN_HEAD = re.compile("^(?:[一两几](?:批|家|款|种|台|套|个)|各种|各类|优质的?|能够?|可以?|了|的)+")
_HAN_ORIGIN = re.compile("^(?:从|由)?([\u3400-\u9fff]{2,6}?)(?:进口|采购|购买|产的?)")
_HAN_TAIL = re.compile(
    "的(?:[一-鿿]{0,4}(?:公司|企业|厂家|工厂|厂商|厂|团队)|(?:研发|生产|制造|销售|加工|出口|开发|经营|及|和|与|、)+)$"
)
_PARTICLE = re.compile("(?:[をがはもに]|에|을|를|이|가|은|는|의|のが|のを)$")
_ORIGIN = re.compile(
    r"^(.+)\s(?:from|in|aus|iz|u|из|в|en|desde|din|dalla|dari|från|fra|od|від|от|de|da|na|z|ze|w|au|du)\s+(\S+(?:\s\S+){0,2})$",
    re.IGNORECASE,
)
_BEFORE_MARKET = re.compile(r"\s(?:for|to|with|für|an|pour|aux?|para|a|per|za|для|dla)(?:\s\w+)?\s*$", re.IGNORECASE)

_ORDER: dict[Kind | None, tuple[frozenset[Role], ...]] = {
    Kind.NEED: tuple(map(frozenset, ([Role.NEED], [Role.PLAIN], [Role.OFFER, Role.ACTIVITY]))),
    Kind.OFFER: tuple(map(frozenset, ([Role.OFFER], [Role.ACTIVITY], [Role.PLAIN], [Role.MARKET], [Role.NEED]))),
    None: (frozenset({Role.NEED, Role.OFFER, Role.ACTIVITY}), frozenset({Role.PLAIN}), frozenset({Role.MARKET})),
}


def make_title(text: str, kind: Kind | None = None) -> str:
    """Returns what the message offers or seeks, at most MAX_TITLE long; "" for no text.

    Leaves out greetings, who writes, whom they look for and "we are looking for". The message's `kind` decides between
    the part that offers and the part that seeks.
    """
    parts = read_parts(text.strip()[:2000])
    chosen = _chosen(parts, kind)
    if chosen is None:
        return bounded(" ".join(text.split()).strip(EDGES))
    title = _with_details(_subject(parts[chosen]), parts, chosen)
    title = _up_to_comma(_without_turn(title)).strip(EDGES)
    if _weight(title) < _SHORTEST:
        title = parts[chosen].whole
    return bounded(title if text.strip().startswith(title) else _capitalised(title))


def _chosen(parts: Sequence[Part], kind: Kind | None) -> int | None:
    """Returns the part that makes the title; the first one if none says what it is about."""
    for roles in _ORDER[kind]:
        fitting = [number for number, part in enumerate(parts) if part.role in roles]
        found = next((number for number in fitting if _says_something(_goods(parts[number]))), None)
        if found is not None:
            return found
    return min(range(len(parts)), key=lambda number: parts[number].role, default=None)


def _subject(part: Part) -> str:
    goods = _goods(part)
    return goods if _says_something(goods) else part.whole


def _says_something(goods: str) -> bool:
    return _weight(goods) >= _SHORTEST_GOODS and not _PRONOUN.match(goods) and not _ANY_SUPPLIER.fullmatch(fold(goods))


def _goods(part: Part) -> str:
    """Returns what a part offers or seeks. Keeps its verb where the words would stand in a wrong case without it."""
    if not part.languages:
        goods = part.text
    elif part.languages & _INFLECTED:
        if _weight(part.text) < _SHORTEST:
            return ""
        goods = _without_lead(part.whole)
        goods = _without_self(goods) if part.object_first else goods
    else:
        goods = _bare(part)
    if part.role is Role.NEED:
        goods = _without_origin(goods)
    return goods if part.role is Role.MARKET else _without_market(_unjoined(goods, part.languages))


def _bare(part: Part) -> str:
    text = part.text
    if part.object_first and part.languages & _VERB_LAST:
        text = _PARTICLE.sub("", _after_introduction(_PARTICLE.sub("", text)).strip(EDGES))
    for cue in (Cue.SEEK, Cue.OFFER) if not part.object_first and text != part.whole else ():
        match = cue_pattern(cue).match(fold(text))
        text = text if match is None else text[written_offset(text, match.end()) :].strip(EDGES)
    text = _without_articles(text, part.languages)
    if han_runs(text):
        origin = _HAN_ORIGIN.match(text)
        text = text[origin.end() :] if origin and mentioned_countries(origin[1]) else text
        text = _HAN_TAIL.sub("", _HAN_HEAD.sub("", text))
    return text.strip(EDGES)


def _after_introduction(text: str) -> str:
    """Returns the text after "our company", which stands in the same clause where the verb comes last."""
    folded = fold(text)
    ends = [match.end() for cue in (Cue.SELF, Cue.ORGANISATION) for match in cue_pattern(cue).finditer(folded)]
    return text[written_offset(text, max(ends)) :] if ends and max(ends) < len(folded) else text


def _without_lead(text: str) -> str:
    match = cue_pattern(Cue.LEAD).match(fold(text))
    return text if match is None else text[written_offset(text, match.end()) :].strip(EDGES)


def _without_self(text: str) -> str:
    match = cue_pattern(Cue.SELF).match(fold(text))
    return text if match is None else text[written_offset(text, match.end()) :].strip(EDGES)


def _without_articles(text: str, languages: frozenset[str]) -> str:
    """Returns the text without articles of these languages at its beginning. "Die" is no article in English."""
    words = words_of(Cue.ARTICLE, languages)
    for _ in range(_MOST_SMALL_WORDS):
        word = next((word for word in words if fold(text).startswith(_apart(word))), None)
        if word is None:
            break
        text = text[written_offset(text, len(_apart(word))) :].lstrip()
    return text


def _unjoined(text: str, languages: frozenset[str]) -> str:
    """Returns the text without words at its end that join it with the next clause."""
    words = words_of(Cue.JOINING, languages)
    for _ in range(_MOST_SMALL_WORDS):
        folded = fold(text)
        word = next((word for word in words if folded.endswith(word if has_han(word) else f" {word}")), None)
        if word is None:
            break
        text = text[: written_offset(text, len(folded) - len(word))].strip(EDGES)
    return text.strip(EDGES)


def _apart(word: str) -> str:
    return word if word.endswith("'") else f"{word} "


def _without_origin(text: str) -> str:
    """Returns what is sought without the country from which it shall come."""
    found = _ORIGIN.search(text)
    if found is None:
        return text
    return found[1] if mentioned_countries(found[2]) else text


def _without_market(text: str) -> str:
    """Returns what is offered without "for importers in China"."""
    market = cue_pattern(Cue.MARKET).search(fold(text))
    if market is None:
        return text
    before = text[: written_offset(text, market.start())]
    preposition = _BEFORE_MARKET.search(before)
    return text if preposition is None or preposition.start() < _SHORTEST else before[: preposition.start()]


def _with_details(title: str, parts: Sequence[Part], chosen: int) -> str:
    """Returns the title with the parts of its sentence that go on describing it."""
    if parts[chosen].role is Role.MARKET:
        return title
    comma = "，" if han_runs(title) else ", "
    for part in parts[chosen + 1 :]:
        longer = f"{title}{comma}{part.text}"
        goes_on = part.role is Role.PLAIN and part.sentence == parts[chosen].sentence and len(longer) <= MAX_TITLE
        if not goes_on or cue_pattern(Cue.TURN).match("," + fold(part.text)) or mentioned_countries(part.text):
            break
        title = longer
    return title


def _up_to_comma(title: str) -> str:
    """Returns a title that is too long up to its last comma within the limit, which reads better than a cut."""
    ends = [match.start() for match in _COMMA.finditer(title[:MAX_TITLE]) if match.start() >= _SHORTEST_CLAUSE]
    return title[: ends[-1]] if ends and len(title) > MAX_TITLE else title


def _without_turn(title: str) -> str:
    match = cue_pattern(Cue.TURN).search(fold(title))
    return title if match is None or match.start() == 0 else title[: written_offset(title, match.start())]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def bounded(text: str, limit: int = MAX_TITLE) -> str:
    """Returns the text cut at a word, or anywhere in scripts without spaces. An ellipsis marks the cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(EDGES) + "…"


def _weight(text: str) -> int:
    """Returns the length in letters. A Chinese character counts as two."""
    return len(text) + sum(map(len, han_runs(text)))
