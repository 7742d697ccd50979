"""The composition root: from settings to a running program, in one place and one way."""

import asyncio
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest, HTTPXRequest

from bot.context import App, Clock, Context, Services, equip
from bot.logs import set_up_logging
from bot.matching.encoders import load_encoder
from bot.matching.guess import warm_up
from bot.matching.matcher import Matcher
from bot.matching.sectors import SectorGuesser
from bot.outbox.announcement_worker import BroadcastWorker
from bot.outbox.delivery_worker import DeliveryWorker
from bot.settings.settings import TELEGRAM_API, Settings
from bot.telegram import command_menu
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.persistence import DialogPersistence
from bot.telegram.rate_limiter import REPLIES_UNPACED, Pace, TwoLaneRateLimiter, faster
from bot.telegram.send_slots import Lane
from bot.telegram.update_order import PersonProcessor
from bot.usecases.imports.sheets import Sheets
from bot.usecases.suggestions.matchmaker import Matchmaker
from bot.workers import Worker, workers_of
from handlers.announcements.post import TelegramPost
from handlers.notices import render
from handlers.routes import register
from handlers.ui.screen import send
from storage.database import Database
from storage.models import Delivery
from storage.schema import migrate
from storage.vocabulary import Topic

log = logging.getLogger(__name__)

_WORKERS: Final = 32  # updates carried out at once; the pools of connections below are as large
_CONNECTIONS: Final = 64  # to Telegram: replies of all workers, with deliveries beside them
_RETRY_S: Final = 2.0
_ALLOWED_UPDATES: Final = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


def utc_now() -> datetime:
    return datetime.now(UTC)


class TokenRefusedError(Exception):
    """Telegram does not know the token. Says nothing of it: the library's own error has it in clear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The application with the work that runs beside it."""

    application: App
    services: Services
    workers: Sequence[Worker]


def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    request: Callable[[], BaseRequest] | None = None,
    pace: Pace | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Program:
    """Puts the program together; nothing is opened yet.

    `request` takes the place of HTTP where both ends are here, `pace` that of what the server's address suggests;
    `monotonic` is the clock by which messages are paced, in seconds.
    """
    database = Database(settings.database_url, pool_size=_WORKERS)
    pace = pace or (Pace() if settings.api_url == TELEGRAM_API else REPLIES_UNPACED)
    limiter = TwoLaneRateLimiter(pace=faster(pace, settings.messages_per_second), clock=monotonic)
    builder = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .concurrent_updates(PersonProcessor(workers=_WORKERS))
        .persistence(DialogPersistence(database))
        .rate_limiter(limiter)
        .job_queue(None)
        .request(request() if request else HTTPXRequest(connection_pool_size=_CONNECTIONS, pool_timeout=30))
        .get_updates_request(request() if request else HTTPXRequest(connection_pool_size=2, pool_timeout=30))
    )
    application: App = builder.context_types(ContextTypes(context=Context)).build()
    services = _services(settings, database, application, limiter, clock)
    equip(application, services)
    register(application)
    return Program(application=application, services=services, workers=workers_of(services, application, limiter))


def _services(
    settings: Settings, database: Database, application: App, limiter: TwoLaneRateLimiter, clock: Clock
) -> Services:
    async def deliver(delivery: Delivery) -> int | None:
        view = await render(services, delivery)
        if delivery.topic in {Topic.ROLE_GRANTED, Topic.ROLE_TAKEN}:
            await command_menu.publish_for(application.bot, database, delivery.person_id, admins=settings.admins)
        return None if view is None else await send(application.bot, delivery.person_id, view, lane=Lane.BROADCAST)

    async def download(file_id: str) -> bytes:
        return bytes(await (await application.bot.get_file(file_id)).download_as_bytearray())

    encoder = load_encoder(settings.encoder)
    deliveries = DeliveryWorker(database, deliver, clock)
    matcher = Matcher.for_encoder(encoder)
    post = TelegramPost(application.bot, database)
    broadcasts = BroadcastWorker(
        database, post, limiter, clock, cap=settings.announcements_per_day, wake_deliveries=deliveries.wake
    )
    services = Services(
        settings=settings,
        database=database,
        matchmaker=Matchmaker(database, matcher, encoder, clock, wake=deliveries.wake),
        deliveries=deliveries,
        broadcasts=broadcasts,
        sectors=SectorGuesser(encoder),
        clock=clock,
        draw=secrets.choice,
        sheets=Sheets(download),
        guard=FloodGuard(burst=settings.flood_burst, per_second=settings.flood_per_second, now=time.monotonic),
    )
    return services


@asynccontextmanager
async def opened(program: Program, *, fill: bool = True) -> AsyncIterator[None]:
    """The program ready to take updates: migrated, known to Telegram, the index filled unless somebody else does it.
    Nothing runs by itself yet."""
    application, services = program.application, program.services
    try:
        await migrate(services.database)
        await _initialize(application)
        if fill:
            await services.matchmaker.load()
        await command_menu.publish(application.bot)
        await command_menu.publish_for_all(application.bot, services.database, admins=services.settings.admins)
        yield
    finally:
        await application.shutdown()
        await services.database.dispose()


@asynccontextmanager
async def running(program: Program) -> AsyncIterator[None]:
    """The program at work: listening and delivering; stopped in order at the end, with what it began finished."""
    async with opened(program, fill=False), asyncio.TaskGroup() as group:
        # Before anything is listened to: what is published while the index fills waits for it.
        warming = group.create_task(_warm_up(program.services))
        for worker in program.workers:
            group.create_task(worker.run())
        try:
            await program.application.start()
            await _listen(program.application, program.services.settings)
            yield
        finally:
            warming.cancel()
            await _stop(program)


async def _warm_up(services: Services) -> None:
    """Loads beside the conversation what takes seconds, so that nobody has to wait for it in an answer."""
    await asyncio.gather(services.matchmaker.load(), asyncio.to_thread(warm_up, services.sectors))


async def _initialize(application: App) -> None:
    """Waits for a Telegram that is out of reach as long as it takes. Raises TokenRefusedError at once."""
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise TokenRefusedError from None
        except NetworkError as error:
            log.warning("Telegram is out of reach (%s); trying again", type(error).__name__)
            await asyncio.sleep(_RETRY_S)
        else:
            return


async def _listen(application: App, settings: Settings) -> None:
    updater = application.updater
    if updater is None:
        raise RuntimeError("built without an updater")
    if settings.webhook_url is None or settings.webhook_secret is None:
        await updater.start_polling(allowed_updates=_ALLOWED_UPDATES, bootstrap_retries=-1)
        return
    await updater.start_webhook(
        listen=settings.webhook_listen,
        port=settings.webhook_port,
        url_path=settings.webhook_url.rsplit("/", 1)[-1],
        webhook_url=settings.webhook_url,
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=_ALLOWED_UPDATES,
        bootstrap_retries=-1,
    )


async def _stop(program: Program) -> None:
    application = program.application
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    if application.running:
        await application.stop()
    for worker in reversed(program.workers):
        await worker.stop()


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    program = build(settings)
    async with running(program):
        log.info("at work as @%s", program.application.bot.username)
        await stop.wait()
        log.info("stopping")


def run(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM. Raises TokenRefusedError."""
    set_up_logging(
        level=settings.log_level, json=settings.log_format == "json", secrets=[settings.token.get_secret_value()]
    )
    asyncio.run(_serve(settings))
