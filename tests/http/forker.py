"""A process that has imported the program and read its tables, and forks it as often as asked: see `tests.http.forked`.

Reads one start a line, as JSON with `env`, `output` and `command`. Writes "started PID" and "ended PID CODE".
"""

import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import bot.app
import bot.cli.database_state
import bot.cli.main
from bot import matching_worker
from bot.i18n.translator import translator_for
from bot.masking import contains_contact
from bot.matching.e5 import built_in_e5
from bot.matching.encoders import BuiltinEncoder, JoinedEncoder, SecondEncoder, load_encoder
from bot.matching.places import find_countries
from bot.matching.sectors import SectorGuesser
from bot.outbox import engine, row_sender
from bot.telegram.request import ssl_context
from storage.listings import claims
from storage.vocabulary import Language
from tests import moved_clock
from tests.http.forked import LEASE

_alive: set[int] = set()


def main() -> None:
    row_sender.LEASE = engine.LEASE = LEASE  # type: ignore[misc]
    engine._RENEW_AFTER = LEASE / 4  # type: ignore[misc]
    claims.LASTS = matching_worker.LASTS = LEASE  # type: ignore[misc]
    matching_worker._NICENESS = 0  # type: ignore[misc]
    matching_worker._RENEW_S = LEASE.total_seconds() / 4  # type: ignore[misc]
    _read_tables()
    gc.freeze()
    signal.signal(signal.SIGCHLD, _tell_ends)
    for line in sys.stdin:
        start = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(**start)
        _alive.add(pid)
        _tell("started", pid)
    for pid in list(_alive):
        os.kill(pid, signal.SIGKILL)


def _read_tables() -> None:
    for language in Language:
        translator_for(language)
    bot.app._load_readers(SectorGuesser(None))
    find_countries("Serbia")
    contains_contact("")
    ssl_context()
    _read_weights()


def _read_weights() -> None:
    """Encodes nothing: the threads that then start would not live on in the forked processes."""
    encoder = load_encoder("builtin")
    for one in (encoder.first, encoder.second) if isinstance(encoder, JoinedEncoder) else (encoder,):
        if isinstance(one, BuiltinEncoder):
            built_in_e5()
        elif isinstance(one, SecondEncoder):
            one._model = one._load()


def _run(env: dict[str, str], output: str, command: str) -> NoReturn:
    code: Any = 0
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(env)
        if (clock := env.get(moved_clock.VARIABLE)) is not None:
            bot.app.build.__kwdefaults__["clock"] = moved_clock.MovedClock(Path(clock))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        written = os.open(output, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.dup2(written, 1)
        os.dup2(written, 2)
        sys.argv = ["partnerbridge", command]
        bot.cli.main.main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - a process of its own, which ends here
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _tell_ends(*_: object) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _alive.discard(pid)
        _tell("ended", pid, os.waitstatus_to_exitcode(status))


def _tell(*words: object) -> None:
    os.write(1, f"{' '.join(map(str, words))}\n".encode())  # at once, because a signal may come in between


if __name__ == "__main__":
    main()
