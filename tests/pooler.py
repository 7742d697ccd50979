"""A real PgBouncer in transaction mode in front of the tests' PostgreSQL."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy.engine import make_url

PROGRAM: Final = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
REQUIRED: Final = os.environ.get("POOLER_TESTS") == "required"
_PORT: Final = 6432
_PATIENCE_S: Final = 30.0
_CONFIGURATION: Final = """
[databases]
{name} = host={host} user=postgres dbname={name}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = {mode}
default_pool_size = {processes}
server_round_robin = 1
"""


@contextmanager
def pooled(url: str, *, mode: str = "transaction", processes: int = 2) -> Iterator[str]:
    """The address of the same database behind a pooler, which takes another of few processes as often as it can."""
    address = make_url(url)
    host = str(address.query["host"])
    owner = Path(host).stat().st_uid  # who may enter the server's folder; PgBouncer refuses to run as root
    with TemporaryDirectory(prefix="pb-pooler-") as folder:
        os.chown(folder, owner, -1)
        file = Path(folder) / "pooler.ini"
        file.write_text(
            _CONFIGURATION.format(
                name=address.database, host=host, folder=folder, port=_PORT, mode=mode, processes=processes
            )
        )
        process = subprocess.Popen([str(PROGRAM), "-q", str(file)], user=owner, stderr=subprocess.DEVNULL)
        try:
            _wait_for(Path(folder) / f".s.PGSQL.{_PORT}", process)
            yield f"postgresql+asyncpg://postgres@/{address.database}?host={folder}&port={_PORT}"
        finally:
            process.terminate()
            process.wait()


def _wait_for(socket: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not socket.exists():
        assert process.poll() is None, "PgBouncer has ended"
        assert time.monotonic() < until, "PgBouncer does not listen"
        time.sleep(0.01)
