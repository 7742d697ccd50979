"""A process that has imported the whole tree and forks for each run, where a mutant only replaces functions."""

import functools
import gc
import inspect
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final

_COMPREHENSIONS: Final = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}
"""Functions to Python, but run where they stand."""


class WarmProcess:
    """Calls `enter` once, and `run` with the arguments of pytest in a fork for each run."""

    def __init__(self, enter: Callable[[], object], run: Callable[[list[str]], int]) -> None:
        self._here, there = Pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._here.close()
                enter()
                _serve(there, run)
            finally:
                os._exit(1)
        there.close()

    def run(self, arguments: list[str], limit_s: float, changed: tuple[Path, bytes] | None = None) -> int:
        """Returns the exit status of pytest, with another source in place of a file's."""
        self._here.send((arguments, limit_s, changed))
        return int(self._here.recv())

    def close(self) -> None:
        self._here.close()
        os.waitpid(self._pid, 0)


def _serve(asked: Connection, run: Callable[[list[str]], int]) -> None:
    while True:
        try:
            arguments, limit_s, changed = asked.recv()
        except EOFError:
            os._exit(0)
        asked.send(in_fork(lambda: _run(run, arguments, changed), limit_s))  # noqa: B023 - runs in this round


def _run(run: Callable[[list[str]], int], arguments: list[str], changed: tuple[Path, bytes] | None) -> int:
    if changed is not None:
        _replace_functions(*changed)
    return run(arguments)


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


def differs_at_import(path: Path, source: bytes) -> bool:
    """True if this source differs from the file outside of its functions."""
    old, new = ([_does(one, inner=False) for one in codes if not _is_function(one)] for codes in _both(path, source))
    return old != new


def _replace_functions(path: Path, source: bytes) -> None:
    gc.unfreeze()
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("storage."):
            one.cache_clear()  # statements that were built before
    alive = {_place(one.__code__): one for one in gc.get_objects() if isinstance(one, FunctionType)}
    for before, after in zip(*_both(path, source), strict=True):
        if _is_function(before) and _does(before) != _does(after):
            alive[_place(before)].__code__ = after


def _both(path: Path, source: bytes) -> list[list[CodeType]]:
    return [_codes(compile(text, str(path), "exec")) for text in (path.read_bytes(), source)]


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
