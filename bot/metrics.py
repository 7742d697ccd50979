"""Figures for Prometheus. They hold kinds and numbers only, nothing about people.

Importing prometheus-client takes 50 ms, so this module is imported only if somebody may ask.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from telegram import Update

from bot.context import Clock, Context
from bot.errors import DomainError
from bot.health import DATABASE_IS_AWAY
from bot.matching.encoders import Encoder, Floats
from bot.telegram.send_slots import Lane
from bot.telegram.update_handling import Outcome
from storage import figures
from storage.database import Database

_PATIENCE_S: Final = 8.0  # Prometheus gives up after 10 s
_ANSWER_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_WAIT_S: Final = (0.01, 0.1, 0.5, 1, 2.5, 5, 15, 60)

log = logging.getLogger(__name__)


class Metrics:
    """Counts what happens, and reads the rest from the database when it is asked."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._failed: set[int] = set()
        self._registry = registry = CollectorRegistry()
        self._updates = Counter("partnerbridge_updates", "Updates", ["kind", "outcome"], registry=registry)
        self._update_seconds = Histogram(
            "partnerbridge_update_seconds", "Time to handle an update", ["kind"], registry=registry, buckets=_ANSWER_S
        )
        self._limiter_seconds = Histogram(
            "partnerbridge_limiter_wait_seconds",
            "Wait for Telegram's limits",
            ["lane"],
            registry=registry,
            buckets=_WAIT_S,
        )
        self._outbox = Gauge("partnerbridge_outbox_rows", "Rows of the outbox", ["channel", "state"], registry=registry)
        self._overdue = Gauge(
            "partnerbridge_outbox_overdue_seconds",
            "Age of the oldest row that is due and not sent",
            ["channel"],
            registry=registry,
        )
        self._introductions = Gauge("partnerbridge_introductions", "Introductions", ["state"], registry=registry)
        self._lag = Histogram(
            "partnerbridge_update_lag_seconds",
            "From a message's arrival at Telegram to the beginning of its step",
            registry=registry,
            buckets=_WAIT_S,
        )
        self._encoder_seconds = Histogram(
            "partnerbridge_encoder_seconds", "Time to encode a batch of texts", registry=registry, buckets=_ANSWER_S
        )
        self._waiting = Gauge("partnerbridge_updates_waiting", "Updates that wait for a worker", registry=registry)
        self._leads = Gauge("partnerbridge_leads", "1 if this instance leads", registry=registry)
        self._connections = Gauge(
            "partnerbridge_database_connections", "Connections to the database", ["state"], registry=registry
        )

    def watch(self, *, waiting: Callable[[], int], leads: Callable[[], bool]) -> None:
        """Registers what is asked for when somebody reads the figures."""
        self._waiting.set_function(waiting)
        self._leads.set_function(lambda: float(leads()))

    def measured(self, encoder: Encoder | None) -> Encoder | None:
        """Returns the encoder, with its time observed."""
        return None if encoder is None else MeasuredEncoder(encoder, self._encoder_seconds.observe)

    def observe_update(
        self, update_id: int, kind: str, outcome: Outcome, seconds: float | None, lag_s: float | None = None
    ) -> None:
        """Counts an update; `seconds` is None if no step saw it, `lag_s` if it carries no time."""
        if lag_s is not None:
            self._lag.observe(lag_s)
        if update_id in self._failed:
            self._failed.discard(update_id)
            outcome = Outcome.FAILED
        self._updates.labels(kind, outcome.value).inc()
        if seconds is not None:
            self._update_seconds.labels(kind).observe(seconds)

    async def note_error(self, update: object, context: Context) -> None:
        """An error handler. A rule that says no is no failure."""
        if isinstance(update, Update) and not isinstance(context.error, DomainError):
            self._failed.add(update.update_id)

    def observe_wait(self, lane: Lane, seconds: float) -> None:
        self._limiter_seconds.labels(lane.value).observe(seconds)

    async def page(self, _request: Request) -> Response:
        """Answers /metrics. Leaves out the figures of the database while it is away."""
        for gauge in (self._outbox, self._overdue, self._introductions):
            gauge.clear()
        in_use, idle = self._database.connections
        self._connections.labels("in_use").set(in_use)
        self._connections.labels("idle").set(idle)
        try:
            async with asyncio.timeout(_PATIENCE_S), self._database.reading() as session:
                rows = await figures.outbox_rows(session)
                introductions = await figures.introductions_by_status(session)
        except DATABASE_IS_AWAY as error:
            log.warning("the database gave no figures (%s)", type(error).__name__)
        else:
            self._show_outbox(rows)
            for status, count in introductions.items():
                self._introductions.labels(status.value).set(count)
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def _show_outbox(self, rows: list[figures.Rows]) -> None:
        now = self._clock()
        overdue: dict[str, float] = {}
        for row in rows:
            self._outbox.labels(row.channel, row.status.value).set(row.count)
            overdue[row.channel] = max(overdue.get(row.channel, 0.0), _age_s(row.first_due, now))
        for channel, seconds in overdue.items():
            self._overdue.labels(channel).set(seconds)


def _age_s(due: datetime | None, now: datetime) -> float:
    return 0.0 if due is None else max(0.0, (now - due).total_seconds())


class MeasuredEncoder:
    """An encoder whose calls are timed. `observe` gets seconds."""

    def __init__(self, encoder: Encoder, observe: Callable[[float], None]) -> None:
        self._encoder = encoder
        self._observe = observe

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        began = time.perf_counter()
        try:
            return self._encoder.encode(texts)
        finally:
            self._observe(time.perf_counter() - began)
