"""Splits a message into parts: what it offers, what it seeks, and what only surrounds that."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from itertools import pairwise

from bot.matching.cues import Cue, cue_pattern
from bot.matching.intents import SALES, Intent, find_intents
from bot.matching.normalise import fold
from storage.vocabulary import Kind

_LINE = re.compile(r"\n|[;；]|[\u203c\u2049\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?")
_SENTENCE_END = re.compile(r"(?<=[^\s.]{2}[.!?])\s+(?=[^\W\da-zšđčćž])|(?<=[。！？؟।])|(?<=!!)\s+")
_COMMA = re.compile(
    r"(?:(?<!\d),|,(?!\d)|[，،])(?![^()]{0,60}\))\s*|\s[–—-]\s|(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])"
)
_KANA = re.compile("[\u3040-\u30ff]")
_LABEL = re.compile(r"^[^\W\d][^:：,，.]{0,30}[:：](?!//)\s*")
EDGES = ' \t,.:;–—-!?¿¡*•·|/，。：；！？、،؟।「」"”“\ufe0f'
_POSSESSIVE = re.compile(
    r"our|unsere?|n(?:otre|os|uestr[oa]s?|oss[oa]s?|ostr[oaie])|na[sš][aei]?|наш|nasz|我们的", re.IGNORECASE
)
_COPULA = re.compile(r"(?:is|are|include|ist|sind|est|sont|es|son|è|sono|é|são|je|su|это|是)\b|[:：]", re.IGNORECASE)
_HARDLY_ANYTHING = 4  # letters


class Role(IntEnum):
    """What a part of a message is for."""

    NEED = auto()
    OFFER = auto()
    ACTIVITY = auto()  # what the writer makes, said while they introduce themselves
    PLAIN = auto()
    MARKET = auto()  # the buyers sought
    SELF = auto()
    DETAIL = auto()  # contacts, quantities, courtesies


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a message. `text` is as written without its word of seeking or offering, `whole` with it.

    `sentence` numbers the sentences. `languages` (ISO 639) use the word.
    """

    role: Role
    text: str
    whole: str
    sentence: int
    languages: frozenset[str] = frozenset()
    object_first: bool = False


def read_parts(text: str) -> list[Part]:
    """Returns the parts of a message from left to right."""
    parts: list[Part] = []
    for number, sentence in enumerate(_sentences(text)):
        label = _LABEL.match(sentence)
        if label:
            parts += _labelled(sentence, label.end(), number)
            continue
        read = [part for piece in _pieces(sentence) for part in _read(piece, number)]
        seeks_buyers = False
        for part in read:
            # What follows "looking for an investor" in its sentence describes the investor.
            parts.append(replace(part, role=Role.DETAIL) if seeks_buyers and part.role is Role.PLAIN else part)
            seeks_buyers = part.role is Role.MARKET or (seeks_buyers and part.role is Role.PLAIN)
    return parts


def _sentences(text: str) -> Iterator[str]:
    for line in _LINE.split(text):
        for sentence in _SENTENCE_END.split(line):
            trimmed = " ".join(sentence.split()).strip(EDGES)
            if trimmed:
                yield trimmed


def sentences_of_lines(text: str) -> Iterator[list[str]]:
    """Yields the sentences of each line, as written."""
    for line in text.splitlines():
        found = [sentence.strip() for sentence in _SENTENCE_END.split(line) if sentence.strip()]
        if found:
            yield found


def _pieces(sentence: str) -> list[str]:
    pieces = [
        piece
        for comma in _COMMA.split(sentence)
        for piece in ([comma] if not _KANA.search(comma) else comma.split("、"))
    ]
    return [piece for piece in (each.strip(EDGES) for each in pieces) if piece]


def _labelled(sentence: str, end: int, number: int) -> list[Part]:
    """Reads "Looking for: distributors". A label that says neither offer nor need begins a detail."""
    label, value = fold(sentence[:end].strip()), sentence[end:].strip(EDGES)
    is_market = cue_pattern(Cue.MARKET).search(fold(value)) is not None
    if cue_pattern(Cue.GREETING).match(label) or not value:
        return _read(value or sentence, number)
    if cue_pattern(Cue.SEEK).search(label):
        role = Role.MARKET if is_market else Role.NEED
    elif cue_pattern(Cue.OFFER).search(label) or cue_pattern(Cue.SALES).fullmatch(label):
        role = Role.OFFER
    elif len(label.split()) <= 3:
        role = Role.DETAIL
    else:
        return [part for piece in _pieces(sentence) for part in _read(piece, number)]
    return [Part(role=role, text=value, whole=value, sentence=number)]


