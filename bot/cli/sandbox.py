"""`partnerbridge sandbox`: the bot and a simulated Telegram to try it on, in the browser."""

import asyncio
import contextlib
import http.client
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from bot.cli.output import fail, say, tell

_PORT: Final = 8085
_FOLDER: Final = Path(".sandbox")
_LOOPBACK: Final = "127.0.0.1"


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is; 0 takes any free port.")] = _PORT,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget all that was played and start over.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")] = False,
    data: Annotated[Path, typer.Option(help="The folder in which the sandbox keeps its state.")] = _FOLDER,
) -> None:
    """Try the bot in the browser, without Telegram: play its people against the real program."""
    address = f"http://{_LOOPBACK}:{port}/"
    if port and _is_taken(port):
        _tell_taken(port, address, browse=not no_browser)

    from bot.cli.sandbox_start import BotEndedError, Folder, play
    from bot.sandbox.world.snapshot import SnapshotError

    folder = Folder(path=data.resolve())
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"The folder {folder.path} cannot be made: {error.strerror}. Name another: --data DIR", code=1)
    with _alone(folder.path):
        if fresh:
            folder.clear()
        if not folder.world.exists():
            say("Setting up a world of sample companies …")

        def ready(url: str) -> None:
            _welcome(url, folder.path)
            if not no_browser:
                _browse(f"{url}/")

        def leaving() -> None:
            tell("Stopping: the bot finishes what it has begun …")

        try:
            asyncio.run(play(folder, port=port, now=datetime.now(UTC), ready=ready, leaving=leaving))
        except BotEndedError as error:
            say(str(error))
            fail(f"The bot has ended by itself. Its last words are above; all of them: {folder.log}", code=1)
        except SnapshotError as error:
            fail(f"{folder.world}: {error}. Start over with: partnerbridge sandbox --fresh", code=1)
    tell("Stopped. Everything is kept; `partnerbridge sandbox` goes on from here.")


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
        except PermissionError:
            fail(f"Port {port} is not for everybody. Choose one above 1023: --port 8086", code=1)
        except OSError:
            return True
    return False


def _tell_taken(port: int, address: str, *, browse: bool) -> NoReturn:
    """A second start is most likely somebody who lost the page: it is shown again."""
    if not _is_sandbox(port):
        fail(f"Port {port} is taken by another program. Choose another one: --port {port + 1}", code=1)
    tell(f"A sandbox is running already: {address}")
    tell(f"For a second one give it a port and a folder of its own: --port {port + 1} --data DIR")
    if browse:
        _browse(address)
    raise typer.Exit


def _is_sandbox(port: int) -> bool:
    connection = http.client.HTTPConnection(_LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/page/stage")
        return b'"tour"' in connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One sandbox at a time in a folder: the lock goes with the process, however it ends."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail(f"Another sandbox keeps its state in {folder}. Stop it, or name another folder: --data DIR", code=1)
        yield


def _welcome(url: str, folder: Path) -> None:
    tell("")
    tell(f"    PartnerBridge is open for you at   {url}/")
    tell("")
    tell(f"You play the people, the real bot answers. State and log are kept in {folder}.")
    tell("Stop with Ctrl+C; start over with `partnerbridge sandbox --fresh`.")


def _browse(url: str) -> None:
    """Only a window of its own: a browser inside the terminal would take it over."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
