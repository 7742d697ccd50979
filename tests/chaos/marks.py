"""Who everybody is: names and addresses that occur nowhere else, so that each says whose it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from storage.vocabulary import Kind
from tests.http.persona import Firm

_SYLLABLES: Final = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aeiou"]
_WORDS: Final = len(_SYLLABLES) ** 4
_STEP: Final = 7_368_787  # no divisor of the number of words, so that neighbours are unlike each other
_PHONES: Final = 4_700_000
_WORD: Final = re.compile(r"[a-z]{8,}")
_NUMBER: Final = re.compile(r"\d[\d /()-]{6,}\d")
_SEPARATORS: Final = re.compile(r"\D")

COUNTRIES: Final = (
    ("RS", "Serbia"),
    ("CN", "China"),
    ("DE", "Germany"),
    ("IT", "Italy"),
    ("TR", "Türkiye"),
    ("IN", "India"),
)
_SUBJECTS: Final = (
    "wireless soil moisture sensors for greenhouses",
    "stainless steel tanks for dairies",
    "optical sorters for ripe grapes",
    "battery cells for electric forklifts",
    "biodegradable film for food packing",
    "laser scanners for mine tunnels",
    "ceramic knives for hospital kitchens",
    "heat pumps for drying timber",
)


def word(number: int) -> str:
    """An invented word of eight letters; another one for each number."""
    rest, found = number * _STEP % _WORDS, ""
    for _ in range(4):
        rest, which = divmod(rest, len(_SYLLABLES))
        found += _SYLLABLES[which]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person: number in the cast, names, and one company or more."""

    number: int
    firms: tuple[Firm, ...]
    language: str

    @property
    def first(self) -> str:
        return word(8 * self.number).capitalize()

    @property
    def last(self) -> str:
        return word(8 * self.number + 1).capitalize()

    @property
    def email(self) -> str:
        return f"{word(8 * self.number + 2)}@{word(8 * self.number + 3)}.example"

    @property
    def phone(self) -> str:
        return f"+38164{_PHONES + self.number}"

    @property
    def needles(self) -> Iterator[str]:
        """Everything that would give the person away, as `Marks` finds it."""
        yield from (word(8 * self.number + salt) for salt in range(4))
        yield from (firm.name.partition(" ")[0].lower() for firm in self.firms)
        yield str(_PHONES + self.number)


def identity(number: int, *, companies: int, smuggles: bool, language: str) -> Identity:
    """`smuggles`: the person writes their address into the text of the listing."""
    firms = []
    for place in range(companies):
        code, country = COUNTRIES[(number + place) % len(COUNTRIES)]
        kind = (Kind.OFFER, Kind.NEED)[(number + place) % 2]
        subject = _SUBJECTS[(number // 2 + place) % len(_SUBJECTS)]  # the one of the person before or after
        wanted = "We make" if kind is Kind.OFFER else "We look for"
        sign = f"type {number}-{place}"
        firms.append(
            Firm(
                name=f"{word(8 * number + 4 + place).capitalize()} Trading",
                country=country,
                code=code,
                kind=kind,
                title=f"{subject.capitalize()}, {sign}",
                summary=f"{wanted} {subject} and want a partner for many years.",
            )
        )
    who = Identity(number=number, firms=tuple(firms), language=language)
    if smuggles:
        first = firms[0]
        summary = f"{first.summary} Write to {who.email} or call {who.phone}, {who.first} {who.last}."
        firms[0] = replace(first, summary=summary)
    return Identity(number=number, firms=tuple(firms), language=language)


@dataclass(frozen=True, slots=True)
class Marks:
    """Finds in a text the people whom it gives away."""

    owners: Mapping[str, int] = field(default_factory=dict)

    def in_text(self, text: str) -> set[int]:
        """Returns the numbers of these people."""
        found = {self.owners[one] for one in _WORD.findall(text.lower()) if one in self.owners}
        for number in _NUMBER.findall(text):
            tail = _SEPARATORS.sub("", number)[-7:]
            if tail in self.owners:
                found.add(self.owners[tail])
        return found


def marks_of(cast: list[Identity]) -> Marks:
    return Marks({needle: who.number for who in cast for needle in who.needles})
