"""Linear programs, solved by HiGHS where it is installed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np


def is_available() -> bool:
    try:
        import highspy  # noqa: F401
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    value: float
    columns: tuple[float, ...]


@dataclass(slots=True)
class LinearProgram:
    """Maximizes points over columns from 0 to 1. Each row limits a sum of columns with coefficients 1 or -1."""

    points: list[float] = field(default_factory=list)
    _limits: list[float] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _factors: list[int] = field(default_factory=list)

    def add_column(self, points: float) -> int:
        self.points.append(points)
        return len(self.points) - 1

    def add_row(self, columns: Iterable[int], limit: float, *, minus: Iterable[int] = ()) -> None:
        """Limits the sum of `columns` minus the sum of `minus`."""
        self._starts.append(len(self._columns))
        self._limits.append(limit)
        for factor, some in ((1, columns), (-1, minus)):
            for column in some:
                self._columns.append(column)
                self._factors.append(factor)

    def solve(self, seconds: float, *, whole: int = 0) -> Optimum | None:
        """Returns the optimum, found on one thread; None if time runs out.

        The first `whole` columns are whole numbers.
        """
        if not self.points:
            return Optimum(value=0.0, columns=())
        import highspy

        class SilentHighs(highspy.Highs):
            def enableCallbacks(self) -> None:  # noqa: N802 (they are not used, and enabling them prints a banner)
                self.silent()

        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.points), len(self._limits)
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.array(self.points, float)
        program.col_lower_ = np.zeros(len(self.points))
        program.col_upper_ = np.ones(len(self.points))
        program.row_lower_ = np.full(len(self._limits), -np.inf)
        program.row_upper_ = np.array(self._limits, float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array([*self._starts, len(self._columns)], np.int32)
        program.a_matrix_.index_ = np.array(self._columns, np.int32)
        program.a_matrix_.value_ = np.array(self._factors, float)
        if whole:
            program.integrality_ = [highspy.HighsVarType.kInteger] * whole
            program.integrality_ += [highspy.HighsVarType.kContinuous] * (len(self.points) - whole)
        solver = SilentHighs()  # type: ignore[no-untyped-call]
        for option, setting in (("output_flag", False), ("threads", 1), ("time_limit", max(seconds, 0.01))):
            solver.setOptionValue(option, setting)
        solver.passModel(program)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return Optimum(value=solver.getInfo().objective_function_value, columns=tuple(solver.getSolution().col_value))
