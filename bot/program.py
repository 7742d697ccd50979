"""Builds the program from its settings: every part of it, connected, with nothing opened yet."""

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.context import App, Clock, Context, Services, equip
from bot.health import Health
from bot.instances import instance_name
from bot.lead import Lead
from bot.matching.country_names import read_place_names_file, use_place_names
from bot.matching.encoders import load_encoder
from bot.matching.matcher import Matcher
from bot.matching.sectors import SectorGuesser
from bot.outbox.announcement_rounds import AnnouncementRounds
from bot.outbox.engine import Outbox
from bot.periodic import PeriodicJob
from bot.settings.settings import TELEGRAM_API, Settings
from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.intake import Intake
from bot.telegram.listening import ALLOWED_UPDATES
from bot.telegram.persistence import DialogPersistence
from bot.telegram.polling import Poller
from bot.telegram.rate_limiter import REPLIES_UNPACED, Pace, TwoLaneRateLimiter, faster
from bot.telegram.raw_update import RawUpdate, without_buttons
from bot.telegram.request import AiohttpRequest
from bot.telegram.update_answers import UpdateAnswers
from bot.telegram.update_queue import UpdateQueue
from bot.telegram.update_shape import read_update
from bot.telegram.update_store import UpdateStore
from bot.translation import translator_of
from bot.usecases.imports.sheets import Sheets
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.workers import Worker, channels_of, workers_of
from handlers.announcements.post import Announcer
from handlers.routes import register
from handlers.ui.gate import acknowledge_too_fast, tell_too_fast
from handlers.ui.screen import acknowledge
from storage.database import Database

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = logging.getLogger(__name__)

