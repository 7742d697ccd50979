"""Makes a title for a listing from the message that describes it."""

import re

from bot.matching.cues import Cue, cue_pattern
from bot.matching.keys import han_runs
from bot.matching.normalise import fold

MAX_TITLE = 120
"""Maximum number of characters; about three lines on a phone."""

_SENTENCE_END = re.compile(r"(?<=[^\s.]{2}[.!?])\s+(?=[^\W\da-zšđčćž])|(?<=[。！？；])|[;\n]")
_COMMA = re.compile(r"[,，]\s*")
_SHORTEST_LEFT = 8
_SHORTEST_CLAUSE = 20  # characters before a comma that make a title
_ARTICLE = re.compile(r"^(?:an?|the|our|some|new)\s+(?=\w)", re.IGNORECASE)
_EDGES = " \t,.:;–—-!?，。：；！？、"


def make_title(text: str) -> str:
    """Returns the first sentence with more than an introduction of the writer, at most MAX_TITLE long; "" for no text.

    Leaves out a greeting, "we are a company from …" and "we are looking for".
    """
    title = ""
    for line in filter(None, (piece.strip() for piece in _SENTENCE_END.split(text.strip()[:2000]))):
        greeted = _without(Cue.GREETING, " ".join(line.split()))
        told = _without_introduction(greeted)
        title = title or greeted.strip(_EDGES)
        if told.strip(_EDGES):
            title = told
            break
    led = _without(Cue.LEAD, title)
    shorter = _without_turn(led if led == title else _ARTICLE.sub("", led))
    if shorter != title and _weight(shorter) >= _SHORTEST_LEFT:
        title = _capitalised(shorter)
    return bounded(_up_to_comma(title).strip().rstrip(_EDGES))


def _up_to_comma(title: str) -> str:
    """Returns a title that is too long up to its last comma within the limit, which reads better than a cut."""
    ends = [match.start() for match in _COMMA.finditer(title[:MAX_TITLE]) if match.start() >= _SHORTEST_CLAUSE]
    return title[: ends[-1]] if ends and len(title) > MAX_TITLE else title


def _without_introduction(sentence: str) -> str:
    """Returns the sentence without a first clause that only introduces the writer; "" if there is no other clause."""
    clause, *rest = _COMMA.split(sentence, maxsplit=1)
    folded = fold(clause)
    if not cue_pattern(Cue.SELF).match(folded) or not cue_pattern(Cue.ORGANISATION).search(folded):
        return sentence
    if any(cue_pattern(cue).search(folded) for cue in (Cue.OFFER, Cue.SEEK, Cue.MAKER, Cue.ACTIVITY)):
        return sentence
    return _capitalised(rest[0]) if rest else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


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
