"""Finds e-mail addresses, links and handles in a decoded text (see `disguises`)."""

import re
from collections.abc import Iterator
from typing import Final

from .domains import FOREIGN_HOST, HOST, STRONG, host_length, is_address
from .findings import FindingKind, Span
from .skeleton import Skeleton
from .strange_words import is_strange
from .vocabulary import any_of, words

_ENDINGS: Final = any_of("domains", "strong")
_LED_UP: Final = words("signs", "led_up_to_at")
_CONDITIONS: Final = words("signs", "conditions")
_DOT_WORDS: Final = any_of("signs", "dot")

_AT: Final = re.compile(r"\s{0,2}@\s{0,2}")
_LOCAL: Final = re.compile(r"[\w.%+\-@]{1,64}\Z")
_PROVIDER: Final = re.compile(
    rf"(?:{any_of('signs', 'providers', 'mailbox_providers')})(?![a-z0-9])(?:-[a-z]{1, 3}(?![a-z0-9]))?"
)
_PATH: Final = re.compile(r"(?::\d{2,5})?(?:\s/\s[a-z0-9_\-]{3,60}|\s?[/?#][^\s<>\"'，。；）)]{0,200})?")
_LINKED: Final = re.compile(r"/[a-z0-9_-]{3,60}(?![\w/])")
_SCHEME: Final = re.compile(
    r"(?<![a-z])(?:h\s?[tx]\s?[tx]\s?p\s?s?|ftp|tg|weixin|line|viber|whatsapp|skype|mailto|tel)"
    r"\s?:\s?/{1,2}\s?[^\s<>，。；）]{2,300}"
)
_SHORT_LINK: Final = re.compile(
    r"(?<![a-z0-9])tme\s?/\s?[a-z0-9_]{4,32}|(?<![a-z0-9])(?:t|wa|m|u|fb|vk|ig|v|k|b)\s?\.\s?(?:me|link|wechat|tn|tv|qq)\s?/\s?[^\s<>]{2,100}"
)
_WWW: Final = re.compile(
    r"(?<![a-z0-9])www\s{0,2}[.\s]\s{0,2}(?!(?:is|are|and|or|of|in|for|was|je|ist|i|und)\b)[\w-]{2,60}"
    # A dot with a space behind it ends a sentence, unless a common ending follows.
    rf"(?:\.[\w-]{{2,20}}|\s{{1,2}}\.\s{{0,2}}[\w-]{{2,20}}|\.\s{{1,2}}(?:{_ENDINGS})(?![\w-])){{0,4}}"
    rf"(?:\s{{1,2}}(?:{_ENDINGS})(?![a-z0-9]))?(?:/\S{{0,200}})?"
)
_SPOKEN_LINK: Final = re.compile(
    rf"(?<![a-z0-9])(?:t|wa|telegram)[\s.]{{0,3}}(?:{_DOT_WORDS}|\.)[\s.]{{0,3}}me"
    r"(?:\s?(?:/|slash|kosa crta|斜杠)\s?|\s)[a-z0-9_+]{4,32}"
)
# A spoken dot before any ending, after a word that announces an address: "our site: lumiere point fr".
_SAID_SITE: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('signs', 'site')})[^\n.]{{0,16}}?(?<![a-z0-9])"
    rf"(?P<host>[a-z0-9-]{{3,40}}(?:\s{{1,2}}(?:{_DOT_WORDS})\s{{1,2}}[a-z0-9-]{{2,20}}){{1,3}})(?![a-z0-9])"
)
_SAID_DOT: Final = re.compile(rf"\s{{1,3}}(?:{_DOT_WORDS})\s{{1,3}}")
_NUMERIC_HOST: Final = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?/[^\s\d]\S+")
_HANDLE: Final = re.compile(r"(?<![\w@.)\]])@\s{0,2}(?=[a-z])[a-z0-9_.]{3,32}")


