"""Builds search keys from the author's names: one normalised form for all spellings, also of parts of a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations, product
from typing import Final

from bot.matching.normalise import simplify

from .compact import compact
from .findings import FindingKind, Secrets
from .han_forms import HAN_ORDINARY, brand_and_trades, han_forms
from .ordinary_words import COMMON, COMPANY_WORDS, LEGAL_FORMS, NAME_WORDS, is_ordinary, spellings
from .skeleton import Reading, read
from .trade_words import is_trade
from .translations import translated, translations

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_CUT: Final = re.compile(r"[^\W_]+")
# Vietnamese writes the legal form in several words before the name.
_LEADING_FORM: Final = re.compile(
    r"(?:c[oô]ng\sty|cty)\s(?:tnhh\s|cp\s|c[oổ]\sph[aầ]n\s)?(?:mtv\s|m[oộ]t\sth[aà]nh\svi[eê]n\s)?", re.IGNORECASE
)
_STEMS: Final = re.compile(r"[\W\d_]+")
_MAX_PARTS = 6  # of a person's name
_MIN_STEM = 8  # letters in the longest part of a handle
_MAX_REST = 2  # characters of the handle besides that part
_MAX_WORDS = 3  # characters of a Chinese name, each of which is a word to translate
_MAX_SPOKEN = 4  # characters of a Chinese name that is found in pinyin
_MIN_PINYIN = 5  # letters; shorter syllables are words of many languages
_ARTICLES: Final = frozenset(
    {"the", "de", "het", "la", "le", "les", "il", "el", "los", "las", "der", "die", "das", "o", "a"}
)


class Caution(StrEnum):
    """The condition under which a matching word counts as the name."""

    NONE = "none"  # always; Slavic endings are allowed
    CAPITAL = "capital"  # if written with a capital or as entered
    CAPITALS = "capitals"  # if each of its words has a capital, or like TRADE
    TRADE = "trade"  # where the company is meant and not the thing in its name, see `trade_names`
    INTRODUCED = "introduced"  # after "Ms.", "I am" and similar words
    NAMED = "named"  # after "company", before a legal form, in quotes or spaced out
    TRANSLATED = "translated"  # where the text says that a company is called so
    EXACT = "exact"  # if written exactly as entered
    INSIDE = "inside"  # always, also inside a longer word


@dataclass(frozen=True, slots=True)
class NameKey:
    """A search key: the normalised form to find in `Compact.text`, and the name as entered."""

    compact: str
    kind: FindingKind
    caution: Caution
    entered: str


@lru_cache(maxsize=256)
def keys(secrets: Secrets) -> tuple[NameKey, ...]:
    """Returns the search keys for all names in `secrets`, without duplicates."""
    found: dict[tuple[str, Caution], NameKey] = {}
    for key in _all_keys(secrets):
        found.setdefault((key.compact, key.caution), key)
    return tuple(found.values())


def _all_keys(secrets: Secrets) -> Iterator[NameKey]:
    for name in secrets.company_names:
        yield from _company_keys(name)
    yield from _person_keys(secrets.person_names)
    for name in (*secrets.usernames, *secrets.wechat_ids):
        yield from _literal_keys(name.lstrip("@ "), FindingKind.HANDLE)
        yield from _stem_keys(name.lstrip("@ "))
    for address in secrets.website_hosts:
        yield from _host_keys(address)
    for email in secrets.emails:
        yield from _email_keys(email)


def _keys(entered: str, kind: FindingKind, caution: Caution) -> Iterator[NameKey]:
    for form in spellings(entered):
        yield NameKey(form, kind, caution, entered)


def _stem_keys(name: str) -> Iterator[NameKey]:
    """Yields keys for the main part of a handle: "gorsewhistle" for gorsewhistle_f. Skips ordinary company words."""
    stem = max(_STEMS.split(name), key=len)
    if _MIN_STEM <= len(stem) < len(name) <= len(stem) + _MAX_REST and compact(stem.casefold()) not in COMPANY_WORDS:
        yield from _keys(stem, FindingKind.HANDLE, Caution.NONE)


def _literal_keys(name: str, kind: FindingKind) -> Iterator[NameKey]:
    if len(name) >= 8 and not is_trade(name):
        yield from _keys(name, kind, Caution.INSIDE)
    elif is_trade(name):
        yield from _keys(name, kind, Caution.TRADE)
    elif len(name) >= 4:
        yield from _keys(name, kind, Caution.NONE if compact(name.casefold()) not in COMPANY_WORDS else Caution.EXACT)


def _host_keys(address: str) -> Iterator[NameKey]:
    host = re.sub(r"^(?:[a-z]+:)?//", "", address.strip().casefold()).split("/")[0].removeprefix("www.")
    labels = host.split(".")
    if len(labels) < 2:
        return
    yield from _keys(host, FindingKind.WEBSITE, Caution.NONE)
    name = max(labels[:-1], key=len)
    if len(name) >= 5:
        yield from _word_keys(name, FindingKind.WEBSITE)


def _email_keys(email: str) -> Iterator[NameKey]:
    local, _, host = email.strip().partition("@")
    if host:
        yield from _keys(email, FindingKind.EMAIL, Caution.NONE)
        if len(compact(local)) >= 7:
            yield from _keys(local, FindingKind.EMAIL, Caution.NONE)


def _company_keys(name: str) -> Iterator[NameKey]:
    if _HAN.search(name):
        yield from _han_company_keys(simplify(name))
    form = _LEADING_FORM.match(name)
    words = _CUT.findall(re.sub(r"(?<=\b\w)\.\s?(?=\w\b)", "", name[form.end() :] if form else name))
    if not words:
        return
    plain = [compact(read(word, Reading.SOUNDS).text) for word in words]
    legal = [i for i, word in enumerate(plain) if word in LEGAL_FORMS]
    cores = _without_legal_form(words, legal)
    cores += [core[1:] for core in cores if len(core) > 2 and core[0].lower() in _ARTICLES]
    if not (cores and all(map(is_trade, cores[0]))):
        yield from _keys(name, FindingKind.COMPANY, Caution.NONE)
    for core in cores:
        if 1 < len(core) < len(words):
            yield from _initials_keys(words)
        for translation in translated(compact(read(core[0], Reading.SOUNDS).text)):
            yield from _keys(translation, FindingKind.COMPANY, Caution.TRANSLATED)
        if len(core) == 1:
            yield from _word_keys(core[0], FindingKind.COMPANY)
            continue
        yield from _core_keys(" ".join(core), core)


def _initials_keys(words: list[str]) -> Iterator[NameKey]:
    initials = "".join(word[0].upper() for word in words)
    if initials.isascii():
        yield NameKey(compact(initials.lower()), FindingKind.COMPANY, Caution.NAMED, initials)


def _han_company_keys(name: str) -> Iterator[NameKey]:
    for form, trade in han_forms(name):
        yield from _keys(form, FindingKind.COMPANY, Caution.TRADE if trade else Caution.INSIDE)
        if trade or len(form) not in range(2, _MAX_SPOKEN + 1):
            continue
        for whole in translations(list(form)):
            yield from _keys(whole, FindingKind.COMPANY, Caution.CAPITALS)
        if len(spoken := pinyin(form)) >= _MIN_PINYIN:
            yield from _keys(spoken, FindingKind.COMPANY, Caution.NONE)
    for whole in _han_translations(name):
        yield from _keys(whole, FindingKind.COMPANY, Caution.CAPITALS)


def _han_translations(name: str) -> Iterator[str]:
    """Yields a Chinese company's name in other languages: Sea Whale Electromechanical."""
    brand, trades = brand_and_trades(name)
    if trades and 2 <= len(brand) <= _MAX_WORDS:
        brands = [one for one in (*translations(list(brand)), *translated(brand)) if one.isascii()]
        for first, second in product([*brands, pinyin(brand)], translated(trades[0])):
            yield f"{first} {second}"


