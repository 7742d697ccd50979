"""Splits a text about dates and times into tokens: figures in their usual groups, and words with their meanings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.reading.calendar_words import Vocabulary, plain, vocabulary

MAX_CHARACTERS = 100
"""No date, span or moment is longer. A longer text is not parsed."""


@dataclass(frozen=True, slots=True)
class Token:
    """`meanings` by kind. Figures have the kinds of `_FIGURES`, words those of data/calendar.toml."""

    text: str
    meanings: dict[str, Any] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        return kind in self.meanings


# In order of trial. Figures with several meanings ("11.12") keep both.
_FIGURES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("ymd", r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})(?!\d)\s?[日号]?"),
        ("ymd", r"(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)(?:t(?=\d)|\.(?!\d))?"),
        ("ymd", r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
        ("dmy", r"(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)\.?"),
        ("dmy", r"(\d{1,2})([./])(\d{1,2})\2(\d{2})(?![\d:h])(?![.]\d)\.?"),
        ("md", r"(\d{1,2})\s?月\s?(\d{1,2})(?!\d)\s?[日号]?"),
        ("year", r"((?:19|20)\d\d)(?!\d)\s?年?"),
        ("month", r"(\d{1,2})\s?月"),
        ("clock", r"(\d{1,2})\s?:\s?(\d{2})(?::\d{2})?(?!\d)"),
        ("clock", r"(\d{1,2})\s?h\s?(\d{2})(?!\d)"),
        ("compact", r"([01]\d|2[0-3])([0-5]\d)(?!\d)"),
        ("dm", r"(\d{1,2})\.\s?(\d{1,2})\.(?!\d)"),
        ("dm", r"(\d{1,2})/(\d{1,2})(?![\d/])"),
        ("dotted", r"(\d{1,2})[.,](\d{1,2})(?!\d)"),
        ("number", r"(\d{1,3})(?!\d)(?:st|nd|rd|th|er)?(?![a-z]{3})\.?"),
    )
)
_SKIPPED = re.compile(r"(?:[\s,;.()]|:(?!\d))+")
_DASH = re.compile(r"[-~/]")


def tokens(text: str, words: Vocabulary | None = None) -> list[Token] | None:
    """Returns the tokens of a text; None if any part of it is unknown. `words` defaults to those of the calendar."""
    key = plain(text, MAX_CHARACTERS + 1)
    if len(key) > MAX_CHARACTERS:
        return None
    found = list(_scan(key, words or vocabulary()))
    return None if any(not token.meanings for token in found) else found


def _scan(key: str, words: Vocabulary) -> Iterator[Token]:
    at = 0
    while at < len(key):
        skipped = _SKIPPED.match(key, at)
        if skipped:
            at = skipped.end()
            continue
        word = words.pattern.match(key, at)
        if word:
            yield Token(word.group(), words.meanings[word.group()])
            at = word.end()
            continue
        for kind, pattern in _FIGURES:
            match = pattern.match(key, at)
            if match:
                numbers = tuple(int(group) for group in match.groups() if group.isdecimal())
                yield Token(match.group(), {kind: numbers})
                at = match.end()
                break
        else:
            dash = _DASH.match(key, at)
            if dash is None:
                yield Token(key[at:], {})
                return
            yield Token(dash.group(), {"dash": None})
            at = dash.end()
