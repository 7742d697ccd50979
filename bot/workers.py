"""The background work: the outbox's channels and the periodic jobs. Part of the composition root."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, Protocol

from bot.context import App, Clock, Draw, Services, services_of
from bot.outbox.announcement_copies import CopyChannel
from bot.outbox.channel import Channel, MessagePart, Prepared
from bot.outbox.code_mails import CodeMailChannel
from bot.outbox.group_digests import DigestChannel
from bot.outbox.mails import MailChannel
from bot.outbox.messages import MessageChannel
from bot.outbox.smtp import SmtpMailer
from bot.periodic import PeriodicJob
from bot.settings.settings import Settings
from bot.usecases import introductions, recommendations
from bot.usecases.announcements.outcome import Reports
from bot.usecases.events import digests as group_digests
from bot.usecases.events.digests import Bulletin
from bot.usecases.events.programme import Reminders
from bot.usecases.follow_up import digest as personal_digest
from bot.usecases.imports.background import ImportJob
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.listings import hints
from bot.usecases.listings.breaks import BreakJob
from bot.usecases.listings.expiry import ListingExpiry
from bot.usecases.mail.links import LinkSigner
from bot.usecases.mail.mailboxes import MailboxJob
from bot.usecases.meetings import reminders as meeting_reminders
from bot.usecases.meetings.plan import PlanJob
from bot.usecases.moderation.reminder import QueueReminder
from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import Retention
from bot.usecases.screening.screener import Screener
from handlers.announcements.post import Announcer
from handlers.announcements.progress import ProgressWatch
from handlers.events import digest_views
from handlers.mail.mail_writer import MailWriter
from handlers.notices import message_parts, prepare
from handlers.people.first_message.counterparts import answer_awaiting
from handlers.verification.notices import code_mail
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import Language

_SWEEP_S: Final = 5.0
_EXPIRY_S: Final = 60.0
_HINTS_S: Final = 600.0
_DEADLINES_S: Final = 20.0
_REMINDERS_S: Final = 30.0
_PROGRESS_S: Final = 3.0
_DIGESTS_S: Final = 20.0
_REPORTS_S: Final = 60.0
_IMPORTS_S: Final = 2.0
_PLANS_S: Final = 2.0
_FIRST_MESSAGES_S: Final = 1.0
_MAILBOXES_S: Final = 10.0
_SCREENING_S: Final = 5.0
_QUEUE_REMINDER_S: Final = 60.0
_RETENTION_S: Final = 24 * 3600.0


class Worker(Protocol):
    """Works from `run` until `stop` returns."""

    async def run(self) -> None: ...

    async def stop(self) -> None: ...


def workers_of(services: Services, application: App) -> Sequence[Worker]:
    """Returns the workers in starting order. They are stopped in the opposite order."""
    progress = ProgressWatch(application.bot, services.database, services.clock)
    return (
        services.outbox,
        services.announcement_rounds,
        PeriodicJob("first messages", partial(answer_awaiting, services, application.bot), every_s=_FIRST_MESSAGES_S),
        PeriodicJob("progress", progress.run, every_s=_PROGRESS_S),
        *_jobs_of_listings(services),
        *_jobs_of_introductions(services),
        *_jobs_of_events(services),
        *_jobs_of_the_platform(services),
    )


def _jobs_of_listings(services: Services) -> Iterator[PeriodicJob]:
    database, clock, wake, matchmaker = services.database, services.clock, services.outbox.wake, services.matchmaker
    expiry = ListingExpiry(database, clock, forget=matchmaker.forget, wake=wake)
    breaks = BreakJob(database, clock, show=matchmaker.consider, wake=wake)
    yield PeriodicJob("matchmaking", matchmaker.sweep_unless_workers_do, every_s=_SWEEP_S)
    yield PeriodicJob("listing expiry", expiry.run, every_s=_EXPIRY_S)
    yield PeriodicJob("breaks", breaks.run, every_s=_EXPIRY_S)
    yield PeriodicJob("listing hints", hints.due_job(database, clock, wake=wake).run, every_s=_HINTS_S)


def _jobs_of_introductions(services: Services) -> Iterator[PeriodicJob]:
    database, clock, wake = services.database, services.clock, services.outbox.wake
    rounds = (introductions.due, recommendations.due)
    deadlines = DeadlineJob(database, clock, Rules.of(services.settings), rounds=rounds, wake=wake)
    yield PeriodicJob("deadlines", deadlines.run, every_s=_DEADLINES_S)
    yield PeriodicJob("personal digests", personal_digest.due_job(database, clock, wake=wake).run, every_s=_DIGESTS_S)
    if services.settings.reaches_by_mail:
        yield PeriodicJob("mailboxes", MailboxJob(database, clock, wake=wake).run, every_s=_MAILBOXES_S)


def _jobs_of_events(services: Services) -> Iterator[PeriodicJob]:
    database, clock, wake = services.database, services.clock, services.outbox.wake
    imports = ImportJob(database, services.sheets, clock, admins=tuple(services.settings.admins), wake=wake)
    yield PeriodicJob("reminders", Reminders(database, clock, wake=wake).run, every_s=_REMINDERS_S)
    yield PeriodicJob("digests", group_digests.due_job(database, clock, wake=wake).run, every_s=_DIGESTS_S)
    yield PeriodicJob("meetings", meeting_reminders.due_job(database, clock, wake=wake).run, every_s=_REMINDERS_S)
    yield PeriodicJob("meeting plans", PlanJob(database, clock, wake=wake).run, every_s=_PLANS_S)
    yield PeriodicJob("reports", Reports(database, clock, wake=wake).run, every_s=_REPORTS_S)
    yield PeriodicJob("imports", imports.run, every_s=_IMPORTS_S)


def _jobs_of_the_platform(services: Services) -> Iterator[PeriodicJob]:
    database, clock, wake = services.database, services.clock, services.outbox.wake
    queue_reminder = QueueReminder(database, clock, admins=services.settings.admins, wake=wake)
    retention = Retention(database, clock, Periods.of(services.settings), forget=services.matchmaker.forget, wake=wake)
    yield PeriodicJob("screening", Screener(database, clock).run, every_s=_SCREENING_S)
    yield PeriodicJob("queue reminder", queue_reminder.run, every_s=_QUEUE_REMINDER_S)
    yield PeriodicJob("retention", retention.run, every_s=_RETENTION_S)


def channels_of(
    application: App, announcer: Announcer, settings: Settings, database: Database, clock: Clock, draw: Draw
) -> list[Channel[Any]]:
    """Returns the outbox's channels. Codes are mailed only if there is a mail server."""
    bot = application.bot

    async def message(delivery: Delivery) -> Prepared | None:
        return await prepare(services_of(application), bot, delivery)

    def digest(bulletin: Bulletin) -> list[MessagePart]:
        return message_parts(bot, bulletin.chat.chat_id, digest_views.digest(bulletin, bot.username))

    def mail(language: Language, code: str) -> tuple[str, str]:
        return code_mail(language, code, bot.username)

    channels: list[Channel[Any]] = [
        MessageChannel(message, clock),
        CopyChannel(announcer.prepare, clock, per_day=settings.announcements_per_day),
        DigestChannel(database, digest, clock, draw=draw),
    ]
    if settings.can_mail:
        channels.append(CodeMailChannel(database, SmtpMailer(settings), mail, clock, draw))
    if settings.reaches_by_mail:
        signer = LinkSigner(settings.links_key)
        mail_writer = MailWriter(database=database, settings=settings, signer=signer, clock=clock)
        channels.append(MailChannel(SmtpMailer(settings), mail_writer.write, clock))
    return channels
