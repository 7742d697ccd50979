"""The work beside the conversation: what is sent, what falls due, what is swept up. Part of the composition root."""

from collections.abc import Sequence
from typing import Final, Protocol

from bot.context import App, Services
from bot.outbox.code_mailer import CodePost
from bot.outbox.smtp import SmtpMailer
from bot.periodic import Ticker
from bot.telegram.rate_limiter import TwoLaneRateLimiter
from bot.usecases import introductions, recommendations
from bot.usecases.announcements.outcome import Reports
from bot.usecases.events.programme import Reminders
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.listings.expiry import ListingExpiry
from bot.usecases.moderation.reminder import QueueReminder
from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import Retention
from bot.usecases.screening.screener import Screener
from handlers.announcements.progress import ProgressWatch
from handlers.events.digest_post import DigestPoster
from handlers.verification.mail_views import code_mail
from storage.vocabulary import Language

_SWEEP_S: Final = 5.0
_EXPIRY_S: Final = 60.0
_DEADLINES_S: Final = 20.0
_REMINDERS_S: Final = 30.0
_PROGRESS_S: Final = 3.0
_DIGESTS_S: Final = 20.0
_REPORTS_S: Final = 60.0
_SCREENING_S: Final = 5.0
_QUEUE_REMINDER_S: Final = 60.0
_RETENTION_S: Final = 24 * 3600.0
_MAIL_S: Final = 2.0


class Worker(Protocol):
    """Work beside the conversation, from `run` until `stop` is answered."""

    async def run(self) -> None: ...

    async def stop(self) -> None: ...


def workers_of(services: Services, application: App, limiter: TwoLaneRateLimiter) -> Sequence[Worker]:
    """In the order in which they are started; they are stopped in the other."""
    wake = services.deliveries.wake
    expiry = ListingExpiry(services.database, services.clock, forget=services.matchmaker.forget, wake=wake)
    rules = Rules.of(services.settings)
    rounds = (introductions.due, recommendations.due)
    deadlines = DeadlineJob(services.database, services.clock, rules, rounds=rounds, wake=wake)
    reminders = Reminders(services.database, services.clock, wake=wake)
    screener = Screener(services.database, services.clock)
    queue_reminder = QueueReminder(services.database, services.clock, admins=services.settings.admins, wake=wake)
    retention = Retention(
        services.database,
        services.clock,
        Periods.of(services.settings),
        forget=services.matchmaker.forget,
        wake=wake,
    )
    progress = ProgressWatch(application.bot, services.database, services.clock)
    digests = DigestPoster(application.bot, services.database, limiter, services.clock, draw=services.draw)
    reports = Reports(services.database, services.clock, wake=wake)
    can_mail = services.settings.can_mail
    mail = [Ticker("mail", code_post(services, application).run, every_s=_MAIL_S)] if can_mail else []
    return (
        services.deliveries,
        services.broadcasts,
        *mail,
        Ticker("matchmaking", services.matchmaker.sweep, every_s=_SWEEP_S),
        Ticker("listing expiry", expiry.run, every_s=_EXPIRY_S),
        Ticker("deadlines", deadlines.run, every_s=_DEADLINES_S),
        Ticker("reminders", reminders.run, every_s=_REMINDERS_S),
        Ticker("screening", screener.run, every_s=_SCREENING_S),
        Ticker("queue reminder", queue_reminder.run, every_s=_QUEUE_REMINDER_S),
        Ticker("retention", retention.run, every_s=_RETENTION_S),
        Ticker("progress", progress.run, every_s=_PROGRESS_S),
        Ticker("digests", digests.run, every_s=_DIGESTS_S),
        Ticker("reports", reports.run, every_s=_REPORTS_S),
    )


def code_post(services: Services, application: App) -> CodePost:
    """Mails codes in the name of this bot."""

    def worded(language: Language, code: str) -> tuple[str, str]:
        return code_mail(language, code, application.bot.username)

    mailer = SmtpMailer(services.settings)
    return CodePost(services.database, mailer, worded, services.clock, services.draw, wake=services.deliveries.wake)
