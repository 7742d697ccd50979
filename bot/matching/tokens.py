"""The words of a text, each with a key that ignores script, case, diacritics and most inflection."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.normalise import fold
from bot.matching.stopwords import STOPWORDS

MAX_TOKENS = 160
"""Maximum number of tokens of a listing. Later words add length rather than evidence."""

_CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_HANGUL = "\uac00-\ud7af"
_THAI = "\u0e00-\u0eff"
_TOP_LEVEL = "com|net|org|eu|cn|rs|de|io|info|biz|co|ru|it|me|ba|hr|si|mk|pl|hu|tr|ro|kr|jp|fr|es|pt|uk|ua|cz|at|ch"
_CONTACT = re.compile(
    rf"(?<!\S)[^\s@]*@\S+|https?://\S+|\bwww\.\S+|(?<![\w-])[\w-]+\.(?:{_TOP_LEVEL})\b\S*"
    r"|(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)
"""Addresses, links and handles, with or without a scheme."""
_LONG_NUMBER = re.compile(r"\+?\d[\d\s()/.-]{5,}\d")
SCRIPTS = re.compile(
    rf"(?P<cjk>[{_CJK}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<thai>[{_THAI}]+)"
    rf"|(?P<word>[^\W_{_CJK}{_HANGUL}{_THAI}]+(?:[-/.][^\W_{_CJK}{_HANGUL}{_THAI}]+)*)"
)
_CAS = re.compile(r"(?<![\w-])(\d{2,6})-(\d{2})-(\d)(?![\w-])")
"""A substance's CAS number (Chemical Abstracts Service). Longer first parts are rare and look like phone numbers."""
STANDARDS = frozenset(
    {"iso", "en", "din", "iec", "astm", "gost", "gb", "asme", "api", "sae", "ral", "usp", "bs", "jis", "csn"}
)
_UNITS = frozenset(
    {"v", "kv", "w", "kw", "mw", "kwh", "ah", "mah", "hz", "khz", "mhz", "ghz", "nm", "um", "mm", "cm", "m", "km"}
    | {"g", "kg", "t", "l", "ml", "bar", "mpa", "psi", "rpm", "ppm", "db"}
)
_ARABIC_ARTICLE = re.compile("^(?:[\u0648\u0628\u0643\u0641]?\u0627\u0644|\u0644\u0644)(?=\\w{3})")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is for comparison (prefix: w word, c code, h piece of a script without spaces). `shown` is as written.

    `name` is what a concept's word means in English, several separated by "/"; "" if the glossary does not say.
    """

    key: str
    shown: str
    name: str = ""


@lru_cache(maxsize=131_072)
def token(key: str, shown: str, name: str = "") -> Token:
    """Returns the same object for a word in every listing, which saves much memory at 100,000 listings."""
    return Token(key, shown, name)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    return fold(word)


def without_article(word: str) -> str:
    """Returns a folded word without the article and prepositions that Arabic writes in front of it."""
    return _ARABIC_ARTICLE.sub("", word) if word[:1] >= "\u0600" else word


def stem(word: str) -> str:
    """Returns a crude stem of a folded word: European languages inflect the end, and Arabic puts articles in front."""
    word = without_article(word)
    if len(word) >= 6:
        return word[:5]
    return word[:4] if len(word) == 5 else word


def without_contacts(text: str) -> str:
    """Returns the text without addresses, links, handles and long numbers such as phones, but with CAS numbers."""
    bare = _CONTACT.sub(" ", text)
    kept, at = "", 0
    for match in _CAS.finditer(bare):
        if _checks(match):
            kept += _LONG_NUMBER.sub(" ", bare[at : match.start()]) + match.group()
            at = match.end()
    return kept + _LONG_NUMBER.sub(" ", bare[at:])


def _checks(cas: re.Match[str]) -> bool:
    """Returns True if the last digit is the check digit of the others."""
    digits = reversed(cas.group(1) + cas.group(2))
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(cas.group(3))


def tokens(text: str) -> tuple[Token, ...]:
    """Returns the unique tokens of cleaned text in order, at most MAX_TOKENS, without contacts."""
    found: dict[str, Token] = {}
    for _, _, some in placed_tokens(without_contacts(text)):
        for one in some:
            found.setdefault(one.key, one)
        if len(found) >= MAX_TOKENS:
            break
    return tuple(found.values())


def placed_tokens(text: str) -> Iterator[tuple[int, int, list[Token]]]:
    """Yields each word or run of a script without spaces as (start, end, its tokens)."""
    matches = list(SCRIPTS.finditer(text))
    for position, match in enumerate(matches):
        before = matches[position - 1].group() if position else ""
        after = matches[position + 1].group() if position + 1 < len(matches) else ""
        yield match.start(), match.end(), list(_tokens_of(match, before, after))


def _tokens_of(match: re.Match[str], before: str, after: str) -> Iterator[Token]:
    text = match.group()
    if match.lastgroup == "word":
        yield from _word(text, folded(before) if before.isascii() else "", folded(after) if after.isascii() else "")
        return
    width = 3 if match.lastgroup == "thai" else 2
    flat = folded(text)
    if len(flat) != len(text):  # a compatibility form that folds to another length is shown in folded form
        text = flat
    for start in range(max(1, len(text) - width + 1)):
        yield token(f"h:{flat[start : start + width]}", text[start : start + width])


def _word(text: str, before: str, after: str) -> Iterator[Token]:
    flat = folded(text)
    if _DIGIT.search(flat):
        yield from _code(flat, text, before, after)
        return
    for part, shown in zip(re.split(r"[-/.]", flat), re.split(r"[-/.]", text), strict=False):
        if (len(part) >= 3 or (len(part) == 2 and shown.isupper())) and part not in STOPWORDS:
            yield token(f"w:{stem(part)}", shown)


def _code(flat: str, text: str, before: str, after: str) -> Iterator[Token]:
    bare = re.sub(r"[-/.]", "", flat)
    cas = _CAS.fullmatch(flat)
    if cas and _checks(cas):
        yield token(f"c:cas{bare}", text)
        return
    if not bare.isdigit():
        if sum(map(str.isdigit, bare)) < 6:
            yield token(f"c:{bare}", text)
    elif before in STANDARDS:
        yield token(f"c:{before}{bare}", f"{before.upper()} {text}")
    elif after in _UNITS and len(bare) < 6:
        yield token(f"c:{bare}{after}", f"{text} {after}")
    elif 3 <= len(bare) < 6 and "/" in text:
        yield token(f"c:{bare}", text)
