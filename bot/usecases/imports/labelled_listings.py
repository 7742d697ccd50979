"""Parts a cell that says itself what is offered and what is needed: "Offer: mills. Need: packaging machines"."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Final

from bot.matching.guess import guess_kind
from bot.usecases.imports.headings import Column
from storage.vocabulary import Kind

_ENDS: Final = " \t;,.|/-–—"
_OF_KIND: Final = {Kind.NEED: Column.NEEDS, Kind.OFFER: Column.OFFERS}


@cache
def _labels() -> re.Pattern[str]:
    words = tomllib.loads(files("bot.usecases.imports").joinpath("words.toml").read_text("utf-8"))
    offers, needs = ("|".join(map(re.escape, words[name])) for name in ("offer_labels", "need_labels"))
    return re.compile(
        rf"(?:^|(?<=[\s;.,|/(•。；，]))(?:(?P<offers>{offers})|(?P<needs>{needs}))\s?(?:[:：=]|(?<=\s)[-–—](?=\s))\s*",
        re.IGNORECASE,
    )


def parted(lines: Sequence[str], otherwise: Sequence[Column]) -> Iterator[tuple[Column, list[str]]]:
    """Yields the column of each part of a cell, and its lines.

    `otherwise` are the columns that the cell stands in. If it stands in both, a text without a label is a need or an
    offer by its words.
    """
    if not any(map(_labels().search, lines)):
        yield _kind(" ".join(lines), otherwise), list(lines)
        return
    for kind, texts in groupby(_labelled(lines), key=itemgetter(0)):
        parts = [text.strip(_ENDS) for _, text in texts]
        yield kind or _kind(" ".join(parts), otherwise), [part for part in parts if part]


def _labelled(lines: Sequence[str]) -> Iterator[tuple[Column | None, str]]:
    """Yields the column that the last label before a text names, and the text."""
    kind: Column | None = None
    for line in lines:
        at = 0
        for label in _labels().finditer(line):
            yield kind, line[at : label.start()]
            kind, at = Column.OFFERS if label["offers"] else Column.NEEDS, label.end()
        yield kind, line[at:]


def _kind(text: str, otherwise: Sequence[Column]) -> Column:
    return otherwise[0] if len(otherwise) == 1 else _OF_KIND[guess_kind(text).value or Kind.OFFER]
