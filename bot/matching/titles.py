"""Makes a title for a listing from the message that describes it."""

import re

from bot.matching.cues import Cue, cue_pattern
from bot.matching.keys import han_runs
from bot.matching.normalise import fold

MAX_TITLE = 120
"""Maximum number of characters; about three lines on a phone."""

_SENTENCE_END = re.compile(r"(?<=[^\s.]{2}[.!?])\s+(?=[^\Wa-zšđčćž])|(?<=[。！？；])|[;\n]")
_SHORTEST_LEFT = 8
_ARTICLE = re.compile(r"^(?:an?|the|our|some|new)\s+(?=\w)", re.IGNORECASE)
_EDGES = " \t,.:;–—-!?，。：；！？、"


def make_title(text: str) -> str:
    """Returns the first sentence, without greeting and "we are looking for", at most MAX_TITLE long; "" for no text."""
    for line in filter(None, (piece.strip() for piece in _SENTENCE_END.split(text.strip()[:2000]))):
        title = _without(Cue.GREETING, " ".join(line.split()))
        if title.strip(_EDGES):
            break
    else:
        return ""
    led = _without(Cue.LEAD, title)
    shorter = _without_turn(led if led == title else _ARTICLE.sub("", led))
    if shorter != title and _weight(shorter) >= _SHORTEST_LEFT:
        title = shorter[:1].upper() + shorter[1:]
    return bounded(title.strip().rstrip(_EDGES))


def bounded(text: str, limit: int = MAX_TITLE) -> str:
    """Returns the text cut at a word, or anywhere in scripts without spaces. An ellipsis marks the cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(_EDGES) + "…"


def _weight(text: str) -> int:
    """Returns the length in letters. A Chinese character counts as two."""
    return len(text) + sum(map(len, han_runs(text)))


def _without(cue: Cue, title: str) -> str:
    """Returns the title without a cue at its very beginning; otherwise unchanged."""
    match = cue_pattern(cue).match(fold(title))
    if match is None:
        return title
    return _after(title, match.end()).lstrip(_EDGES)


def _without_turn(title: str) -> str:
    match = cue_pattern(Cue.TURN).search(fold(title))
    return title if match is None or match.start() == 0 else title[: len(title) - len(_after(title, match.start()))]


def _after(title: str, folded_length: int) -> str:
    """Returns the rest of the title after the part that folds to this many characters."""
    for at in range(len(title) + 1):
        if len(fold(title[:at] + "x")) - 1 >= folded_length:
            return title[at:]
    return ""
