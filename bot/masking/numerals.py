"""Finds digits in figures, number words and numerals of several languages, with the text between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .skeleton import Reading, Skeleton, read
from .vocabulary import any_of, listed


def _by_digit(name: str) -> dict[str, str]:
    """Returns word → digit for a list of ten lines, one line per digit."""
    return {word: str(digit) for digit, line in enumerate(listed("numerals", name)) for word in line.split()}


_VALUES: Final = _by_digit("units")
SIGNS: Final = {
    sign: str(digit)
    for name in ("han", "hangul")
    for digit, line in enumerate(listed("numerals", name))
    for sign in line
}
_OTHERS: Final = {read(word, Reading.SOUNDS).text: digit for word, digit in _by_digit("other_units").items()}
_TENS: Final = any_of("numerals", "tens")
_TEENS: Final = any_of("numerals", "larger")
_WORD: Final = "|".join(sorted(_VALUES, key=len, reverse=True))

_ATOM: Final = re.compile(
    r"(?P<figures>(?<![a-z])[0-9o](?=[0-9oil]*[0-9])[0-9oil]*(?![a-z])|[0-9]+)"
    rf"|(?<![a-z])(?P<word>(?:{_WORD})(?![a-z])|(?:(?:{_WORD}){{2,20}})(?![a-z]))"
    rf"|(?<![a-z])(?P<tens>(?:{_TENS}))(?![a-z])|(?<![a-z])(?P<teens>(?:{_TEENS})+)(?![a-z])"
    rf"|(?P<sign>[{''.join(SIGNS)}])|(?<=[{''.join(SIGNS)}o])(?P<letter>o)(?![a-np-z])"
    r"|(?P<oh>(?<=-)o(?=-)|(?<![a-z])o(?=-[a-z0-9])|(?<=[a-z0-9]-)o(?![a-z]))"
    rf"|(?P<other>{'|'.join(sorted(_OTHERS, key=len, reverse=True))})"
)
_LETTER_DIGITS: Final = str.maketrans("oil", "011")
_GLUED: Final = re.compile(_WORD)
_BIG: Final = re.compile(r"[十百千万亿拾佰仟萬億십백천만억]")
# Allowed between two digits of one number: signs, symbols, emoji, or a filler word.
_GAP: Final = re.compile(rf"(?:[^\w]|_){{0,6}}|[^\w]{{1,3}}(?:{any_of('numerals', 'between')})[^\w]{{1,3}}|[のノx×]")


# A number word with figures in place of some letters: "s3v3n".
LEET_WORD: Final = re.compile(r"(?<![a-z0-9])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{2,8}(?![a-z0-9])")
_LEET: Final = str.maketrans("013457", "oieast")


def leet_digit(match: re.Match[str]) -> str | None:
    word = match.group().translate(_LEET)
    return word if word in _VALUES else None


@dataclass(frozen=True, slots=True)
class Group:
    """Adjacent digits with skeleton offsets. `plain`: written as figures; `gap`: the text before the group."""

    digits: str
    start: int
    end: int
    plain: bool
    gap: str


def runs(skeleton: Skeleton) -> Iterator[list[Group]]:
    """Yields runs of groups that may belong to one number, in order."""
    run: list[Group] = []
    for group in groups(skeleton.text):
        if run and _GAP.fullmatch(group.gap) is None:
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def groups(text: str) -> Iterator[Group]:
    """Yields all groups of digits, in order."""
    end = 0
    for match in _ATOM.finditer(text):
        digits, plain = _digits(match)
        if match.lastgroup == "sign" and (_BIG.match(text, match.end()) or _BIG.match(text, max(0, match.start() - 1))):
            digits = ""
        if digits:
            yield Group(digits, match.start(), match.end(), plain, text[end : match.start()])
            end = match.end()


def _digits(match: re.Match[str]) -> tuple[str, bool]:
    atom = match.group()
    if match.lastgroup == "figures":
        return atom.translate(_LETTER_DIGITS), True
    if match.lastgroup in {"letter", "oh"}:
        return "0", False
    if match.lastgroup == "word":
        return "".join(_VALUES[part.group()] for part in _GLUED.finditer(atom)), False
    if match.lastgroup == "tens":
        return "6", False
    if match.lastgroup == "teens":
        return "10", False
    return SIGNS.get(atom) or _OTHERS.get(atom, ""), False
