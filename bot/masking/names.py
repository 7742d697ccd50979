"""Finds the author's names in a text, in any script, spelling, spacing and grammatical case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.matching.normalise import simplify

from .compact import compact_pieces
from .findings import FindingKind, Secrets, Span
from .han_forms import brand_and_trades, is_abbreviation
from .keys import Caution, NameKey, keys
from .meaning import is_name
from .skeleton import Reading, Skeleton, read
from .trade_words import is_han_trade
from .vocabulary import any_of, words

# Case endings and derived forms: "senzor" + "ovog".
_ENDINGS: Final = words("names", "endings")
# Endings that replace the -a or -o of a name, also in possessive adjectives: Jelenu, Jelenin broj, Jeleninom firmom.
_CASES: Final = (
    *("e", "i", "o", "u", "em", "im", "om", "um", "ama"),
    *("in", "ina", "ine", "ini", "ino", "inu", "inog", "inoga", "inom", "inoj", "inim", "inih"),
)
_VOWEL: Final = frozenset("aeiou")
_LEET: Final = str.maketrans("013457$", "oieasts")
_LEGAL: Final = rf"[\s,.]{{0,3}}(?:{any_of('names', 'tails')})(?:(?<=[a-z])(?![a-z])\.?|(?<![a-z]))"
_TAIL: Final = re.compile(rf"(?:{any_of('ordinary', 'han_industries')}|{_LEGAL})+")
_TOKEN: Final = re.compile(r"[a-z0-9_]+")
_LONGEST_TAIL: Final = 24
_INITIAL_BEFORE: Final = re.compile(r"(?<![a-z0-9])[a-z]\.\s?\Z")
_DECLINED: Final = frozenset({Caution.NONE, Caution.CAPITAL, Caution.CAPITALS, Caution.TRADE})
_MIN_REVERSED: Final = 6  # letters; shorter reversed names are too often ordinary words
_SHORTENED: Final = re.compile(r"(?<![a-z0-9])([a-z]{1,7})(?:\.\s?|\Z)")
_INITIAL: Final = re.compile(r"\s[a-z]{1,2}\.")
_HAN_TITLES: Final = any_of("names", "han_titles")


@dataclass(frozen=True, slots=True)
class Compact:
    """The letters and digits of a skeleton.

    For each character: its skeleton offsets, and flags for the start of a word (`heads`), the end of a word (`tails`)
    and an unchanged character (`plain`).
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[bool, ...]
    tails: tuple[bool, ...]
    plain: tuple[bool, ...]


def condensed(skeleton: Skeleton) -> Compact:
    pieces = list(compact_pieces(skeleton.text))
    text = skeleton.text
    heads, tails = [], []
    for _, start, end in pieces:
        heads.append(start == 0 or _is_word_boundary(text[start - 1], text[start]) or _is_camel_case(skeleton, start))
        tails.append(end == len(text) or _is_word_boundary(text[end - 1], text[end]) or _is_camel_case(skeleton, end))
    return Compact(
        "".join(_simple(piece) for piece, _, _ in pieces),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
        tuple(heads),
        tuple(tails),
        tuple(letter == text[start:end] for letter, start, end in pieces),
    )


def _simple(letter: str) -> str:
    """Returns the simplified letter if it is still one character."""
    simple = simplify(letter)
    return simple if len(simple) == 1 else letter


def _is_word_boundary(left: str, right: str) -> bool:
    return not left.isalnum() or not right.isalnum() or left.isascii() != right.isascii()


def _is_camel_case(skeleton: Skeleton, at: int) -> bool:
    """Returns True between two words written as one: PudongAgritech, Senzor2."""
    left = skeleton.original[skeleton.starts[at - 1]]
    right = skeleton.original[skeleton.starts[at]]
    return (left.islower() and right.isupper()) or (left.isalpha() and right.isdigit())


def names(skeletons: list[Skeleton], secrets: Secrets) -> Iterator[Span]:
    """Yields the names found in several readings of one text, in offsets of the original text."""
    name_keys = keys(secrets)
    beginnings = _beginnings(secrets)
    for skeleton in skeletons if name_keys else ():
        plain = condensed(skeleton)
        leet = plain.text.translate(_LEET)
        for key in name_keys:
            yield from _matches(skeleton, plain, plain.text, key, beginnings)
            if len(key.compact) >= _MIN_REVERSED and key.caution is not Caution.EXACT:
                yield from _backwards(skeleton, plain, key)
            if leet != plain.text and len(key.compact) >= 5 and key.compact.isalpha():
                yield from _matches(skeleton, plain, leet, key, beginnings)
        yield from _chinese_short_names(skeleton, secrets)
        yield from _chinese_abbreviations(skeleton, secrets)


@lru_cache(maxsize=256)
def _beginnings(secrets: Secrets) -> frozenset[str]:
    """Returns the first letters of each word of the company's names."""
    named = (word for name in secrets.company_names for word in re.findall(r"[^\W\d_]{3,}", name))
    read_words = (read(word, reading).text for word in named for reading in Reading)
    return frozenset(word[:length] for word in read_words for length in range(1, min(len(word), 8)))


