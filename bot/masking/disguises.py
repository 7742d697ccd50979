"""Turns disguised addresses into plain ones: "at" and "dot" in words, in brackets, with spaces."""

import re
from typing import Final

from .domains import STRONG, TLDS, host_length, is_address
from .skeleton import Skeleton
from .strange_words import is_strange
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
# "the .NET framework" and "the .rs files" are not addresses.
_SPACED_DOT: Final = re.compile(
    r"(?<=[^\W_])(?:\s{1,2}\.\s{1,2}|\.\s{1,2}|\s{1,2}\.(?!net|rs\s\w|io)|,(?=com)|\s\*\s|\s/\s(?=com))"
    rf"(?=(?:{_ENDINGS})(?![\w.\-]))"
)
# Anything in brackets before an ending that is no word: cleanwater [d] com, (full stop) rs.
_BRACKETED_ENDING: Final = re.compile(rf"(?<=[a-z0-9]){_OPEN}[a-z ]{{1,12}}{_CLOSE}(?=(?:{_ENDINGS})(?![a-z0-9]))")
_BRACKETED_AT: Final = re.compile(
    rf"{_OPEN}(?:@|a\s?t|aet|et|{any_of('signs', 'at_only')}|a(?=.\s?[a-z0-9-]+\.[a-z])){_CLOSE}"
)
_SPOKEN_AT: Final = re.compile(
    rf"(?<=[a-z0-9])[\s\-_*]{{0,3}}(?:{any_of('signs', 'at_only')})[\s\-_*]{{0,3}}(?=[a-z0-9])"
)
_SHORT_SIGN: Final = 5  # letters of a sign that ordinary words hold: "etta" in "accettare", "alfa" in "alfabet"
_WEAK_AT: Final = re.compile(
    rf"(?<=[a-z0-9])(?:[\s\-_*]{{1,3}}(?:{any_of('signs', 'at', 'at_only')})[\s\-_*]{{1,3}}|[#&$*])"
    rf"(?=(?P<next>(?:{_PROVIDERS})(?![a-z0-9.])|[a-z0-9.-]{{4,70}}))"
)
_ON_PROVIDER: Final = re.compile(
    rf"(?<=[a-z0-9])(?:\s{{1,2}}(?:{any_of('signs', 'on')})\s{{1,2}}|在)"
    rf"(?=(?:{any_of('signs', 'mailbox_providers')})(?![\w.]))"
)


_UNDERSCORE: Final = re.compile(rf"(?<=[a-z0-9])\s{{1,2}}(?:{any_of('signs', 'underscore')})\s{{1,2}}(?=[a-z0-9])")
_SLASH: Final = re.compile(rf"(?<=[a-z0-9])\s{{1,2}}(?:{any_of('dotless', 'slashes')})\s{{1,2}}(?=[a-z0-9])")
_DASH: Final = re.compile(
    rf"(?<=[a-z0-9])\s{{1,2}}(?:{any_of('signs', 'dash')})\s{{1,2}}"
    rf"(?=[a-z0-9]{{2,40}}\s{{0,2}}(?:@|\.|{any_of('signs', 'at_only')}|"
    rf"(?:{_DOT_WORDS}|{any_of('signs', 'at', 'on')})\s))"
)
_AT_FIRST: Final = re.compile(r"(?<![a-z])at[\s-]?sign\s{1,2}(?=(?P<next>[a-z][\w.-]{0,40}))")
_WWW: Final = re.compile(r"(?<![a-z0-9])w\s?w\s?w(?=\s[a-z0-9-]{3})|三[达大打]不?[溜遛六]\s?(?:点儿?|\.)?\s?")
# Any word in brackets between a mailbox and a host: [ snail ], (pri), {monkey}.
_BRACKETED_WORD: Final = re.compile(
    rf"(?<=[a-z0-9])\s{{0,2}}[\[({{<]\s{{0,2}}(?!(?:{_DOT_WORDS})\s?[\])}}>])[a-z][a-z ]{{0,12}}"
    r"\s{0,2}[\])}>]\s{0,2}"
    rf"(?=[a-z0-9-]{{2,40}}(?:(?:\s?\.\s?|\s(?:{_DOT_WORDS})\s)(?:{_ENDINGS})"
    rf"|{_OPEN}(?:{_DOT_WORDS}|\.){_CLOSE}(?:{'|'.join(sorted(TLDS))}))(?![a-z0-9]))"
)
# Two words in brackets before any ending: oar (curly a) sealpaddle (spot) scot.
_TWO_BRACKETS: Final = re.compile(
    rf"(?<![\w.@-])(?P<box>[a-z0-9._-]{{2,40}}){_OPEN}[^\W\d][\w @-]{{0,16}}{_CLOSE}(?P<host>[a-z0-9-]{{3,40}})"
    rf"{_OPEN}[\w .-]{{1,14}}{_CLOSE}(?P<ending>{'|'.join(sorted(TLDS))})(?![\w-])"
)
# After "@", any ending may follow a spoken dot: "arobase lumiere point fr".
_HOST_SAID: Final = re.compile(
    rf"@\s{{0,2}}[a-z0-9-]{{2,40}}(?:\s{{0,2}}(?:\.|{_DOT_WORDS})\s{{0,2}}[a-z0-9-]{{2,20}}){{1,3}}"
)
_ANY_DOT: Final = re.compile(
    rf"\s{{0,2}}(?<![a-z])(?:\.|{_DOT_WORDS})(?:(?![a-z])|(?=(?:{_ENDINGS}|it|es|fr|at|ch)\Z))\s{{0,2}}"
)
# "chez", "bei" and "na" mean "@" if a word like "mail" came before and a provider or spoken dot follows.
_MAIL_SAID: Final = re.compile(
    rf"(?<![a-z])(?P<cue>(?:{any_of('signs', 'mail')})[^\n@]{{0,24}}?\s)(?P<box>[a-z0-9._-]{{2,40}})"
    rf"\s{{1,2}}(?:{any_of('signs', 'at', 'on')})\s{{1,2}}"
    rf"(?P<host>[a-z0-9-]{{2,40}}(?:\s{{1,2}}(?:{_DOT_WORDS})\s{{1,2}}[a-z0-9-]{{2,12}}){{1,3}})(?![a-z0-9])"
)


