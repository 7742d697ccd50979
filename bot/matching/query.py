"""What share of a typed search a listing contains, letter by letter, by its words and its concepts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.matching.lexical import SOFT_CUTOFF, Weighed
from bot.matching.lexicon import lexicon
from bot.matching.normalise import clean
from bot.matching.stopwords import STOPWORDS
from bot.matching.terms import begin_alike, differ_by_endings, same_thing
from bot.matching.tokens import Token, folded, placed_tokens, without_contacts

_KIN = 0.6
"""Coverage by another thing of the same line of the glossary: a banana for a mango."""
_NARROWER = 0.9
"""Coverage by a thing whose name contains the word: a battery pack for a battery."""
_SLIP = 0.8
"""Coverage by a word with nearly the same letters: "maline" are no "masline"."""
_CHARACTERS_A_WORD = 3
"""Characters of a script without spaces that count as one word."""
_SHORTEST_SOFT = 5
"""Letters of a word that may be misspelt."""


@dataclass(frozen=True, slots=True)
class Part:
    """A token of the query, from `start` to `end` of the text."""

    token: Token
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The words of a query. `letters` are the places of the text that count: no space, no article."""

    parts: tuple[Part, ...]
    letters: frozenset[int]
    words: int

    @property
    def is_understood(self) -> bool:
        """Returns True if the glossary knows all words."""
        known = {place for part in self.parts if part.token.key[0] == "@" for place in range(part.start, part.end)}
        return bool(self.letters) and self.letters <= known

    def coverage(self, listing: Weighed) -> float:
        """Returns the share of letters that the listing accounts for, 0 to 1."""
        best = dict.fromkeys(self.letters, 0.0)
        for part in self.parts:
            value = _likeness(part.token, listing)
            for place in range(part.start, part.end) if value else ():
                if best.get(place, 1.0) < value:
                    best[place] = value
        return sum(best.values()) / (len(best) or 1)


@lru_cache(maxsize=256)
def query_of_words(words: str) -> Query:
    """Reads a query in an unknown language."""
    text = without_contacts(clean(words))
    parts, letters, count = [], set(), 0
    for start, end, found in placed_tokens(text):
        kept = [token for token in found if token.key[0] != "w" or token.key[2:] not in STOPWORDS]
        if not kept:
            continue
        count += 1 if kept[0].key[0] != "h" else -(-(end - start) // _CHARACTERS_A_WORD)
        letters |= set(range(start, end))
        parts += list(_placed(kept, start, end))
    for token, start, end in lexicon().places(text):
        parts.append(Part(token, start, end))
    return Query(parts=tuple(parts), letters=frozenset(letters), words=count)


def _placed(found: list[Token], start: int, end: int) -> Iterator[Part]:
    """Yields the tokens at their places: pieces of a script without spaces one after the other, words as a whole."""
    for at, token in enumerate(found):
        if token.key[0] == "h":
            yield Part(token, start + at, start + at + len(token.shown))
        else:
            yield Part(token, start, end)


def _likeness(mine: Token, listing: Weighed) -> float:
    """Returns how far the listing has this token: 1 for the same, _KIN for kin, 0 for none."""
    yours = listing.tokens.get(mine.key)
    if mine.key[0] == "@":
        if yours is not None:
            return 1.0 if same_thing(mine, yours) else _KIN
        narrower = lexicon().narrower(int(mine.key[1:]))
        return _NARROWER if any(f"@{concept}" in listing.tokens for concept in narrower) else 0.0
    if mine.key[0] != "w":
        return float(yours is not None)
    word = folded(mine.shown)
    if yours is not None and differ_by_endings(word, folded(yours.shown)):
        return 1.0
    if len(word) < _SHORTEST_SOFT:
        return 0.0
    near = [
        other for other in listing.soft_words if begin_alike(word, other) and fuzz.ratio(word, other) >= SOFT_CUTOFF
    ]
    return 0.0 if not near else 1.0 if any(differ_by_endings(word, other) for other in near) else _SLIP
