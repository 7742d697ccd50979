"""Takes the language out of vectors, and knows what is near to everything.

A multilingual encoder gives a text's language about as much weight as its subject. The means of the languages over a
*parallel* set differ only by language; the span of their differences is projected out of every vector (language
information removal: Yang, Yang, Cer and Darve, "A Simple and Effective Method To Eliminate the Self Language Bias in
Multilingual Representations", EMNLP 2021). It is linear and fixed: no detection of languages, no corpus at run time.

`python -m bot.matching.debias` writes the array that ships for the built-in encoder from data/parallel.toml; for any
other encoder the same is computed at first use.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import cyrtranslit
import numpy as np

from bot.matching.encoders import BuiltinEncoder, Encoder, Floats, unit

DIRECTIONS = 16
"""Directions taken out; from 12 on it makes little difference, up to the number of languages less one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debias:
    """`mean` (d): the middle of all languages. `basis` (k, d): orthonormal language directions."""

    mean: Floats
    basis: Floats

    def apply(self, rows: Floats) -> Floats:
        """Unit rows of shape (n, d) with mean and language directions removed, again of unit length."""
        centred = rows - self.mean
        return unit(centred - (centred @ self.basis.T) @ self.basis)


def parallel_texts() -> dict[str, list[str]]:
    """Language tag → the same listings in that language, in one order."""
    from opencc import OpenCC

    texts: dict[str, list[str]] = tomllib.loads(files("bot.matching").joinpath("data/parallel.toml").read_text("utf-8"))
    to_traditional = OpenCC("s2t")
    texts["sr-Cyrl"] = [cyrtranslit.to_cyrillic(text, "sr") for text in texts["sr"]]
    texts["zh-Hant"] = [to_traditional.convert(text) for text in texts["zh"]]
    return texts


def compute(encoder: Encoder, directions: int = DIRECTIONS) -> Debias:
    """Encodes the parallel set (some 860 short texts) and finds the language directions. Raises EncoderError."""
    texts = parallel_texts()
    stacked = encoder.encode([text for language in texts.values() for text in language])
    means = stacked.reshape(len(texts), -1, stacked.shape[1]).mean(axis=1)
    middle = means.mean(axis=0)
    _, _, basis = np.linalg.svd(means - middle, full_matrices=False)
    return Debias(mean=middle.astype(np.float32), basis=basis[:directions].astype(np.float32))


def _file(name: str) -> Path:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Path(str(files("bot.matching").joinpath(f"data/debias-{slug}.npz")))


def shipped(name: str) -> Debias | None:
    """The array computed beforehand for the encoder of this name, if there is one."""
    path = _file(name)
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        return Debias(mean=arrays["mean"].astype(np.float32), basis=arrays["basis"].astype(np.float32))


def debias_for(encoder: Encoder) -> Debias:
    """Shipped where it ships, computed otherwise (some ten seconds; keep the answer). Raises EncoderError."""
    return shipped(encoder.name) or compute(encoder)


def main() -> None:
    debias = compute(BuiltinEncoder())
    path = _file(BuiltinEncoder.name)
    np.savez_compressed(path, mean=debias.mean, basis=debias.basis.astype(np.float16))
    sys.stdout.write(f"{path}: {debias.basis.shape[0]} directions of {debias.basis.shape[1]}\n")


if __name__ == "__main__":
    main()
