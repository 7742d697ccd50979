"""The vectors of one listing, as they are stored."""

import struct
from dataclasses import dataclass
from typing import Self

import numpy as np

from bot.matching.encoders import Floats

_HEADER = struct.Struct("<4sHH")
_MAGIC = b"PBV1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """What an encoder made of a listing: rows of unit length, before any correction.

    title, full: (d,); sentences: (m, d), none for a listing that is all title.
    """

    title: Floats
    full: Floats
    sentences: Floats

    @property
    def dimensions(self) -> int:
        return int(self.title.shape[0])

    def to_bytes(self) -> bytes:
        """Half precision, little-endian: 8 + 2·d·(2 + m) bytes, about 1.5 KB and 0.8 KB more a sentence at d = 384."""
        rows = np.vstack([self.title, self.full, self.sentences]).astype("<f2")
        return _HEADER.pack(_MAGIC, self.dimensions, len(self.sentences)) + rows.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises ValueError for bytes that `to_bytes` did not write."""
        if len(data) < _HEADER.size:
            raise ValueError("too short for vectors")
        magic, dimensions, count = _HEADER.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEADER.size + 2 * dimensions * (2 + count):
            raise ValueError("not the vectors of a listing")
        rows = np.frombuffer(data, "<f2", offset=_HEADER.size).reshape(2 + count, dimensions).astype(np.float32)
        return cls(title=rows[0], full=rows[1], sentences=rows[2:])
