"""/stats and /health: figures of the platform, and the state of the program."""

import asyncio
from datetime import datetime, timedelta

from telegram import Update

from bot.context import Context, Services
from bot.i18n.translator import Translator
from bot.matching.country_names import country_name
from handlers.introductions.labels import STATES
from handlers.listings.labels import STATUSES
from handlers.moderation.access import admins_only
from handlers.moderation.review_views import age_of, overview
from handlers.ui.screen import reply
from handlers.ui.view import View
from storage.moderation import lookup, reviews

_MB = 1_000_000


@admins_only
async def stats(update: Update, context: Context) -> None:
    t, now = context.t, context.services.clock()
    async with context.services.database.reading() as session:
        people = await lookup.count_people(session)
        lately = await lookup.count_people(session, seen_since=now - timedelta(days=7))
        countries = await lookup.companies_by_country(session)
        by_status = await lookup.listings_by_status(session)
        made = await lookup.introductions_by_status(session)
    lines = [
        t("<b>Statistics</b>"),
        t("People: {count}, in the last 7 days: {lately}", count=t.number(people), lately=t.number(lately)),
        t("Companies: {count}", count=t.number(sum(count for _, count in countries))),
        t.joined(f"{country_name(code, t.language)} {t.number(count)}" for code, count in countries[:10]),
        t("Listings:"),
        *(f"  {t(STATUSES[status])}: {t.number(count)}" for status, count in by_status.items()),
        t("Introductions: {count}", count=t.number(sum(made.values()))),
        *(
            "  " + t("{label}: {figure}", label=t(label), figure=t.number(made.get(status, 0)))
            for status, label in STATES.items()
        ),
    ]
    await reply(update, View(text="\n".join(line for line in lines if line)))


@admins_only
async def health(update: Update, context: Context) -> None:
    t, services = context.t, context.services
    now = services.clock()
    async with services.database.reading() as session:
        queue = await reviews.by_kind(session)
        backlog, oldest = await lookup.backlog(session, now)
        failed = await lookup.failed_since(session, now - timedelta(days=1))
        unmatched, since = await lookup.unmatched(session)
        size = await lookup.size_of_database(session)
    lines = [
        t("<b>System status</b>"),
        _waits(t, t("Messages to be sent"), backlog, oldest, now),
        t("Messages that failed in 24 hours: {count}", count=t.number(failed)),
        _waits(t, t("Listings to be matched"), unmatched, since, now),
        t("Event loop response: {time} ms", time=t.number(round(await _lag_s() * 1000, 1))),
        t("Encoder: {name}", name=services.settings.encoder),
        t("Database: {size} MB", size=t.number(round(size / _MB, 1))),
        t("Last backup: {when}", when=await asyncio.to_thread(_last_backup, services, t)),
        "",
        overview(t, queue, now) or t("🎉 Nothing is waiting."),
    ]
    await reply(update, View(text="\n".join(lines)))


def _waits(t: Translator, what: str, count: int, since: datetime | None, now: datetime) -> str:
    return f"{what}: {t.number(count)}" + (f" · {age_of(t, now, since)}" if since is not None else "")


async def _lag_s() -> float:
    """Returns the event loop's delay in seconds."""
    loop = asyncio.get_running_loop()
    due = loop.time() + 0.01
    await asyncio.sleep(0.01)
    return max(0.0, loop.time() - due)


def _last_backup(services: Services, t: Translator) -> str:
    """Returns when the newest `NAME*backup*` beside an SQLite file was written. PostgreSQL has its own backups."""
    path = services.database.file
    files = [] if path is None else [file.stat().st_mtime for file in path.parent.glob(f"{path.stem}*backup*")]
    return "–" if not files else t.date(datetime.fromtimestamp(max(files)).astimezone())
