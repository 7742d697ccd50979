"""Decodes text files of unknown encoding, also if some lines have another encoding than the rest."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.usecases.imports.encoding_guess import best_encoding, decoded_as, is_rather_utf8
from bot.usecases.imports.errors import UnreadableFileError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOSTLY_USUAL: Final = 0.9  # share of usual characters in a text that was decoded with the right byte order
_TEXT_CONTROLS: Final = b"\t\n\r\x0b\x0c\x1a\x1b"
_READ_AS: Final = ("cp1252", "cp1250", "cp1251")
"""Encodings in which programs read UTF-8 wrongly."""
_FOLLOWING: Final = "".join(bytes([byte]).decode(name, "ignore") for name in _READ_AS for byte in range(0x80, 0xC0))
_TWICE: Final = re.compile(f"[Â-ßà-ïÂÃĂÄĹĽĆÇÉ\u0413-\u041fРСâ][\x80-\xbf{_FOLLOWING}]")
"""A letter of UTF-8 that was read in one of them."""
_UTF8_LETTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PIECE: Final = re.compile(rb"[A-Za-z]?[A-Za-z\x80-\xff'.\- ]*[\x80-\xff][A-Za-z\x80-\xff@-~'.\- ]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text, its encoding, and the numbers (from 1) of lines in another encoding."""

    text: str
    encoding: str
    other_lines: tuple[int, ...] = ()


def decode(content: bytes) -> Decoded:
    """Returns the most likely text. Raises UnreadableFileError for bytes that are no text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark) and (encoding != "utf-16-le" or not _is_binary_utf16(content)):
            rest = content[len(mark) :]
            if encoding == "utf-8":
                return _utf8_or_mixed(rest)
            return Decoded(text=rest.decode(encoding, "replace").replace("\x00", ""), encoding=encoding)
    if b"\x00" in content:
        return _wide(content)
    if b"\x1b$" in content or b"\x1b(" in content:
        encoding = "iso2022_kr" if b"\x1b$)C" in content else "iso2022_jp_2"
        text = decoded_as(content, encoding)
        if text is not None:
            return Decoded(text=text, encoding=encoding)
    if _looks_binary(content):
        raise UnreadableFileError
    return _utf8_or_mixed(content)


def _is_binary_utf16(content: bytes) -> bool:
    return len(content) < 4  # only a byte order mark, without a letter


def _looks_binary(content: bytes) -> bool:
    head = content[:8_000]
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    return controls * 50 > len(head)


def _wide(content: bytes) -> Decoded:
    """Decodes UTF-16 or UTF-32 without a byte order mark, by the share of usual characters of a table."""
    best: tuple[float, str, str] | None = None
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        width = 4 if "32" in encoding else 2
        text = decoded_as(content[: len(content) - len(content) % width], encoding)
        # Every table has separators between its cells or its lines.
        if not text or not any(mark in text for mark in "\n\r\t,;|"):
            continue
        head = text[:4_000]
        score = sum(map(_is_usual, head)) / len(head)
        if best is None or score > best[0]:
            best = (score, text, encoding)
    if best is None or best[0] < _MOSTLY_USUAL:
        raise UnreadableFileError
    return Decoded(text=best[1].replace("\x00", ""), encoding=best[2])


def _is_usual(c: str) -> bool:
    code = ord(c)
    if code < 0x80:
        return c.isprintable() or c in "\t\r\n"
    # Scripts of real lists. A text decoded with the wrong byte order has characters from everywhere.
    return (0xA0 <= code < 0x700 or 0xE00 <= code < 0xE80 or 0x1E00 <= code < 0x2100 or 0x3000 <= code < 0x3100) or (
        0x4E00 <= code < 0x9FA6 or 0xAC00 <= code < 0xD7A4 or 0xFF00 <= code < 0xFF60
    )


def _utf8_or_mixed(content: bytes) -> Decoded:
    text = decoded_as(content, "utf-8")
    if text is not None:
        return undo_double_encoding(text)
    lines = content.split(b"\n")
    beyond = [number for number, line in enumerate(lines) if not line.isascii()]
    broken = [number for number in beyond if decoded_as(lines[number], "utf-8") is None]
    if len(broken) * 2 <= len(beyond):
        return _mostly_utf8(lines, broken)
    encoding = best_encoding(content)
    text = decoded_as(content, encoding)
    if text is not None and len(broken) == len(beyond):
        return Decoded(text=text, encoding=encoding)
    whole = set(beyond) - set(broken)
    other = [number for number in sorted(whole) if is_rather_utf8(lines[number], encoding)]
    kept = set(other)
    texts = [line.decode("utf-8" if n in kept else encoding, "replace") for n, line in enumerate(lines)]
    return Decoded(text="\n".join(texts), encoding=encoding, other_lines=tuple(n + 1 for n in other))


def undo_double_encoding(text: str) -> Decoded:
    """Decodes UTF-8 that a program read in a Windows encoding and wrote as UTF-8 again: "Å½" or "Ĺ˝" for "Ž"."""
    if _TWICE.search(text) is None:
        return Decoded(text=text, encoding="utf-8")
    lines = text.split("\n")
    repaired = [number for number, line in enumerate(lines) if _TWICE.search(line)]
    done = []
    for number in repaired:
        once = next(filter(None, (_encoded_once(lines[number], encoding) for encoding in _READ_AS)), None)
        if once is not None:
            lines[number] = once
            done.append(number + 1)
    return Decoded(text="\n".join(lines), encoding="utf-8", other_lines=tuple(done))


def _encoded_once(line: str, encoding: str) -> str | None:
    """Returns the line decoded once; None if it cannot have been encoded twice."""
    content = b"".join(c.encode("latin-1") if "\x80" <= c < "\xa0" else _byte(c, encoding) for c in line)
    return decoded_as(content, "utf-8")


def _byte(c: str, encoding: str) -> bytes:
    try:
        return c.encode(encoding)
    except UnicodeEncodeError:
        return b"\xff"  # never part of UTF-8


def _mostly_utf8(lines: Sequence[bytes], broken: Sequence[int]) -> Decoded:
    """Decodes UTF-8 in which some lines, or single letters in a line, have another encoding."""
    texts = [line.decode("utf-8", "replace") for line in lines]
    odd = [lines[number] for number in broken]
    encoding = best_encoding(b"\n".join(_UTF8_LETTER.sub(b"", line) if _has_utf8(line) else line for line in odd))
    for number in broken:
        texts[number] = _line(lines[number], encoding, last=number == len(lines) - 1)
    numbers = tuple(number + 1 for number in broken)
    return Decoded(text="\n".join(texts), encoding="utf-8", other_lines=numbers)


def _has_utf8(line: bytes) -> bool:
    """Returns True if most bytes beyond ASCII form UTF-8 letters."""
    letters = sum(len(letter) for letter in _UTF8_LETTER.findall(line))
    return letters * 2 > sum(byte > 127 for byte in line)


def _line(line: bytes, encoding: str, *, last: bool) -> str:
    if not _has_utf8(line):
        return line.decode(encoding, "replace")
    if last:  # the file was cut off in the middle of a letter
        cut = decoded_as(line[:-1], "utf-8") or decoded_as(line[:-2], "utf-8") or decoded_as(line[:-3], "utf-8")
        if cut is not None:
            return cut
    parts, at = [], 0
    for letter in _UTF8_LETTER.finditer(line):
        parts += [line[at : letter.start()].decode(encoding, "replace"), letter.group().decode("utf-8", "replace")]
        at = letter.end()
    return "".join([*parts, line[at:].decode(encoding, "replace")])
