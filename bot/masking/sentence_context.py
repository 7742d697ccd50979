"""Takes cues off words that mean something else in their sentence.

"Customers call us", "the breed is called …", "Google Ads": these name no author and send nobody outside. What is left
of the cues is judged by `announcements`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from bot.matching.place_index import country_index

from .cue_words import FIRST_UNSPACED, NONE, Tags, Word, is_known_word, is_place
from .skeleton import Skeleton

_OTHERS_VERBS: Final[Tags] = frozenset({"call", "phone", "visit", "spell", "lang", "ask"})
_OTHERS_REACH: Final = 8  # words from "customers" or "who" to what they do
_SUBJECT_REACH: Final = 4  # words from a thing to "is called"
_OWNER_REACH: Final = 4  # words from "name of" to what bears it
_YOURS_REACH: Final = 5  # words from "the name" to "stays yours"
_NAMED: Final[Tags] = frozenset({"name", "like", "brand", "copula_after"})
_AUTHORS: Final[Tags] = frozenset({"org", "role", "title", "thing", "channel", "page", "brand", "where", "booth"})
_CHANNELS: Final[Tags] = frozenset({"channel", "page", "where", "find", "phone", "thing", "name"})
# Forms of "we call" and how often "ourselves" must stand beside them.
_REFLEXIVE: Final = {
    "zovemo": ("se", 1),
    "zovem": ("se", 1),
    "nazivamo": ("se", 1),
    "llamamos": ("nos", 1),
    "chiamiamo": ("ci", 1),
    "nazywamy": ("sie", 1),
    "appelons": ("nous", 2),
}
_TOWARDS: Final = frozenset({"to", "nach", "a", "do", "na"})
_ARTICLES: Final = frozenset({"a", "an", "eine", "einen", "un", "une", "una", "uma"})
# "They call us because of …" is about the phone.
_REASONS: Final = frozenset(
    {"iz", "zbog", "kad", "kada", "radi", "wegen", "pour", "por", "per", "iz-za", "because", "when"}
)
_BETWEEN: Final = re.compile(r"[\s«»„“”\"'-]*")
_CLAUSE_END: Final = re.compile(r"[:;.!?]")
_MIN_STEM: Final = 5  # letters of a place without its case ending
_MAX_ENDING: Final = 3  # letters of a case ending
_IN_BEHIND: Final = re.compile(r"(?:['’].*|[bd][ae]n|[oe]n|[dt][ae])\Z")
_SILENT: Final[Tags] = frozenset({"ordinary", "preposition", "name", "german", "inside"})


def in_context(skeleton: Skeleton, words: Sequence[Word]) -> list[Word]:
    """Returns the words of one sentence without the cues that its other words explain away."""
    tags = [word.tags for word in words]
    _read_capitals(skeleton, words, tags)
    _know_places(skeleton, words, tags)
    _know_places_behind_in(skeleton, words, tags)
    _leave_translators(tags)
    _leave_calls_by_phone(words, tags)
    _leave_trade_uses(skeleton, words, tags)
    _leave_what_others_do(skeleton, words, tags)
    _leave_named_things(skeleton, words, tags)
    return [word if word.tags is tag else replace(word, tags=tag) for word, tag in zip(words, tags, strict=True)]


def _read_capitals(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """ "US" is no "us", and the German "ins" no Instagram."""
    for at, word in enumerate(words):
        if word.text == "us" and skeleton.source(word.start, word.end) == "US":
            tags[at] = frozenset({"ordinary"})
        elif word.text == "ins" and skeleton.source(word.start, word.end) == "ins":
            tags[at] -= {"channel"}


def _know_places(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """Cities of two words, cities with "in" behind them, countries in any case: "Budapesten", "za Austriju"."""
    for at, word in enumerate(words):
        if at and not tags[at] and is_place(f"{words[at - 1].text} {word.text}"):
            tags[at - 1] |= {"known"}
            tags[at] |= {"known"}
        capital = not tags[at] and skeleton.source(word.start, word.end)[:1].isupper()
        after_ordinary = at > 0 and "ordinary" in tags[at - 1] and "copula" not in tags[at - 1]
        if capital and (_is_in_place(word.text) or (after_ordinary and _is_bent_country(word.text))):
            tags[at] = frozenset({"known"})


def _know_places_behind_in(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """ "In Fruška Gora", "в Туле", "Airbus Helicopters": a capital behind "in" or a known name belongs to it."""
    inside = False
    named = any("name" in tag for tag in tags)
    invited = any("visit" in tag for tag in tags)
    for at, word in enumerate(words):
        capital = not tags[at] and skeleton.source(word.start, word.end)[:1].isupper()
        beside = at > 0 and _BETWEEN.fullmatch(skeleton.text[words[at - 1].end : word.start]) is not None
        branded = at > 0 and "known" in tags[at - 1] and not named and not _is_camel_case(skeleton, word)
        towards = at > 0 and ("inside" in tags[at - 1] or (invited and words[at - 1].text in _TOWARDS))
        inside = capital and beside and word.text.isalpha() and (inside or branded or towards)
        if inside:
            tags[at] = frozenset({"known"})


def _is_camel_case(skeleton: Skeleton, word: Word) -> bool:
    """Returns True for "BocianiMebel" behind a market place, which is a shop on it."""
    written = skeleton.source(word.start, word.end)
    return any(one.islower() and other.isupper() for one, other in pairwise(written))


def _leave_translators(tags: list[Tags]) -> None:
    """Translations for others: without "our name" or "you have us" they disguise nothing."""
    own = any("self" in tag and "subject" not in tag for tag in tags) or any("name" in tag for tag in tags)
    for at, tag in enumerate(tags):
        if "translate" not in tag:
            continue
        ours = at > 0 and "subject" in tags[at - 1]
        yours = any("yours" in following for following in tags[at + 1 : at + 3])
        if ours or yours or not own:
            tags[at] -= {"spell"}


def _leave_calls_by_phone(words: Sequence[Word], tags: list[Tags]) -> None:
    """ "Zovemo proizvođače" without "se", "zovu nas zbog …"; and "a hall" that is no place at a fair."""
    for at, word in enumerate(words):
        if "booth" in tags[at] and at > 0 and words[at - 1].text in _ARTICLES:
            tags[at] -= {"booth"}
        if "is_called" in tags[at] and at + 2 < len(words) and words[at + 2].text in _REASONS:
            tags[at] -= {"name"}
        needed = _REFLEXIVE.get(word.text)
        around = [one.text for one in words[max(0, at - 2) : at + 2]]
        if needed and around.count(needed[0]) < needed[1]:
            tags[at] -= {"name", "self"}


@lru_cache(maxsize=16_384)
def _is_in_place(word: str) -> bool:
    """Returns True for a city as Hungarian and Turkish write "in" behind it."""
    stem = _IN_BEHIND.sub("", word)
    return stem != word and len(stem) >= _MIN_STEM and is_place(stem)


def _is_bent_country(word: str) -> bool:
    shortest = max(_MIN_STEM, len(word) - _MAX_ENDING)
    return any(word[:length] in _country_stems() for length in range(shortest, len(word)))


@cache
def _country_stems() -> frozenset[str]:
    names = [name for name in country_index().exact if " " not in name]
    return frozenset(name[:length] for name in names for length in range(max(_MIN_STEM, len(name) - 2), len(name) + 1))


def _leave_trade_uses(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """A channel before "ads", "labels" or "designer" is somebody's trade."""
    for at in range(len(words) - 1):
        together = _BETWEEN.fullmatch(skeleton.text[words[at].end : words[at + 1].start])
        if together and "trade_use" in tags[at + 1] and tags[at] & _CHANNELS:
            tags[at] = (tags[at] - _CHANNELS) | {"known"}
            if at and "self" in tags[at - 1]:
                tags[at - 1] -= {"name"}


