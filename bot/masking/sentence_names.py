"""Tells which words of a sentence can be a name."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from .cue_words import FIRST_UNSPACED, Word, is_like_known_word, is_place
from .findings import MASK
from .quantities import is_quantity
from .sentence_accounts import SentenceAccounts
from .strange_words import is_frequent
from .trade_words import is_trade

_QUOTED: Final = re.compile(r"[\"„“”«»‘「」『』《》]\s?[^\"„“”«»‘」』》▒\n]{2,40}\s?[\"“”«»’」』》]")
_LETTERS: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s,.-]{1,3}[^\W\d_](?![^\W_])){2,40}")
_HYPHENED: Final = re.compile(r"[^\W\d_](?:-[^\W\d_]){4,40}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TURNS: Final = re.compile(r"[^\W\d_]\d(?=[^\W\d_])")
_MIN_TURNS: Final = 4
_MIN_ALL_CAPITALS: Final = 7  # letters; fewer are a technical abbreviation
_MOST_CAPITALS: Final = 0.6  # of the words of a sentence; more is a heading
_SHORT: Final = 2  # letters of an initial
_FEW_CHARACTERS: Final = 4  # of Chinese or Japanese, such as a number
_IT_IS: Final = re.compile(r"(?:입니다|이에요|예요|で[すし](?:た|ね|よ)?)\Z")  # behind what an answer is
_MOTTO_WORDS: Final = 3  # two can be a person
_BESIDE: Final = 2  # words
_ACCOUNT_CUES: Final = ("name", "channel", "page", "thing", "where", "find", "call", "spell")
_NEAR: Final = 4  # words
_MIN_PLACE: Final = 4  # letters; "Man" is more often something else


class SentenceNames(SentenceAccounts):
    @cached_property
    def hard(self) -> list[int]:
        """Positions of words that look like a name: a capital inside the sentence."""
        return [at for at in self.unknown if self._is_hard(at)]

    @cached_property
    def capitals(self) -> list[int]:
        """Positions of words with a capital inside the sentence, also of trade words: Serra Dourada Máquinas."""
        return [at for at, word in enumerate(self.words) if at and not word.tags and self._source_of(word)[0].isupper()]

    @property
    def abbreviations(self) -> list[int]:
        """Positions of words in capitals throughout."""
        return [
            at for at in self.capitals if self.words[at].text.isalpha() and self._source_of(self.words[at]).isupper()
        ]

    @cached_property
    def is_quoted(self) -> bool:
        start, end = self.extent
        return _QUOTED.search(self.skeleton.text[max(0, start - 1) : end + 1]) is not None

    @cached_property
    def is_telling(self) -> bool:
        """Returns True if a word is left that can be a name. Beside a mask it must look like one."""
        if self.hard or self.is_quoted:
            return True
        return MASK not in self.source and any(not is_like_known_word(self.words[at].text) for at in self.unknown)

    @property
    def can_name(self) -> bool:
        """Returns True if any word can be a name, an account or a number."""
        texts = (self.words[at].text for at in self.capitals)
        capitals = any(len(text) < _MIN_PLACE or not is_place(text) for text in texts)
        return bool(self.unknown) or capitals or self.is_quoted or any(map(str.isdigit, self.text))

    @property
    def is_short_answer(self) -> bool:
        """Returns True for "Forty five." and for one plain word, in which only a strange word could tell anything."""
        if is_quantity(self.text):
            return True
        # Without spaces a whole sentence is one word.
        said = _IT_IS.sub("", self.words[0].text)
        plain = not self.is_in_unspaced_script or len(said) <= _FEW_CHARACTERS
        return len(self.words) == 1 and not self.strange and plain

    @cached_property
    def is_motto(self) -> bool:
        """Returns True for a heading in frequent Latin words, each with a capital: "Light Where You Work"."""
        words = re.findall(r"[^\W\d_]+", self.unmasked)
        is_heading = sum(word[0].isupper() for word in words) > _MOST_CAPITALS * len(words) and not self.is_german
        return (
            is_heading
            and sum(len(word) > _SHORT for word in words) >= _MOTTO_WORDS
            and any(word.tags or is_trade(word.text) for word in self.words)  # unlike Maria Silva Santos
            and all(word.isascii() and is_frequent(word.lower()) for word in words)
        )

    def is_word_near(self, *tags: str) -> bool:
        """Returns True if a word that can be a name stands near a cue."""
        if self.is_quoted or self.is_in_unspaced_script:
            return True
        small = [] if self.is_german else self.unknown
        words = [at for at in small if not is_like_known_word(self.words[at].text)]
        words += [at for at in self.capitals if self.is_after_colon(at)]
        return any(self.is_within(_NEAR, at, *tags) for at in (*self.hard, *words))

    @cached_property
    def has_letters(self) -> bool:
        """Returns True for single letters in a row, not in the order of the alphabet: B, R, I, G."""
        start, end = self.extent
        rows = (_LETTER.findall(match.group()) for match in _LETTERS.finditer(self.skeleton.text, start, end))
        return any(row != sorted(row) for row in rows)

    @cached_property
    def letters_in_row(self) -> list[Word]:
        """Returns words of single letters with hyphens, not in the order of the alphabet: Z-E-L-E-N-A."""
        rows = [word for word in self.words if _HYPHENED.fullmatch(word.text)]
        return [word for word in rows if word.text.split("-") != sorted(word.text.split("-"))]

    @cached_property
    def is_shuffled(self) -> bool:
        """Returns True for letters and digits in turn: p1i2n3e4."""
        return any(
            word.text[0] < FIRST_UNSPACED and len(_TURNS.findall(word.text)) >= _MIN_TURNS for word in self.words
        )

    @cached_property
    def beside_number(self) -> bool:
        """Returns True for a capital beside a number, as in an address: 7 Harbour Terrace, Strandgata 19."""
        numbers = {at for at, word in enumerate(self.words) if word.text[:1].isdigit() and len(word.text) <= 5}
        return any(at - 1 in numbers or at + 1 in numbers for at in self.capitals)

    def beside(self, payload: Sequence[int], *tags: str) -> list[int]:
        """Returns the words of the payload beside a cue, or after a colon."""
        cues = self.at(*tags)
        return [
            at
            for at in payload
            if any(
                abs(at - cue) <= _BESIDE or (self.is_after_colon(at) and 0 < at - cue <= 2 * _BESIDE) for cue in cues
            )
        ]

    @cached_property
    def payload(self) -> list[int]:
        """Positions of words that look like a name or an account of somebody."""
        names = [at for at in self.hard if self.words[at].text[0] < FIRST_UNSPACED]
        told = [at for at in self.accounts if self.is_after_colon(at) or self.is_after_copula(at)]
        told = self.beside(told, *_ACCOUNT_CUES)
        strange = self.beside(self.strange, *_ACCOUNT_CUES)
        return sorted({*names, *strange, *told})

    @property
    def has_trademark(self) -> bool:
        """Returns True for a name with the sign of a trademark, which the skeleton leaves out."""
        ends = (self.skeleton.ends[self.words[at].end - 1] for at in self.hard)
        return any(self.skeleton.original[end - 1] in "®™" for end in ends)

    @cached_property
    def pairs(self) -> list[int]:
        """Positions of two capitals in a row, also of known words: Walnut Harbour. Headings in capitals have none."""
        capitals = set(self.capitals)
        if self.is_german or len(capitals) > _MOST_CAPITALS * len(self.words):
            return []
        return [at for at in capitals if at + 1 in capitals or at - 1 in capitals]

    def _is_hard(self, at: int) -> bool:
        word = self.words[at]
        if word.text[0] >= FIRST_UNSPACED:
            return len(word.text) >= 2
        written = self.skeleton.source(word.start, word.end)
        if 2 * sum(char.isdigit() for char in written) >= len(written):
            return False  # the number of a document
        if written.isupper() and len(written) < _MIN_ALL_CAPITALS and not self.has("name", "spell", "brand"):
            return False  # a technical abbreviation
        if any(char.isupper() for char in written[1:]) or "_" in written:
            return True
        if self.is_german and is_like_known_word(word.text):
            return False
        return written[0].isupper() and (at > 0 or 1 in self.unknown[:2])