_WORKERS: Final = 32  # updates handled at once; the connection pools below have the same size
_CONNECTIONS: Final = 64  # to Telegram, for the replies of all workers and for deliveries
_ANNOUNCEMENTS_S: Final = 2.0
_STORED_UPDATES_S: Final = 60.0
_STANDBYS_S: Final = 0.5


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The application, its queue of updates, and the background workers."""

    application: App
    services: Services
    updates: UpdateQueue
    store: UpdateStore
    lead: Lead
    intake: Intake
    poller: Poller
    health: Health
    metrics: "Metrics | None"
    workers: Sequence[Worker]


def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    request: Callable[[], BaseRequest] | None = None,
    pace: Pace | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Program:
    """Returns the program, with nothing opened yet.

    For tests, `request` replaces HTTP, and `pace` replaces Telegram's limits and `settings.messages_per_second`.
    `monotonic` is the clock, in seconds, that paces messages and measures floods.
    """
    use_place_names(None if settings.place_names is None else read_place_names_file(settings.place_names))
    database = Database(settings.database_url, pool_size=_WORKERS)
    metrics = _metrics(settings, database, clock)
    limiter = _limiter(settings, pace, monotonic, metrics)
    polling_request = request() if request else AiohttpRequest(connections=2)
    sending_request = request() if request else AiohttpRequest(connections=_CONNECTIONS)
    application = _application(settings, database, limiter, sending_request, polling_request)
    services = _services(settings, database, application, limiter, clock, metrics)
    equip(application, services)
    register(application)
    owner = instance_name()
    store, lead = UpdateStore(database, clock, owner=owner), Lead(database, owner=owner)
    updates = _update_queue(application, services, store, lead, monotonic, metrics)
    if metrics is not None:
        application.add_error_handler(metrics.note_error)
        metrics.watch(waiting=lambda: updates.waiting, leads=lambda: lead.is_held)
    intake = Intake(updates, store, lead)
    poller = Poller(
        application.bot,
        polling_request,
        updates,
        allowed_updates=ALLOWED_UPDATES,
        monotonic=monotonic,
        leads=lambda: lead.is_held,
    )
    return Program(
        application=application,
        services=services,
        updates=updates,
        store=store,
        lead=lead,
        intake=intake,
        poller=poller,
        health=Health(
            database,
            has_updates=lambda: poller.is_fetching or settings.webhook_url is not None,
            has_index=lambda: services.matchmaker.is_filled,
            monotonic=monotonic,
            is_standby=lambda: lead.is_waiting,
        ),
        metrics=metrics,
        workers=[
            *workers_of(services, application),
            PeriodicJob("stored updates", store.run, every_s=_STORED_UPDATES_S),
            *([PeriodicJob("updates of standbys", intake.run, every_s=_STANDBYS_S)] if settings.webhook_url else ()),
        ],
    )


def _limiter(
    settings: Settings, pace: Pace | None, monotonic: Callable[[], float], metrics: "Metrics | None"
) -> TwoLaneRateLimiter:
    usual = Pace() if settings.api_url == TELEGRAM_API else REPLIES_UNPACED
    return TwoLaneRateLimiter(
        pace=pace or faster(usual, settings.messages_per_second),
        clock=monotonic,
        observe=metrics.observe_wait if metrics else lambda *_: None,
    )


def _application(
    settings: Settings,
    database: Database,
    limiter: TwoLaneRateLimiter,
    sending_request: BaseRequest,
    polling_request: BaseRequest,
) -> App:
    builder = (
        ApplicationBuilder()
        .updater(None)
        .token(settings.token.get_secret_value())
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .persistence(DialogPersistence(database))
        .rate_limiter(limiter)
        .job_queue(None)
        .request(sending_request)
        .get_updates_request(polling_request)
    )
    return builder.context_types(ContextTypes(context=Context)).build()


def _update_queue(
    application: App,
    services: Services,
    store: UpdateStore,
    lead: Lead,
    monotonic: Callable[[], float],
    metrics: "Metrics | None",
) -> UpdateQueue:
    def parse(raw: RawUpdate) -> Update:
        return read_update(without_buttons(raw), application.bot)

    settings = services.settings
    return UpdateQueue(
        parse=parse,
        answers=UpdateAnswers(
            handle=application.process_update,
            refuse=tell_too_fast,
            acknowledge=acknowledge_too_fast,
            dismiss=acknowledge,
            guard=FloodGuard(burst=settings.flood_burst, per_second=settings.flood_per_second, now=monotonic),
            taps=DoubleTaps(now=monotonic),
        ),
        workers=_WORKERS,
        now=lambda: services.clock().timestamp(),
        store=store,
        leads=lambda: lead.is_held,
        observe=metrics.observe_update if metrics else lambda *_: None,
    )


def _metrics(settings: Settings, database: Database, clock: Clock) -> "Metrics | None":
    """Returns the figures for Prometheus if they have a port. The webhook's may be public, so it does not show them."""
    if settings.own_health_port is None:
        return None

    from bot.metrics import Metrics

    return Metrics(database, clock)


def _services(
    settings: Settings,
    database: Database,
    application: App,
    limiter: TwoLaneRateLimiter,
    clock: Clock,
    metrics: "Metrics | None",
) -> Services:
    async def download(file_id: str) -> bytes:
        return bytes(await (await application.bot.get_file(file_id)).download_as_bytearray())

    encoder = load_encoder(settings.encoder)
    matcher = Matcher.for_encoder(encoder)
    if metrics is not None:
        encoder = metrics.measured(encoder)
    announcer = Announcer(application.bot, database)
    channels = channels_of(application, announcer, settings, database, clock, secrets.choice)
    outbox = Outbox(database, channels, limiter, clock)
    rounds = AnnouncementRounds(database, announcer.delete, limiter, clock, wake=outbox.wake)
    return Services(
        settings=settings,
        database=database,
        matchmaker=Matchmaker(database, matcher, encoder, clock, wake=outbox.wake),
        outbox=outbox,
        announcement_rounds=PeriodicJob("announcements", rounds.run, every_s=_ANNOUNCEMENTS_S),
        sectors=SectorGuesser(encoder),
        clock=clock,
        draw=secrets.choice,
        download=download,
        sheets=Sheets(download),
        translator=translator_of(settings),
    )