def _matches(skeleton: Skeleton, plain: Compact, text: str, key: NameKey, beginnings: frozenset[str]) -> Iterator[Span]:
    for at, end in (*_exact(plain, text, key), *_declined(plain, text, key)):
        start, stop = plain.starts[at], plain.ends[end - 1]
        beginning = _with_beginning(skeleton.text, start, beginnings) if key.kind is FindingKind.COMPANY else start
        if is_name(skeleton, start, stop, key) or beginning < start:
            stop = _with_tail(skeleton.text, stop, key)
            if key.kind is FindingKind.PERSON:
                initial = _INITIAL_BEFORE.search(skeleton.text[max(0, start - 4) : start])
                start -= len(initial.group()) if initial else 0
            yield Span(*skeleton.span(min(start, beginning), stop), key.kind)


def _with_beginning(text: str, start: int, beginnings: frozenset[str]) -> int:
    """Extends a match over the shortened word of the name before it: Zel. Gora, ZelGora."""
    shortened = _SHORTENED.search(text[max(0, start - 9) : start])
    return start - len(shortened.group()) if shortened and shortened[1] in beginnings else start


def _backwards(skeleton: Skeleton, plain: Compact, key: NameKey) -> Iterator[Span]:
    reversed_name = key.compact[::-1]
    at = plain.text.find(reversed_name) if reversed_name != key.compact else -1
    if at >= 0 and plain.heads[at] and plain.tails[at + len(reversed_name) - 1]:
        yield Span(*skeleton.span(plain.starts[at], plain.ends[at + len(reversed_name) - 1]), key.kind)


def _exact(plain: Compact, text: str, key: NameKey) -> Iterator[tuple[int, int]]:
    at = text.find(key.compact)
    while at >= 0:
        end = _end(plain, text, at, key)
        if end:
            yield at, end
        at = text.find(key.compact, at + 1)


def _declined(plain: Compact, text: str, key: NameKey) -> Iterator[tuple[int, int]]:
    """Yields matches of names whose final vowel is replaced by a case ending: Jelenu, Jelenom."""
    if key.compact[-1:] not in _VOWEL or len(key.compact) < 3 or key.caution not in _DECLINED:
        return
    for found in re.finditer(re.escape(key.compact[:-1]), text):
        for ending in _CASES:
            at, end = found.start(), found.end() + len(ending)
            # `text` has no spaces, so the ending must reach exactly to the end of the word.
            if text.startswith(ending, found.end()) and plain.heads[at] and plain.tails[end - 1]:
                # Otherwise "Any" would count as a case of "Ana".
                if len(key.compact) > 4 or plain.plain[end - 1]:
                    yield at, end
                break


def _with_tail(text: str, end: int, key: NameKey) -> int:
    """Extends a match over the legal form of a company, the rest of an account name or an initial."""
    if key.kind is FindingKind.COMPANY:
        # Simplified character by character, so that the offsets stay valid.
        tail = _TAIL.match(text[:end] + "".join(map(_simple, text[end : end + _LONGEST_TAIL])), end)
    elif key.kind is FindingKind.HANDLE:
        tail = _TOKEN.match(text, end)
    elif key.kind is FindingKind.PERSON:
        tail = _INITIAL.match(text, end)
    else:
        tail = None
    return tail.end() if tail else end


def _end(plain: Compact, text: str, at: int, key: NameKey) -> int:
    """Returns the end of the match including a case ending; 0 if it starts or ends inside another word."""
    end = at + len(key.compact)
    if key.caution is Caution.INSIDE or (key.caution in {Caution.TRADE, Caution.CAPITALS} and key.compact >= "\u3400"):
        return end
    if not plain.heads[at]:
        return 0
    if plain.tails[end - 1]:
        return end
    if key.caution is Caution.EXACT or len(key.compact) < 3:
        return 0
    for stop in range(end + 1, min(end + 5, len(text) + 1)):
        if plain.tails[stop - 1]:
            return stop if text[end:stop] in _ENDINGS else 0
    return 0


def _chinese_abbreviations(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Yields the brand with characters of the trade, and characters of town and brand before the trade.

    石榴纺 and 常石纺织 for 常州石榴纺织有限公司.
    """
    for name in secrets.company_names:
        brand, trades = brand_and_trades(simplify(name))
        if len(brand) > 1 and trades and not is_han_trade(brand):
            for match in re.finditer(rf"{re.escape(brand)}[{''.join(trades)}]{{1,4}}", skeleton.text):
                yield Span(*skeleton.span(*match.span()), FindingKind.COMPANY)
        for match in re.finditer(rf"[\u3400-\u9fff]{{2}}(?=(?:{'|'.join(trades)}))", skeleton.text) if trades else ():
            if is_abbreviation(match.group(), simplify(name)):
                yield Span(*skeleton.span(match.start(), match.end()), FindingKind.COMPANY)


def _chinese_short_names(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """Yields a surname or last character with a form of address: 李经理, 小李, 梅姐. Alone they are too ambiguous."""
    for name in secrets.person_names:
        plain = simplify(name.strip())
        if not plain or not "\u3400" <= plain[0] <= "\u9fff":
            continue
        for match in re.finditer(
            rf"[小老]?{re.escape(plain[0])}(?:{_HAN_TITLES})|[小老]{re.escape(plain[0])}(?!型|批)",
            skeleton.text,
        ):
            yield Span(*skeleton.span(*match.span()), FindingKind.PERSON)
        if 2 <= len(plain) <= 4:
            for match in re.finditer(rf"[小阿]?{re.escape(plain[-1])}(?:姐|哥|姨|叔)(?![妹弟])", skeleton.text):
                yield Span(*skeleton.span(*match.span()), FindingKind.PERSON)
