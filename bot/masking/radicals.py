"""Finds Chinese names whose characters are written as their parts: 纟录氵原 for 绿源, 木子 for 李."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .vocabulary import any_of, words

# Parts that are not characters themselves. People write them only to split a character.
_PARTS: Final = "".join(sorted(words("radicals", "parts")))
_HAN: Final = "\u4e00-\u9fff\u2e80-\u2fd5\u3400-\u4dbf"
_APART: Final = re.compile(
    rf"(?:[{_HAN}]\s?)?[{_PARTS}]\s?[{_HAN}](?:\s?[{_PARTS}]\s?[{_HAN}]){{0,5}}(?:号?[\s:：]{{0,2}}[a-z0-9_.-]{{5,32}})?",
    re.IGNORECASE,
)
_TITLE: Final = "(?:经理|总|先生|女士|老师)"
_SURNAME: Final = re.compile(
    rf"(?:姓|我叫|我是|叫我?)\s?(?P<name>(?:{any_of('radicals', 'surnames')})[{_HAN}]{{0,3}}?)(?:{_TITLE}|(?![{_HAN}]))"
    rf"|姓\s?(?P<bare>{any_of('radicals', 'surnames')})"
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
        for group in ("name", "bare", "given"):
            if match[group]:
                yield Span(*match.span(group), FindingKind.PERSON)


def _is_part(char: str) -> bool:
    """Returns True for a character that is often the left or upper part of another: 彳山 for 微."""
    return char in words("radicals", "also_parts")
