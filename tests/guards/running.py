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

from tests.guards.items import Notes, Server, killer
from tests.guards.mutants import ROOT, Mutant
from tests.guards.warm import NOT_REPLACED, Serve, WarmProcess, differs_at_import, in_fork

_LIBRARIES: Final = ("pytest", "sqlalchemy.ext.asyncio", "aiosqlite", "telegram.ext", "numpy", "babel", "structlog")
_LIMIT_S: Final = 600
_PATIENCE: Final = 30  # times the processor time of the tests; a mutant may also run for ever
_DIRS: Final = ("bot", "handlers", "storage", "tests")
_ELSEWHERE: Final = {
    path: ["tests/suggestions", "-k", "postgresql or nearest"]
    for path in ("storage/suggestions/nearest.py", "bot/usecases/suggestions/postgres_index.py")
}
"""Files that SQLite never uses, with their tests."""


@dataclass(slots=True, kw_only=True)
class Tree:
    """A copy of the sources, with the tests of a domain collected in a process that forks for each mutant."""

    folder: Path
    notes: Notes
    warm: WarmProcess
    most: int | None
    """Tests that a mutant meets."""
    _kills: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By file and test."""

    @classmethod
    @contextmanager
    def copied(cls, folder: Path, tests: list[str], paths: Iterable[Path], most: int | None) -> "Iterator[Tree]":
        """`paths` are the files with the mutants."""
        for name in _DIRS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        for name in _LIBRARIES:
            importlib.import_module(name)
        notes = Notes(data=folder / "reached", paths=[folder / path.relative_to(ROOT) for path in paths])

        def work(serve: Serve) -> None:
            _enter(folder)
            _pytest(folder, tests, Server(serve, notes))

        warm = WarmProcess(work)
        try:
            yield cls(folder=folder, notes=notes, warm=warm, most=most)
        finally:
            warm.close()

    def look(self) -> list[str]:
        """Waits until all tests have run once. Returns those that fail, which do not count."""
        self.warm.run([], _LIMIT_S)
        self.notes.read()
        return self.notes.failed

    def kills(self, mutant: Mutant) -> bool:
        path = self.folder / mutant.path
        source = path.read_bytes()
        changed = mutant.apply(source)
        path.write_bytes(changed)  # for the processes that tests start
        try:
            return self._kills_written(mutant, path, source, changed)
        finally:
            path.write_bytes(source)

    def _kills_written(self, mutant: Mutant, path: Path, source: bytes, changed: bytes) -> bool:
        elsewhere = _ELSEWHERE.get(mutant.path)
        if mutant.kind == "constraint":
            elsewhere = ["tests/storage/test_schema.py::test_models_and_migrations_agree"]
        reached = self.notes.reached.get(str(path), {})
        if elsewhere is None and not differs_at_import(path, source, changed):
            names = self._in_order(mutant.path, reached.get(mutant.line, []))
            limit_s = 60 + _PATIENCE * sum(self.notes.seconds[name] for name in names)
            status = self.warm.run(names, limit_s, (path, source, changed)) if names else 0
            if status == 1:
                self._kills[mutant.path, killer(self.folder)] += 1
            if status != NOT_REPLACED:
                return status != 0
        names = list({name for names in reached.values() for name in names})
        arguments = elsewhere or self._in_order(mutant.path, names)

        def run() -> int:
            _enter(self.folder)
            return _pytest(self.folder, [*arguments, "-x"])

        return bool(arguments) and in_fork(run, _LIMIT_S) != 0

    def _in_order(self, path: str, names: Iterable[str]) -> list[str]:
        """Tests that are quick and have found mutants of this file come first."""
        ordered = sorted(names, key=lambda name: self.notes.seconds[name] / (1 + self._kills[path, name]))
        return ordered[: self.most]


def _enter(folder: Path) -> None:
    os.chdir(folder)
    sys.path[:] = [str(folder), *(place for place in sys.path if place not in {"", str(ROOT)})]
    for name in [one for one in sys.modules if one.partition(".")[0] in _DIRS]:
        del sys.modules[name]
    os.environ["PYTHONPATH"] = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    _fill_once(folder)


def _pytest(folder: Path, arguments: Iterable[str], *plugins: object) -> int:
    import pytest

    told = io.StringIO()
    options = ["-q", "-p", "no:cacheprovider", "-k", "not postgresql", "-m", "not slow", f"--basetemp={folder / 'tmp'}"]
    with redirect_stdout(told), redirect_stderr(told):
        code = int(pytest.main([*options, *arguments], plugins=list(plugins)))
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
