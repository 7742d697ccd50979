"""How similar two words are, and which words of two names belong together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.usecases.screening.spelling import Word, is_han

_ONE_WRONG: Final = 4  # minimum length of a word in which one letter may be wrong
_TWO_WRONG: Final = 8  # minimum length of a word in which two letters may be wrong
_REPLACED: Final = 5  # minimum length of a word in which a letter may be replaced by another
_COST: Final = 0.75  # cost of a wrong letter relative to its share of the word: one wrong in six leaves 0.875
_INITIAL: Final = 0.9  # similarity of an initial to a name that starts with it
_FIRST: Final = str.maketrans("aeouzgcktpwqih", "aaaaskkkdbvkjk")
"""Interchangeable first sounds share a block."""
_ENDINGS: Final = (
    "ic", "vic", "ovic", "evic", "sic", "cic", "inac", "anac", "ac", "ak", "ek", "ar", "in", "icin", "ica", "enko",
    "uk", "cuk", "iak", "ian", "dze", "svili", "oglu", "ez", "son", "sen", "stein", "stin", "berg", "burg", "man",
    "mann", "er",
)  # fmt: skip
"""Endings of family names, as written and by sound."""
_SHORTEST_ROOT: Final = 4  # letters before such an ending
_SLIP: Final = 5  # minimum length of a single word with a letter left out, doubled or swapped
_QUITE_LONG: Final = 8  # minimum length of a single word with another vowel
_LONG: Final = 9  # minimum length of a single word with another consonant
_VERY_LONG: Final = 12  # minimum length of a single word with two wrong letters
_LOOSE: Final = 6  # words with fewer letters are short
SAME_COUNTRY: Final = 3
"""Points added for a common country and subtracted for different countries."""

Near = dict[str, float]
"""Listed word → similarity to a word of the query, 0 to 1."""
Match = tuple[float, int, int]
"""Likeness, index in the query, index in the listed name."""


def is_loose(matches: Sequence[Match], asked: Sequence[str]) -> bool:
    """Returns True if a short word matches only approximately. Then no word of a listed person may be missing."""
    return any(likeness < _INITIAL and 1 < len(asked[here]) < _LOOSE for likeness, here, _ in matches)


def matched_words(asked: Sequence[Word], listed: Sequence[Word], found: Sequence[Near]) -> list[Match]:
    """Returns the pairs of words, best first; each word is used once."""
    pairs = sorted(
        (
            (likeness, here, there)
            for here, near in enumerate(found)
            for there, other in enumerate(listed)
            if (likeness := _likeness(asked[here], other, near)) > 0
        ),
        reverse=True,
    )
    used_here: set[int] = set()
    used_there: set[int] = set()
    matches = []
    for likeness, here, there in pairs:
        if here not in used_here and there not in used_there:
            used_here.add(here)
            used_there.add(there)
            matches.append((likeness, here, there))
    return matches


def similar_words(word: str, block: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yields (word, likeness) for the words of the block that differ by typing errors only."""
    if len(word) < _ONE_WRONG:
        return
    most = 1 if len(word) < _TWO_WRONG else 2
    for other, wrong, _ in process.extract(word, block, scorer=OSA.distance, score_cutoff=most, limit=None):
        if (
            len(other) >= _ONE_WRONG
            and not (wrong > 1 and _has_other_ending(word, other))
            and not (len(word) < _REPLACED and _is_replaced(word, other))
        ):
            yield other, 1 - _COST * wrong / min(len(word), len(other))


def _has_other_ending(one: str, other: str) -> bool:
    """Returns True for family names of one root with different endings: "Halvorsen" and "Halvorstein"."""
    roots = ({word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)} for word in (one, other))
    return any(len(root) >= _SHORTEST_ROOT for root in set.intersection(*roots))


def _is_replaced(one: str, other: str) -> bool:
    """Returns True if letters were replaced, not left out, doubled or swapped. It may be a different name."""
    return len(one) == len(other) and sorted(one) != sorted(other)


def in_blocks(words: Iterable[str]) -> dict[str, list[str]]:
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in words:
        blocks[block_of(word)].append(word)
    return dict(blocks)


def _likeness(asked: Word, listed: Word, near: Near) -> float:
    if len(asked.sound) == 1 or len(listed.sound) == 1:
        ascii_letters = asked.sound.isascii() and listed.sound.isascii()
        # "Y." is Yevgenia and "X." is Xavier, whose sounds begin with E and K.
        initial = ascii_letters and (asked.sound[0] == listed.sound[0] or asked.bare[0] == listed.bare[0])
        return 1.0 if asked.sound == listed.sound else _INITIAL if initial else 0.0
    return near.get(listed.sound, 0.0)


def is_slight(telling: Sequence[tuple[float, Word, Word]]) -> bool:
    """Returns True if the names share too few distinctive words.

    Takes the likeness and both forms of each distinctive word. A single one must be equal but for a typing error:
    a letter left out, doubled or swapped, or one replaced in a long word.
    """
    if len(telling) != 1:
        return not telling
    likeness, one, other = telling[0]
    if likeness == 1:
        return False
    asked, listed = one.bare, other.bare
    wrong, shorter = OSA.distance(asked, listed), min(len(asked), len(listed))
    if wrong > 2 and shorter >= _LONG and OSA.distance(one.sound, other.sound) == 1:
        return False  # "Spezmaschtorg" and "Spetsmashtorg"
    if wrong > 1:
        return shorter < _VERY_LONG
    if not _is_replaced(asked, listed):
        return shorter < _SLIP
    # A vowel in place of a consonant is a typing error. Another vowel or consonant may be a different name.
    left, right = next(
        (left in "aeiou", right in "aeiou") for left, right in zip(asked, listed, strict=True) if left != right
    )
    return shorter < (_SLIP if left != right else _QUITE_LONG if left else _LONG)


def word_order_likeness(asked: Sequence[str], listed: Sequence[str]) -> float:
    """Returns the similarity of the word order for Chinese names, where each character is a word; else 1."""
    if not is_han((*asked, *listed)):
        return 1.0
    shorter, longer = sorted(("".join(asked), "".join(listed)), key=len)
    return 1.0 if shorter in longer else OSA.normalized_similarity(shorter, longer)


def block_of(word: str) -> str:
    return word[:1].translate(_FIRST)


def country_points(one: frozenset[str], other: frozenset[str]) -> int:
    if not one or not other:
        return 0
    return SAME_COUNTRY if one & other else -SAME_COUNTRY
