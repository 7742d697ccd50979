"""Finds people in scripts without capitals, by a frequent surname beside a title, a role or a request: 找周工, 田中様, 박지훈 부장."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .vocabulary import any_of, words

_SURNAME: Final = f"[{''.join(words('people', 'chinese_surnames'))}]"
# What follows a whole Chinese name, so that no longer word is cut.
_AFTER: Final = r"(?=[会將将在来亲本先女可说对为負负全陪是也都的，。,.!？?;；、\s）)]|\Z)"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{any_of('people', 'chinese_cues')})(?:我们)?(?P<name>{_SURNAME}[\u4e00-\u9fff]{{0,2}}?(?:{any_of('people', 'chinese_titles')}))",
        rf"(?:{any_of('people', 'chinese_roles')})[是叫为:：]?(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?){_AFTER}",
        rf"(?P<name>(?:{any_of('people', 'japanese')})[\u4e00-\u9fff]{{0,3}})(?:{any_of('people', 'japanese_titles')})",
        rf"(?:{any_of('people', 'japanese_roles')})[のは:：]{{1,2}}(?P<name>(?:{any_of('people', 'japanese')})[\u4e00-\u9fff]{{0,3}})",
        (
            rf"(?<![가-힣])(?P<name>[{''.join(words('people', 'korean_surnames'))}][가-힣]{{2}})"
            rf"\s?(?:{any_of('people', 'korean_titles')})(?!회)"
        ),
    )
)


def east_asian_people(text: str) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(*match.span("name"), FindingKind.PERSON)
