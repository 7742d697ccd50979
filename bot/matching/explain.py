"""Finds the reasons of a pair in the words of both texts, without words that could identify the authors."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice

from rapidfuzz import fuzz

from bot.matching.lexical import SOFT_CUTOFF, Overlap, Weighed
from bot.matching.listing import Reason, ReasonCode, Subject
from bot.matching.terms import begin_alike, differ_by_endings, same_thing
from bot.matching.tokens import STANDARDS, Token, folded, without_contacts

MAX_WORDS = 4
MAX_PHRASE = 80
_SHORTEST_SHOWN = 4
"""Letters of a common word that is shown. A shorter one is shown if it is a concept or in capitals."""
_LEAST_SHARE = 0.05
"""Common words and concepts that make up less of the two listings do not carry the match: "certified" in long texts."""
_AMOUNT = re.compile(r"c:\d+(?:g|kg|t|l|ml)")
"""A weight or volume: how much is wanted, not what."""
_BEFORE_NUMBERS = STANDARDS | {"cas"}
_GAP = "…"
_PARTICLES = frozenset("的和与及或在是有为等了我们您可以の은는이가을를")


def secret_keys(*subjects: Subject) -> frozenset[str]:
    """Returns folded words that must not be shown."""
    words = (word for subject in subjects for secret in subject.secrets for word in secret.split())
    return frozenset(folded(word) for word in words) - {""}


def _reveals(shown: str, secrets: frozenset[str]) -> bool:
    flat = folded(shown)
    return any(
        flat == secret or (len(flat) > 3 and flat in secret) or (len(secret) > 1 and secret in flat)
        for secret in secrets
    )


def word_reasons(here: Weighed, there: Weighed, common: Overlap, secrets: frozenset[str]) -> list[Reason]:
    """Returns reasons from common codes, then from common words, rarest first. Near spellings count as words.

    Words that are a small part of both texts are no reason.
    """
    pairs = list(zip(common.common, common.common, strict=True)) + list(common.near)
    codes = [pair for pair in pairs if pair[0].startswith("c:")]
    # "EN" in "EN 50604" is part of a standard's number.
    standards = {f"w:{key[2:].rstrip('0123456789')}" for key, _ in codes}
    words = [pair for pair in pairs if not pair[0].startswith("c:") and pair[0] not in standards]
    carries = common.words + common.concepts >= _LEAST_SHARE
    return [
        *_reason(ReasonCode.CODES, list(islice(_shown(here, there, codes, secrets), MAX_WORDS))),
        *_reason(ReasonCode.WORDS, _joined(_shown(here, there, words if carries else [], secrets))),
    ]


def _shown(
    here: Weighed, there: Weighed, pairs: Iterable[tuple[str, str]], secrets: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yields the words as written on each side, without words that could identify the author."""
    for mine, yours in pairs:
        one, other = here.tokens[mine], there.tokens[yours]
        if not _says_something(one, other):
            continue
        a, b = one.shown, other.shown
        if not secrets or not (_reveals(a, secrets) or _reveals(b, secrets)):
            yield _in_small_letters(a, b)


def _in_small_letters(one: str, other: str) -> tuple[str, str]:
    """Returns "wireless" for "Wireless" if the other text has a small letter: the capital only began a sentence."""
    if one != other and one[1:] == other[1:] and one[:1].lower() == other[:1].lower():
        return one[:1].lower() + one[1:], other[:1].lower() + other[1:]
    return one, other


def _says_something(one: Token, other: Token) -> bool:
    """Returns False for a pair that a reader would not take for the same thing.

    Goats are kin of sheep, "tri" is three in Serbian and intelligence in Vietnamese, French "dressage" is no dress,
    "ISO" says nothing without its number, 500 kg may be of anything, and two characters around "的" are no word.
    """
    match one.key[0]:
        case "@":
            return same_thing(one, other)
        case "w":
            a, b = folded(one.shown), folded(other.shown)
            is_short = min(len(a), len(b)) < _SHORTEST_SHOWN and not (one.shown.isupper() and other.shown.isupper())
            is_one_word = begin_alike(a, b) and fuzz.ratio(a, b) >= SOFT_CUTOFF and a not in _BEFORE_NUMBERS
            return not is_short and is_one_word and (one.key != other.key or differ_by_endings(a, b))
        case "c":
            return not _AMOUNT.fullmatch(one.key)
        case "h":
            return len(one.shown) > 1 and not _PARTICLES.intersection(one.shown)
        case _:
            return True


def _joined(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns the first MAX_WORDS pairs, without repetitions and without pairs of characters inside a longer word."""
    kept: list[tuple[str, str]] = []
    for here, there in pairs:
        if not any(here in a and there in b for a, b in kept):
            kept.append((here, there))
            if len(kept) == MAX_WORDS:
                break
    return kept


def _reason(code: ReasonCode, pairs: list[tuple[str, str]]) -> list[Reason]:
    if not pairs:
        return []
    here, there = zip(*pairs, strict=True)
    return [Reason(code=code, values_here=here, values_there=there)]


@lru_cache(maxsize=4_096)
def _without_contacts(phrase: str) -> str:
    """Returns the phrase without contacts. Cached, because many people may see the same phrase."""
    return without_contacts(phrase)


def masked_phrase(text: str, secrets: frozenset[str]) -> str:
    """Returns the phrase as it may be shown: without contacts, with "…" for secret words, cut at a word."""
    words = _without_contacts(text).replace("...", _GAP).split()
    if secrets:
        hidden = (_GAP if _reveals(word.strip(".,;:()"), secrets) else word for word in words)
        words = [word for word, alike in groupby(hidden) for _ in (alike if word != _GAP else _GAP)]
    phrase = " ".join(words)
    if len(phrase) <= MAX_PHRASE:
        return phrase
    return phrase[:MAX_PHRASE].rsplit(" ", 1)[0].rstrip(_GAP) + _GAP
