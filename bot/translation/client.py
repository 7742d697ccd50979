"""Asks the operator's translation service, with a time limit, a memory of answers and a pause after failures."""

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import httpx

from bot.errors import DomainError
from bot.i18n.cyrillic import to_cyrillic
from bot.i18n.translator import mark
from bot.settings.translation import TranslationProtocol, TranslationSettings
from bot.translation.protocols import ServiceProtocol, protocol_of
from storage.vocabulary import Language

_TIMEOUT_S: Final = 15.0
_PAUSE_S: Final = 60.0
"""After a failure without an answer, people are told at once instead of waiting for the next time limit."""
_AT_ONCE: Final = 3  # requests under way; an update that waits for one occupies a worker
_LONGEST_ANSWER: Final = 200_000  # bytes; a listing has 2,000 characters
_KEPT: Final = 512  # translations in memory: a few megabytes at most

log = logging.getLogger(__name__)

_Key = tuple[str, str, Language]


class TranslationFailedError(DomainError):
    """The service did not answer, or refused. `reason` is for the operator and holds neither a text nor a secret."""

    default = mark("The translator does not answer now. Please try again later; the original text stays as it is.")

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason


class TextTranslator:
    """Translates masked texts. Translations are kept in memory only, so nothing has to be exported or deleted."""

    def __init__(self, url: str, protocol: ServiceProtocol, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._protocol = protocol
        self._monotonic = monotonic
        self._kept: OrderedDict[_Key, str] = OrderedDict()
        self._under_way = 0
        self._paused_until = 0.0

    def known(self, text: str, source: str, target: Language) -> str | None:
        """Returns an earlier translation, or None."""
        key = (text, source, target)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    async def translate(self, text: str, source: str, target: Language) -> str:
        """Returns the translation. `source` is an ISO 639 code or "und". Raises TranslationFailedError."""
        known = self.known(text, source, target)
        if known is not None:
            return known
        if self._under_way >= _AT_ONCE or self._monotonic() < self._paused_until:
            raise TranslationFailedError("is busy or was down a moment ago")
        self._under_way += 1
        try:
            translated = _in_script(await self._ask(text, source, target), target)
        finally:
            self._under_way -= 1
        self._kept[text, source, target] = translated
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return translated

    async def _ask(self, text: str, source: str, target: Language) -> str:
        call = self._protocol.call(text, source, target)
        try:
            # A client for each request: they are rare, and there is nothing to close at the end.
            async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
                request = client.build_request("POST", self._url + call.path, headers=call.headers, json=call.body)
                response = await client.send(request, stream=True)
                body = await _bounded(response)
        except httpx.HTTPError as error:
            self._paused_until = self._monotonic() + _PAUSE_S
            raise self._failed(f"did not answer ({type(error).__name__})") from None
        if response.status_code != httpx.codes.OK:
            raise self._refused(response.status_code)
        try:
            translated = self._protocol.read(json.loads(body))
        except (ValueError, KeyError, IndexError, TypeError):
            raise self._failed("answered in another format") from None
        if not isinstance(translated, str) or not translated.strip():
            raise self._failed("answered without a text")
        return translated.strip()

    def _refused(self, status: int) -> TranslationFailedError:
        if status in {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY}:
            return self._failed(f"answered {status}", mark("The translator does not know this language."))
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return self._failed(f"refused the key ({status})")
        self._paused_until = self._monotonic() + _PAUSE_S
        return self._failed(f"answered {status}")

    @staticmethod
    def _failed(reason: str, message: str | None = None) -> TranslationFailedError:
        log.warning("the translator %s", reason)
        return TranslationFailedError(reason, message)


async def _bounded(response: httpx.Response) -> bytes:
    """Returns the body. Raises httpx.HTTPError if it is too long for a translation."""
    body = b""
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > _LONGEST_ANSWER:
                raise httpx.ReadError("too long")
    finally:
        await response.aclose()
    return body


def _in_script(text: str, target: Language) -> str:
    """Returns Serbian in the reader's script, because services know one Serbian only."""
    if target is Language.SR_CYRL:
        return to_cyrillic.__wrapped__(text)
    if target is Language.SR_LATN:
        import cyrtranslit

        return str(cyrtranslit.to_latin(text, "sr"))
    return text


def translator_of(settings: TranslationSettings) -> TextTranslator | None:
    """Returns the service that the operator chose, or None."""
    if settings.translator is TranslationProtocol.NONE or settings.translator_url_used is None:
        return None
    protocol = protocol_of(settings.translator, settings.translator_key_used, settings.translator_model or "")
    return TextTranslator(settings.translator_url_used, protocol)
