"""Listings without end for the benchmarks: synthetic, seeded and clustered. Not a benchmark itself.

Forty sectors, a thousand subjects scattered about them, listings scattered about those. Half are needs, half offers, in
ten countries and languages, each with a title of seven words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.matching.debias import Debias
from bot.matching.encoders import Floats, unit
from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.pool import Halves
from bot.matching.prepare import Prepared
from bot.matching.tokens import token
from bot.matching.vectors import Vectors
from storage.vocabulary import Kind

WIDTH = 384
SECTORS = 40
SUBJECTS = 1_000
COUNTRIES = ("RS", "CN", "DE", "IT", "TR", "PL", "HU", "KR", "JP", "FR")
LANGUAGES = ("sr", "zh", "de", "it", "tr", "pl", "hu", "ko", "ja", "fr")
_SPREAD = 0.06
"""Per dimension: two listings of a subject then have a cosine of about 0.6, two subjects of a sector one of 0.4."""
_CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Some listings as columns, numbered from `first`. `views` (n, 2, WIDTH): title and full."""

    first: int
    subjects: np.ndarray
    places: np.ndarray
    words: np.ndarray
    views: Halves

    def __len__(self) -> int:
        return len(self.subjects)

    def kind(self, row: int) -> Kind:
        return Kind.NEED if (self.first + row) % 2 else Kind.OFFER

    def prepared(self, row: int) -> Prepared:
        """As `with_vectors` would prepare it, without looking for terms that are not there."""
        words = (f"s{self.subjects[row]}q", *(f"w{word}x" for word in self.words[row].tolist()))
        title, place = " ".join(words), int(self.places[row])
        subject = Subject(
            id=str(self.first + row),
            kind=self.kind(row),
            title=title,
            language=LANGUAGES[place],
            country=COUNTRIES[place],
            sectors=frozenset({f"sector-{self.subjects[row] % SECTORS}"}),
        )
        rows = self.views[row].astype(np.float32)
        found = tuple(token(f"c:{word}", word) for word in dict.fromkeys(words))
        vectors = Vectors(title=rows[0], full=rows[1])
        return Prepared(subject=subject, phrases=(title,), tokens=found, vectors=vectors)

    def searches(self) -> Halves:
        """What is stored to be searched by, shape (n, WIDTH)."""
        return unit(self.views[:, 0].astype(np.float32) + self.views[:, 1]).astype(np.float16)


@cache
def _centres() -> Floats:
    draw = np.random.default_rng(7)
    sectors = unit(draw.standard_normal((SECTORS, WIDTH), dtype=np.float32))
    own = sectors[np.arange(SUBJECTS) % SECTORS]
    return unit(own + _SPREAD * draw.standard_normal((SUBJECTS, WIDTH), dtype=np.float32))


def crowds(count: int, seed: int, first: int = 0) -> Iterator[Crowd]:
    """`count` listings, some thousands at a time; the same ones at every call."""
    draw = np.random.default_rng(seed)
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        subjects = draw.integers(SUBJECTS, size=size)
        noise = draw.standard_normal((size, 2, WIDTH), dtype=np.float32)
        rows = unit((_centres()[subjects][:, None] + _SPREAD * noise).reshape(-1, WIDTH))
        yield Crowd(
            first=first + start,
            subjects=subjects,
            places=draw.integers(len(COUNTRIES), size=size),
            words=draw.integers(20_000, size=(size, 6)),
            views=rows.reshape(size, 2, WIDTH).astype(np.float16),
        )


def listings(count: int, seed: int, first: int = 0) -> Iterator[Prepared]:
    """The same one by one."""
    for crowd in crowds(count, seed, first):
        for row in range(len(crowd)):
            yield crowd.prepared(row)


def new_matcher() -> Matcher:
    """For vectors of which nothing has to be taken out."""
    return Matcher(Debias(mean=np.zeros(WIDTH, np.float32), matrix=np.eye(WIDTH, dtype=np.float32)))
