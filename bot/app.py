"""Runs the program: opens, leads, works, and stops everything in order."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator
from typing import Final

from starlette.types import ASGIApp
from telegram.error import InvalidToken, NetworkError

from bot import event_loop
from bot.context import App
from bot.gist import gist_of
from bot.health import health_pages, serving_health
from bot.http_server import taken_port
from bot.i18n.translator import load_catalogs
from bot.lead import LeadLostError, StoppedWaitingError
from bot.logs import set_up_logging
from bot.masking import Secrets, mask
from bot.matching.companies import company_key
from bot.matching.guess import warm_up
from bot.matching.sectors import SectorGuesser
from bot.periodic import PeriodicJob
from bot.program import Program, build
from bot.settings.settings import Settings
from bot.telegram import command_menu
from bot.telegram.listening import RETRY_S, listening, serving_pages
from handlers.mail.page import mail_pages
from storage.database import Database
from storage.schema import migrate

log = logging.getLogger(__name__)

_ANSWERS_FIRST_S: Final = 1.0
"""Before jobs run and tables are loaded, so that people who wrote while the bot was down get answers first."""
_BETWEEN_JOBS_S: Final = 0.03  # a job's first run builds its statements; answers come in between
_WORK_OFF_S: Final = 5.0  # for finishing waiting updates when the program stops
_SWITCH_S: Final = 0.001
"""How long a thread may compute while the event loop waits for its turn: several times per answer. Python's 5 ms make
answers three times as slow while the bot loads its tables."""


class TokenRefusedError(Exception):
    """Telegram refuses the token. Carries no text, because the library's own error shows the token."""


class AnotherInstanceError(Exception):
    """Another program polls Telegram with the same token. This one has stopped."""


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
    set_up_logging(level=settings.log_level, json=settings.log_format == "json", secrets=settings.secrets)
    if settings.sentry_dsn is not None:
        from bot.error_reports import report_errors

        report_errors(settings.sentry_dsn.get_secret_value(), secrets=settings.secrets)
    try:
        event_loop.run(_serve(settings))
    except ExceptionGroup as errors:  # of the workers' group
        taken = taken_port(errors)
        if taken is None:
            raise
        raise taken from None
