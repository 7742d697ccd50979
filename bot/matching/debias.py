"""Removes the language, and noise that is separable from the subject, from vectors.

A multilingual encoder gives the language of a text about as much weight as its subject. Two linear steps, computed in
advance, correct this without language detection and without a corpus at run time:

1. In a *parallel* set the means of the languages differ only by language. The span of their differences is projected
out (language information removal: Yang, Yang, Cer and Darve, "A Simple and Effective Method To Eliminate the Self
Language Bias in Multilingual Representations", EMNLP 2021).
2. The remaining differences between translations of one text are noise, and differences between texts are subject. With
their covariances N and S over the same set, both shrunk towards the identity, the Wiener filter (S + N)^-1 S keeps the
part of each direction that is subject.

`python -m bot.matching.debias` writes the arrays that ship for the built-in encoders from data/parallel.toml and the
glossary. For any other encoder the arrays are computed at first use.
"""

import re
import sys
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from bot.matching.encoders import BuiltinEncoder, Encoder, Floats, JoinedEncoder, SecondEncoder, unit
from bot.matching.lexicon import glossary_table

DIRECTIONS = 16
"""Directions to project out. More than 12, up to the number of languages minus one, make little difference."""


SHRINKAGE = 1.0
"""Identity added to both covariances, in units of the mean noise variance. 0.5 to 4 make little difference."""


SECOND_SHARE = 0.2
"""Weight of the second of two encoders in the similarity of two texts. 0.1 to 0.3 make little difference."""
SECOND_DIMENSIONS = 128
"""Number of strongest directions of the second encoder to keep. They rank as well as all 512."""


TERMS = 256
"""Number of terms that tell how near a listing is to any word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debias:
    """The correction of one encoder, or of two.

    `mean` (w): the mean of all languages. `matrix` (w, d): multiplies rows from the right. `terms` (n, d): corrected
    English terms of the glossary, to see how near a listing is to any word. `second`: the correction of the rest of a
    row, if a second encoder's vector follows the first one's.
    """

    mean: Floats
    matrix: Floats
    terms: Floats | None = None
    second: "Debias | None" = None

    @property
    def width(self) -> int:
        """Dimensions of the input rows."""
        return len(self.mean) + (self.second.width if self.second else 0)

    @property
    def first_dimensions(self) -> int:
        """Number of output dimensions, at the beginning of a row, that come from the first encoder."""
        return int(self.matrix.shape[1])

    @property
    def dimensions(self) -> int:
        """Dimensions of the output rows."""
        return self.first_dimensions + (self.second.dimensions if self.second else 0)

    def apply(self, rows: Floats) -> Floats:
        """Removes mean, language and noise from unit rows (n, width). Returns unit rows (n, dimensions)."""
        if self.second is None:
            return unit((rows - self.mean) @ self.matrix)
        first, second = np.split(rows, [len(self.mean)], axis=1)
        return _joined(unit((unit(first) - self.mean) @ self.matrix), self.second.apply(unit(second)))

    @property
    def all_terms(self) -> Floats | None:
        """Returns the terms as `apply` returns rows; None if there are none."""
        if self.second is None or self.terms is None or self.second.terms is None:
            return self.terms
        return _joined(self.terms, self.second.terms)


def _joined(first: Floats, second: Floats) -> Floats:
    """Returns rows weighted so that the product of two is the weighted mean of both encoders' cosines."""
    weights = np.sqrt(np.array([1 - SECOND_SHARE, SECOND_SHARE], np.float32))
    return np.hstack([weights[0] * first, weights[1] * second])


def parallel_texts() -> dict[str, list[str]]:
    """Returns language tag → the same listings in that language, in the same order."""
    from opencc import OpenCC

    texts: dict[str, list[str]] = tomllib.loads(files("bot.matching").joinpath("data/parallel.toml").read_text("utf-8"))
    to_traditional = OpenCC("s2t")
    import cyrtranslit

    texts["sr-Cyrl"] = [cyrtranslit.to_cyrillic(text, "sr") for text in texts["sr"]]
    texts["zh-Hant"] = [to_traditional.convert(text) for text in texts["zh"]]
    return texts


def parallel_terms() -> dict[str, list[str]]:
    """Returns language tag → the first word of every concept of the glossary, in the same order."""
    header, *rows = (line.split("|") for line in glossary_table().splitlines() if line)
    return {language: [row[place].split("/")[0].lstrip("~") for row in rows] for place, language in enumerate(header)}


