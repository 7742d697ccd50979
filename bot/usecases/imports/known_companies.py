"""Finds the registered company that a row of a list means."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.matching.companies import same_company
from storage.ids import CompanyId, HallId

_SAME: Final = 0.97
"""Similarity (0 to 1) from which two names at one event are one company. Below it a person must decide."""
_LONG: Final = 30
"""Letters of a name from which one wrong letter leaves the similarity above _SAME."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCompany:
    id: CompanyId
    name: str
    key: str
    country: str
    city: str | None
    website: str | None
    about: str | None
    is_advised: bool
    """True if the importer speaks for it as its adviser."""
    is_at_event: bool = False
    hall_id: HallId | None = None
    hall: str | None = None
    booth: str | None = None


class KnownCompanies:
    """An index that compares a list of thousands with thousands of companies in seconds. Pure."""

    def __init__(self, companies: Iterable[KnownCompany]) -> None:
        self._by_key: dict[tuple[str, str], KnownCompany] = {}
        self._alike: dict[tuple[str, ...], list[KnownCompany]] = {}
        # Companies at the event first, then the earliest registered.
        ordered = sorted(companies, key=lambda each: (not each.is_at_event, each.id))
        self.at_event = [company for company in ordered if company.is_at_event]
        for company in ordered:
            self._by_key.setdefault((company.country, company.key), company)
            if company.is_at_event:
                for form in _forms(company.country, company.key):
                    self._alike.setdefault(form, []).append(company)

    def find(self, country: str, name: str, key: str) -> KnownCompany | None:
        """Returns a company at the event, also with a slightly different name; else one with exactly this name."""
        exact = self._by_key.get((country, key))
        if exact is not None and exact.is_at_event:
            return exact
        for company in self.near(country, key):
            if same_company(company.name, name) >= _SAME:
                return company
        return exact

    def near(self, country: str, key: str) -> Collection[KnownCompany]:
        """Returns the companies at the event that a slightly different name may mean."""
        return {company.id: company for form in _forms(country, key) for company in self._alike.get(form, ())}.values()


def _forms(country: str, key: str) -> Iterator[tuple[str, ...]]:
    """Yields keys that two names share if `same_company` is true for them: joined, reordered, with one error."""
    yield country, "together", key.replace(" ", "")
    words = sorted(key.split())
    yield (country, "words", *words)
    if len(words) > 1 and len(key) >= _LONG:
        for at in range(len(words)):
            yield (country, "but one", *words[:at], *words[at + 1 :])
