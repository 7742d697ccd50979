"""Finds wrong words and punctuation in translations."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_GLOSSARY: Final = Path(__file__).with_name("glossary.md")
_REFUSED_COLUMN: Final = {"zh": 3, "sr_Latn": 4}
_PUNCTUATION: Final = {
    "zh": (
        (re.compile(r"[\u4e00-\u9fff][,;:!?]"), "half-width punctuation"),
        (re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff]"), "a space between Chinese characters"),
        (re.compile(r"[„‘’]"), "quotes other than “…”"),
    ),
    "sr_Latn": (
        (re.compile("[”‘]"), "quotes other than „…“"),
        (re.compile(r"\{(?:day|until)\}\."), "a doubled dot: a date ends in one"),
        (re.compile(r"\{compan(?:y|ies)\}(?:</b>)?\."), "a doubled dot: “d.o.o.” ends in one"),
        (re.compile(r"(?<!\.)\.\.(?!\.)"), "a doubled dot"),
    ),
}


def wording_faults(locale: str, text: str) -> Iterator[str]:
    """Yields the wrong words and punctuation of a translation, one line each."""
    yield from (fault for pattern, fault in _PUNCTUATION[locale] if pattern.search(text))
    yield from (f"refused by the glossary: {word}" for word in _refused(locale) if word in text.lower())


@cache
def _refused(locale: str) -> tuple[str, ...]:
    rows = [line.strip("|").split("|") for line in _GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    words = (word.strip() for row in rows[2:] for word in row[_REFUSED_COLUMN[locale]].split(","))
    return tuple(word.lower() for word in words if word)
