"""Collects tests once, runs all of them once, and then some of them in forks."""

import json
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from tests.guards.warm import Serve, caches_of_results

_KILLER: Final = "killer.txt"
_SHARED: Final = "shared by "
"""Begins the context of what a fixture of a whole module reaches."""


class Server:
    """A plugin of pytest that notes what each test reaches, and then serves runs of some of them.

    The first run is in this process, so that the forks find everything loaded and every statement compiled.
    """

    def __init__(self, serve: Serve, notes: "Notes") -> None:
        self._serve = serve
        self._notes = notes

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._notes.write(session)
        session.testsfailed = 0
        self._serve(lambda names: _run(session, [items[name] for name in names]))
        return True


def _run(session: pytest.Session, items: list[pytest.Item]) -> int:
    """Returns 1 with the first test that fails."""
    for number, item in enumerate(items, 1):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=items[number] if number < len(items) else None)
        if session.testsfailed:
            Path(_KILLER).write_text(item.nodeid, encoding="utf-8")
            session._setupstate.teardown_exact(None)  # a server may run
            return 1
    return 0


def killer(folder: Path) -> str:
    """Returns the test that failed in the last run, in this folder."""
    path = folder / _KILLER
    return path.read_text(encoding="utf-8") if path.exists() else ""


@dataclass(slots=True, kw_only=True)
class Notes:
    """Which tests reach which lines of some files, how long they take, and which fail."""

    data: Path
    paths: list[Path]
    """The files whose lines count. Following all files would take several times as long."""
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    reached: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    """Names of tests by path and line; the most specific test first."""

    def write(self, session: pytest.Session) -> None:
        import coverage

        cover: Any = coverage.Coverage(
            data_file=str(self.data),
            config_file=False,
            include=[str(path) for path in self.paths],
            concurrency=["thread", "greenlet"],
        )
        cover.start()
        shared = session.config.pluginmanager.register(_SharedFixtures(cover))
        caches = caches_of_results(self.paths)
        for number, item in enumerate(session.items, 1):
            for cache in caches:
                cache.cache_clear()  # else only the first test would reach it
            cover.switch_context(item.nodeid)
            before, failed = time.process_time(), session.testsfailed
            following = session.items[number] if number < len(session.items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.seconds[item.nodeid] = time.process_time() - before
            if session.testsfailed != failed:
                self.failed.append(item.nodeid)
        session.config.pluginmanager.unregister(name=shared)
        cover.stop()
        cover.save()
        self.data.with_suffix(".json").write_text(json.dumps({"seconds": self.seconds, "failed": self.failed}))

    def read(self) -> None:
        from coverage import CoverageData

        noted = json.loads(self.data.with_suffix(".json").read_text())
        self.seconds, self.failed = noted["seconds"], noted["failed"]
        found = CoverageData(basename=str(self.data))
        found.read()
        lines = {
            path: {line: self._with_sharing(names) for line, names in found.contexts_by_lineno(path).items()}
            for path in found.measured_files()
        }
        spread = Counter(name for contexts in lines.values() for names in contexts.values() for name in names)
        for path, contexts in lines.items():
            self.reached[path] = {
                line: list(self._passing(sorted(names, key=lambda name: spread[name])))
                for line, names in contexts.items()
            }

    def _with_sharing(self, names: Iterable[str]) -> set[str]:
        """Returns the tests, with those of a module for what one of its fixtures reaches."""
        tests: set[str] = set()
        for name in names:
            module = name.removeprefix(_SHARED)
            tests |= {name} if module == name else {one for one in self.seconds if one.startswith(f"{module}::")}
        return tests

    def _passing(self, names: Iterable[str]) -> Iterator[str]:
        return (name for name in names if name and name not in self.failed)


class _SharedFixtures:
    """Counts what a fixture of a module reaches for all its tests, and not only for the first one."""

    def __init__(self, cover: Any) -> None:
        self._cover = cover

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Generator[None, Any, Any]:
        if fixturedef.scope != "module":
            return (yield)
        self._cover.switch_context(f"{_SHARED}{request.node.nodeid}")
        try:
            return (yield)
        finally:
            self._cover.switch_context(request._pyfuncitem.nodeid)