def signs_in_words(skeleton: Skeleton) -> Skeleton:
    """Replaces "underscore", "slash" and "at-sign" by the signs, in any context."""
    lines = skeleton.replaced(_UNDERSCORE, lambda _: "_").replaced(_SLASH, lambda _: "/")
    return lines.replaced(_AT_FIRST, _at_before_account).replaced(_WWW, lambda _: "www.")


def decoded(skeleton: Skeleton) -> Skeleton:
    """Replaces "dot" and "at" in words, brackets or spaces by the signs if an address follows."""
    bare = skeleton.replaced(_QUOTES, lambda _: "").replaced(_DASH, lambda _: "-").replaced(_MAIL_SAID, _plain_address)
    bare = bare.replaced(_TWO_BRACKETS, lambda match: f"{match['box']}@{match['host']}.{match['ending']}")
    bare = bare.replaced(_BRACKETED_ENDING, lambda _: ".").replaced(_BRACKETED_WORD, lambda _: "@")
    dotted = bare.replaced(_CAPITALS, lambda match: _capital_sign(bare, match)).replaced(_BRACKETED_DOT, lambda _: ".")
    dotted = dotted.replaced(_SPOKEN_DOT, _dot_before_ending).replaced(_SPACED_DOT, lambda _: ".")
    signed = dotted.replaced(_BRACKETED_AT, _at_with_space).replaced(_SPOKEN_AT, _at_between)
    signed = signed.replaced(_WEAK_AT, _at_before_host).replaced(_ON_PROVIDER, lambda _: "@")
    return signed.replaced(_HOST_SAID, _plain_host)


def _at_before_account(match: re.Match[str]) -> str | None:
    """Returns the sign before an account, but not for "at sign boards"."""
    return "@" if not match["next"].isalpha() or is_strange(match["next"]) else None


def _plain_host(match: re.Match[str]) -> str | None:
    host = _ANY_DOT.sub(".", match.group()[1:].strip())
    length = host_length(host)
    return "@" + host if length == len(host) and host != match.group()[1:] else None


def _plain_address(match: re.Match[str]) -> str | None:
    host = _ANY_DOT.sub(".", match["host"])
    return f"{match['box']}@{host}" if host_length(host) == len(host) else None


def _capital_sign(skeleton: Skeleton, match: re.Match[str]) -> str | None:
    around = skeleton.source(match.start() - 1, match.start()) + skeleton.source(match.end(), match.end() + 1)
    if not skeleton.source(*match.span()).isupper() or around != around.lower():
        return None
    return "." if match.group() == "dot" else "@"


def _at_between(match: re.Match[str]) -> str | None:
    return None if match.group().isascii() and match.group().isalpha() and len(match.group()) <= _SHORT_SIGN else "@"


def _at_with_space(match: re.Match[str]) -> str:
    """Keeps a space before the sign, because a handle may follow."""
    return " @" if match.group()[0].isspace() else "@"


def _dot_before_ending(match: re.Match[str]) -> str | None:
    *labels, ending = re.split(r"[^a-z0-9]+", match["next"])
    whole = bool(labels) and labels[0] in STRONG and ending in TLDS  # "nokta com nokta tr"
    return "." if whole or ending in STRONG or ending == "kom" else None


def _at_before_host(match: re.Match[str]) -> str | None:
    following = match["next"]
    if re.match(rf"(?:{_PROVIDERS})(?![a-z0-9.])", following):
        return "@"
    length = host_length(following.strip(".-"))
    return "@" if length and is_address(following[:length], following[:length]) else None
