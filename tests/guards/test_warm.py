"""What a run in the warm process replaces: functions, and nothing that runs at the import."""

from functools import cache
from pathlib import Path

import pytest

from tests.guards.mutants import ROOT, files_of, mutants_of
from tests.guards.warm import NOT_REPLACED, WarmProcess, caches_of_results, differs_at_import

_SOURCE = """
LIMIT = 3

def allows(number):
    return number < LIMIT

class Check:
    allowed = [one for one in range(9) if one < LIMIT]

    def allows(self, number):
        return (lambda one: one < LIMIT)(number)
"""


@cache
def _doubled(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize(
    ("old", "new", "at_import"),
    [
        ("return number < LIMIT", "return (number <=\n LIMIT)", False),
        ("(lambda one: one < LIMIT)", "(lambda one: one <= LIMIT)", False),
        ("if one < LIMIT", "if one <= LIMIT", True),
        ("LIMIT = 3", "LIMIT = 4", True),
    ],
)
def test_functions_can_be_replaced(tmp_path: Path, old: str, new: str, at_import: bool) -> None:
    path = tmp_path / "guards.py"
    path.write_text(_SOURCE)
    assert differs_at_import(path, _SOURCE.encode(), _SOURCE.replace(old, new).encode()) is at_import


def test_a_constraint_runs_at_the_import() -> None:
    for path in files_of("introductions"):
        for mutant in mutants_of(path):
            if mutant.kind == "constraint":
                assert differs_at_import(path, path.read_bytes(), mutant.apply(path.read_bytes()))


def test_a_replaced_function_counts_in_its_own_run_only() -> None:
    path = ROOT / "tests/guards/mutants.py"
    source = path.read_bytes()
    changed = source.replace(b'"if", "False"', b'"if", "True"')

    def run(_: list[str]) -> int:
        return any(one.new == "True" for one in mutants_of(path) if one.kind == "if")

    warm = WarmProcess(lambda serve: serve(run))
    assert [warm.run([], 10, one) for one in (None, (path, source, changed), None)] == [0, 1, 0]
    warm.close()


def test_results_that_were_kept_are_forgotten_for_a_mutant() -> None:
    assert _doubled(2) == 4
    path = ROOT / "tests/guards/test_warm.py"
    source = path.read_bytes()
    changed = source.replace(b"return 2 * number", b"return 3 * number")

    def run(_: list[str]) -> int:
        return _doubled(2) == 6

    warm = WarmProcess(lambda serve: serve(run))
    assert [warm.run([], 10, one) for one in (None, (path, source, changed), None)] == [0, 1, 0]
    warm.close()
    assert [one for one in caches_of_results([path]) if one.__module__ == __name__] == [_doubled]


def test_a_function_that_is_not_loaded_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "guards.py"
    changed = _SOURCE.replace("return number < LIMIT", "return number <= LIMIT")
    warm = WarmProcess(lambda serve: serve(lambda _: 0))
    assert warm.run([], 10, (path, _SOURCE.encode(), changed.encode())) == NOT_REPLACED
    warm.close()