def _read(piece: str, number: int) -> list[Part]:
    """Reads a piece between two commas."""
    piece = _ungreeted(piece)
    folded = fold(piece)
    if sum(map(str.isalnum, folded)) < _HARDLY_ANYTHING and not re.search("[\u3040-\u9fff\uac00-\ud7af]", folded):
        return []
    courtesy = cue_pattern(Cue.COURTESY).search(folded)
    if courtesy and courtesy.start() == 0:
        return [Part(role=Role.DETAIL, text=piece, whole=piece, sentence=number)]
    if courtesy:
        piece = piece[: written_offset(piece, courtesy.start())].rstrip(EDGES)
        folded = fold(piece)
    introduces = cue_pattern(Cue.SELF).match(folded) is not None
    intents = [one for one in find_intents(folded) if one.weight != SALES and not (introduces and _is_noun(one))]
    return _with_intents(piece, intents, number) if intents else [_without_intents(piece, folded, number)]


def _is_noun(intent: Intent) -> bool:
    """Returns True for a Chinese word at the end of an introduction: 我是食品厂的采购."""
    return intent.object_first and intent.languages == {"zh"}


def _ungreeted(piece: str) -> str:
    """Returns the piece without greetings at its beginning."""
    for _ in range(2):
        match = cue_pattern(Cue.GREETING).match(fold(piece))
        if match is None:
            break
        piece = piece[written_offset(piece, match.end()) :].lstrip(EDGES)
    return piece


def _without_intents(piece: str, folded: str, number: int) -> Part:
    introduces = cue_pattern(Cue.SELF).match(folded) or cue_pattern(Cue.ORGANISATION).match(folded)
    activity = cue_pattern(Cue.ACTIVITY).search(folded)
    if introduces and activity and len(folded) - activity.end() >= _HARDLY_ANYTHING:
        text = piece[written_offset(piece, activity.end()) :].strip(EDGES)
        return Part(role=Role.ACTIVITY, text=text, whole=piece, sentence=number, languages=frozenset({"en"}))
    return Part(role=Role.SELF if introduces else Role.PLAIN, text=piece, whole=piece, sentence=number)


def _with_intents(piece: str, intents: Sequence[Intent], number: int) -> list[Part]:
    """Cuts a piece at the words that change between offering and seeking."""
    turns = [intents[0], *(there for here, there in pairwise(intents) if _turns(here, there))]
    cuts = [0, *(_cut(here, there) for here, there in pairwise(turns)), len(fold(piece))]
    at = [written_offset(piece, cut) for cut in cuts[:-1]] + [len(piece)]
    return [_part(piece[a:b], one, at_cut, number) for one, at_cut, a, b in zip(turns, cuts, at, at[1:], strict=False)]


def _turns(here: Intent, there: Intent) -> bool:
    return (here.kind, here.to_market) != (there.kind, there.to_market)


def _cut(here: Intent, there: Intent) -> int:
    """Returns where the second intent begins; after the first one's word, if both objects stand first."""
    return here.end if there.object_first else there.start


def _part(written: str, intent: Intent, offset: int, number: int) -> Part:
    indent = len(written) - len(written.lstrip())  # folding strips the space at a cut
    written = written.strip()
    at = written_offset(written, max(0, intent.start - offset - indent))
    before, after = written[:at], written[written_offset(written, max(0, intent.end - offset - indent)) :]
    role = Role.MARKET if intent.to_market else Role.NEED if intent.kind is Kind.NEED else Role.OFFER
    return Part(
        role=role,
        text=(before if intent.object_first else _named(written[at:], after)).strip(EDGES),
        whole=(written if intent.object_first else written[at:]).strip(EDGES),
        sentence=number,
        languages=intent.languages,
        object_first=intent.object_first,
    )


def _named(whole: str, after: str) -> str:
    """Returns the goods named in "our software predicts failures", where the word of offering is a part of them."""
    return whole if _POSSESSIVE.match(whole) and not _COPULA.match(after.lstrip()) else after


def written_offset(written: str, folded_length: int) -> int:
    """Returns the number of characters of a text that fold to this many."""
    low, high = 0, len(written)
    while low < high:
        middle = (low + high) // 2
        if len(fold(written[:middle] + "x")) - 1 >= folded_length:
            high = middle
        else:
            low = middle + 1
    return low
