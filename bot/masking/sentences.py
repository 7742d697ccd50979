"""Cuts a text into sentences with tagged words, and tells which of their words can be names, accounts or numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .cue_words import FIRST_UNSPACED, Tags, Word, is_known_word, is_like_known_word, tagged_words
from .domains import TLDS
from .findings import MASK
from .numerals import SIGNS
from .skeleton import Skeleton
from .spoken_phones import is_number_word, number_length
from .vocabulary import any_of, words

_LONGEST: Final = 240  # characters of a sentence; a longer one is cut
_SHORT: Final = 60  # characters of messages that can be one sentence
_END: Final = re.compile(
    r"[!?;\n]|(?<=[^\W\d_]{4})\.(?=\s|\Z|[^\x00-\x7f])|(?<=\d{3})\.(?=\s|\Z)|(?<=[)\]\"”»'▒])\.(?=\s|\Z)"
    r"|(?<=[^\x00-\x7f])\.(?=[^\x00-\x7f]|\Z)"
)
_QUOTED: Final = re.compile(r"[\"„“”«»‘「」『』《》]\s?[^\"„“”«»‘」』》\n]{2,40}\s?[\"“”«»’」』》]")
_UNIT: Final = re.compile(rf"\s?(?:{any_of('phones', 'units')})(?![a-z])|\s?[%°]")
_PASCAL: Final = re.compile(r"\s?pa(?![a-z])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LETTERS: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s,.-]{1,3}[^\W\d_](?![^\W_])){2,40}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TURNS: Final = re.compile(r"[^\W\d_]\d(?=[^\W\d_])")
_MIN_TURNS: Final = 4
_MIN_ALL_CAPITALS: Final = 7  # letters
_COPULA: Final = re.compile(r"\s?(?:[是叫为為:由里は]|就是|の意味|을|를|이|은|는|\s?[\"“「『《])|翻|译|意")
_VANITY: Final = re.compile(r"\d{3,4}-[a-z]{5,12}")
_BESIDE: Final = 2  # words
_MIN_STRANGE: Final = 10  # letters of a word that is an account wherever it stands
_GERMAN: Final = words("trade", "german") | frozenset(
    {"wir", "die", "der", "das", "uber", "im", "bei", "uns", "sie", "ich", "von"}
)
_ENDINGS: Final = TLDS | {"rf", "kom"}
_MOST_CAPITALS: Final = 0.6  # of the words of a sentence; more is a heading
_MIN_GERMAN: Final = 2  # words
_CODE_DIGITS: Final = 6  # of a number with letters
_QUIET: Final = frozenset({"ordinary", "self", "name", "more", "ask", "address", "call", "page"})
_CONJUNCTIONS: Final = frozenset(
    {"and", "or", "i", "ili", "und", "oder", "et", "ou", "y", "o", "e", "ve", "oraz", "es", "a"}
)
# After these an account is named, also where nobody says whose it is: "the homepage is velmont".
_COPULAS: Final = frozenset({
    "is", "are", "as", "to", "at", "under", "called", "named", "named:", "je", "sam", "kao", "pod", "na", "ist", "unter", "an", "est", "sous",
    "es", "bajo", "sotto", "kak", "jest", "olarak",
})  # fmt: skip
_LIKE: Final = frozenset(
    {
        "means",
        "like",
        "after",
        "that",
        "znaci",
        "kao",
        "kako",
        "wie",
        "comme",
        "como",
        "come",
        "gibi",
        "jak",
        "mint",
        "heisst",
        "heissen",
        "called",
    }
)
_COLONS: Final = frozenset(":=→➡⇒>")
_COPULAS_AFTER: Final = frozenset({"olarak", "diye", "adiyla", "neven", "neve", "nevre"})
# Before a place where one searches: "on Google", "na netu".
_PREPOSITIONS: Final = frozenset({
    "on", "in", "at", "by", "via", "through", "into", "from", "the", "your", "na", "u", "preko", "v", "vo", "po", "auf", "bei", "im", "in", "ins", "uber", "sur", "dans",
    "via", "en", "por", "su", "nel", "nella", "no", "na", "pe", "prin", "w", "we", "az", "a", "favourite",
})  # fmt: skip
_LOCATIVE: Final = re.compile(
    r"['’]|(?:netu|guglu|gugle|fejsu|internetu|internette|internete|internecie|interneten|ban|ben|da)\Z"
)
_SUBJECTS: Final = frozenset(
    {
        "we",
        "i",
        "they",
        "you",
        "wir",
        "ich",
        "mi",
        "my",
        "ja",
        "nous",
        "je",
        "on",
        "nosotros",
        "noi",
        "nos",
        "biz",
        "ben",
    }
)
_MIN_ACCOUNT: Final = 5  # letters
_MIN_LATIN_AMONG_HAN: Final = 4  # letters
_PLUS: Final = re.compile(r"\+\s?\d{1,3}(?!\d)")
_SEPARATORS: Final = re.compile(r"[-._/]")


@dataclass(frozen=True)
class Sentence:
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

    def at(self, *tags: str) -> list[int]:
        """Returns the positions of words with one of the tags."""
        return [at for at, word in enumerate(self.words) if not word.tags.isdisjoint(tags)]

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    def near(self, one: Sequence[str], other: Sequence[str], most: int) -> bool:
        """Returns True if words of both kinds are at most `most` words apart."""
        others = self.at(*other)
        return any(abs(first - second) <= most for first in self.at(*one) for second in others)

    def is_followed_by_colon(self, *tags: str) -> bool:
        text = self.skeleton.text
        return any(text[self.words[at].end : self.words[at].end + 2].strip()[:1] in _COLONS for at in self.at(*tags))

    def is_subject(self, verbs: set[int]) -> bool:
        """Returns True for "we search", where the verb asks nobody to search."""
        return any(at + 1 in verbs for at, word in enumerate(self.words) if word.text in _SUBJECTS)

    @cached_property
    def unknown(self) -> list[int]:
        """Positions of words that are no cue, trade or place."""
        return [at for at, word in enumerate(self.words) if _is_unknown(word)]

    @cached_property
    def hard(self) -> list[int]:
        """Positions of words that look like a name: a capital inside the sentence."""
        return [at for at in self.unknown if self._is_hard(at)]

    @cached_property
    def accounts(self) -> list[int]:
        """Positions of strange words in small Latin letters."""
        return [at for at in self.unknown if self._is_account(at)]

    @cached_property
    def capitals(self) -> list[int]:
        """Positions of words with a capital inside the sentence, also of trade words: Serra Dourada Máquinas."""
        return [at for at, word in enumerate(self.words) if at and not word.tags and self._source_of(word)[0].isupper()]

    @property
    def has_mask(self) -> bool:
        return MASK in self._source

    @property
    def has_country_code(self) -> bool:
        start, end = self.extent
        return _PLUS.search(self.skeleton.text[max(0, start - 2) : end]) is not None

    @property
    def has_trunk_prefix(self) -> bool:
        """Returns True if a piece of a number begins with 0."""
        return any(word.text[0] == "0" and len(word.text) >= 3 and self._is_number(word) for word in self.words)

    @cached_property
    def is_quoted(self) -> bool:
        start, end = self.extent
        return _QUOTED.search(self.skeleton.text[max(0, start - 1) : end + 1]) is not None

    @cached_property
    def is_telling(self) -> bool:
        """Returns True if a word is left that can be a name. Beside a mask it must look like one."""
        if self.hard or self.is_quoted:
            return True
        return MASK not in self._source and any(not is_like_known_word(self.words[at].text) for at in self.unknown)

    @cached_property
    def has_letters(self) -> bool:
        """Returns True for single letters in a row, not in the order of the alphabet: B, R, I, G."""
        start, end = self.extent
        rows = (_LETTER.findall(match.group()) for match in _LETTERS.finditer(self.skeleton.text, start, end))
        return any(row != sorted(row) for row in rows)

    @cached_property
    def is_shuffled(self) -> bool:
        """Returns True for letters and digits in turn: p1i2n3e4."""
        return any(
            word.text[0] < FIRST_UNSPACED and len(_TURNS.findall(word.text)) >= _MIN_TURNS for word in self.words
        )

    @property
    def is_in_unspaced_script(self) -> bool:
        return sum(word.text[0] >= FIRST_UNSPACED for word in self.words) * 2 >= len(self.words)

    @cached_property
    def digits(self) -> int:
        """Number of digits in figures and number words that are neither quantities nor years."""
        numbers = [word for word in self.words if self._is_number(word)]
        if any(word.text == "000" for word in numbers):
            return 0
        told = number_length([_SEPARATORS.sub("", word.text) for word in numbers])
        coded = sum(sum(map(str.isdigit, word.text)) for word in self.words if _is_code(word))
        han = sum(char in SIGNS for word in self.words if word.text[0] >= FIRST_UNSPACED for char in word.text)
        return told + (coded if coded >= _CODE_DIGITS else 0) + han

    def has_number_near(self, tag: str, most: int) -> bool:
        numbers = [at for at, word in enumerate(self.words) if self._is_number(word) or _is_code(word)]
        return any(abs(at - number) <= most for at in self.at(tag) for number in numbers)

    @cached_property
    def beside_number(self) -> bool:
        """Returns True for a capital beside a number, as in an address: 7 Harbour Terrace, Strandgata 19."""
        numbers = {at for at, word in enumerate(self.words) if word.text[:1].isdigit() and len(word.text) <= 5}
        return any(at - 1 in numbers or at + 1 in numbers for at in self.capitals)

    def has_code_near(self, tag: str, most: int) -> bool:
        codes = [at for at, word in enumerate(self.words) if _is_code(word)]
        return any(abs(at - code) <= most for at in self.at(tag) for code in codes)

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
        told = self.beside(told, "name", "channel", "page", "thing", "where", "find", "call")
        return sorted({*names, *self.strange, *told})

    @cached_property
    def strange(self) -> list[int]:
        """Positions of words that are accounts wherever they stand."""
        return [at for at in self.accounts if self._is_strange(self.words[at].text)]

    def _is_strange(self, word: str) -> bool:
        return len(word) >= _MIN_STRANGE or not word.isalpha() or self.is_in_other_script

    @cached_property
    def is_in_other_script(self) -> bool:
        letters = [char for char in self._source if char.isalpha()]
        return sum(not char.isascii() and char > "\u036f" for char in letters) * 2 > len(letters)

    @property
    def is_german(self) -> bool:
        """Returns True for a language that writes every noun with a capital."""
        return (
            "ä" in self._source
            or "ß" in self._source
            or sum(word.text in _GERMAN for word in self.words) >= _MIN_GERMAN
        )

    @property
    def has_trademark(self) -> bool:
        """Returns True for a name with the sign of a trademark, which the skeleton leaves out."""
        ends = (self.skeleton.ends[self.words[at].end - 1] for at in self.hard)
        return any(self.skeleton.original[end - 1] in "®™" for end in ends)

    @cached_property
    def told_host(self) -> bool:
        """Returns True for a strange word before "dot" and the ending of a domain."""
        return any(
            0 < at < len(self.words) - 1
            and self._ends_clause(at + 1)
            and (self.words[at + 1].text in _ENDINGS or at - 1 in self.strange)
            and not self.words[at - 1].tags
            and not self.words[at - 1].text.isdigit()
            for at in self.at("dot")
        )

    def _ends_clause(self, at: int) -> bool:
        after = self.skeleton.text[self.words[at].end : self.words[at].end + 2].strip()
        return at == len(self.words) - 1 or after[:1] in {",", ".", ")", ":"}

    @cached_property
    def beside_mask(self) -> list[int]:
        """Positions of names and titles directly beside a mask: "▒▒▒ Utyos", "Herr ▒▒▒"."""
        if not self.has_mask:
            return []
        named = self.has("name", "namer")
        found = [at for at in self.hard if not is_like_known_word(self.words[at].text)]
        found += [at for at, word in enumerate(self.words) if named and not word.tags and word.start > self.start]
        glued = [
            at
            for at, word in enumerate(self.words)
            if word.text.isdigit() and self._touches_mask(at, (MASK + "-", MASK))
        ]
        return [at for at in (*found, *self.at("title")) if self._touches_mask(at)] + glued

    def _touches_mask(self, at: int, before: Sequence[str] = (MASK + " ", MASK + "-", MASK)) -> bool:
        start, end = self.skeleton.span(self.words[at].start, self.words[at].end)
        text = self.skeleton.original
        return text.endswith(tuple(before), 0, start) or text.startswith((MASK, " " + MASK, "-" + MASK), end)

    def is_copula_after(self, *tags: str) -> bool:
        """Returns True if "is", "called" or a quotation mark follows, in scripts without spaces."""
        return any(_COPULA.match(self.skeleton.text, self.words[at].end) for at in self.at(*tags))

    @property
    def has_vanity_number(self) -> bool:
        return any(_VANITY.fullmatch(word.text) for word in self.words)

    def has_untagged(self) -> bool:
        return any(not word.tags for word in self.words)

    @property
    def is_joined(self) -> bool:
        """Returns True for a sentence over several messages."""
        return "\n" in self.text

    @property
    def is_name_told(self) -> bool:
        """Returns True if a word of any kind follows "is", "means" or "like" after a name."""
        first = min(self.at("name"), default=0)
        told = any(word.text in _COPULAS or word.text in _LIKE for word in self.words[first : first + 4])
        return told and any(not word.tags for word in self.words[first + 1 :])

    def is_after_colon(self, at: int) -> bool:
        word = self.words[at]
        return self.skeleton.text[max(0, word.start - 3) : word.start].strip(" \"'@")[-1:] in _COLONS

    def is_after_copula(self, at: int) -> bool:
        after = self.words[at + 1 : at + 2]
        return (at > 0 and self.words[at - 1].text in _COPULAS) or any(word.text in _COPULAS_AFTER for word in after)

    @cached_property
    def pairs(self) -> list[int]:
        """Positions of two capitals in a row, also of known words: Walnut Harbour. Headings in capitals have none."""
        capitals = set(self.capitals)
        if self.is_german or len(capitals) > _MOST_CAPITALS * len(self.words):
            return []
        return [at for at in capitals if at + 1 in capitals or at - 1 in capitals]

    @cached_property
    def is_outside(self) -> bool:
        """Returns True for "on Google" and "na netu", but not for "Google Maps"."""
        if self.has("directory"):
            return True
        return any(
            (at > 0 and self.words[at - 1].text in _PREPOSITIONS) or _LOCATIVE.search(self.words[at].text)
            for at in self.at("where")
        )

    def is_told(self, at: int) -> bool:
        """Returns True where an account is named: after a channel and few words without a meaning of their own."""
        if self.is_in_unspaced_script or self.is_after_colon(at):
            return True
        if not at:
            return bool(self.words[1:]) and not self.words[1].tags.isdisjoint({"channel", "name"})
        before = self.words[at - 1]
        owned = self.words[at + 1 : at + 2]
        if at == 1 and "channel" in before.tags and owned and not owned[0].tags.isdisjoint({"self", "name"}):
            return True
        quiet = not before.tags.isdisjoint(_QUIET) and before.text not in _CONJUNCTIONS
        return quiet and any(channel < at for channel in self.at("channel", "name"))

    def _is_number(self, word: Word) -> bool:
        plain = _SEPARATORS.sub("", word.text)
        if plain.isdigit():
            year = (
                not self.near(["call", "phone"], ["self"], 2)
                and len(self.words) > 2
                and _YEAR.fullmatch(word.text) is not None
            )
            text = self.skeleton.text
            decimal = text[word.end : word.end + 1] in {".", ","} and text[word.end + 1 : word.end + 2].isdigit()
            unit = _UNIT.match(text, word.end) is not None and not (
                _PASCAL.match(text, word.end) and self.has("call", "phone")
            )
            return not year and not decimal and not unit
        return is_number_word(word.text)

    def _is_hard(self, at: int) -> bool:
        word = self.words[at]
        if word.text[0] >= FIRST_UNSPACED:
            return len(word.text) >= 2
        written = self.skeleton.source(word.start, word.end)
        if written.isupper() and len(written) < _MIN_ALL_CAPITALS and not self.has("name", "spell", "brand"):
            return False  # a technical abbreviation
        if any(char.isupper() for char in written[1:]) or "_" in written:
            return True
        if self.is_german and is_like_known_word(word.text):
            return False
        return written[0].isupper() and (at > 0 or 1 in self.unknown[:2])

    def _is_account(self, at: int) -> bool:
        word = self.words[at]
        written = self._source_of(word)
        small = written[1:] == written[1:].lower() and (written.isascii() or self.is_after_colon(at))
        if small and written.isascii() and written.islower() and self.is_in_other_script:
            return len(word.text) >= _MIN_LATIN_AMONG_HAN
        least = _MIN_LATIN_AMONG_HAN if self.is_in_unspaced_script else _MIN_ACCOUNT
        return small and word.text[0] < FIRST_UNSPACED and len(word.text) >= least and not is_like_known_word(word.text)

    def _source_of(self, word: Word) -> str:
        return self.skeleton.source(word.start, word.end)

    @cached_property
    def _source(self) -> str:
        return self.skeleton.source(self.start, self.extent[1]) + self._after()

    def _after(self) -> str:
        end = self.skeleton.ends[self.extent[1] - 1]
        return self.skeleton.original[end : end + len(MASK) + 1]


def sentences(skeleton: Skeleton, joints: frozenset[int]) -> Iterator[Sentence]:
    tagged = tagged_words(skeleton)
    at = start = 0
    for end in _ends(skeleton, joints):
        first = at
        while at < len(tagged) and tagged[at].start < end:
            if at > first and tagged[at].end - tagged[first].start > _LONGEST:
                yield Sentence(skeleton, tagged[first:at], start)
                first, start = at, tagged[at].start
            at += 1
        if at > first:
            yield Sentence(skeleton, [_in_case(skeleton, word) for word in tagged[first:at]], start)
        start = end


def _in_case(skeleton: Skeleton, word: Word) -> Word:
    """Returns "US" without its meaning of "us"."""
    if word.text == "us" and skeleton.source(word.start, word.end) == "US":
        return Word(start=word.start, end=word.end, text=word.text, tags=frozenset({"ordinary"}))
    return word


def _ends(skeleton: Skeleton, joints: frozenset[int]) -> Iterator[int]:
    found = [match.start() for match in _END.finditer(skeleton.text)] + [len(skeleton.text)]
    previous = -1
    for end, after in zip(found, [*found[1:], len(skeleton.text)], strict=True):
        joint = end < len(skeleton.text) and skeleton.text[end] == "\n" and skeleton.starts[end] in joints
        if not joint or end - previous > _SHORT or after - end > _SHORT:
            yield end
        previous = end


def _is_unknown(word: Word) -> bool:
    if word.tags or is_known_word(word.text) or word.text.isdigit():
        return False
    return len(word.text) >= (2 if word.text[0] >= FIRST_UNSPACED else 3)


def _is_code(word: Word) -> bool:
    """Returns True for letters and digits: B12."""
    digits = sum(char.isdigit() for char in word.text)
    return word.text[0] < FIRST_UNSPACED and 0 < digits < len(word.text)
