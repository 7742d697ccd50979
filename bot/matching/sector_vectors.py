"""The vectors of the sectors' descriptions: shipped for the built-in encoder, computed for any other.

`python -m bot.matching.sector_vectors` writes the shipped file again after a change to the table of sectors.
"""

import hashlib
import re
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from bot.matching.encoders import BuiltinEncoder, Encoder, Floats
from bot.matching.sector_table import sector_table

DESCRIBED_IN = ("en", "zh", "sr")
_TERMS = 5  # terms per sector beside the label; more terms blur the sector


def descriptions() -> list[str]:
    """Returns one text per sector and language. All sectors of the first language come first."""
    return [
        ", ".join((sector.labels["sr-Latn" if language == "sr" else language], *sector.terms[language][:_TERMS]))
        for language in DESCRIBED_IN
        for sector in sector_table().values()
    ]


def sector_vectors(encoder: Encoder) -> Floats:
    """Returns unit rows in the order of `descriptions`. Encoding takes a second or two. Raises EncoderError."""
    shipped = _shipped(encoder.name)
    return encoder.encode(descriptions()) if shipped is None else shipped


def _shipped(name: str) -> Floats | None:
    """Returns the shipped vectors; None if there are none for the encoder, or they belong to other descriptions."""
    path = _file(name)
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        if str(arrays["described"]) != _fingerprint():
            return None
        return np.asarray(arrays["vectors"], dtype=np.float32)


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(descriptions()).encode()).hexdigest()


def _file(name: str) -> Path:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Path(str(files("bot.matching").joinpath(f"data/sectors-{slug}.npz")))


def main() -> None:
    vectors = BuiltinEncoder().encode(descriptions())
    path = _file(BuiltinEncoder.name)
    np.savez_compressed(path, vectors=vectors.astype(np.float16), described=_fingerprint())
    sys.stdout.write(f"{path.name}: {len(vectors)} descriptions\n")


if __name__ == "__main__":
    main()
