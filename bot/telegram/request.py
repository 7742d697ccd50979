"""HTTP requests to the Bot API with aiohttp.

python-telegram-bot's own request class uses httpx, which costs 1.7 ms of CPU time per call. aiohttp costs 0.5 ms. The
difference equals everything else that most updates need (see `bot/docs/performance.md`).
"""

import io
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypeVar
from urllib.request import getproxies

import aiohttp
import httpx
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput, UploadFileDict
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram.errors import NotSentError

T = TypeVar("T")

_POOL_S: Final = 30.0  # wait for a free connection
_CONNECT_S: Final = 5.0
_WRITE_S: Final = 5.0
_UPLOAD_S: Final = 20.0  # writing a request with files
_READ_S: Final = 5.0  # between two pieces of the answer
_KEEP_ALIVE_S: Final = 4.0
"""How long an unused connection is kept. Servers close it later (the shortest known time is 5 s).

If a request is sent on a connection that the server is closing, it may or may not have taken effect.
"""
_UNREAD: Final = ("reply_markup", "entities", "caption_entities", "link_preview_options", "from")
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
# aiohttp raises these before it sends the first byte of a request.
_BEFORE_SENDING: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


@cache
def ssl_context() -> ssl.SSLContext:
    """Returns a context with certifi's authorities, for machines without their own. Cached, because loading takes 20
    ms.
    """
    return httpx.create_ssl_context()


class AiohttpRequest(BaseRequest):
    """Replaces python-telegram-bot's request class. Follows no redirects and keeps no cookies.

    Raises NotSentError if the request certainly did not reach the server, TimedOut or another NetworkError if it may
    have. Their texts contain no address, because the address contains the token.
    """

    def __init__(self, *, connections: int, connect_s: float = _CONNECT_S, read_s: float = _READ_S) -> None:
        """Opens at most `connections` at once. Further requests wait for a free one."""
        self._connections = connections
        self._connect_s = connect_s
        self._read_s = read_s
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_s

    async def initialize(self) -> None:
        if self._session is not None:
            return
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            keepalive_timeout=_KEEP_ALIVE_S,
            ssl=ssl_context(),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=bool(getproxies()),  # aiohttp looks for a proxy in every call
        )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Drops unused fields of messages that we sent. Creating objects from them would take half a millisecond."""
        parsed: Any = BaseRequest.parse_json_payload(payload)
        result = parsed.get("result")
        if isinstance(result, dict) and "message_id" in result:
            for key in _UNREAD:
                result.pop(key, None)
        return parsed

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
        """Returns the status and the body of the answer. A timeout of None waits for ever."""
        if self._session is None:
            raise RuntimeError("the request is used before it is initialized")
        uploads = request_data.contains_files if request_data else False
        timeout = _timeout(
            is_download=method == "GET",
            pool=_given(pool_timeout, _POOL_S),
            connect=_given(connect_timeout, self._connect_s),
            write=_given(write_timeout, _UPLOAD_S if uploads else _WRITE_S),
            read=_given(read_timeout, self._read_s),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except _BEFORE_SENDING as error:
            raise NotSentError(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _given(seconds: ODVInput[float], default: float) -> float | None:
    return default if isinstance(seconds, DefaultValue) else seconds


def _timeout(
    *, is_download: bool, pool: float | None, connect: float | None, write: float | None, read: float | None
) -> aiohttp.ClientTimeout:
    """Returns aiohttp's limits. It has none for writing, so a request that writes has a limit for the whole."""
    return aiohttp.ClientTimeout(
        total=None if is_download else _sum(pool, connect, write, read),
        connect=_sum(pool, connect),
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*seconds: float | None) -> float | None:
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str] | None]:
    """Returns the body of a request and its headers."""
    if request_data is None:
        return None, None
    parameters = request_data.json_parameters
    if request_data.contains_files:
        return _multipart(parameters, request_data.multipart_data), None
    # yarl quotes five times as fast as urllib, and most of our characters are not ASCII
    return URL.build(query=parameters).raw_query_string.encode(), _FORM


def _multipart(parameters: Mapping[str, str], files: UploadFileDict) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram expects file names unquoted
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        readable = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, readable, filename=filename, content_type=mime)
    return form
