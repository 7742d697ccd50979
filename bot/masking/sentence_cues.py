"""A sentence with tagged words: which cues it has and where they stand. See `cue_words` for the tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .cue_words import FIRST_UNSPACED, Tags, Word
from .findings import MASK
from .skeleton import Skeleton

_COPULA: Final = re.compile(r"\s?(?:[是叫为為:由里は]|就是|の意味|을|를|이|은|는|\s?[\"“「『《])|翻|译|意")
_COPULA_SIGNS: Final = frozenset("是叫为為は는")
_REQUESTS: Final = ("ください", "주세요", "您", "してほしい")
_COLONS: Final = frozenset(":=→➡⇒>")
# Forms of a place that mean "on" or "in" it: google'da, netu, Google-ban.
_LOCATIVE: Final = re.compile(
    r"['’]|(?:netu|guglu|gugle|fejsu|internetu|internette|internete|internecie|interneten|ban|ben|da)\Z"
)
_SHELL: Final = re.compile(r"(?<=[A-Za-z\d])@(?=(?:[A-Z][a-z]?\d{0,2}){2}(?![a-z.]))")
_MIN_GERMAN: Final = 2  # words


@dataclass(frozen=True)
class SentenceCues:
    skeleton: Skeleton
    words: Sequence[Word]
    start: int
    """Where the text before the first word begins, which can hold a mask."""

    @property
    def extent(self) -> tuple[int, int]:
        return self.words[0].start, self.words[-1].end

    @cached_property
    def tags(self) -> Tags:
        return frozenset().union(*(word.tags for word in self.words))

    @property
    def text(self) -> str:
        start, end = self.extent
        return self.skeleton.text[start:end]

    @cached_property
    def source(self) -> str:
        return self.skeleton.source(self.start, self.extent[1]) + self._after()

    @property
    def unmasked(self) -> str:
        """The words as written, without masks, and a core in its shell (CdSe@ZnS) without the sign of an address."""
        start, end = self.extent
        return _SHELL.sub("-", self.skeleton.source(start, end).replace(MASK, " "))

    def _after(self) -> str:
        end = self.skeleton.ends[self.extent[1] - 1]
        return self.skeleton.original[end : end + len(MASK) + 1]

    def at(self, *tags: str) -> list[int]:
        """Returns the positions of words with one of the tags."""
        return [at for at, word in enumerate(self.words) if not word.tags.isdisjoint(tags)]

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    def has_all(self, *tags: str) -> bool:
        return self.tags.issuperset(tags)

    def near(self, one: Sequence[str], other: Sequence[str], most: int) -> bool:
        """Returns True if words of both kinds are at most `most` words apart."""
        others = self.at(*other)
        return any(abs(first - second) <= most for first in self.at(*one) for second in others)

    def is_followed_by_colon(self, *tags: str) -> bool:
        text = self.skeleton.text
        return any(text[self.words[at].end : self.words[at].end + 2].strip()[:1] in _COLONS for at in self.at(*tags))

    def is_after_colon(self, at: int) -> bool:
        word = self.words[at]
        return self.skeleton.text[max(0, word.start - 3) : word.start].strip(" \"'@")[-1:] in _COLONS

    def is_copula_after(self, *tags: str) -> bool:
        """Returns True if "is", "called" or a quotation mark follows, in scripts without spaces."""
        return any(_COPULA.match(self.skeleton.text, self.words[at].end) for at in self.at(*tags))

    def is_within(self, most: int, at: int, *tags: str) -> bool:
        return any(abs(at - other) <= most for other in self.at(*tags))

    def ends_in_copula(self, *tags: str) -> bool:
        return any(self.words[at].text[-1] in _COPULA_SIGNS for at in self.at(*tags))

    def is_joined_to(self, first: int, last: int) -> bool:
        """Returns True if no comma parts two words."""
        return "," not in self.skeleton.text[self.words[first].end : self.words[last].start]

    def is_request(self, at: int) -> bool:
        """Returns True for a part of a sentence in Japanese or Korean that asks for something: no name."""
        return self.words[at].text.endswith(_REQUESTS)

    def is_subject(self, verbs: set[int]) -> bool:
        """Returns True for "we search", where the verb asks nobody to search."""
        return any(at + 1 in verbs for at in self.at("subject"))

    @cached_property
    def is_outside(self) -> bool:
        """Returns True for "on Google" and "na netu", but not for "Google Maps"."""
        if self.has("directory"):
            return True
        return any(
            (at > 0 and "preposition" in self.words[at - 1].tags) or _LOCATIVE.search(self.words[at].text)
            for at in self.at("where")
        )

    def has_untagged(self) -> bool:
        return any(not word.tags for word in self.words)

    @property
    def is_name_told(self) -> bool:
        """Returns True if a word of any kind follows "is", "means" or "like" after a name."""
        first = min(self.at("name"), default=0)
        told = any(first <= at < first + 4 for at in self.at("copula", "like"))
        return told and any(not word.tags for word in self.words[first + 1 :])

    @property
    def is_in_unspaced_script(self) -> bool:
        return sum(word.text[0] >= FIRST_UNSPACED for word in self.words) * 2 >= len(self.words)

    @cached_property
    def is_in_other_script(self) -> bool:
        letters = [char for char in self.source if char.isalpha()]
        return sum(not char.isascii() and char > "\u036f" for char in letters) * 2 > len(letters)

    @property
    def is_german(self) -> bool:
        """Returns True for a language that writes every noun with a capital."""
        return "ä" in self.source or "ß" in self.source or len(self.at("german")) >= _MIN_GERMAN

    @property
    def is_joined(self) -> bool:
        """Returns True for a sentence over several messages."""
        return "\n" in self.text

    @property
    def has_mask(self) -> bool:
        return MASK in self.source

    def _source_of(self, word: Word) -> str:
        return self.skeleton.source(word.start, word.end)
