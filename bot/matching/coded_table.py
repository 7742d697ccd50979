"""Compares coded fields like bot.matching.coded, for several listings against many at once."""

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
_UNKNOWN, _ELSEWHERE = -1, -2


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of codes as rows of 0 and 1, shape (n, codes), with the size of each set."""

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

    def held(self, sets: Sequence[Iterable[str]]) -> Floats:
        """Returns other sets as rows of 0 and 1 over the codes of this table; shape (m, codes)."""
        rows = np.zeros((len(sets), self.rows.shape[1]), np.float32)
        for row, codes in enumerate(sets):
            rows[row, [self.places[code] for code in codes if code in self.places]] = 1
        return rows

    def common(self, sets: Sequence[Iterable[str]]) -> Floats:
        """Returns the number of codes that each of these sets shares with each set of the table; shape (m, n)."""
        if not self.places or not any(sets):
            return np.zeros((len(sets), len(self.rows)), np.float32)
        return np.asarray(self.held(sets) @ self.rows.T, np.float32)


class CodedTable:
    """The coded fields of listings of one kind, in the order given."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._numbers: dict[str, int] = {}
        self._sectors = _Sets.of([subject.sectors for subject in subjects])
        self._partnerships = _Sets.of([subject.partnerships for subject in subjects])
        self._targets = _Sets.of([subject.targets for subject in subjects])
        self._barred = _Sets.of([subject.barred for subject in subjects])
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

    def _numbered(self, values: Sequence[str | None]) -> npt.NDArray[np.int64]:
        """Returns the values as a column of numbers, shape (m, 1). A value that is not in the table matches none."""
        return np.array([[_ELSEWHERE if value is None else self._numbers.get(value, _ELSEWHERE)] for value in values])

    def _is_from(self, sets: Sequence[Iterable[str]]) -> Flags:
        """Returns True where a listing of the table is from one of these countries; shape (m, n)."""
        named = np.zeros((len(sets), len(self._numbers) + 1), bool)  # the last column is for an unknown country
        for row, codes in enumerate(sets):
            named[row, [self._numbers[code] for code in codes if code in self._numbers]] = True
        return np.asarray(named[:, self._countries], bool)

    def permitted(self, asked: Sequence[Subject]) -> Flags:
        """Returns True where the listings may meet (see `may_meet`); shape (m, n)."""
        same_country = self._countries == self._numbered([one.country for one in asked])
        own_is_ok = self._same_ok & np.array([[one.same_country_ok] for one in asked])
        same_owner = self._owners == self._numbered([one.owner for one in asked])
        barred = self._is_from([one.barred for one in asked])
        barred |= self._barred.common([[one.country] if one.country else [] for one in asked]) > 0
        return np.asarray(~same_owner & ~barred & (~same_country | own_is_ok), bool)

    def evidence(self, asked: Sequence[Subject]) -> Floats:
        """Returns the evidence of the coded fields in log-odds (see `coded`); shape (m, n)."""
        total = self._by_sector(asked) + self._by_partnership(asked) + self._by_stage(asked) + self._by_target(asked)
        business = np.array([[_business(one)] for one in asked])
        apart = (self._business != _UNKNOWN) & (business != _UNKNOWN) & (self._business != business)
        return np.asarray(total + np.where(apart, PROFILE_APART, 0), np.float32)

    def _by_sector(self, asked: Sequence[Subject]) -> Floats:
        sizes = np.array([[len(one.sectors)] for one in asked])
        smaller = np.minimum(sizes, self._sectors.sizes)
        share = self._sectors.common([one.sectors for one in asked]) / np.maximum(1, smaller)
        weights = np.where(share > 0, SECTOR_COMMON * (0.5 + 0.5 * share), SECTOR_APART)
        return np.asarray(np.where(smaller > 0, weights, 0), np.float32)

    def _by_partnership(self, asked: Sequence[Subject]) -> Floats:
        known = (np.array([[len(one.partnerships)] for one in asked]) > 0) & (self._partnerships.sizes > 0)
        common = self._partnerships.common([one.partnerships for one in asked]) > 0
        return np.asarray(np.where(known, np.where(common, PARTNERSHIP_COMMON, PARTNERSHIP_APART), 0), np.float32)

    def _by_stage(self, asked: Sequence[Subject]) -> Floats:
        own = np.array([[_stage(one)] for one in asked], np.float32)
        turn = np.array([[1 if one.kind is Kind.NEED else -1] for one in asked])
        short = turn * (own - self._stages)
        return np.asarray(STAGE_SHORT * np.nan_to_num(np.maximum(0, short)), np.float32)

    def _by_target(self, asked: Sequence[Subject]) -> Floats:
        look = np.array([[bool(one.targets)] for one in asked]) & (self._countries != _UNKNOWN)
        ours = np.where(self._is_from([one.targets for one in asked]), TARGET_NAMED, TARGET_MISSED)
        looked_at = np.array([[one.country is not None] for one in asked]) & (self._targets.sizes > 0)
        named = self._targets.common([[one.country] if one.country else [] for one in asked]) > 0
        theirs = np.where(named, TARGET_NAMED, TARGET_MISSED)
        return np.asarray(np.where(look, ours, 0) + np.where(looked_at, theirs, 0), np.float32)


def _business(subject: Subject) -> int:
    return _UNKNOWN if subject.profile_type is None else int(subject.profile_type.is_business)


def _stage(subject: Subject) -> float:
    """Returns the position of the stage that a need asks for or an offer has; NaN if unknown."""
    stage = wanted_stage(subject) if subject.kind is Kind.NEED else subject.stage
    return float("nan") if stage is None else float(stage_place(stage))
