"""The vectors of one listing, as they are stored."""

import struct
from dataclasses import dataclass
from typing import Self

import numpy as np

from bot.matching.encoders import Floats

_HEADER = struct.Struct("<4sHH")
_MAGIC = b"PBV2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """An encoder's output for a listing's title and for its whole text: shape (d,), unit length, uncorrected."""

    title: Floats
    full: Floats

    @property
    def dimensions(self) -> int:
        return int(self.title.shape[0])

    def to_bytes(self) -> bytes:
        """Returns half precision, little-endian, 8 + 4·d bytes: 3.6 KB at d = 896."""
        return _HEADER.pack(_MAGIC, self.dimensions, 0) + np.vstack([self.title, self.full]).astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Parses the bytes of `to_bytes`. Raises ValueError for others."""
        if len(data) < _HEADER.size:
            raise ValueError("too short for vectors")
        magic, dimensions, reserved = _HEADER.unpack_from(data)
        if magic != _MAGIC or reserved or len(data) != _HEADER.size + 4 * dimensions:
            raise ValueError("not the vectors of a listing")
        rows = np.frombuffer(data, "<f2", offset=_HEADER.size).reshape(2, dimensions).astype(np.float32)
        return cls(title=rows[0], full=rows[1])
