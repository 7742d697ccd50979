"""Finds Chinese names whose characters are written as their parts: 纟录氵原 for 绿源, 木子 for 李."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import permutations
from typing import Final

from bot.matching.normalise import simplify

from .findings import FindingKind, Secrets, Span
from .han_forms import brand_and_trades
from .vocabulary import any_of, listed, words

# Parts that are not characters themselves. People write them only to split a character.
_PARTS: Final = "".join(sorted(words("radicals", "parts")))
_HAN: Final = "\u4e00-\u9fff\u2e80-\u2fd5\u3400-\u4dbf"
_APART: Final = re.compile(
    rf"(?:[{_HAN}]\s?)?[{_PARTS}]\s?[{_HAN}](?:\s?[{_PARTS}]\s?[{_HAN}]){{0,5}}(?:[{_HAN}]?[\s:：]{{0,2}}[a-z0-9_.-]{{5,32}})?",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 6  # characters
_TITLE: Final = "(?:经理|总|先生|女士|老师)"
_SURNAME: Final = re.compile(
    rf"(?:姓|我叫|我是|叫我?)\s?(?P<name>(?:{any_of('radicals', 'surnames')})[{_HAN}]{{0,3}}?)(?:{_TITLE}|(?![{_HAN}]))"
    rf"|姓\s?(?P<bare>{any_of('radicals', 'surnames')})"
    rf"|(?P<titled>{any_of('radicals', 'surnames')})(?={_TITLE})"
    rf"|名\s?(?P<given>(?:{any_of('radicals', 'given')})+)(?![{_HAN}])"
)


def radicals(text: str) -> Iterator[Span]:
    """Yields split characters, with an account that follows, in offsets of the text."""
    for match in _APART.finditer(text):
        start = match.start() + (len(match.group()) - len(match.group().lstrip()))
        if match.group()[:1] not in _PARTS and not _is_part(match.group()[0]):
            start = match.start() + re.search(rf"[{_PARTS}]", match.group()).start()  # type: ignore[union-attr]
        yield Span(start, match.end(), FindingKind.COMPANY)
    for match in _SURNAME.finditer(text):
        for group in ("name", "bare", "titled", "given"):
            if match[group]:
                yield Span(*match.span(group), FindingKind.PERSON)


def _is_part(char: str) -> bool:
    """Returns True for a character that is often the left or upper part of another: 彳山 for 微."""
    return char in words("radicals", "also_parts")


def split_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields the author's own names with characters written as their parts, in offsets of the text."""
    for pattern, kind in _own_patterns(secrets):
        for match in pattern.finditer(text):
            if len(re.findall(rf"[{_HAN}]", match.group())) > match.re.groups:
                yield Span(match.start(), match.end(), kind)


@lru_cache(maxsize=256)
def _own_patterns(secrets: Secrets) -> tuple[tuple[re.Pattern[str], FindingKind], ...]:
    """Returns a pattern for each name, with one group for each of its characters."""
    brands = [(brand_and_trades(simplify(name))[0], FindingKind.COMPANY) for name in secrets.company_names]
    people = [simplify(name.strip()) for name in secrets.person_names]
    surnames = [(name[:1], FindingKind.PERSON) for name in people]
    given = [(name[1:], FindingKind.PERSON) for name in people]
    return tuple(
        (re.compile(r"\s?".join(map(_split_or_whole, name))), kind)
        for name, kind in (*brands, *surnames, *given)
        if name and len(name) <= _LONGEST_NAME and re.fullmatch(rf"[{_HAN}]+", name) and _is_divisible(name)
    )


def _is_divisible(name: str) -> bool:
    return any(char in _parts_of() for char in name)


def _split_or_whole(char: str) -> str:
    ways = {r"\s?".join(order) for parts in _parts_of().get(char, ()) for order in permutations(parts)}
    return f"({'|'.join([*sorted(ways, key=len, reverse=True), char])})"


@cache
def _parts_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in listed("radicals", "of"):
        found[line[0]] = (*found.get(line[0], ()), line[1:])
    return found
