"""A server for one canned answer that remembers what it was asked."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class RawServer:
    port: int = 0
    requests: list[tuple[str, bytes]] = field(default_factory=list)
    """Head and body of every request."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the first request."""
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def answering(answer: bytes | None, *, status: int = 200, raw: bool = False) -> AsyncIterator[RawServer]:
    """Answers every request with this body; `raw`: with exactly these bytes, then hangs up. None: never answers."""
    seen, release = RawServer(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                seen.requests.append((head, await reader.readexactly(_length(head))))
                seen.asked.set()
                if answer is None:
                    await release.wait()
                    return
                begin = b"" if raw else f"HTTP/1.1 {status} -\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                writer.write(begin + answer)
                await writer.drain()
                if raw:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        release.set()
        server.close()
        await server.wait_closed()


def _length(head: str) -> int:
    found = re.search(r"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    return int(found[1]) if found else 0