def _leave_what_others_do(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """What customers do, or what somebody does "who …", is no request to the reader."""
    outside = any("where" in tag for tag in tags)
    for at, tag in enumerate(list(tags)):
        if not tag & {"other", "relative"}:
            continue
        for inside in range(at + 1, min(len(words), at + 1 + _OTHERS_REACH)):
            if _CLAUSE_END.search(skeleton.text, words[inside - 1].end, words[inside].start):
                break
            called = "call" in tags[inside] or ("is_called" in tags[inside] and "other" in tag)
            if "name" in tags[inside] and _is_named_next(skeleton, words, tags, inside):
                break
            gone = _OTHERS_VERBS | ({"name"} if called else NONE) | (NONE if outside else {"find"})
            if tags[inside] & gone:
                tags[inside] = (tags[inside] - gone) | {"known"}


def _is_named_next(skeleton: Skeleton, words: Sequence[Word], tags: Sequence[Tags], at: int) -> bool:
    """Returns True for "customers call us Greenvale"."""
    for after in range(at + 1, min(len(words), at + 3)):
        if "self" in tags[after]:
            continue
        written = skeleton.source(words[after].start, words[after].end)
        return not tags[after] and written[:1].isupper() and not is_known_word(words[after].text)
    return False


def _leave_named_things(skeleton: Skeleton, words: Sequence[Word], tags: list[Tags]) -> None:
    """ "The breed is called …", "name of the colour", "we name the price": the name is not the author's."""
    for at, tag in enumerate(list(tags)):
        if "name" not in tag or "self" in tag:
            continue
        if any("yours" in following for following in tags[at + 1 : at + _YOURS_REACH]):
            tags[at] -= _NAMED
            continue
        asked = at > 0 and words[at].text == "name" and words[at - 1].text in {"we", "you", "to", "please"}
        if asked or _is_thing(words, tags, at) or _is_owned(skeleton, words, tags, at):
            for near in range(max(0, at - 2), min(len(words), at + 2)):
                if tags[near] & {"name", "brand"} and "self" not in tags[near]:
                    tags[near] -= _NAMED


def _is_thing(words: Sequence[Word], tags: Sequence[Tags], name: int) -> bool:
    """Returns True if the words before a name tell of a thing, and none of them of the author's firm."""
    if words[name].text[0] >= FIRST_UNSPACED:
        return "is_called" in tags[name] and name > 0 and not tags[name - 1]
    before = range(name - 1, max(-1, name - 1 - _SUBJECT_REACH), -1)
    if any(tags[at] & _AUTHORS and not tags[at] & {"name", "ordinary"} for at in before):
        return False
    if any("product" in tags[at] for at in before):
        return True
    subject = next((words[at].text for at in before if not tags[at] or "product" in tags[at]), "")
    return "is_called" in tags[name] and len(subject) > 2 and not subject.isdigit()


def _is_owned(skeleton: Skeleton, words: Sequence[Word], tags: Sequence[Tags], at: int) -> bool:
    """Returns True for a thing right behind "name of the"."""
    for after in range(at + 1, min(len(words), at + _OWNER_REACH)):
        if not tags[after].isdisjoint({"product", "other"}):
            return True
        if "copula" in tags[after] or tags[after] - _SILENT:
            return False
        if not tags[after]:
            small = skeleton.source(words[after].start, words[after].end)[:1].islower()
            genitive = words[after - 1].text in {"der", "des", "eine", "einen", "a", "an"}
            return genitive or (small and is_known_word(words[after].text))
    return False
