"""Short ways to write listings in tests."""

from itertools import pairwise
from typing import Any

import numpy as np

from bot.matching.encoders import Floats, unit
from bot.matching.listing import Subject
from storage.vocabulary import Kind


def need(title: str, **fields: Any) -> Subject:
    return Subject(**({"id": "need", "kind": Kind.NEED, "title": title} | fields))


def offer(title: str, **fields: Any) -> Subject:
    return Subject(**({"id": "offer", "kind": Kind.OFFER, "title": title} | fields))


class LetterEncoder:
    """A stand-in of 64 dimensions that knows pairs of letters: quick, deterministic, needs no wheel."""

    name = "letters"
    dimensions = 64

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Any) -> Floats:
        self.texts += len(texts)
        rows = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for pair in pairwise(text):
                row[hash_of(pair) % self.dimensions] += 1
        return unit(rows)


def hash_of(pair: tuple[str, str]) -> int:
    return ord(pair[0]) * 31 + ord(pair[1])
