"""Finds internet addresses without dots, punycode and short links."""

import re
from collections.abc import Iterator
from typing import Final

from .domains import TLDS
from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of

_SURE: Final = "com|net|org|rs|cn|ru|co rs|com cn|com tr|co uk|com br|info"
_OTHER: Final = "de|fr|eu|tr|hr|ba|si|mk|pl|cz|hu|ro|bg|ua|uk|at|ch|kr|jp|es|it|me"
_CUES: Final = rf"(?<![a-z])(?:{any_of('signs', 'site')}|{any_of('dotless', 'cues')})"
# After a word that announces an address: "our site: northfield com".
_ANNOUNCED: Final = re.compile(
    rf"{_CUES}(?![a-z])[\s:,=-]{{0,3}}(?:(?:{any_of('dotless', 'fillers')})[\s:]{{1,3}}){{0,2}}"
    rf"(?P<host>[a-z0-9][a-z0-9-]{{3,40}}(?:[\s_/-]{{1,2}}(?:(?:{any_of('dotless', 'joints')})\s)?|\s?\(\s?)"
    rf"(?:(?:{_SURE})(?![\w-])|(?:{_OTHER})(?=\s{{0,2}}(?:\Z|[,.;!?)\n]))))"
)
_GLUED: Final = re.compile(
    rf"{_CUES}[\s:,=]{{0,3}}(?:(?:{any_of('dotless', 'fillers')})[\s:]{{1,3}}){{0,2}}"
    r"(?P<host>[a-z]{7,40}(?<!inter)(?<!tele)(?:com|rs))(?![\w.])"
)
# With a sign instead of the dot: northfieldtools-com, severnopolje(rs).
_SIGNED: Final = re.compile(
    r"(?<![\w.@-])(?P<host>[a-z][a-z0-9-]{6,40}\s?[_(/]\s?(?:com|net|org|rs|cn)\b\)?|[a-z]{8,40}-(?:com|rs|punkt-de)\b)(?![\w.])"
    r"|(?<![\w.@-])(?P<tail>[a-z][a-z0-9-]{4,40}\s(?:co rs|com cn|com tr|co uk|com br))(?![\w.])"
)
_LINK: Final = r"(?:then|and|followed by|next|pa|onda|zatim|dann|puis|luego|poi|potom)"
# "freshberries, then point, then eu".
_TOLD_DOT: Final = re.compile(
    rf"(?<![\w.@-])(?P<host>[a-z0-9][a-z0-9-]{{3,40}}[\s,;-]{{1,3}}(?:{_LINK}\s)?(?:a\s)?(?:{any_of('signs', 'dot')})"
    rf"[\s,;-]{{1,3}}{_LINK}\s(?:{_SURE}|{_OTHER}))(?![\w.])"
)
# "freshberries followed by the ending for Germany: de".
_TOLD_ENDING: Final = re.compile(
    rf"(?<![\w.@-])(?P<host>[a-z0-9][a-z0-9-]{{3,40}})[\s,;]{{1,3}}(?:(?:{_LINK}|with|plus|sa|mit|avec|con)\s)"
    rf"(?:(?:the|a|an|der|die|le|la|el|il)\s)?(?:[a-z]{{2,12}}\s)?(?:{any_of('dotless', 'endings')})(?![a-z])"
    r"[^\n.]{0,24}?"
    rf"(?<![a-z])(?P<ending>{_SURE}|{_OTHER})(?![\w.])"
)
_WWW: Final = re.compile(
    rf"(?<![a-z])(?:www[-_/]|https?[\s:]{{1,3}})(?P<host>[a-z0-9-]{{3,40}}[\s_-](?:co\s)?(?:{_SURE}|{_OTHER}))(?![\w.])"
)
# A dot in brackets, before any ending.
_BRACKETED_HOST: Final = re.compile(r"(?<![\w.@])[a-z0-9-]{4,40}\s?[(\[{]\s?\.\s?[)\]}]\s?[a-z]{2,12}(?![\w])")
# "put spokeyard in front of .bike": an ending with nothing before its dot.
_BARE_ENDING: Final = re.compile(
    rf"(?<![\w.@-])(?P<host>[a-z0-9][a-z0-9-]{{3,40}})[\s,\"'»”]{{1,3}}(?:{any_of('dotless', 'before_endings')})"
    rf"(?:\s(?:the|a|das|die|der|le|la|el|il|o))?\s[\"'„«“]?\.(?P<ending>{'|'.join(sorted(TLDS))})(?![\w.])"
)
_PUNYCODE: Final = re.compile(r"(?<![\w-])xn--[a-z0-9-]{3,60}(?:\.[a-z0-9-]{2,60}){0,4}")
_SHORT: Final = re.compile(
    rf"(?<![a-z0-9])(?:{any_of('dotless', 'shorteners')})"
    rf"(?:\s?/\s?|\s?:\s?|[\s,]{{0,2}}(?:{any_of('dotless', 'slashes')})[\s,]{{0,2}})(?P<host>[a-z0-9_-]{{4,32}})"
)


def dotless(skeleton: Skeleton) -> Iterator[Span]:
    """Yields spans for one reading of the text, in original offsets."""
    for pattern in (_ANNOUNCED, _GLUED):
        for match in pattern.finditer(skeleton.text):
            yield Span(*skeleton.span(*match.span("host")), FindingKind.LINK)
    for match in (*_TOLD_ENDING.finditer(skeleton.text), *_BARE_ENDING.finditer(skeleton.text)):
        for group in ("host", "ending"):
            yield Span(*skeleton.span(*match.span(group)), FindingKind.LINK)
    for pattern in (_TOLD_DOT, _SIGNED, _WWW, _BRACKETED_HOST, _PUNYCODE, _SHORT):
        for match in pattern.finditer(skeleton.text):
            yield Span(*skeleton.span(*match.span()), FindingKind.LINK)
