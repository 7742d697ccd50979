"""An HTTP server for any ASGI application, in the running event loop."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import uvicorn
from starlette.types import ASGIApp

GRACE_S: Final = 2.0  # for requests in flight when the server stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The address of a running server."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The URL without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The value for python-telegram-bot's base_url, which precedes the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"


class PortTakenError(OSError):
    """Another program listens there, or this one may not."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(reason)
        self.address = f"{host}:{port}"
        self.reason = reason


def taken_port(errors: BaseException) -> PortTakenError | None:
    """Returns the error about a port that is somewhere in a group of errors."""
    if isinstance(errors, PortTakenError):
        return errors
    inner = errors.exceptions if isinstance(errors, BaseExceptionGroup) else ()
    return next((found for error in inner if (found := taken_port(error)) is not None), None)


def _is_not_a_cut(record: logging.LogRecord) -> bool:
    """Returns False for connections that the sandbox cut on purpose, which uvicorn would log as errors."""
    return "returned without completing response" not in record.getMessage()


def listening_socket(host: str, port: int) -> socket.socket:
    """Returns a bound socket that does not listen yet. Raises PortTakenError.

    It is created with IPPROTO_TCP. Without it asyncio sets no TCP_NODELAY, which costs 40 ms per request.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise PortTakenError(host, port, error.strerror or str(error)) from error
    return sock


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Running]:
    """Serves until the end of the block. Port 0 selects a free one. Raises PortTakenError.

    Uses uvicorn's protocol without its `Server`, which takes over the process's signals and needs 0.1 s to stop.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        interface="asgi3",
        lifespan="off",
        ws="none",
        http="h11",
        date_header=False,
    )
    config.load()
    logging.getLogger("uvicorn.error").addFilter(_is_not_a_cut)
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    sock = listening_socket(host, port)
    server = await loop.create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
        sock=sock,
        backlog=2048,
    )
    try:
        yield Running(host=host, port=sock.getsockname()[1])
    finally:
        server.close()
        await _close(state)


async def _close(state: uvicorn.server.ServerState) -> None:
    """Lets running requests end, then closes every connection."""
    for connection in list(state.connections):
        connection.shutdown()
    if state.tasks:
        _, late = await asyncio.wait(set(state.tasks), timeout=GRACE_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    # Closed transports report the end in the next iterations of the loop.
    for _ in range(3):
        await asyncio.sleep(0)
