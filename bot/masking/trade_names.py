"""Decides if a company name that is also the name of a thing means the company or the thing."""

import re
from typing import TYPE_CHECKING, Final

from .compact import compact
from .skeleton import Skeleton
from .vocabulary import any_of, words

if TYPE_CHECKING:
    from .keys import NameKey

_BEFORE: Final = 48  # characters before the name that may contain an introduction
_LINE: Final = 200  # characters of a line examined on either side

_NAMED: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('trade', 'named')})\s{{1,2}}\Z|(?:{any_of('trade', 'han_named')})\s?\Z"
)
_INTRODUCED: Final = re.compile(rf"(?<![a-z])(?:{any_of('trade', 'introduced')})[\s:]{{1,3}}\Z")
_LEGAL: Final = re.compile(rf"[\s,]{{0,3}}(?:{any_of('names', 'tails')})(?:(?<=[a-z])(?![a-z])|(?<![a-z]))")

_VERBS: Final = re.compile(
    rf"(?:,?\s{{1,2}}|-)(?:{any_of('trade', 'verbs')})(?![a-z])|(?:{any_of('trade', 'han_verbs')})"
)
_COMPANY: Final = re.compile(r"(?:company|firma|firm|unternehmen)\s\Z")
_GENERIC: Final = re.compile(r"(?:一家|一个|家|的|类|型|性)\Z")
_MAILBOX: Final = re.compile(r"(?:@|www\.|_)\Z")
_HOST: Final = re.compile(r"@|_|\.[a-z]{2,6}(?![a-z])")
_OPENING: Final = "\"'„“”«‚‘「『《＂"
_CLOSING: Final = "\"'“”»’‘」』》＂"
_STARTS: Final = re.compile(r"(?:\A|[.!?:;•–—|*/\"„“”«(\[。！？：；】-]|\d[.)])\s*\Z")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)[^\w\s]?(,?)\s*\Z")
_END: Final = re.compile(r"[\s.!]*\Z")
_DETERMINERS: Final = words("trade", "determiners")
_GERMAN: Final = words("trade", "german")
_SINGULAR: Final = words("trade", "singular") | {""}
_POSSESSIVE: Final = words("trade", "possessive")


def is_company(skeleton: Skeleton, start: int, end: int, key: "NameKey") -> bool:
    """Returns True if a match of `key` is used as the company's name."""
    text, written = skeleton.text, skeleton.source(start, end)
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _BEFORE]
    if _is_disguised(written, key.entered) or _NAMED.search(before) or _MAILBOX.search(before) or _HOST.match(after):
        return True
    if _GENERIC.search(before):
        return False
    if _LEGAL.match(after) or _is_quoted(skeleton, start, end):
        return True
    cased = written[:1].lower() != written[:1].upper()
    if not written[:1].isupper() and cased:
        return False
    if _INTRODUCED.search(before) or _VERBS.match(after):
        return True
    if cased and " " not in key.entered.strip() and _starts_sentence(skeleton, start):
        # "Senzori za staklenike" may mean the thing, but readers who know Senzor would recognise the author.
        return True
    return cased and _is_capital(skeleton, start, end, _suffix(text[start:end], key))


def is_called(skeleton: Skeleton, start: int, end: int) -> bool:
    """Returns True if the text says that a company is called so. `named` in any case, `introduced` with a capital."""
    before, after = skeleton.text[max(0, start - _BEFORE) : start], skeleton.text[end : end + _BEFORE]
    if _NAMED.search(before) or _LEGAL.match(after):
        return True
    capital = skeleton.source(start, end)[:1].isupper()
    return capital and (_INTRODUCED.search(before) is not None or _is_quoted(skeleton, start, end))


def is_named(skeleton: Skeleton, start: int, end: int, key: "NameKey") -> bool:
    """Returns True for a company's initials in capitals, where they cannot mean anything else."""
    written = skeleton.source(start, end)
    letters = "".join(char for char in written if char.isalpha())
    if letters != key.entered or any(char.isspace() for char in written):
        return False
    before, after = skeleton.text[max(0, start - _BEFORE) : start], skeleton.text[end : end + _BEFORE]
    dotted = len(letters) >= 3 and written != letters
    named = _NAMED.search(before) or _INTRODUCED.search(before) or _COMPANY.search(before) or _LEGAL.match(after)
    return dotted or named is not None or _is_quoted(skeleton, start, end)


def _is_disguised(written: str, entered: str) -> bool:
    """Returns True for S e n z o r, 5enzor and SolarPanels, because the thing is not written like this."""
    spaces, own = written.split(), entered.split()
    if any(char.isdigit() for char in written) and not any(char.isdigit() for char in entered):
        return True
    if len(own) > 1:
        return len(spaces) < len(own)
    return len(entered) >= 4 and not written.strip().isalnum()


def _is_quoted(skeleton: Skeleton, start: int, end: int) -> bool:
    first, last = skeleton.span(start, end)
    before, after = skeleton.original[max(0, first - 1) : first], skeleton.original[last : last + 1]
    return bool(before) and before in _OPENING and bool(after) and after in _CLOSING


def _suffix(found: str, key: "NameKey") -> str:
    """Returns the letters of the match that follow the name."""
    plain = compact(found)
    return plain[len(key.compact) :] if plain.startswith(key.compact) else plain[len(key.compact) - 1 :]


def _starts_sentence(skeleton: Skeleton, start: int) -> bool:
    first, _ = skeleton.span(start, start + 1)
    head = skeleton.original[max(0, first - _LINE) : first]
    return not head.strip() or _STARTS.search(head) is not None or head.rstrip(" ").endswith("\n")


def _is_capital(skeleton: Skeleton, start: int, end: int, suffix: str) -> bool:
    """Returns True for a capital that marks a name: inside a sentence, in the singular."""
    first, last = skeleton.span(start, end)
    text, written = skeleton.original, skeleton.source(start, end)
    opens = max(text.rfind("\n", max(0, first - _LINE), first) + 1, first - _LINE, 0)
    closes = text.find("\n", last, last + _LINE)
    head, tail = text[opens:first], text[last : closes if closes >= 0 else last + _LINE]
    if not head.strip() and not tail.strip(" .!"):
        return first > 0 and _END.match(text, last) is not None  # a signature
    if suffix in _POSSESSIVE or (tail[:2].lower() in {"'s", "’s"} and not written.isupper()):
        return not written.isupper()
    before = _LAST_WORD.search(head)
    if before is None or (suffix not in _SINGULAR and not (suffix == "e" and not written.isascii())):
        return False
    if _STARTS.search(head) or _is_capital_throughout(written, head, tail):
        return False
    plain = set(re.findall(r"[a-z]+", skeleton.text[max(0, start - _LINE) : end + _LINE]))
    word, comma = str(before[1]), str(before[2])
    if plain & _GERMAN or word.lower() in _DETERMINERS:
        return False
    return word[0].islower() or bool(comma) or (written.isupper() and not word.isupper())


def _is_capital_throughout(written: str, head: str, tail: str) -> bool:
    """Returns True for a line in capitals, or with a capital on most of its words."""
    others: list[str] = [word for word in (*_WORD.findall(head)[1:], *_WORD.findall(tail)) if len(word) >= 4]
    large: int = sum(word[0].isupper() for word in others)
    neighbours = [*_WORD.findall(head)[-1:], *_WORD.findall(tail)[:1]]
    if written.isupper() and any(len(word) > 1 and word.isupper() for word in neighbours):
        return True
    return large >= 2 and 2 * large >= len(others)