def _core_keys(whole: str, core: list[str]) -> Iterator[NameKey]:
    trade = all(map(is_trade, core))
    for translation in translations([compact(read(word, Reading.SOUNDS).text) for word in core]):
        yield from _keys(translation, FindingKind.COMPANY, Caution.TRADE if trade else Caution.CAPITALS)
    if trade:
        yield from _keys(whole, FindingKind.COMPANY, Caution.TRADE)
        return
    yield from _initials_keys(core)
    yield from _keys(whole, FindingKind.COMPANY, Caution.INSIDE if len(compact(whole)) >= 10 else Caution.NONE)
    for word in core:
        if len(word) >= 4 and not is_ordinary(word) and not _HAN.search(word):
            common = is_trade(word) or not spellings(word).isdisjoint(COMMON)
            yield from _keys(word, FindingKind.COMPANY, Caution.TRADE if common else Caution.CAPITAL)


def _without_legal_form(words: list[str], legal: list[int]) -> list[list[str]]:
    """Returns the name without its legal form, and only the words before the form (a town may follow it)."""
    without = [word for i, word in enumerate(words) if i not in legal]
    first = next((i for i in legal if i > 0), len(words))
    before = [word for i, word in enumerate(words[:first]) if i not in legal]
    return [core for core in (without, before) if core] if before != without else [without] if without else []


def _word_keys(word: str, kind: FindingKind) -> Iterator[NameKey]:
    if _HAN.search(word):
        return
    if len(word) >= 3 and is_trade(word):
        yield from _keys(word, kind, Caution.TRADE)
    elif len(word) >= 5:
        yield from _keys(word, kind, Caution.CAPITAL if is_ordinary(word) else Caution.NONE)
    elif len(word) >= 3:
        yield from _keys(word, kind, Caution.CAPITAL)
    elif len(word) == 2:
        yield from _keys(word, kind, Caution.EXACT)


def _person_keys(names: tuple[str, ...]) -> Iterator[NameKey]:
    for name in names:
        parts = list(dict.fromkeys(re.findall(r"[^\W\d_]+", simplify(name))))[:_MAX_PARTS]
        for one, other in permutations(parts, 2):
            whole = f"{one}{other}" if _HAN.search(one) else f"{one} {other}"
            yield from _keys(whole, FindingKind.PERSON, Caution.NONE)
        for part in parts:
            yield from _part_keys(part)


def pinyin(han: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han)).capitalize()


def _part_keys(part: str) -> Iterator[NameKey]:
    if not part.isascii() and part[0] > "\u2e00":
        if len(part) >= 2:
            yield from _keys(part, FindingKind.PERSON, Caution.INSIDE)
            surname, given = pinyin(part[0]), pinyin(part[1:])
            for form in (f"{surname} {given}", f"{given} {surname}", given):
                if len(form) >= _MIN_PINYIN:
                    yield from _keys(form, FindingKind.PERSON, Caution.CAPITAL if form == given else Caution.NONE)
        if len(part) == 3 and part[1:] not in HAN_ORDINARY:
            # Surname of one character and given name of two: friends use the given name alone.
            yield from _keys(part[1:], FindingKind.PERSON, Caution.INSIDE)
    elif len(part) >= 5 and spellings(part).isdisjoint(NAME_WORDS):
        yield from _keys(part, FindingKind.PERSON, Caution.NONE)
    else:
        yield from _keys(part, FindingKind.PERSON, Caution.CAPITAL if len(part) >= 3 else Caution.INTRODUCED)
