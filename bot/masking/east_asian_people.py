"""Finds people in scripts without capitals: a frequent surname beside a title, a role or a request (找周工, 田中様)."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .vocabulary import any_of, words

_CHINESE: Final = f"[{''.join(words('people', 'chinese_surnames'))}]"
_JAPANESE: Final = rf"(?:{any_of('people', 'japanese')})[\u4e00-\u9fff]{{0,3}}"
_KOREAN: Final = f"[{''.join(words('people', 'korean_surnames'))}][가-힣]{{2}}"
_ASKED: Final = any_of("people", "chinese_cues")
_ROLE: Final = any_of("people", "chinese_roles")
_TITLE: Final = any_of("people", "chinese_titles")
# What follows a whole Chinese name, so that no longer word is cut.
_AFTER: Final = r"(?=[会將将在来亲本先女可说对为負负全陪是也都的，。,.!？?;；、\s）)]|\Z)"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_ASKED})(?:我们)?(?P<name>{_CHINESE}[\u4e00-\u9fff]{{0,2}}?(?:{_TITLE}))",
        rf"(?:{_ROLE})[是叫为:：]?(?P<name>{_CHINESE}[\u4e00-\u9fff]{{1,2}}?){_AFTER}",
        rf"(?P<name>{_JAPANESE})(?:{any_of('people', 'japanese_titles')})",
        rf"(?:{any_of('people', 'japanese_roles')})[のは:：]{{1,2}}(?P<name>{_JAPANESE})",
        rf"(?<![가-힣])(?P<name>{_KOREAN})\s?(?:{any_of('people', 'korean_titles')})(?!회)",
    )
)


def east_asian_people(text: str) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(*match.span("name"), FindingKind.PERSON)
