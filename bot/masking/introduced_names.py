"""Finds names that a text introduces: "my name is …", "our company is called …". They need not be the author's."""

import re
from collections.abc import Iterator
from typing import Final

from .cue_words import is_like_known_word
from .findings import FindingKind, Span
from .vocabulary import any_of, words

# A word with a capital, in a script that has them; capitals throughout; initials.
_CAPITAL: Final = r"(?:[A-Z\u00c0-\u00de\u0100-\u017f\u0386-\u03ab\u0400-\u042f][^\W\d_]{1,24}+|[A-Z]\.)"
_PARTICLE: Final = r"(?:von|van|de|da|do|dos|del|della|di|du|la|le|el|al|bin|ibn|y|e|i|and|und|&)"
_CASED: Final = rf"{_CAPITAL}(?:(?:[ -]{{1,2}}(?:{_PARTICLE}[ -])?{_CAPITAL}){{1,3}}(?:-[a-z]{{2,8}})?)?"
# Letters of scripts without capitals: up to three words.
_UNCASED: Final = "[\u0530-\u1fff\uac00-\ud7af]{2,20}(?: [\u0530-\u0eff\u10a0-\u10ff\uac00-\ud7af]{2,20}){0,2}"
# Han and kana have no spaces: up to the next sign.
# A Japanese particle behind it makes it a thing or a customer: "弊社は歯車を作る".
_UNSPACED: Final = "(?![得来了不上出着过车])[\u3400-\u9fff\u30a0-\u30ff·・=]{2,12}+(?![をにへ]|と(?![申言いも]))"
_NAME: Final = rf"[\"'„“”«‚‘「『《]?(?P<name>{_CASED}|{_UNCASED}|{_UNSPACED})"
_GAP: Final = r"[\s:：,]{0,3}"
# Where a name ends. Before any other word it is an adjective: "we are Swiss manufacturers".
_STOP: Final = (
    r"(?!['’]s)(?=\s*(?:[.,;!?)。，；！？、」』》\"'“”»]|\Z|\n|[-–—]"
    r"|(?i:(?:from|at|in|on|and|or|who|iz|na|u|sa|i|aus|vom|am|und|de|du|à|et|из|на|и|от|с|ve)(?!\w))))"
)

# A last word without a capital: "Čista voda".
_LAST_WORD: Final = r"(?P<last> [^\W\d_]{3,16}(?=\s*(?:[.,;!?]|\Z|\n)))?"

_PATTERNS: Final = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"(?<!\w)(?i:{any_of('introduced', 'person')}){_GAP}{_NAME}", FindingKind.PERSON),
        (rf"(?i:{any_of('introduced', 'unspaced_person')}){_GAP}{_NAME}", FindingKind.PERSON),
        (rf"(?<!\w)(?i:{any_of('introduced', 'company')}){_GAP}{_NAME}{_LAST_WORD}", FindingKind.COMPANY),
        (rf"(?i:{any_of('introduced', 'unspaced_company')}){_GAP}{_NAME}", FindingKind.COMPANY),
        (rf"(?<!\w)(?i:{any_of('introduced', 'ask_for')}){_GAP}{_NAME}{_STOP}", FindingKind.PERSON),
        (rf"(?<!\w)(?i:{any_of('introduced', 'we_are')}) (?P<name>{_CASED}){_STOP}", FindingKind.COMPANY),
    )
)
_ORDINARY: Final = words("introduced", "ordinary")


def introduced_names(text: str) -> Iterator[Span]:
    """Yields spans in offsets of the text."""
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            if "nach " in match[0].lower() and match["name"].endswith("n") and is_like_known_word(match["name"]):
                continue  # "fragen Sie nach Mustern": all nouns have a capital
            if " " in match["name"] or match["name"].casefold() not in _ORDINARY:
                last = match.groupdict().get("last")
                yield Span(match.start("name"), match.end("last") if last else match.end("name"), kind)
