"""The composition root: builds the program from its settings, runs it and stops it."""

import asyncio
import contextlib
import gc
import logging
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.types import ASGIApp
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.context import App, Clock, Context, Services, equip
from bot.gist import gist_of
from bot.health import Health, health_pages, serving_health
from bot.http_server import taken_port
from bot.i18n.translator import load_catalogs
from bot.lead import Lead, LeadLostError, StoppedWaitingError
from bot.logs import set_up_logging
from bot.masking import Secrets, mask
from bot.matching.companies import company_key
from bot.matching.country_names import read_place_names_file, use_place_names
from bot.matching.encoders import load_encoder
from bot.matching.guess import warm_up
from bot.matching.matcher import Matcher
from bot.matching.sectors import SectorGuesser
from bot.outbox.announcement_rounds import AnnouncementRounds
from bot.outbox.engine import Outbox
from bot.periodic import PeriodicJob
from bot.settings.settings import TELEGRAM_API, Settings
from bot.telegram import command_menu
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.intake import Intake
from bot.telegram.listening import ALLOWED_UPDATES, RETRY_S, listening, serving_pages
from bot.telegram.persistence import DialogPersistence
from bot.telegram.polling import Poller
from bot.telegram.rate_limiter import REPLIES_UNPACED, Pace, TwoLaneRateLimiter, faster
from bot.telegram.raw_update import RawUpdate, without_buttons
from bot.telegram.request import AiohttpRequest
from bot.telegram.update_queue import UpdateQueue
from bot.telegram.update_shape import read_update
from bot.telegram.update_store import UpdateStore
from bot.translation import translator_of
from bot.usecases.imports.sheets import Sheets
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.workers import Worker, channels_of, workers_of
from handlers.announcements.post import Announcer
from handlers.mail.page import mail_pages
from handlers.routes import register
from handlers.ui.gate import acknowledge_too_fast, tell_too_fast
from storage.database import Database
from storage.schema import migrate

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = logging.getLogger(__name__)

_WORKERS: Final = 32  # updates handled at once; the connection pools below have the same size
_CONNECTIONS: Final = 64  # to Telegram, for the replies of all workers and for deliveries
_ANSWERS_FIRST_S: Final = 1.0
"""Before jobs run and tables are loaded, so that people who wrote while the bot was down get answers first."""
_BETWEEN_JOBS_S: Final = 0.03  # a job's first run builds its statements; answers come in between
_WORK_OFF_S: Final = 5.0  # for finishing waiting updates when the program stops
_ANNOUNCEMENTS_S: Final = 2.0
_STORED_UPDATES_S: Final = 60.0
_SWITCH_S: Final = 0.001
"""How long a thread may compute while the event loop waits for its turn: several times per answer. Python's 5 ms make
answers three times as slow while the bot loads its tables."""
_STANDBYS_S: Final = 0.5


def utc_now() -> datetime:
    return datetime.now(UTC)


class TokenRefusedError(Exception):
    """Telegram refuses the token. Carries no text, because the library's own error shows the token."""


class AnotherInstanceError(Exception):
    """Another program polls Telegram with the same token. This one has stopped."""


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

    `request` replaces HTTP and `pace` replaces Telegram's limits, both for tests. `monotonic` is the clock, in seconds,
    that paces messages and measures floods.
    """
    use_place_names(None if settings.place_names is None else read_place_names_file(settings.place_names))
    database = Database(settings.database_url, pool_size=_WORKERS)
    pace = pace or (Pace() if settings.api_url == TELEGRAM_API else REPLIES_UNPACED)
    metrics = _metrics(settings, database, clock)
    limiter = TwoLaneRateLimiter(
        pace=faster(pace, settings.messages_per_second),
        clock=monotonic,
        observe=metrics.observe_wait if metrics else lambda *_: None,
    )
    polling_request = request() if request else AiohttpRequest(connections=2)
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
        .request(request() if request else AiohttpRequest(connections=_CONNECTIONS))
        .get_updates_request(polling_request)
    )
    application: App = builder.context_types(ContextTypes(context=Context)).build()
    services = _services(settings, database, application, limiter, clock, metrics)
    equip(application, services)
    register(application)
    if metrics is not None:
        application.add_error_handler(metrics.note_error)

    def parse(raw: RawUpdate) -> Update:
        return read_update(without_buttons(raw), application.bot)

    owner = secrets.token_hex(8)
    store, lead = UpdateStore(database, clock, owner=owner), Lead(database, owner=owner)
    updates = UpdateQueue(
        parse=parse,
        handle=application.process_update,
        refuse=tell_too_fast,
        acknowledge=acknowledge_too_fast,
        guard=FloodGuard(burst=settings.flood_burst, per_second=settings.flood_per_second, now=monotonic),
        workers=_WORKERS,
        now=lambda: clock().timestamp(),
        store=store,
        leads=lambda: lead.is_held,
        observe=metrics.observe_update if metrics else lambda *_: None,
    )
    if metrics is not None:
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


@contextlib.asynccontextmanager
async def opened(program: Program, *, fill: bool = True) -> AsyncIterator[None]:
    """Migrates the database and connects to Telegram. If `fill`, also fills the index of listings and sets the menus.

    Starts no workers.
    """
    application, services = program.application, program.services
    try:
        await migrate(services.database)
        await _initialize(application)
        if fill:
            await services.matchmaker.load()
            await asyncio.to_thread(services.sectors.load)
            await _publish_menus(program)
        yield
    finally:
        await application.shutdown()
        await services.database.dispose()


@contextlib.asynccontextmanager
async def running(program: Program) -> AsyncIterator[None]:
    """Runs the program as soon as it leads. At the end of the block, finishes the work in progress and stops in order.

    Raises DatabaseInUseError, and StoppedWaitingError.
    """
    settings, services = program.services.settings, program.services
    # Health first: the process lives also while Telegram cannot be reached.
    page = program.metrics.page if program.metrics else None
    async with (
        serving_health(settings, program.health, page),
        _disposed(services.database),
        serving_pages(settings, program.intake, _pages(program)),
        program.lead.held(),
        opened(program, fill=False),
        _working(program),
    ):
        yield


@contextlib.asynccontextmanager
async def _working(program: Program) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        # Starts before updates arrive. A listing published meanwhile waits until the index is filled.
        later = group.create_task(_begin_what_can_wait(program, group))
        for worker in program.workers:
            if not isinstance(worker, PeriodicJob):
                group.create_task(worker.run())
        try:
            await program.application.start()
            await program.store.drop_expired()
            # Before newer ones arrive, so that each person's are handled in order.
            program.updates.resume(await program.store.left_behind(), handled=await program.store.handled_before())
            program.updates.start()
            program.intake.is_open = True
            async with listening(program.application.bot, program.services.settings, program.poller):
                program.health.is_listening = True
                yield
        finally:
            program.health.is_listening = program.intake.is_open = False
            later.cancel()
            await _stop(program)


@contextlib.asynccontextmanager
async def _disposed(database: Database) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await database.dispose()


def _pages(program: Program) -> ASGIApp | None:
    """Returns what the webhook's port answers besides the webhook; None if it need not be open."""
    settings = program.services.settings
    pages = mail_pages(program.services) if settings.reaches_by_mail else None
    beside = settings.serves_beside_health and settings.own_health_port is None
    return health_pages(program.health, pages) if beside else pages