def addresses(skeleton: Skeleton) -> Iterator[Span]:
    """Yields e-mail addresses, links and handles of a decoded skeleton, in original offsets."""
    yield from _emails(skeleton)
    yield from _hosts(skeleton)
    for match in _SAID_SITE.finditer(skeleton.text):
        host = _SAID_DOT.sub(".", match["host"])
        if host_length(host) == len(host):
            yield Span(*skeleton.span(*match.span("host")), FindingKind.LINK)
    for pattern in (_SCHEME, _SHORT_LINK, _SPOKEN_LINK, _WWW, _NUMERIC_HOST):
        for match in pattern.finditer(skeleton.text):
            yield Span(*skeleton.span(*match.span()), FindingKind.LINK)
    for match in _HANDLE.finditer(skeleton.text):
        if match.group().strip("@ .").casefold() not in _CONDITIONS and _is_handle(match.group()):
            yield Span(*skeleton.span(*match.span()), FindingKind.HANDLE)


def _is_handle(text: str) -> bool:
    spaced = len(text) > 1 and text[1].isspace()
    return not spaced or (any(char == "_" or char.isdigit() for char in text) and len(text) > 6)


def _emails(skeleton: Skeleton) -> Iterator[Span]:
    text = skeleton.text
    for at in _AT.finditer(text):
        local = _LOCAL.search(text[max(0, at.start() - 64) : at.start()])
        if local is None:
            continue
        start = at.start() - len(local.group())
        end = _mail_host_end(skeleton, start, at)
        if end:
            first = _local_start(text, start, at.start())
            spoken = "@" not in skeleton.source(at.start(), at.end())
            if spoken and text[first : at.start()] in _LED_UP:
                first = at.start()
            yield Span(*skeleton.span(first, end), FindingKind.EMAIL)


def _local_start(text: str, start: int, end: int) -> int:
    """Skips Chinese words directly before a mailbox name."""
    latin = re.search(r"[a-z0-9._%+\-@]+\Z", text[start:end])
    return start + latin.start() if latin else start


def _mail_host_end(skeleton: Skeleton, start: int, at: re.Match[str]) -> int:
    text = skeleton.text
    host = HOST.match(text, at.end())
    if host:
        length = host_length(host.group())
        if length:
            return at.end() + length
    provider = _PROVIDER.match(text, at.end())
    if provider:
        return provider.end()
    foreign = FOREIGN_HOST.match(text, at.end())
    if foreign:
        return foreign.end()
    # "ana@senzor": lower case on both sides; otherwise it is chemistry (Fe3O4@SiO2).
    bare = re.compile(r"[a-z][a-z0-9-]{3,40}(?![\w.])").match(text, at.end())
    if bare and len(at.group()) == 1 and at.start() - start >= 3:
        source = skeleton.source(start, bare.end())
        local = text[start : at.start()]
        if source.islower() and local.isascii() and local[-1].isalpha() and _is_sign(skeleton, at, local, bare.group()):
            return bare.end()
    return 0


def _is_sign(skeleton: Skeleton, at: re.Match[str], local: str, host: str) -> bool:
    """Returns False for a word between two ordinary ones: "apple strudel filling", "under a commercial agreement"."""
    return "@" in skeleton.source(*at.span()) or not local.isalpha() or is_strange(local) or is_strange(host)


def _hosts(skeleton: Skeleton) -> Iterator[Span]:
    for match in HOST.finditer(skeleton.text):
        length = host_length(match.group())
        end = match.start() + length
        linked = _LINKED.match(skeleton.text, end) is not None
        if length and (linked or is_address(match.group()[:length], skeleton.source(match.start(), end))):
            if "。" in skeleton.source(match.start(), end) and match.group()[:length].rpartition(".")[2] not in STRONG:
                continue
            path = _PATH.match(skeleton.text, end)
            yield Span(*skeleton.span(match.start(), path.end() if path else end), FindingKind.LINK)
    if skeleton.text.isascii():
        return
    for match in FOREIGN_HOST.finditer(skeleton.text):
        host, _, ending = match.group().partition(".")
        if not match.group().isascii() and _is_foreign(skeleton, match, host, ending):
            yield Span(*skeleton.span(*match.span()), FindingKind.LINK)


def _is_foreign(skeleton: Skeleton, match: re.Match[str], host: str, ending: str) -> bool:
    """Tells an address in another script from two Chinese sentences ("。" without a space after it)."""
    if host[-1].isdigit() or (ending.isascii() and len(host) > 12):
        return False
    dot = match.start() + len(host)
    if skeleton.source(dot, dot + 1) != "。":
        return True
    around = skeleton.text[match.end() : match.end() + 1]
    return len(host) <= 12 and not around.isalnum()
