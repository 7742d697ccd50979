"""Where a text gives away who its writer is: names in any script, spelling, spacing and grammatical case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.matching.normalise import simplify

from .findings import FindingKind, Secrets, Span
from .keys import Caution, NameKey, compact_pieces, keys
from .meaning import is_meant
from .skeleton import Skeleton
from .vocabulary import any_of, words

# Case endings and derivations of the languages that have them; "senzor" + "ovog".
_ENDINGS: Final = words("names", "endings")
# Of names in -a or -o, with the adjectives made of them: Jelenu, Jelenin broj, Jeleninom firmom.
_CASES: Final = (
    *("e", "i", "o", "u", "em", "im", "om", "um", "ama"),
    *("in", "ina", "ine", "ini", "ino", "inu", "inog", "inoga", "inom", "inoj", "inim", "inih"),
)
_VOWEL: Final = frozenset("aeiou")
_LEET: Final = str.maketrans("013457$", "oieasts")
_LEGAL: Final = rf"[\s,]{{0,3}}(?:{any_of('names', 'tails')})(?:(?<=[a-z])(?![a-z])\.?|(?<![a-z]))"
_TAIL: Final = re.compile(rf"(?:{any_of('ordinary', 'han_industries')}|{_LEGAL})+")
_TOKEN: Final = re.compile(r"[a-z0-9_]+")
_LONGEST_TAIL: Final = 24
_INITIAL_BEFORE: Final = re.compile(r"(?<![a-z0-9])[a-z]\.\s?\Z")
_TURNED: Final = 6  # letters from which a name read backwards is no word by chance
_INITIAL: Final = re.compile(r"\s[a-z]{1,2}\.")
_HAN_TITLES: Final = any_of("names", "han_titles")


@dataclass(frozen=True, slots=True)
class Compact:
    """Letters and digits only; `heads` and `tails` tell where words begin and end, `plain` what is as written."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[bool, ...]
    tails: tuple[bool, ...]
    plain: tuple[bool, ...]


def condensed(skeleton: Skeleton) -> Compact:
    pieces = list(compact_pieces(skeleton.text))
    text = skeleton.text
    heads, tails = [], []
    for _, start, end in pieces:
        heads.append(start == 0 or _breaks(text[start - 1], text[start]) or _camel(skeleton, start))
        tails.append(end == len(text) or _breaks(text[end - 1], text[end]) or _camel(skeleton, end))
    return Compact(
        "".join(_simple(piece) for piece, _, _ in pieces),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
        tuple(heads),
        tuple(tails),
        tuple(letter == text[start:end] for letter, start, end in pieces),
    )


def _simple(letter: str) -> str:
    simple = simplify(letter)
    return simple if len(simple) == 1 else letter


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
            if len(key.compact) >= _TURNED and key.caution is not Caution.EXACT:
                yield from _backwards(skeleton, plain, key)
            if leet != plain.text and len(key.compact) >= 5 and key.compact.isalpha():
                yield from _matches(skeleton, plain, leet, key)
        yield from _surnames(skeleton, secrets)


def _matches(skeleton: Skeleton, plain: Compact, text: str, key: NameKey) -> Iterator[Span]:
    for at, end in (*_exact(plain, text, key), *_declined(plain, text, key)):
        start, stop = plain.starts[at], plain.ends[end - 1]
        if is_meant(skeleton, start, stop, key):
            stop = _with_tail(skeleton.text, stop, key)
            if key.kind is FindingKind.PERSON:
                initial = _INITIAL_BEFORE.search(skeleton.text[max(0, start - 4) : start])
                start -= len(initial.group()) if initial else 0
            yield Span(*skeleton.span(start, stop), key.kind)


def _backwards(skeleton: Skeleton, plain: Compact, key: NameKey) -> Iterator[Span]:
    turned = key.compact[::-1]
    at = plain.text.find(turned) if turned != key.compact else -1
    if at >= 0 and plain.heads[at] and plain.tails[at + len(turned) - 1]:
        yield Span(*skeleton.span(plain.starts[at], plain.ends[at + len(turned) - 1]), key.kind)


def _exact(plain: Compact, text: str, key: NameKey) -> Iterator[tuple[int, int]]:
    at = text.find(key.compact)
    while at >= 0:
        end = _end(plain, text, at, key)
        if end:
            yield at, end
        at = text.find(key.compact, at + 1)


def _declined(plain: Compact, text: str, key: NameKey) -> Iterator[tuple[int, int]]:
    """A name in -a or -o loses it in the other cases: Jelenu, Jelenom."""
    if key.compact[-1:] not in _VOWEL or len(key.compact) < 3 or key.caution not in {Caution.NONE, Caution.CAPITAL}:
        return
    for found in re.finditer(re.escape(key.compact[:-1]), text):
        for ending in _CASES:
            at, end = found.start(), found.end() + len(ending)
            # The next word follows without a space: only where a word ends is known which ending it has.
            if text.startswith(ending, found.end()) and plain.heads[at] and plain.tails[end - 1]:
                # "Any" would else be a case of "Ana".
                if len(key.compact) > 4 or plain.plain[end - 1]:
                    yield at, end
                break


def _with_tail(text: str, end: int, key: NameKey) -> int:
    """With the legal form after a company, the rest of the word after an account."""
    if key.kind is FindingKind.COMPANY:
        # The signs one by one, so that the offsets stay.
        tail = _TAIL.match(text[:end] + "".join(map(_simple, text[end : end + _LONGEST_TAIL])), end)
    elif key.kind is FindingKind.HANDLE:
        tail = _TOKEN.match(text, end)
    elif key.kind is FindingKind.PERSON:
        tail = _INITIAL.match(text, end)
    else:
        tail = None
    return tail.end() if tail else end


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


def _surnames(skeleton: Skeleton, secrets: Secrets) -> Iterator[Span]:
    """李经理, 小李, 梅姐: a part of a Chinese name alone says little, with a title it says who."""
    for name in secrets.person_names:
        plain = simplify(name.strip())
        if not plain or not "\u3400" <= plain[0] <= "\u9fff":
            continue
        for match in re.finditer(
            rf"[小老]?{re.escape(plain[0])}(?:{_HAN_TITLES})|[小老]{re.escape(plain[0])}(?!型|批)",
            skeleton.text,
        ):
            yield Span(*skeleton.span(*match.span()), FindingKind.PERSON)
        if 2 <= len(plain) <= 4:
            for match in re.finditer(rf"[小阿]?{re.escape(plain[-1])}(?:姐|哥|姨|叔)(?![妹弟])", skeleton.text):
                yield Span(*skeleton.span(*match.span()), FindingKind.PERSON)
