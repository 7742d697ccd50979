"""Texts on which a careless regular expression or reader takes more than linear time, and how that is measured."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

SHORT, LONG = 1_024, 4_096  # the longest message
_LINEAR = LONG / SHORT
_WIDE = 2.5  # times linear growth; quadratic growth is four times linear
_NOTICEABLE = 0.005  # seconds of CPU below which growth is noise
_TRIES = 3
_ENDS = ("", "!", "\n", "0", "a", "中", " ")

PIECES = [
    *"10aZéж中一ا🍎.,:;-_/@+()'%▒\u200b\u0301",
    *("1-", "0,", "+1.1.", "1/", "(1)", "a1", "_a", "@a", "a.", "a-", "1:", "0x1 ", "381-64-", "064 ", "nula ", "at "),
    *("dot ", "wx: ", "www.", "http:", "t.me/", "ul. A ", "1 street ", "via a ", "booth ", "号", "微信", "路1号", "点"),
    *(
        "22-",
        "22.11.",
        "u petak ",
        "half past ",
        "in an ",
        "Georgia, ",
        "New ",
        "Republic of ",
        "中国",
        "tel ",
        "00",
        "x ",
    ),
    *("e ", "A ", "Abc ", "-1 ", "1,5 ", "1e5 ", "E+11", "ext 1 ", "[at] ", "{", "<a>", "&amp;", "\\", "a b "),
]


def patterns(*packages: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """(where, pattern) for every compiled pattern at the top of a module of the packages, in tuples as well."""
    for package in packages:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            yield from _of_module(importlib.import_module(found.name))


def _of_module(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        for number, one in enumerate(_flat(value)):
            yield f"{module.__name__}.{name}[{number}]", one


def _flat(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _flat(one)


def texts_for(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Repeats of what the pattern repeats, of what it matches, and of near misses, each with several ends."""
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = _sample(parsed)
    pieces = {whole, whole[:-1], whole[1:], *_repeated(parsed)} - {""}
    for piece in sorted(pieces)[:24]:
        for end in _ENDS[:2]:
            yield (piece * (length // len(piece) + 1))[:length] + end


def _repeated(parsed: Any) -> Iterator[str]:
    """A sample of everything that the pattern repeats."""
    for kind, value in parsed:
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
            if value[1] > 1:
                yield _sample(value[2])
            yield from _repeated(value[2])
        elif kind is op.SUBPATTERN:
            yield from _repeated(value[3])
        elif kind is op.BRANCH:
            for branch in value[1][:6]:
                yield from _repeated(branch)


def _sample(parsed: Any) -> str:
    """A short text that the pattern matches, but for what stands around it."""
    text = ""
    for kind, value in parsed:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind is op.NOT_LITERAL:
            text += "a" if value != ord("a") else "b"
        elif kind is op.ANY:
            text += "x"
        elif kind is op.IN:
            text += _of_class(value)
        elif kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
            text += _sample(value[2]) * max(1, value[0])
        elif kind is op.SUBPATTERN:
            text += _sample(value[3])
        elif kind is op.BRANCH:
            text += _sample(value[1][0])
    return text


def _of_class(items: Any) -> str:
    samples = {
        op.CATEGORY_DIGIT: "1",
        op.CATEGORY_SPACE: " ",
        op.CATEGORY_WORD: "a",
        op.CATEGORY_NOT_WORD: "-",
        op.CATEGORY_NOT_SPACE: "a",
        op.CATEGORY_NOT_DIGIT: "a",
    }
    if items[0][0] is op.NEGATE:
        return next(char for char in "a1-. 中" if not re.match(r"[\W_]", char) or char in "-. ")
    kind, value = items[0]
    if kind is op.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is op.RANGE else samples.get(value, "a")


def grows_too_fast(work: Callable[[str], object], text_of: Callable[[int], str]) -> bool:
    """Whether the CPU time grows clearly more than linearly from SHORT to LONG characters, each time it is tried."""
    return all(_grows(work, text_of) for _ in range(_TRIES))


def _grows(work: Callable[[str], object], text_of: Callable[[int], str]) -> bool:
    long = _seconds(work, text_of(LONG))
    if long < _NOTICEABLE:
        return False
    short = min(_seconds(work, text_of(SHORT)) for _ in range(2))
    return long > short * _LINEAR * _WIDE


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
