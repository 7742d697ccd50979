"""Tells words that no language uses from ordinary ones, by the words that the built-in encoder knows."""

import re
from functools import cache, lru_cache
from typing import Final

from bot.matching.e5_vocabulary import Vocabulary, built_in_vocabulary

from .cue_words import is_known_word, is_like_known_word, tags_of_word

_MIN_LETTERS: Final = 5
_MOST_ENDING: Final = 2  # letters of an ordinary word's ending
_MIN_UNCHECKED: Final = 9  # letters of a strange word where the encoder is not installed


@lru_cache(maxsize=16_384)
def is_strange(word: str) -> bool:
    """Returns True for a word in small Latin letters that is a name or an account: hazelcroft, leshina.

    The encoder knows 250,000 words and syllables of a hundred languages. Frequent words are one of them.
    """
    bare = word.replace("-", "").replace(".", "").replace("_", "")
    if len(bare) < _MIN_LETTERS or not bare.isascii() or not bare.isalpha() or not word.islower():
        return False
    if is_known_word(word) or is_like_known_word(word) or tags_of_word(word):
        return False
    return any(_is_strange(part) for part in re.split(r"[-._]", word))


@lru_cache(maxsize=16_384)
def is_frequent(word: str) -> bool:
    """Returns True for a word in small letters that is one piece of the encoder's vocabulary, but for its ending."""
    vocabulary = _vocabulary()
    return vocabulary is not None and len(vocabulary.cut(word)[0]) >= len(word) - _MOST_ENDING


def _is_strange(word: str) -> bool:
    vocabulary = _vocabulary()
    if vocabulary is None:
        return len(word) >= _MIN_UNCHECKED
    return len(word) >= _MIN_LETTERS and len(vocabulary.cut(word)[0]) < len(word) - _MOST_ENDING


@cache
def _vocabulary() -> Vocabulary | None:
    return built_in_vocabulary()
