"""Taking off the disguises of addresses: "at" and "dot" in words, in brackets, set apart."""

import re
from typing import Final

from .domains import STRONG, host_length, is_address
from .skeleton import Skeleton
from .vocabulary import any_of

_DOT_WORDS: Final = any_of("signs", "dot")
_PROVIDERS: Final = any_of("signs", "providers")
_ENDINGS: Final = any_of("domains", "strong")
_OPEN: Final = r"\s{0,2}[\[({<|*~]\s{0,2}"
_CLOSE: Final = r"\s{0,2}[\])}>|*~]\s{0,2}"

_QUOTES: Final = re.compile(r"[\"'`´“”„«»]")
# salesATnorthfieldDOTcom
_CAPITALS: Final = re.compile(r"(?<=[a-z0-9])(?:at|dot|et)(?=[a-z])")
_BRACKETED_DOT: Final = re.compile(rf"{_OPEN}(?:{_DOT_WORDS}|\.|,){_CLOSE}")
_SPOKEN_DOT: Final = re.compile(
    rf"(?:(?<=[^\W_])[\s\-_*]{{1,3}}|(?<=[^\x00-\x7f])|(?<=[a-z0-9])(?=[^\x00-\x7f]))(?:{_DOT_WORDS})[\s\-_*]{{0,3}}"
    rf"(?=(?P<next>(?:[a-z0-9-]{{1,30}}\s?(?:\.|\s(?:{_DOT_WORDS})\s)\s?)?[a-z0-9]{{2,6}})(?![a-z0-9]))"
)
# "the .NET framework" and "the .rs files" are no addresses.
_SPACED_DOT: Final = re.compile(
    r"(?<=[^\W_])(?:\s{1,2}\.\s{1,2}|\.\s{1,2}|\s{1,2}\.(?!net|rs\s\w|io)|,(?=com)|\s\*\s|\s/\s(?=com))"
    rf"(?=(?:{_ENDINGS})(?![\w.\-]))"
)
_BRACKETED_AT: Final = re.compile(
    rf"{_OPEN}(?:@|a\s?t|aet|et|{any_of('signs', 'at_only')}|a(?=.\s?[a-z0-9-]+\.[a-z])){_CLOSE}"
)
_SPOKEN_AT: Final = re.compile(
    rf"(?<=[a-z0-9])[\s\-_*]{{0,3}}(?:{any_of('signs', 'at_only')})[\s\-_*]{{0,3}}(?=[a-z0-9])"
)
_WEAK_AT: Final = re.compile(
    rf"(?<=[a-z0-9])(?:[\s\-_*]{{1,3}}(?:{any_of('signs', 'at', 'at_only')})[\s\-_*]{{1,3}}|[#&$*])"
    rf"(?=(?P<next>(?:{_PROVIDERS})(?![a-z0-9.])|[a-z0-9.-]{{4,70}}))"
)
_ON_PROVIDER: Final = re.compile(
    rf"(?<=[a-z0-9])(?:\s{{1,2}}(?:{any_of('signs', 'on')})\s{{1,2}}|在)"
    rf"(?=(?:{any_of('signs', 'mailbox_providers')})(?![\w.]))"
)


def decoded(skeleton: Skeleton) -> Skeleton:
    """With "dot" and "at" in words, brackets or spaces read as the signs, where an address follows."""
    bare = skeleton.replaced(_QUOTES, lambda _: "")
    dotted = bare.replaced(_CAPITALS, lambda match: _capital_sign(bare, match)).replaced(_BRACKETED_DOT, lambda _: ".")
    dotted = dotted.replaced(_SPOKEN_DOT, _dot_before_ending).replaced(_SPACED_DOT, lambda _: ".")
    signed = dotted.replaced(_BRACKETED_AT, _sign_apart).replaced(_SPOKEN_AT, lambda _: "@")
    return signed.replaced(_WEAK_AT, _at_before_host).replaced(_ON_PROVIDER, lambda _: "@")


def _capital_sign(skeleton: Skeleton, match: re.Match[str]) -> str | None:
    around = skeleton.source(match.start() - 1, match.start()) + skeleton.source(match.end(), match.end() + 1)
    if not skeleton.source(*match.span()).isupper() or around != around.lower():
        return None
    return "." if match.group() == "dot" else "@"


def _sign_apart(match: re.Match[str]) -> str:
    """Apart from the word before, if it was: what follows may be a handle."""
    return " @" if match.group()[0].isspace() else "@"


def _dot_before_ending(match: re.Match[str]) -> str | None:
    ending = re.split(r"[^a-z0-9]+", match["next"])[-1]
    return "." if ending in STRONG or ending == "kom" else None


def _at_before_host(match: re.Match[str]) -> str | None:
    following = match["next"]
    if re.match(rf"(?:{_PROVIDERS})(?![a-z0-9.])", following):
        return "@"
    length = host_length(following.strip(".-"))
    return "@" if length and is_address(following[:length], following[:length]) else None
