"""Where a text gives away who its writer is: names in any script, spelling, spacing and grammatical case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.matching.normalise import simplify

from .findings import FindingKind, Secrets, Span
from .keys import NAME_WORDS, Caution, NameKey, compact_pieces, keys
from .skeleton import Skeleton
from .vocabulary import any_of, words

# Case endings and derivations of the languages that have them; "senzor" + "ovog".
_ENDINGS: Final = words("names", "endings")
_VOWEL: Final = frozenset("aeiou")
_LEET: Final = str.maketrans("013457$", "oieasts")
_INTRODUCED: Final = re.compile(rf"(?:{any_of('names', 'introductions')})\s{{0,2}}\Z")
_MODAL: Final = re.compile(
    r"\s(?:we|i|you|it|they|the|be|this|have|not|our|your)\b|\s(?:\d{1,2},?\s)?\d{4}|\s\d{1,2}\b"
)
_MONTH: Final = re.compile(r"(?:\bin|by|since|until|till|from|of|early|late|mid|this|next|last|\d\.?)[\s-]\Z")
_HAN_TITLES: Final = any_of("names", "han_titles")


@dataclass(frozen=True, slots=True)
class Compact:
    """Letters and digits only; `heads` and `tails` tell where words begin and end."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[bool, ...]
    tails: tuple[bool, ...]


def condensed(skeleton: Skeleton) -> Compact:
    pieces = list(compact_pieces(skeleton.text))
    text = skeleton.text
    heads, tails = [], []
    for letter, start, end in pieces:
        heads.append(start == 0 or _breaks(text[start - 1], text[start]) or _camel(skeleton, start))
        tails.append(end == len(text) or _breaks(text[end - 1], text[end]) or _camel(skeleton, end))
        del letter
    return Compact(
        simplify("".join(piece for piece, _, _ in pieces)),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
        tuple(heads),
        tuple(tails),
    )


def _breaks(left: str, right: str) -> bool:
    return not left.isalnum() or not right.isalnum() or left.isascii() != right.isascii()


def _camel(skeleton: Skeleton, at: int) -> bool:
    """PudongAgritech, Senzor2."""
    left = skeleton.original[skeleton.starts[at - 1]]
    right = skeleton.original[skeleton.starts[at]]
    return (left.islower() and right.isupper()) or (left.isalpha() and right.isdigit())


def names(skeletons: list[Skeleton], secrets: Secrets) -> Iterator[Span]:
    """In original offsets; the skeletons are readings of one text."""
    wanted = keys(secrets)
    for skeleton in skeletons if wanted else ():
        plain = condensed(skeleton)
        leet = plain.text.translate(_LEET)
        for key in wanted:
            yield from _matches(skeleton, plain, plain.text, key)
            if leet != plain.text and len(key.compact) >= 5 and key.compact.isalpha():
                yield from _matches(skeleton, plain, leet, key)
        yield from _surnames(skeleton, secrets)


def _matches(skeleton: Skeleton, plain: Compact, text: str, key: NameKey) -> Iterator[Span]:
    at = text.find(key.compact)
    while at >= 0:
        end = _end(plain, text, at, key)
        if end and _is_meant(skeleton, plain.starts[at], plain.ends[end - 1], key):
            yield Span(*skeleton.span(plain.starts[at], plain.ends[end - 1]), key.kind)
        at = text.find(key.compact, at + 1)
    if key.compact[-1:] in _VOWEL and len(key.compact) >= 4 and key.caution in {Caution.NONE, Caution.CAPITAL}:
        yield from _declined(skeleton, plain, text, key)


def _declined(skeleton: Skeleton, plain: Compact, text: str, key: NameKey) -> Iterator[Span]:
    """A name in -a or -o loses it in the other cases: Hennla, Hennlom."""
    stem = key.compact[:-1]
    for found in re.finditer(re.escape(stem) + r"(?:[eiuo]m?|ama|in[aeiou]?)", text):
        at, end = found.span()
        if plain.heads[at] and plain.tails[end - 1] and _is_meant(skeleton, plain.starts[at], plain.ends[end - 1], key):
            yield Span(*skeleton.span(plain.starts[at], plain.ends[end - 1]), key.kind)


def _end(plain: Compact, text: str, at: int, key: NameKey) -> int:
    """Where the match ends with its case ending; 0 if it begins or ends within another word."""
    end = at + len(key.compact)
    if key.caution is Caution.INSIDE:
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


def _is_meant(skeleton: Skeleton, start: int, end: int, key: NameKey) -> bool:
    written = skeleton.source(start, end)
    if key.caution in {Caution.NONE, Caution.INSIDE}:
        return True
    if key.entered in written or _is_apart(written, key):
        return key.caution is Caution.EXACT or not _is_word_here(skeleton, start, end, key)
    if key.caution is Caution.EXACT:
        return False
    before = skeleton.text[max(0, start - 24) : start]
    if key.kind is FindingKind.PERSON and _INTRODUCED.search(before):
        return True
    return _is_written_as_name(written, key) and not _is_word_here(skeleton, start, end, key)


def _is_apart(written: str, key: NameKey) -> bool:
    """S e n z o r: set apart on purpose."""
    return len(key.compact) >= 4 and not any(char.isspace() for char in key.entered) and not written.strip().isalnum()


def _is_written_as_name(written: str, key: NameKey) -> bool:
    first = written[:1]
    if not first.isalpha() or first.lower() == first.upper():
        return True
    return first.isupper() and (written[1:].islower() or len(key.compact) >= 4 or not written[1:].isupper())


def _is_word_here(skeleton: Skeleton, start: int, end: int, key: NameKey) -> bool:
    """May we ask; in May 2024."""
    if key.kind is not FindingKind.PERSON or key.compact not in NAME_WORDS:
        return False
    before, after = skeleton.text[max(0, start - 24) : start], skeleton.text[end : end + 10]
    if _INTRODUCED.search(before):
        return False
    return _MODAL.match(after) is not None or _MONTH.search(before) is not None or _starts_sentence(before)


def _starts_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1:] in ".!?\n:"


def _surnames(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """李经理, 小李: a Chinese family name alone says little, with a title it says who."""
    for name in secrets.person_names:
        plain = simplify(name.strip())
        if not plain or not "\u3400" <= plain[0] <= "\u9fff":
            continue
        for match in re.finditer(
            rf"[小老]?{re.escape(plain[0])}(?={_HAN_TITLES})|[小老]{re.escape(plain[0])}(?!型|批)",
            skeleton.text,
        ):
            yield Span(*skeleton.span(*match.span()), FindingKind.PERSON)
