"""Runs the tests that reach a mutant's line, in a copy of the tree."""

import importlib
import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.guards.mutants import ROOT, Mutant
from tests.guards.warm import WarmProcess, differs_at_import, in_fork

_LIBRARIES: Final = ("pytest", "sqlalchemy.ext.asyncio", "aiosqlite", "telegram.ext", "numpy", "babel", "structlog")
_LIMIT_S: Final = 600  # all tests of a domain that reach one line; a mutant may also run for ever
_ANY_CHAT: Final = "tests/people/test_company.py::test_nobody_opens_the_company_of_others"
_ANY_MATCH: Final = "tests/suggestions/test_matchmaker.py::test_after_a_while_the_next_is_told_at_once"
_DIRS: Final = ("bot", "handlers", "storage", "tests")
_ON_POSTGRES: Final = {
    path: ["tests/suggestions", "-k", "postgresql or nearest"]
    for path in ("storage/suggestions/nearest.py", "bot/usecases/suggestions/postgres_index.py")
}
"""Files that SQLite never uses, with their tests."""


@dataclass(slots=True, kw_only=True)
class Tree:
    """A copy of the sources, with the tests that reach each line, the most specific test first."""

    folder: Path
    tests: list[str]
    warm: WarmProcess
    reached: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def copied(cls, folder: Path, tests: list[str]) -> "Iterator[Tree]":
        for name in _DIRS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        for name in _LIBRARIES:
            importlib.import_module(name)

        def enter() -> None:
            _enter(folder)
            _pytest(folder, [_ANY_CHAT, _ANY_MATCH])  # whatever loads late is there then, the encoder too
            _pytest(folder, [*tests, "--collect-only"])

        warm = WarmProcess(enter, lambda arguments: _pytest(folder, arguments))
        try:
            yield cls(folder=folder, tests=tests, warm=warm)
        finally:
            warm.close()

    def look(self) -> bool:
        """Runs all the tests once and notes which reach which line. False if they fail."""
        data = self.folder / ".coverage"
        code = self.warm.run(
            [*self.tests, f"--cov={self.folder}", "--cov-context=test", "--cov-report="], 100 * _LIMIT_S
        )
        from coverage import CoverageData

        found = CoverageData(basename=str(data))
        found.read()
        reached = {path: found.contexts_by_lineno(path) for path in found.measured_files()}
        spread = Counter(name for lines in reached.values() for names in lines.values() for name in names)
        for path, lines in reached.items():
            self.reached[path] = {
                line: list(
                    dict.fromkeys(name.partition("|")[0] for name in sorted(names, key=lambda x: spread[x]) if name)
                )
                for line, names in lines.items()
            }
        return code == 0

    def kills(self, mutant: Mutant) -> bool:
        path = self.folder / mutant.path
        source = path.read_bytes()
        changed = mutant.apply(source)
        cold = differs_at_import(path, changed)
        reached = self.reached.get(str(path), {})
        tests = list({name for names in reached.values() for name in names} if cold else reached.get(mutant.line, []))
        tests = _ON_POSTGRES.get(mutant.path, tests)
        if mutant.kind == "constraint":
            tests = ["tests/storage/test_schema.py::test_models_and_migrations_agree"]
        if not tests:
            return False
        arguments = [*tests, "-x"]
        if not cold:
            return self.warm.run(arguments, _LIMIT_S, (path, changed)) != 0

        def run() -> int:
            _enter(self.folder)
            return _pytest(self.folder, arguments)

        path.write_bytes(changed)
        try:
            return in_fork(run, _LIMIT_S) != 0
        finally:
            path.write_bytes(source)


def _enter(folder: Path) -> None:
    os.chdir(folder)
    sys.path[:] = [str(folder), *(place for place in sys.path if place not in {"", str(ROOT)})]
    for name in [one for one in sys.modules if one.partition(".")[0] in _DIRS]:
        del sys.modules[name]
    os.environ["PYTHONPATH"] = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    _fill_once(folder)


def _pytest(folder: Path, arguments: Iterable[str]) -> int:
    import pytest

    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        code = int(pytest.main(["-q", "-p", "no:cacheprovider", "-k", "not postgresql", *arguments]))
    (folder / "told.txt").write_text(told.getvalue())
    return code


def _fill_once(folder: Path) -> None:
    """Every run needs a database with tables and neighbours: the first one makes it, the others copy it."""
    for module, name in (("tests.postgres", "migrated"), ("tests.neighbours", "move_in")):
        made: Any = importlib.import_module(module)
        setattr(made, name, _once(getattr(made, name), folder / f"{name}.sqlite3"))


def _once(make: Callable[[str], Awaitable[None]], template: Path) -> Callable[[str], Awaitable[None]]:
    is_made = template.exists

    async def copied(url: str) -> None:
        if not url.startswith("sqlite"):
            await make(url)
            return
        path = url.partition(":///")[2]
        if not is_made():
            await make(url)
            shutil.copyfile(path, template)
        shutil.copyfile(template, path)

    return copied
