"""The same judgement of coded fields as bot.matching.coded, of one listing against many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.coded import (
    PARTNERSHIP_APART,
    PARTNERSHIP_COMMON,
    PROFILE_APART,
    SECTOR_APART,
    SECTOR_COMMON,
    STAGE_SHORT,
    TARGET_MISSED,
    TARGET_NAMED,
    stage_place,
    wanted_stage,
)
from bot.matching.encoders import Floats
from bot.matching.listing import Subject
from storage.vocabulary import Kind

Flags = npt.NDArray[np.bool_]
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of codes as rows of 0 and 1, shape (n, codes), and how many each row has."""

    places: dict[str, int]
    rows: Floats
    sizes: Floats

    @classmethod
    def of(cls, sets: Sequence[Iterable[str]]) -> "_Sets":
        places: dict[str, int] = {}
        for codes in sets:
            for code in codes:
                places.setdefault(code, len(places))
        rows = np.zeros((len(sets), max(1, len(places))), np.float32)
        for row, codes in enumerate(sets):
            rows[row, [places[code] for code in codes]] = 1
        return cls(places, rows, rows.sum(axis=1))

    def common(self, codes: Iterable[str]) -> Floats:
        known = [self.places[code] for code in codes if code in self.places]
        return np.asarray(self.rows[:, known].sum(axis=1), np.float32)


class CodedTable:
    """Of listings of one kind, in the order given."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._numbers: dict[str, int] = {}
        self._sectors = _Sets.of([subject.sectors for subject in subjects])
        self._partnerships = _Sets.of([subject.partnerships for subject in subjects])
        self._targets = _Sets.of([subject.targets for subject in subjects])
        self._countries = self._column([subject.country for subject in subjects])
        self._owners = self._column([subject.owner for subject in subjects])
        self._same_ok = np.array([subject.same_country_ok for subject in subjects], bool)
        self._business = np.array([_business(subject) for subject in subjects], np.int8)
        self._stages = np.array([_stage(subject) for subject in subjects], np.float32)

    def _column(self, values: Sequence[str | None]) -> npt.NDArray[np.int64]:
        return np.array(
            [_UNKNOWN if value is None else self._numbers.setdefault(value, len(self._numbers)) for value in values],
            np.int64,
        )

    def permitted(self, asked: Subject) -> Flags:
        """Whom it may meet, shape (n,); see `may_meet`."""
        met = np.ones(len(self._same_ok), bool)
        if asked.country is not None:
            same = self._countries == self._numbers.get(asked.country, -2)
            met &= ~same | (self._same_ok & asked.same_country_ok)
        if asked.owner is not None:
            met &= self._owners != self._numbers.get(asked.owner, -2)
        return met

    def evidence(self, asked: Subject) -> Floats:
        """In log-odds, shape (n,); see `coded`."""
        total = np.zeros(len(self._same_ok), np.float32)
        if asked.sectors:
            smaller = np.minimum(len(asked.sectors), self._sectors.sizes)
            share = self._sectors.common(asked.sectors) / np.maximum(1, smaller)
            weights = np.where(share > 0, SECTOR_COMMON * (0.5 + 0.5 * share), SECTOR_APART)
            total += np.where(self._sectors.sizes > 0, weights, 0)
        if asked.partnerships:
            common = self._partnerships.common(asked.partnerships) > 0
            weights = np.where(common, PARTNERSHIP_COMMON, PARTNERSHIP_APART)
            total += np.where(self._partnerships.sizes > 0, weights, 0)
        if asked.profile_type is not None:
            apart = (self._business != _UNKNOWN) & (self._business != _business(asked))
            total += np.where(apart, PROFILE_APART, 0)
        return np.asarray(total + self._staged(asked) + self._targeted(asked), np.float32)

    def _staged(self, asked: Subject) -> Floats:
        own = _stage(asked)
        if np.isnan(own):
            return np.zeros(len(self._stages), np.float32)
        short = own - self._stages if asked.kind is Kind.NEED else self._stages - own
        return np.asarray(STAGE_SHORT * np.nan_to_num(np.maximum(0, short)), np.float32)

    def _targeted(self, asked: Subject) -> Floats:
        total = np.zeros(len(self._stages), np.float32)
        if asked.targets:
            named = [self._numbers[country] for country in asked.targets if country in self._numbers]
            weights = np.where(np.isin(self._countries, named), TARGET_NAMED, TARGET_MISSED)
            total += np.where(self._countries != _UNKNOWN, weights, 0)
        if asked.country is not None:
            named_us = self._targets.common([asked.country]) > 0
            total += np.where(self._targets.sizes > 0, np.where(named_us, TARGET_NAMED, TARGET_MISSED), 0)
        return total


def _business(subject: Subject) -> int:
    return _UNKNOWN if subject.profile_type is None else int(subject.profile_type.is_business)


def _stage(subject: Subject) -> float:
    """The place of the stage that a need wants or an offer has, NaN where nothing is said."""
    stage = wanted_stage(subject) if subject.kind is Kind.NEED else subject.stage
    return float("nan") if stage is None else float(stage_place(stage))