async def _begin_what_can_wait(program: Program, group: asyncio.TaskGroup) -> None:
    """Starts the periodic jobs, loads the index and all tables, and sets the menus: one second after the start."""
    await asyncio.sleep(_ANSWERS_FIRST_S)
    for worker in program.workers:
        if isinstance(worker, PeriodicJob):
            group.create_task(worker.run())
            await asyncio.sleep(_BETWEEN_JOBS_S)
    await asyncio.to_thread(load_catalogs)
    await asyncio.gather(_warm_up(program), _publish_menus(program))


async def _warm_up(program: Program) -> None:
    """Loads everything that takes seconds to load, so that no answer waits for it.

    One thing after the other, because answers meanwhile wait for each thread that loads. Tables are never freed, so the
    garbage collector need not look at them.
    """
    services = program.services
    gc.disable()
    try:
        await services.matchmaker.load()
        for worker in program.workers:
            if isinstance(worker, PeriodicJob):
                worker.wake()  # listings may have waited for the index
        await asyncio.to_thread(_load_readers, services.sectors)
        await services.matchmaker.load_encoder()
        gc.freeze()
    finally:
        gc.enable()


async def _publish_menus(program: Program) -> None:
    """Sets the command menus: one request per language and per person with a role. No answer waits for them."""
    application, services = program.application, program.services
    await command_menu.publish(application.bot)
    await command_menu.publish_for_all(application.bot, services.database, admins=services.settings.admins)


def _load_readers(sectors: SectorGuesser) -> None:
    """Loads the language model, the tables of sectors, places, legal forms and gists, and the masking expressions."""
    warm_up(sectors)
    company_key("Senzor d.o.o.", "RS")
    mask("", secrets=Secrets(company_names=("Senzor", "安娜公司")))
    gist_of("温室传感器 3 kg", "zh", is_message=True)


async def _initialize(application: App) -> None:
    """Connects to Telegram, and tries again while it is unreachable. Raises TokenRefusedError."""
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise TokenRefusedError from None
        except NetworkError as error:
            log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
            await asyncio.sleep(RETRY_S)
        else:
            return


async def _stop(program: Program) -> None:
    await program.updates.stop(within_s=_WORK_OFF_S)
    await program.poller.confirm()
    if program.application.running:
        await program.application.stop()
    for worker in reversed(program.workers):
        await worker.stop()


async def _serve(settings: Settings) -> None:
    program = build(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def halt() -> None:
        stop.set()
        program.lead.stop_waiting()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, halt)
    program.poller.on_end(stop.set)
    program.lead.on_loss(stop.set)
    try:
        async with running(program):
            log.info("running as @%s", program.application.bot.username)
            await stop.wait()
            log.info("stopping")
    except StoppedWaitingError:
        return
    if program.lead.is_lost:
        raise LeadLostError
    if program.poller.gave_way:
        raise AnotherInstanceError
    if program.poller.token_refused:
        raise TokenRefusedError


def run(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM.

    Raises TokenRefusedError, AnotherInstanceError, DatabaseInUseError, LeadLostError, PortTakenError or
    ReportsMissingError.
    """
    sys.setswitchinterval(_SWITCH_S)
    set_up_logging(
        level=settings.log_level, json=settings.log_format == "json", secrets=[settings.token.get_secret_value()]
    )
    if settings.sentry_dsn is not None:
        from bot.error_reports import report_errors

        report_errors(settings.sentry_dsn.get_secret_value(), secrets=[settings.token.get_secret_value()])
    try:
        asyncio.run(_serve(settings))
    except ExceptionGroup as errors:  # of the workers' group
        taken = taken_port(errors)
        if taken is None:
            raise
        raise taken from None
