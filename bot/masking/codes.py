"""Finds addresses and numbers in simple codes: base64, hexadecimal, ROT13, Morse, reversed text."""

import base64
import binascii
import re
import string
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from .domains import STRONG
from .findings import FindingKind, Span

_BASE64: Final = re.compile(
    r"(?<![\w+/=])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{11,200}={0,2}(?![\w+/=])"
)
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x|%)?[0-9A-Fa-f]{2}[\s:,]?){8,100}(?![0-9A-Za-z])")
# Codes of characters as decimal or binary numbers, and as escapes of HTML and JSON.
_DECIMAL: Final = re.compile(
    r"(?<![\d.,])(?:1[01]\d|12[0-6]|[3-9]\d)(?:[\s,;-]{1,2}(?:1[01]\d|12[0-6]|[3-9]\d)){7,80}(?![\d.,]\d)"
)
_BINARY: Final = re.compile(r"(?<!\d)[01]{7,8}(?:[\s,]{1,2}[01]{7,8}){3,80}(?!\d)")
_ESCAPES: Final = re.compile(r"(?:&#x?[0-9A-Fa-f]{2,4};){6,80}|(?:\\?u\+?00[0-9A-Fa-f]{2}[\s,]?){6,80}")
_ESCAPE: Final = re.compile(r"&#(x?)([0-9A-Fa-f]+);|u\+?00([0-9A-Fa-f]{2})")
_PAIR: Final = re.compile(r"(?:0x|\\x|%)?([0-9A-Fa-f]{2})[\s:,]?")
_MORSE: Final = re.compile(r"(?<![.\-\w])[.\-·–—]{5}(?:[ /|]{1,3}[.\-·–—]{5}){5,14}(?![.\-\w])")
# Letters are shorter: dots and dashes in at least five groups. "- - -" and "..." hold one sign only.
_MORSE_LETTERS: Final = re.compile(r"(?<![.\-\w])[.\-·–—]{1,4}(?:(?: {1,3}| ?[/|] ?)[.\-·–—]{1,4}){4,30}(?![.\-\w])")
_MIN_MIXED: Final = 2  # groups with both signs
_WORD: Final = re.compile(r"\S+")
_LETTERS: Final = string.ascii_lowercase
_LONGEST_ADDRESS: Final = 254  # characters, RFC 5321
# A mailbox, a host with a common ending, or enough digits for a phone number.
_ADDRESS: Final = re.compile(
    rf"[\w.+\-]{{1,64}}@[\w\-]{{1,63}}\.[\w.\-]+|[\w.+\-]{{3,64}}@[\w\-]{{3,63}}|[\w\-]{{3,63}}\.(?:{'|'.join(sorted(STRONG))})\b|\+?[\d\s\-]{{8,16}}"
)
_MAILBOX: Final = re.compile(rf"[\w.+\-]{{1,64}}@(?:[\w\-]{{1,63}}\.){{1,8}}(?:{'|'.join(sorted(STRONG))})")
_MIN_CODED: Final = 6  # letters of a word in codes
_PERCENT: Final = re.compile(r"(?<![\w%])[\w.-]{0,60}(?:%[0-9A-Fa-f]{2}[\w.-]{0,60}){1,30}")
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]{6,}")


def coded(text: str) -> Iterator[Span]:
    """Yields parts of the text that decode to an address or a number."""
    for pattern, decode in _CODES:
        for match in pattern.finditer(text):
            plain = decode(match.group())
            if _contains_address(plain) or (
                _is_digits(plain) if pattern is _BINARY else pattern is not _BASE64 and _is_word(plain, match.group())
            ):
                yield Span(match.start(), match.start() + len(match.group().rstrip()), FindingKind.LINK)
    for match in _PERCENT.finditer(text):
        if _contains_address(unquote(match.group())):
            yield Span(match.start(), match.end(), FindingKind.LINK)
    for match in _MORSE.finditer(text):
        yield Span(match.start(), match.end(), FindingKind.PHONE)
    yield from _morse_words(text)
    for match in _WORD.finditer(text):
        if len(match.group()) > _LONGEST_ADDRESS or not ("@" in match.group() or "." in match.group()):
            continue
        bare = match.group().strip(".,;:!?()[]\"'")
        start, word = match.start() + match.group().find(bare), bare.lower()
        if _MAILBOX.fullmatch(word[::-1]) or ("@" in word and any(map(_MAILBOX.fullmatch, _shifted(word)))):
            yield Span(start, start + len(bare), FindingKind.EMAIL)


def _morse_words(text: str) -> Iterator[Span]:
    for match in _MORSE_LETTERS.finditer(text):
        groups = re.split(r"[ /|]+", re.sub("[–—]", "-", match.group()).replace("·", "."))
        if len({group for group in groups if "." in group and "-" in group}) >= _MIN_MIXED:
            yield Span(match.start(), match.end(), FindingKind.COMPANY)


def _shifted(word: str) -> Iterator[str]:
    """Yields the word with its letters moved along the alphabet, as Caesar did: all 25 ways."""
    for by in range(1, 26):
        yield word.translate(str.maketrans(_LETTERS, _LETTERS[by:] + _LETTERS[:by]))


def _is_digits(plain: str) -> bool:
    return plain.isascii() and plain.isalnum()


def _is_word(plain: str, written: str) -> bool:
    """Returns True for letters in the codes of their characters, but not for quantities that count up: 60, 65, 70."""
    pairs = re.findall(r"[0-9A-Fa-f]{2,8}", written)
    counts_up = all(one <= other for one, other in pairwise(pairs))
    return plain.isascii() and plain.isalnum() and sum(map(str.isalpha, plain)) >= _MIN_CODED and not counts_up


def _contains_address(decoded: str) -> bool:
    return bool(_PRINTABLE.fullmatch(decoded) and _ADDRESS.search(decoded))


def _from_base64(word: str) -> str:
    bare = word.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _from_hex(word: str) -> str:
    return bytes(int(pair, 16) for pair in _PAIR.findall(word)).decode("latin-1")


def _from_decimal(codes: str) -> str:
    return "".join(chr(int(code)) for code in re.findall(r"\d+", codes))


def _from_binary(codes: str) -> str:
    return "".join(chr(int(code, 2)) for code in re.findall(r"\d+", codes))


def _from_escapes(codes: str) -> str:
    found = _ESCAPE.findall(codes)
    return "".join(chr(int(number or code, 16 if x or code else 10)) for x, number, code in found)


_CODES: Final = (
    (_BASE64, _from_base64),
    (_HEX, _from_hex),
    (_DECIMAL, _from_decimal),
    (_BINARY, _from_binary),
    (_ESCAPES, _from_escapes),
)
