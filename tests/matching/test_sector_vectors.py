"""The shipped vectors of the sectors."""

import numpy as np

from bot.matching.encoders import BuiltinEncoder
from bot.matching.sector_vectors import descriptions, sector_vectors


class CountingEncoder:
    """The built-in encoder by name, which tells how many texts it was given."""

    name = BuiltinEncoder.name
    dimensions = 384

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: list[str]) -> np.ndarray:
        self.encoded += len(texts)
        return np.zeros((len(texts), self.dimensions), np.float32)


def test_the_shipped_vectors_are_of_the_descriptions_as_they_are_today() -> None:
    encoder = CountingEncoder()
    vectors = sector_vectors(encoder)
    assert encoder.encoded == 0, "make them anew: python -m bot.matching.sector_vectors"
    assert vectors.shape == (len(descriptions()), 384)


def test_the_shipped_vectors_are_those_of_the_encoder() -> None:
    some = slice(0, 3)
    fresh = BuiltinEncoder().encode(descriptions()[some])
    assert np.allclose(sector_vectors(BuiltinEncoder())[some], fresh, atol=2e-3)


def test_another_encoder_reads_the_descriptions_itself() -> None:
    encoder = CountingEncoder()
    encoder.name = "another"
    sector_vectors(encoder)
    assert encoder.encoded == len(descriptions())
