"""Finds addresses and numbers in simple codes: base64, hexadecimal, ROT13, Morse, reversed text."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from typing import Final

from .domains import STRONG
from .findings import FindingKind, Span

_BASE64: Final = re.compile(
    r"(?<![\w+/=])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{11,200}={0,2}(?![\w+/=])"
)
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x|%)?[0-9A-Fa-f]{2}[\s:,]?){8,100}(?![0-9A-Za-z])")
_PAIR: Final = re.compile(r"(?:0x|\\x|%)?([0-9A-Fa-f]{2})[\s:,]?")
_MORSE: Final = re.compile(r"(?<![.\-\w])[.\-·–—]{5}(?:[ /|]{1,3}[.\-·–—]{5}){5,14}(?![.\-\w])")
_WORD: Final = re.compile(r"\S+")
_LONGEST_ADDRESS: Final = 254  # characters, RFC 5321
# A mailbox, a host with a common ending, or enough digits for a phone number.
_ADDRESS: Final = re.compile(
    rf"[\w.+\-]{{1,64}}@[\w\-]{{1,63}}\.[\w.\-]+|[\w\-]{{3,63}}\.(?:{'|'.join(sorted(STRONG))})\b|\+?[\d\s\-]{{8,16}}"
)
_MAILBOX: Final = re.compile(rf"[\w.+\-]{{1,64}}@(?:[\w\-]{{1,63}}\.){{1,8}}(?:{'|'.join(sorted(STRONG))})")
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]{6,}")


def coded(text: str) -> Iterator[Span]:
    """Yields parts of the text that decode to an address or a number."""
    for match in _BASE64.finditer(text):
        if _contains_address(_from_base64(match.group())):
            yield Span(match.start(), match.end(), FindingKind.LINK)
    for match in _HEX.finditer(text):
        if _contains_address(_from_hex(match.group())):
            yield Span(match.start(), match.start() + len(match.group().rstrip()), FindingKind.LINK)
    for match in _MORSE.finditer(text):
        yield Span(match.start(), match.end(), FindingKind.PHONE)
    for match in _WORD.finditer(text):
        if len(match.group()) > _LONGEST_ADDRESS or not ("@" in match.group() or "." in match.group()):
            continue
        word = match.group().strip(".,;:!?()[]\"'").lower()
        if _MAILBOX.fullmatch(codecs.encode(word, "rot13")) or _MAILBOX.fullmatch(word[::-1]):
            yield Span(match.start(), match.end(), FindingKind.EMAIL)


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
