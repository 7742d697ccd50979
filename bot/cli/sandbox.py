"""`partnerbridge sandbox`: the bot with a simulated Telegram, to try it in the browser."""

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

from bot import event_loop
from bot.cli.output import fail, say, tell

_PORT: Final = 8085
_FOLDER: Final = Path(".sandbox")
_LOOPBACK: Final = "127.0.0.1"


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page; 0 for any free port.")] = _PORT,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete the saved state and start over.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")] = False,
    data: Annotated[Path, typer.Option(help="The folder for the saved state.")] = _FOLDER,
) -> None:
    """Try the bot in the browser, without Telegram: you play the people, the real bot answers."""
    address = f"http://{_LOOPBACK}:{port}/"
    if port and _is_taken(port):
        _show_running(port, address, browse=not no_browser)

    from bot.cli.sandbox_start import BotEndedError, Folder, play
    from bot.sandbox.world.snapshot import SnapshotError

    folder = Folder(path=data.resolve())
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"The folder {folder.path} cannot be created: {error.strerror}. Choose another one: --data DIR", code=1)
    with _locked(folder.path):
        if fresh:
            folder.clear()
        if not folder.world.exists():
            say("Setting up the sample companies …")

        def ready(url: str) -> None:
            _welcome(url, folder.path)
            if not no_browser:
                _browse(f"{url}/")

        def leaving() -> None:
            tell("Stopping …")

        try:
            event_loop.run(play(folder, port=port, now=datetime.now(UTC), ready=ready, leaving=leaving))
        except BotEndedError as error:
            say(str(error))
            fail(f"The bot ended by itself. The end of its log is above; the whole log is in {folder.log}", code=1)
        except SnapshotError as error:
            fail(f"{folder.world}: {error}. Start over with: partnerbridge sandbox --fresh", code=1)
    tell("Stopped. Everything is kept; `partnerbridge sandbox` continues from here.")


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
        except PermissionError:
            fail(f"You may not use port {port}. Choose one above 1023: --port 8086", code=1)
        except OSError:
            return True
    return False


def _show_running(port: int, address: str, *, browse: bool) -> NoReturn:
    """Opens the page of the sandbox that runs already. A person who starts it twice has probably lost the page."""
    if not _is_sandbox(port):
        fail(f"Port {port} is taken by another program. Choose another one: --port {port + 1}", code=1)
    tell(f"A sandbox is running already: {address}")
    tell(f"A second sandbox needs its own port and folder: --port {port + 1} --data DIR")
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
def _locked(folder: Path) -> Iterator[None]:
    """Locks the folder until the process ends, so that only one sandbox uses it."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail(f"Another sandbox uses {folder}. Stop it, or choose another folder: --data DIR", code=1)
        yield


def _welcome(url: str, folder: Path) -> None:
    tell("")
    tell(f"    Open PartnerBridge in your browser:   {url}/")
    tell("")
    tell(f"You play the people, the real bot answers. State and log are in {folder}.")
    tell("Stop with Ctrl+C; start over with `partnerbridge sandbox --fresh`.")


def _browse(url: str) -> None:
    """Opens the page, unless the only browser would run inside the terminal."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
