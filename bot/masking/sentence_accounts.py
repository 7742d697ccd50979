"""Tells which words of a sentence can be an account, such as a handle or a host."""

from functools import cached_property
from typing import Final

from bot.matching.keys import name_key
from bot.matching.legal_forms import legal_forms

from .cue_words import FIRST_UNSPACED, Word, is_known_word, is_like_known_word
from .domains import TLDS
from .sentence_cues import SentenceCues
from .strange_words import is_strange

_MIN_ACCOUNT: Final = 5  # letters
_MIN_LATIN_AMONG_HAN: Final = 4  # letters
_MIN_STRANGE: Final = 10  # letters of a word that is an account wherever it stands
_ENDINGS: Final = TLDS | {"rf", "kom"}
_QUIET: Final = frozenset({"ordinary", "self", "name", "more", "ask", "address", "call", "page"})


class SentenceAccounts(SentenceCues):
    @cached_property
    def unknown(self) -> list[int]:
        """Positions of words that are no cue, trade or place."""
        return [at for at, word in enumerate(self.words) if _is_unknown(word)]

    @cached_property
    def accounts(self) -> list[int]:
        """Positions of strange words in small Latin letters."""
        return [at for at in self.unknown if self._is_account(at)]

    @cached_property
    def strange(self) -> list[int]:
        """Positions of words that are accounts wherever they stand."""
        return [at for at in self.accounts if self._is_strange(self.words[at].text)]

    def _is_strange(self, word: str) -> bool:
        if "-" in word:  # "pinehaven-labs", but not "on-line"
            parts = (part for part in word.split("-") if len(part) >= _MIN_ACCOUNT + 1)
            return any(not is_known_word(part) and not is_like_known_word(part) for part in parts)
        if tuple(name_key(word).split()) in legal_forms().words:
            return False
        return len(word) >= _MIN_STRANGE or not word.isalpha() or self.is_in_other_script

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

    def is_after_copula(self, at: int) -> bool:
        return at - 1 in self.at("copula") or at + 1 in self.at("copula_after")

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
        quiet = not before.tags.isdisjoint(_QUIET) and "conjunction" not in before.tags
        return quiet and any(channel < at for channel in self.at("channel", "name"))

    def _is_account(self, at: int) -> bool:
        word = self.words[at]
        written = self._source_of(word)
        small = written[1:] == written[1:].lower() and (written.isascii() or self.is_after_colon(at))
        if small and written.isascii() and written.islower() and self.is_in_other_script:
            return len(word.text) >= _MIN_LATIN_AMONG_HAN
        least = _MIN_LATIN_AMONG_HAN if self.is_in_unspaced_script else _MIN_ACCOUNT
        if not small or word.text[0] >= FIRST_UNSPACED or len(word.text) < least or is_like_known_word(word.text):
            return False
        return not (written.isascii() and word.text.isalpha()) or is_strange(word.text)


def _is_unknown(word: Word) -> bool:
    if word.tags or is_known_word(word.text) or word.text.isdigit():
        return False
    return len(word.text) >= (2 if word.text[0] >= FIRST_UNSPACED else 3)
