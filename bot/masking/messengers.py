"""Accounts on messengers, behind every nickname that the messenger has."""

import re
from collections.abc import Iterator
from typing import Final

from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of, words

_CLEAR: Final = any_of("messengers", "clear").replace("~", r"[\s\W_]{0,3}")
_SHORT: Final = any_of("messengers", "short")
# A Latin word must end; a Chinese one may be followed by anything.
_WHOLE: Final = r"(?:(?<=[a-z0-9])(?![a-z])|(?<![a-z0-9]))"
_FILLER: Final = rf"(?:[\s:=\-–>,.(\[\"'|/~*+#]{{0,4}}(?:{any_of('messengers', 'fillers')}){_WHOLE})"
_ORDINARY: Final = words("messengers", "ordinary")
_ID: Final = r"[\s:=\-–>,.(\[\"'|/~*+#]{0,5}@?(?:live:)?(?P<id>[a-z0-9][a-z0-9_.\-]{2,31})"
_NAMED: Final = re.compile(
    rf"(?<![a-z])(?:(?P<clear>{_CLEAR})|(?P<short>{_SHORT})){_WHOLE}(?P<mid>(?:{_FILLER}){{0,3}}){_ID}"
)
_MARK: Final = re.compile(r"[:=>@]|\bid\b|号|是|为|為|\bis\b|\bje\b|nalog|name|nick|handle|profil|ist\b|아이디|加我")
_TECHNICAL: Final = re.compile(r"v?\d+(?:\.\d+)*|\d+[a-z]{1,3}|(?:19|20)\d\d")


def accounts(skeleton: Skeleton) -> Iterator[Span]:
    """A messenger's name together with the account that follows it; the name by itself is harmless."""
    for match in _NAMED.finditer(skeleton.text):
        if _is_account(match, skeleton):
            yield Span(*skeleton.span(*match.span()), FindingKind.MESSENGER)


def _is_account(match: re.Match[str], skeleton: Skeleton) -> bool:
    account = match["id"].rstrip(".-")
    between = skeleton.text[match.end("clear") if match["clear"] else match.end("short") : match.start("id")]
    marked = _MARK.search(between) is not None
    digits = sum(char.isdigit() for char in account)
    if account in _ORDINARY or len(account) < 4:
        return False
    if account.isdigit():
        return digits >= 5 and (match["clear"] is not None or marked)
    if _TECHNICAL.fullmatch(account) and len(account) < 6:
        return False
    told = digits > 0 or "_" in account
    if "_" in account and any(char.isalpha() for char in account) and len(account) >= 6:
        return True
    if match["short"]:
        cued = match["short"].startswith(("加", "+")) or marked or match["short"] in {"wx", "vx"}
        return (cued and told and len(account) >= 5) or (
            marked and match["short"] in {"ig", "fb", "wx", "vx"} and len(account) >= 5
        )
    return told or (marked and len(account) >= 4)
