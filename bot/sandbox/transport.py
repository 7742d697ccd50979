"""Answers the bot's requests from a world in the same process, without a socket."""

import json
from urllib.parse import unquote, urlsplit

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.sandbox.call_handler import CallHandler, ConnectionCutError
from bot.sandbox.methods import Upload
from bot.sandbox.world import World


class WorldRequest(BaseRequest):
    """Replaces HTTP: for `ApplicationBuilder.request` and `.get_updates_request`. One object can serve both."""

    __slots__ = ("_handler",)

    def __init__(self, world: World) -> None:
        self._handler = CallHandler(world)

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Does nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Does nothing: there is nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Returns the status and body of the HTTP response."""
        path = unquote(urlsplit(url).path)
        if path.startswith("/file/bot"):
            return self._file(path)
        token, _, name = path.removeprefix("/bot").rpartition("/")
        params = request_data.json_parameters if request_data else {}
        try:
            answer = await self._handler.answer(token, name, params, _uploads(request_data))
        except ConnectionCutError:
            raise NetworkError("the connection was cut") from None
        return answer.get("error_code", 200), json.dumps(answer).encode()

    def _file(self, path: str) -> tuple[int, bytes]:
        token, _, name = path.removeprefix("/file/bot").partition("/")
        found = self._handler.file(token, name)
        return (200, found.data) if found else (404, b'{"ok":false,"error_code":404,"description":"Not Found"}')


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    uploads: dict[str, Upload] = {}
    for field, (name, data, mime) in request_data.multipart_data.items():
        uploads[field] = Upload(name=name, data=data if isinstance(data, bytes) else data.read(), mime=mime)
    return uploads
