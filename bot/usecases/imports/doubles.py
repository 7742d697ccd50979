"""Finds rows that probably mean one company in two spellings, and merges those that the organizer calls the same.

A `Name` is a country with a name key, e.g. `RS:senzor` (see `company_key`).
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.matching.companies import LIKELY_SAME, company_key, same_company
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.known_companies import KnownCompanies, KnownCompany
from bot.usecases.imports.rows import ExhibitorRow
from storage.imports import Spelling

Name = str
Choices = Mapping[Name, Name]
"""Name of a row → the name of the same company; "" for a row that is another company."""
DIFFERENT: Final = ""
_One = ExhibitorRow | KnownCompany
_LIKE_WITH_ONE: Final = 75
"""Least likeness of letters (rapidfuzz, 0 to 100) of a double that shares one phone, e-mail, website or booth."""
_LIKE_WITH_TWO: Final = 55
"""Least likeness of letters of a double that shares two contacts."""
_NEAR_KEYS: Final = 60  # rapidfuzz ratio (0 to 100) below which names need not be compared word by word
_MOST_WITH_WORD: Final = 8  # companies; a word in more names is the word of a trade
_MOST_WITH_CONTACT: Final = 3  # companies; a phone or booth of more belongs to an agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """A row that probably repeats an earlier row or a company of the event."""

    position: int
    """Place of the row in the list, from 0."""
    row: ExhibitorRow
    other: _One

    @property
    def name(self) -> Name:
        return name_of(self.row)

    @property
    def other_name(self) -> Name:
        return name_of(self.other)


def name_of(one: _One) -> Name:
    return f"{one.country}:{one.key}"


def earlier_choices(spellings: Iterable[Spelling]) -> dict[Name, Name]:
    """Returns name in an earlier list → the company's name now, where they differ. Call it in a thread."""
    found = {}
    for spelling in spellings:
        name = f"{spelling.country}:{company_key(spelling.name, spelling.country)[:200]}"
        stored = f"{spelling.country}:{spelling.key}"
        if name != stored:
            found[name] = stored
    return found


def merged(found: ExhibitorList, choices: Choices) -> ExhibitorList:
    """Returns the list, with the same name in all rows of one company."""
    targets = {name: _final_name(name, choices) for name in choices}
    return dataclasses.replace(found, rows=[_renamed(row, targets.get(name_of(row))) for row in found.rows])


def _final_name(name: Name, choices: Choices) -> Name:
    passed = {name}
    while (following := choices.get(name, DIFFERENT)) and following not in passed:
        passed.add(following)
        name = following
    return name


def _renamed(row: ExhibitorRow, name: Name | None) -> ExhibitorRow:
    if name is None:
        return row
    country, _, key = name.partition(":")
    return dataclasses.replace(row, country=country, key=key, is_other_spelling=True)


def probable_doubles(rows: Sequence[ExhibitorRow], known: KnownCompanies, choices: Choices) -> list[Double]:
    """Returns doubles without an answer of the organizer. Call it in a thread: thousands of rows take long."""
    first: dict[Name, int] = {}
    for position, row in enumerate(rows):
        if row.problem is None:
            first.setdefault(name_of(row), position)
    blocks = _Blocks([(-1, company) for company in known.at_event] + [(place, rows[place]) for place in first.values()])
    found = []
    for name, position in first.items():
        row = rows[position]
        stored = known.find(row.country, row.name, row.key)
        if name in choices or (stored is not None and stored.is_at_event):
            continue
        scored = [(_likeness(row, other, shared), other) for other, shared in blocks.before(position, row)]
        alike, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and alike > 0:
            found.append(Double(position=position, row=row, other=best))
    return found


class _Blocks:
    """Indexes rows and companies by name words and contacts, so that only those that share one are compared."""

    def __init__(self, entries: Iterable[tuple[int, _One]]) -> None:
        """`entries` are (position in the list, row), or (-1, company)."""
        self._words: defaultdict[tuple[str, ...], list[tuple[int, _One]]] = defaultdict(list)
        self._contacts: defaultdict[tuple[str, ...], list[tuple[int, _One]]] = defaultdict(list)
        for entry in entries:
            for sign in _words_of(entry[1]):
                self._words[sign].append(entry)
            for sign in _contacts_of(entry[1]):
                self._contacts[sign].append(entry)

    def before(self, position: int, row: ExhibitorRow) -> Iterator[tuple[_One, int]]:
        """Yields companies and earlier rows that the row may repeat, each with the number of contacts they share."""
        shared: Counter[int] = Counter()
        others: dict[int, _One] = {}
        for signs, blocks, most, counts in (
            (_words_of(row), self._words, _MOST_WITH_WORD, 0),
            (_contacts_of(row), self._contacts, _MOST_WITH_CONTACT, 1),
        ):
            for sign in signs:
                block = blocks.get(sign, [])
                for place, other in block if len(block) <= most else []:
                    if place < position:
                        others[id(other)] = other
                        shared[id(other)] += counts
        return ((other, shared[number]) for number, other in others.items())


def _likeness(row: ExhibitorRow, other: _One, shared: int) -> float:
    """Returns a score of how alike the two are; 0 if they are no probable double."""
    letters = max(fuzz.ratio(row.key, other.key), fuzz.token_sort_ratio(row.key, other.key))
    if shared and letters >= (_LIKE_WITH_ONE if shared == 1 else _LIKE_WITH_TWO):
        return shared + letters / 100
    alike = same_company(row.name, other.name) if letters >= _NEAR_KEYS else 0.0
    return alike if alike >= LIKELY_SAME else 0.0


def _words_of(one: _One) -> Iterator[tuple[str, ...]]:
    """Yields index keys of a name: its beginning, its end and its words. Two spellings of a name share at least one."""
    joined = one.key.replace(" ", "")
    yield one.country, "start", joined[:4]
    yield one.country, "end", joined[-4:]
    for word in one.key.split():
        yield one.country, "word", word


def _contacts_of(one: _One) -> Iterator[tuple[str, ...]]:
    if one.website:
        yield one.country, "website", one.website.lower().removeprefix("https://").removeprefix("www.").rstrip("/")
    if one.booth:
        yield one.country, "booth", one.hall or "", one.booth
    if isinstance(one, ExhibitorRow):
        yield from ((one.country, "phone", phone) for phone in one.phones)
        if one.email:
            yield one.country, "email", one.email.lower()
