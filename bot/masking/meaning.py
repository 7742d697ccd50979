"""Decides whether a word that matches a name is used as the name."""

import re
from typing import Final

from .findings import FindingKind
from .keys import Caution, NameKey
from .ordinary_words import NAME_WORDS
from .skeleton import Skeleton
from .trade_names import is_called, is_company, is_named
from .vocabulary import any_of

_INTRODUCED: Final = re.compile(rf"(?:{any_of('names', 'introductions')})\s{{0,2}}\Z")
_MODAL: Final = re.compile(
    r"\s(?:we|i|you|it|they|the|be|this|have|not|our|your)\b|\s(?:\d{1,2},?\s)?\d{4}|\s\d{1,2}\b"
)
_MONTH: Final = re.compile(r"(?:\bin|by|since|until|till|from|of|early|late|mid|this|next|last|\d\.?)[\s-]\Z")
_HUMAN_VERB: Final = re.compile(rf"\s{{1,2}}(?:{any_of('names', 'human_verbs')})\w{{0,3}}\b")
_TITLE: Final = re.compile(rf"\s?(?:{any_of('names', 'han_titles')})")


def is_name(skeleton: Skeleton, start: int, end: int, key: NameKey) -> bool:
    written = skeleton.source(start, end)
    if key.caution in {Caution.NONE, Caution.INSIDE} or (key.caution is Caution.CAPITALS and _has_capitals(written)):
        return True
    if key.caution in {Caution.TRADE, Caution.CAPITALS}:
        return is_company(skeleton, start, end, key)
    if key.caution is Caution.TRANSLATED:
        return is_called(skeleton, start, end)
    if key.caution is Caution.NAMED:
        return is_named(skeleton, start, end, key)
    if key.caution is Caution.EXACT:
        return key.entered in written or _is_spaced_out(written, key)
    if key.kind is FindingKind.PERSON and _is_introduced(skeleton, start, end):
        return True
    if key.caution is Caution.INTRODUCED:
        return False
    as_entered = key.entered in written and not key.entered.islower()
    as_name = as_entered or _is_spaced_out(written, key) or _is_written_as_name(written, key)
    return as_name and not _is_ordinary_word(skeleton, start, end, key)


def _has_capitals(written: str) -> bool:
    initials = [word[0] for word in re.findall(r"[^\W\d_]+", written)]
    return "," not in written and all(initial == initial.upper() for initial in initials)


def _is_introduced(skeleton: Skeleton, start: int, end: int) -> bool:
    before, after = skeleton.text[max(0, start - 24) : start], skeleton.text[end : end + 4]
    return _INTRODUCED.search(before) is not None or _TITLE.match(after) is not None


def _is_spaced_out(written: str, key: NameKey) -> bool:
    """Returns True for "S e n z o r": separated on purpose."""
    return len(key.compact) >= 4 and not any(char.isspace() for char in key.entered) and not written.strip().isalnum()


def _is_written_as_name(written: str, key: NameKey) -> bool:
    first = written[:1]
    if not first.isalpha() or first.lower() == first.upper():
        return True
    return first.isupper() and (written[1:].islower() or len(key.compact) >= 4 or not written[1:].isupper())


def _is_ordinary_word(skeleton: Skeleton, start: int, end: int, key: NameKey) -> bool:
    """Returns True for "May we ask" or "in May 2024", where the person is called May."""
    if key.kind is not FindingKind.PERSON or key.compact not in NAME_WORDS:
        return False
    before, after = skeleton.text[max(0, start - 24) : start], skeleton.text[end : end + 10]
    if _MODAL.match(after) or _MONTH.search(before):
        return True
    return _starts_sentence(before) and not _HUMAN_VERB.match(skeleton.text, end)


def _starts_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1:] in ".!?\n:"
