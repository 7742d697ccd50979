"""Remembers vectors from chat to chat: most chats write the same few sentences, and encoding one takes 50 ms of CPU."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
import pytest

from bot.matching.encoders import BuiltinEncoder, Floats, SecondEncoder

Encode = Callable[[object, Sequence[str]], Floats]


@contextmanager
def remembered_vectors() -> Iterator[None]:
    """Inside, each built-in encoder is asked once a text. The tests of the encoders themselves ask every time."""
    with pytest.MonkeyPatch.context() as patch:
        for encoder in (BuiltinEncoder, SecondEncoder):
            patch.setattr(encoder, "encode", _remembering(encoder.encode))
        yield


@cache
def _remembering(encode: Encode) -> Encode:
    known: dict[str, Floats] = {}

    def recall(encoder: object, texts: Sequence[str]) -> Floats:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, encode(encoder, missing), strict=True))
        return np.stack([known[text] for text in texts]) if texts else encode(encoder, texts)

    return recall
