"""Reports errors to a Sentry-compatible service, if the operator names one. Needs the package sentry-sdk.

An event holds what a line of the log holds: our own sentence, kinds of errors, and places in the code. It is made here
from nothing else: the package's own integrations would add people's texts, values of variables and addresses.
"""

import logging
import traceback
from collections.abc import Iterable
from importlib.metadata import version
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.logs import NoPersonalTexts, Redactor
from bot.safe_errors import describe

if TYPE_CHECKING:
    from sentry_sdk import Client

_PATIENCE_S: Final = 2.0  # for the last events, when the program ends
_TAGS: Final = ("update_id", "delivery")


class ReportsMissingError(Exception):
    """The setting names a service, but sentry-sdk is not installed."""


class ErrorReports(logging.Handler):
    """Sends each record of the level ERROR or above. The package's thread does the network."""

    def __init__(self, client: "Client", secrets: Iterable[str]) -> None:
        super().__init__(logging.ERROR)
        self.addFilter(NoPersonalTexts())
        self._client = client
        self._redact = Redactor(secrets)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._client.capture_event(self._event(record))
        except Exception:  # noqa: BLE001 - a report that fails must not fail what it reports
            self.handleError(record)

    def close(self) -> None:
        self._client.close(timeout=_PATIENCE_S)
        super().close()

    def _event(self, record: logging.LogRecord) -> Any:
        bound = structlog.contextvars.get_contextvars()
        event: dict[str, Any] = {
            "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
            "logger": record.name,
            "logentry": {"formatted": self._redact(record.getMessage())},
            "tags": {key: str(bound[key]) for key in _TAGS if key in bound},
        }
        if record.exc_info and record.exc_info[1] is not None:
            event["exception"] = {"values": [self._exception(error) for error in reversed(_chain(record.exc_info[1]))]}
        return event

    def _exception(self, error: BaseException) -> dict[str, Any]:
        return {
            "type": type(error).__name__,
            "value": self._redact(describe(error)),
            "stacktrace": {"frames": _frames(error.__traceback__)},
        }


def report_errors(dsn: str, *, secrets: Iterable[str]) -> ErrorReports:
    """Starts to report and returns the handler of the log. Raises ReportsMissingError."""
    if find_spec("sentry_sdk") is None:
        raise ReportsMissingError

    from sentry_sdk import Client

    client = Client(
        dsn=dsn,
        release=version("partnerbridge"),
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
    )
    handler = ErrorReports(client, secrets)
    logging.getLogger().addHandler(handler)
    return handler


def _chain(error: BaseException) -> list[BaseException]:
    """Returns the error and its causes, the last one first."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def _frames(trace: TracebackType | None) -> list[dict[str, Any]]:
    return [
        {"filename": frame.filename, "lineno": frame.lineno, "function": frame.name, "context_line": frame.line}
        for frame in traceback.extract_tb(trace)
    ]
