"""Runs the tests that reach a mutant's line, in a copy of the tree. Forked from a process that has the libraries."""

import importlib
import io
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.guards.mutants import ROOT, Mutant

_LIBRARIES: Final = ("pytest", "sqlalchemy.ext.asyncio", "aiosqlite", "telegram.ext", "numpy", "babel", "structlog")
_LIMIT_S: Final = 600  # all tests of a domain that reach one line; a mutant may also run for ever
_DIRS: Final = ("bot", "handlers", "storage", "tests")


@dataclass(slots=True, kw_only=True)
class Tree:
    """A copy of the sources, with the tests that reach each line, the most specific test first."""

    folder: Path
    tests: list[str]
    reached: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    @classmethod
    def copied(cls, folder: Path, tests: list[str]) -> "Tree":
        for name in _DIRS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        for name in _LIBRARIES:
            importlib.import_module(name)
        return cls(folder=folder, tests=tests)

    def look(self) -> bool:
        """Runs all the tests once and notes which reach which line. False if they fail."""
        data = self.folder / "reached"
        code = self._forked(
            lambda: self._pytest([*self.tests, f"--cov={self.folder}", "--cov-context=test", "--cov-report="]), data
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
        tests = self.reached.get(str(path), {}).get(mutant.line, [])
        if mutant.kind == "constraint":
            tests = ["tests/storage/test_schema.py::test_models_and_migrations_agree"]
        if not tests:
            return False
        source = path.read_bytes()
        path.write_bytes(mutant.apply(source))
        try:
            return self._forked(lambda: self._pytest([*tests, "-x"]), None) != 0
        finally:
            path.write_bytes(source)

    def _forked(self, work, data: Path | None) -> int:  # type: ignore[no-untyped-def]
        """The exit status; a run that takes too long counts as failed."""
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.chdir(self.folder)
                sys.path[:] = [str(self.folder), *(place for place in sys.path if place not in {"", str(ROOT)})]
                for name in [one for one in sys.modules if one.partition(".")[0] in _DIRS]:
                    del sys.modules[name]
                os.environ["PYTHONPATH"] = str(self.folder)
                os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
                sys.dont_write_bytecode = True
                if data is not None:
                    os.environ["COVERAGE_FILE"] = str(data)
                code = work()
            finally:
                os._exit(code)
        ends = time.monotonic() + (_LIMIT_S if data is None else 100 * _LIMIT_S)
        while time.monotonic() < ends:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return 1

    def _pytest(self, arguments: Iterable[str]) -> int:
        import pytest

        self._migrate_once()
        told = io.StringIO()
        with redirect_stdout(told), redirect_stderr(told):
            chosen = ["-q", "-p", "no:cacheprovider", "-k", "not postgresql", *arguments]
            code = int(pytest.main(chosen))
        (self.folder / "told.txt").write_text(told.getvalue())
        return code

    def _migrate_once(self) -> None:
        """Every run needs a migrated database: the first one makes it, the others copy it."""
        postgres = importlib.import_module("tests.postgres")
        template, migrated = self.folder / "migrated.sqlite3", postgres.migrated

        async def copied(url: str) -> None:
            if not template.exists():
                await migrated(f"sqlite+aiosqlite:///{template}")
            shutil.copyfile(template, url.partition(":///")[2])

        postgres.migrated = copied
