"""Finds messenger accounts after (or before) any common name of the messenger."""

import re
from collections.abc import Iterator
from typing import Final

from .cue_words import is_known_word, tags_of_word
from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of, words

_CLEAR: Final = any_of("messengers", "clear").replace("~", r"[\s\W_]{0,3}")
_SHORT: Final = any_of("messengers", "short")
# A Latin word must end here; a Chinese one can be followed by anything.
_WHOLE: Final = r"(?:(?<=[a-z0-9])(?![a-z])|(?<![a-z0-9]))"
_FILLER: Final = rf"(?:[\s:=\-–>,.(\[\"'|/~*+#]{{0,4}}(?:{any_of('messengers', 'fillers')}){_WHOLE})"
_ORDINARY: Final = words("messengers", "ordinary")
_ID: Final = r"[\s:=\-–>,.(\[\"'|/~*+#]{0,5}@?(?:live:)?(?P<id>[a-z0-9][a-z0-9_.\-]{2,31}(?:#\d{3,5})?)"
# "加V", "+vx": the account can follow without a space.
_ADDED: Final = r"(?:加\s?我?\s?|\+\s?)(?:vx|wx|v)"
_NAMED: Final = re.compile(
    rf"(?:(?<![a-z])(?:(?P<clear>{_CLEAR})|(?P<short>{_SHORT})){_WHOLE}|(?P<added>{_ADDED})|(?P<glued>wechat|weixin))"
    rf"(?P<mid>(?:{_FILLER}){{0,3}}){_ID}"
)
# The account first: "zelengora_official on insta", "vesna.zelengora, na gmailu".
_BEFORE: Final = re.compile(
    rf"(?<![\w.@])(?P<id>(?=[a-z0-9_.\-]{{8,32}}[\s,])[a-z][a-z0-9]{{1,30}}(?:[._-][a-z0-9]{{1,30}}){{1,3}}|[a-z]{{3,24}}\d{{2,8}})"
    rf"[\s,]{{1,3}}(?:on|na|u|auf|sur|en|in|su|at|@|在)\s{{1,2}}(?:{_CLEAR}){_WHOLE}"
)
_PROVIDER: Final = re.compile(rf"(?:{_CLEAR}|{any_of('providers', 'names')})")
_MARK: Final = re.compile(
    r"[:=>@]|\bid\b|号|是|为|為|\bis\b|\bje\b|nalog|name|nick|handle|profil|ist\b|아이디|加我|/|\bi'?\s?a?m\b|\b(?:as|nam|sam|shi|page)\b"
)
# "Telegram is fine": these stand before words of all kinds.
_COPULA: Final = re.compile(r"\s(?:is|je|ist|est|es|nam|sam|as|i'?\s?a?m)\s\Z")
_MINE: Final = ("我", "我的", "加")
_TECHNICAL: Final = re.compile(r"v?\d+(?:\.\d+)*|\d+[a-z]{1,3}|(?:19|20)\d\d")


def accounts(skeleton: Skeleton) -> Iterator[Span]:
    """Yields messenger names with the account after or before them. A name without account is not masked."""
    for match in _NAMED.finditer(skeleton.text):
        if _is_account(skeleton, match):
            yield Span(*skeleton.span(*match.span()), FindingKind.MESSENGER)
    for match in _BEFORE.finditer(skeleton.text):
        if match["id"] not in _ORDINARY and not tags_of_word(match["id"]):
            yield Span(*skeleton.span(*match.span()), FindingKind.MESSENGER)


def _is_account(skeleton: Skeleton, match: re.Match[str]) -> bool:
    account = match["id"].rstrip(".-")
    if (
        account in _ORDINARY
        or _PROVIDER.fullmatch(account)
        or len(account) < 4
        or (_TECHNICAL.fullmatch(account) and len(account) < 5)
    ):
        return False
    if "_" in account and any(char.isalpha() for char in account) and len(account) >= 6:
        return True
    between = match.string[match.start("mid") : match.start("id")]
    marked = _MARK.search(between) is not None
    told = any(char.isdigit() for char in account)
    written = skeleton.source(*match.span("id"))
    told = told or re.search(r"[a-z][A-Z][a-z]", written) is not None or re.search(r"[a-z]\.[a-z]", account) is not None
    if not told and account.isalpha() and _is_said_of_all(match.string[match.start() : match.start("id")], account):
        return False
    mine = match.string[: match.start()].rstrip().endswith(_MINE)
    if match["short"]:
        return _is_after_short(match["short"], account, marked=marked, told=told or mine)
    if account.isdigit():
        return len(account) >= 5
    return told or ((marked or mine) and not match["glued"])


def _is_said_of_all(before: str, account: str) -> bool:
    """Returns True for an ordinary word behind "is": "WhatsApp is prima"."""
    return _COPULA.search(before) is not None and (is_known_word(account) or bool(tags_of_word(account)))


def _is_after_short(name: str, account: str, *, marked: bool, told: bool) -> bool:
    """Checks short messenger names more strictly: "Tg 105 °C", "V: 230" and "line 4" are not accounts."""
    if name == "v":
        return marked and told and account[0].isalpha() and len(account) >= 5
    if account.isdigit() and not marked:
        return "qq" in name and len(account) >= 6
    sure = name.startswith(("加", "+")) or name in {"wx", "vx", "w x"}
    return len(account) >= 5 and (((sure or marked) and told) or (marked and (sure or name in {"ig", "fb"})))