def _encoded(texts: dict[str, list[str]], encoder: Encoder) -> Floats:
    """Returns the encoded texts; shape (languages, texts, d)."""
    rows = encoder.encode([text for language in texts.values() for text in language])
    return rows.reshape(len(texts), -1, rows.shape[1])


def compute(encoder: Encoder) -> Debias:
    """Encodes the parallel texts and terms (some 5,000, a minute with the built-in encoder). Raises EncoderError."""
    listings, terms = _encoded(parallel_texts(), encoder), _encoded(parallel_terms(), encoder)
    return with_terms(fit(listings, terms), encoder)


def compute_second(encoder: Encoder) -> Debias:
    """Computes the correction in SECOND_DIMENSIONS dimensions.

    These are the directions in which the corrected subjects of the parallel sets differ most.
    """
    listings, terms = _encoded(parallel_texts(), encoder), _encoded(parallel_terms(), encoder)
    whole = fit(listings, terms)
    subjects = np.vstack([((rows - whole.mean) @ whole.matrix).mean(axis=0) for rows in (listings, terms)])
    _, _, axes = np.linalg.svd(unit(subjects) - unit(subjects).mean(axis=0), full_matrices=False)
    matrix = np.asarray(whole.matrix @ axes[:SECOND_DIMENSIONS].T, np.float32)
    return with_terms(replace(whole, matrix=matrix), encoder)


def with_terms(debias: Debias, encoder: Encoder) -> Debias:
    """Returns the correction with TERMS English terms from all over the glossary."""
    english = parallel_terms()["en"]
    chosen = english[:: max(1, len(english) // TERMS)][:TERMS]
    return replace(debias, terms=debias.apply(encoder.encode(chosen)))


def fit(listings: Floats, terms: Floats, directions: int = DIRECTIONS, shrinkage: float = SHRINKAGE) -> Debias:
    """Computes the correction from encoded parallel sets of shape (languages, texts, d).

    The two sets may have different languages.
    """
    width = listings.shape[2]
    means = listings.mean(axis=1)
    middle = means.mean(axis=0)
    _, _, axes = np.linalg.svd(means - middle, full_matrices=False)
    basis = axes[:directions]
    projection = np.eye(width) - basis.T @ basis
    noise, subject, count = np.zeros((width, width)), np.zeros((width, width)), 0
    for encoded in (listings @ projection, terms @ projection):
        concepts = encoded.mean(axis=0)
        within = (encoded - concepts).reshape(-1, width)
        between = concepts - concepts.mean(axis=0)
        noise += within.T @ within
        subject += len(encoded) * between.T @ between
        count += len(within)
    ridge = shrinkage * np.trace(noise) / width * np.eye(width)
    wiener = np.linalg.solve(subject + noise + ridge, subject + ridge)
    return Debias(mean=middle.astype(np.float32), matrix=(projection @ wiener).astype(np.float32))


def _file(name: str) -> Path:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Path(str(files("bot.matching").joinpath(f"data/debias-{slug}.npz")))


@cache
def shipped(name: str) -> Debias | None:
    """Returns the correction that ships for the encoder of this name, or None."""
    path = _file(name)
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        return Debias(**{name: arrays[name].astype(np.float32) for name in ("mean", "matrix", "terms")})


def debias_for(encoder: Encoder) -> Debias:
    """Returns the shipped correction, or computes one in about a minute; keep the result. Raises EncoderError."""
    if isinstance(encoder, JoinedEncoder):
        second = shipped(encoder.second.name) or compute_second(encoder.second)
        return replace(debias_for(encoder.first), second=second)
    return shipped(encoder.name) or compute(encoder)


def main() -> None:
    for encoder, debias in (
        (BuiltinEncoder, compute(BuiltinEncoder())),
        (SecondEncoder, compute_second(SecondEncoder())),
    ):
        path = _file(encoder.name)
        matrix, terms = debias.matrix.astype(np.float16), np.asarray(debias.terms, np.float16)
        np.savez_compressed(path, mean=debias.mean, matrix=matrix, terms=terms)
        sys.stdout.write(f"{path}: {debias.matrix.shape} matrix\n")


if __name__ == "__main__":
    main()
