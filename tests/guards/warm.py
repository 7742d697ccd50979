"""A process that has imported the whole tree and forks for each run, where a mutant only replaces functions."""

import functools
import gc
import inspect
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

Run = Callable[[list[str]], int]
Serve = Callable[[Run], None]

NOT_REPLACED: Final = 99
"""The exit status of a run whose mutant is in a function that cannot be found."""
_COMPREHENSIONS: Final = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}
"""Functions to Python, but run where they stand."""


class WarmProcess:
    """Calls `work` with a function that takes what runs some tests, and forks for each run."""

    def __init__(self, work: Callable[[Serve], object]) -> None:
        self._here, there = Pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._here.close()
                work(functools.partial(_serve, there))
            finally:
                os._exit(1)
        there.close()

    def run(self, tests: list[str], limit_s: float, changed: tuple[Path, bytes, bytes] | None = None) -> int:
        """Returns the exit status of the tests, after a file's source was changed: (path, before, after)."""
        self._here.send((tests, limit_s, changed))
        return int(self._here.recv())

    def close(self) -> None:
        self._here.close()
        os.waitpid(self._pid, 0)


class _Loaded:
    """The functions and caches of the tree, found once: looking for them takes longer than most tests."""

    def __init__(self) -> None:
        gc.unfreeze()
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                self._functions.setdefault(_place(one.__code__), []).append(one)
        self._caches = loaded_caches()
        gc.freeze()

    def replace(self, path: Path, source: bytes, changed: bytes) -> bool:
        """Returns False if a function that differs is not loaded."""
        for cache in self._caches:
            # Statements that were built before, and results of the same package.
            if cache.__module__.startswith("storage.") or _path_of(cache).parent == path.parent:
                cache.cache_clear()
        for before, after in zip(*_both(path, source, changed), strict=True):
            if _is_function(before) and _does(before) != _does(after):
                if _place(before) not in self._functions:
                    return False
                for function in self._functions[_place(before)]:
                    function.__code__ = after
        return True


def loaded_caches() -> list[Any]:
    """Returns the functions of all modules that keep their results."""
    modules = [module for module in sys.modules.values() if isinstance(module, ModuleType)]
    found = (one for module in modules for one in vars(module).values())
    return list(dict.fromkeys(one for one in found if isinstance(one, functools._lru_cache_wrapper)))


def caches_of_results(paths: Iterable[Path]) -> list[Any]:
    """Returns the caches of functions in these files that take arguments. The others hold tables, slow to build.

    Statements may be built in any file of the storage from conditions in these.
    """
    those = set(paths)
    return [
        one
        for one in loaded_caches()
        if one.__module__.startswith("storage.") or (_path_of(one) in those and one.__wrapped__.__code__.co_argcount)
    ]


def _path_of(cache: Any) -> Path:
    return Path(getattr(cache.__wrapped__, "__code__", _path_of.__code__).co_filename)


def _serve(asked: Connection, run: Run) -> None:
    loaded = _Loaded()

    def changed_run(tests: list[str], changed: tuple[Path, bytes, bytes] | None) -> int:
        return run(tests) if changed is None or loaded.replace(*changed) else NOT_REPLACED

    while True:
        try:
            tests, limit_s, changed = asked.recv()
        except EOFError:
            os._exit(0)
        asked.send(in_fork(functools.partial(changed_run, tests, changed), limit_s))


def in_fork(work: Callable[[], int], limit_s: float) -> int:
    """Returns the exit status of the work; 1 if it takes too long."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    ends = time.monotonic() + limit_s
    while time.monotonic() < ends:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 1


def differs_at_import(path: Path, source: bytes, changed: bytes) -> bool:
    """True if the two sources of a file differ outside of its functions."""
    both = _both(path, source, changed)
    old, new = ([_does(one, inner=False) for one in codes if not _is_function(one)] for codes in both)
    return old != new


def _both(path: Path, source: bytes, changed: bytes) -> list[list[CodeType]]:
    return [_codes(compile(text, str(path), "exec")) for text in (source, changed)]


def _codes(code: CodeType) -> list[CodeType]:
    """The code that runs at the import, and that of the functions that it defines."""
    found = [code]
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found += [one] if _is_function(one) else _codes(one)
    return found


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_NEWLOCALS) and code.co_name not in _COMPREHENSIONS


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _does(code: CodeType, *, inner: bool = True) -> object:
    """What the code does, wherever it stands, with or without the code in it."""
    consts = [one if not isinstance(one, CodeType) else inner and _does(one) for one in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts
