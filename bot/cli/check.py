"""`partnerbridge check`: tests every setting and reports what works and what does not."""

import asyncio
import os
import stat
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.cli.database_state import DatabaseState, UnusableDatabaseError, examine
from bot.i18n.catalog import TRANSLATED, extract
from bot.i18n.catalog import check as catalog_problems
from bot.i18n.translator import catalog_path, read_catalog
from bot.matching.encoders import EncoderError, load_encoder, missing_builtin
from bot.outbox.smtp import MailNotSentError, SmtpMailer
from bot.settings.loading import SettingsError, load_settings
from bot.settings.operator import missing_operator_settings
from bot.settings.settings import Settings
from bot.telegram.request import AiohttpRequest
from bot.translation import TranslationFailedError, translator_of
from storage.database import Database
from storage.vocabulary import Language

_TIMEOUT_S: Final = 10.0
_SHOWN: Final = 40  # characters of what a service answers
_NAMED: Final = 4
_POOLER: Final = "through a connection pooler, whose transaction mode works too"
_WHAT_IS_LOST: Final = (
    "texts are compared by their words and fields only; listings in different languages will mostly not find each other"
)


class State(StrEnum):
    GOOD = "good"
    NOTE = "note"
    """Works, with something that the operator should know."""
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result for one setting. `text` never contains a secret."""

    item: str
    state: State
    text: str


async def findings(env_file: Path | None = Path(".env")) -> AsyncIterator[Finding]:
    """Tests all settings in turn. Only invalid settings end it early."""
    warnings: list[str] = []
    try:
        settings = load_settings(need_token=False, env_file=env_file, warn=warnings.append)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding(item="settings", state=State.BAD, text=problem)
        return
    for warning in warnings:
        yield Finding(item="settings", state=State.NOTE, text=warning)
    if not warnings:
        yield Finding(item="settings", state=State.GOOD, text="all valid")
    for finding in files_findings(settings, env_file):
        yield finding
    for finding in await database_findings(settings):
        yield finding
    yield await token_finding(settings)
    yield await mail_finding(settings)
    yield pages_finding(settings)
    yield health_finding(settings)
    yield await translator_finding(settings)
    yield await asyncio.to_thread(encoder_finding, settings)
    yield operator_finding(settings)
    for finding in await asyncio.to_thread(lambda: list(catalog_findings())):
        yield finding


def files_findings(settings: Settings, env_file: Path | None) -> Iterator[Finding]:
    """Yields one for each file with secrets or people's data that everybody on this machine may read or change."""
    for path in (env_file, Database(settings.database_url).file):
        # Windows has other rights, which the mode does not show.
        if path is not None and os.name != "nt" and path.exists() and path.stat().st_mode & stat.S_IRWXO:
            text = f"everybody on this machine may open {path}: chmod o-rwx {path}"
            yield Finding(item="files", state=State.NOTE, text=text)


async def database_findings(settings: Settings) -> list[Finding]:
    """Returns one for the database, and one for the rights of its user if PostgreSQL shows them."""
    shown = settings.shown_database_url
    try:
        state = await examine(settings.database_url)
    except UnusableDatabaseError as error:
        return [Finding(item="database", state=State.BAD, text=f"{shown} {error}")]
    return [_database_finding(shown, state), *_rights_findings(state)]


def _database_finding(shown: str, state: DatabaseState) -> Finding:
    if state.has_pooler:
        shown += f" ({_POOLER})"
    if state.current is None:
        return Finding(item="database", state=State.NOTE, text=f"{shown} is empty; `partnerbridge run` sets it up")
    if state.current != state.latest:
        text = f"{shown} is at schema {state.current}; `partnerbridge run` brings it to {state.latest}"
        return Finding(item="database", state=State.NOTE, text=text)
    return Finding(item="database", state=State.GOOD, text=f"{shown} is reachable, writable and up to date")


def _rights_findings(state: DatabaseState) -> Iterator[Finding]:
    if state.unreachable:
        text = f"may not read and write {_listed(state.unreachable)}: run `partnerbridge db grant` as their owner"
        yield Finding(item="database user", state=State.BAD, text=text)
    elif state.excess:
        text = f"may {_listed(state.excess)}, which a running bot never does: bot/docs/deploy.md, Two database users"
        yield Finding(item="database user", state=State.NOTE, text=text)


def _listed(words: Sequence[str]) -> str:
    rest = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


async def token_finding(settings: Settings) -> Finding:
    token = settings.token.get_secret_value()
    if not token:
        text = "PARTNERBRIDGE_TOKEN is not set: ask @BotFather on Telegram for one"
        return Finding(item="token", state=State.BAD, text=text)
    request = AiohttpRequest(connections=1, connect_s=_TIMEOUT_S, read_s=_TIMEOUT_S)
    bot = Bot(token, base_url=settings.base_url, base_file_url=settings.base_file_url, request=request)
    try:
        async with bot:
            me = await bot.get_me()
    except InvalidToken:
        return Finding(item="token", state=State.BAD, text=f"{settings.api_url} does not know this token")
    except TelegramError as error:
        # The error's message may contain the URL, and the URL contains the token.
        text = f"{settings.api_url} did not answer ({type(error).__name__}). Can this machine reach it?"
        return Finding(item="token", state=State.BAD, text=text)
    text = f"belongs to @{me.username} at {settings.api_url}"
    if not me.supports_inline_queries:
        text += "; to share listings in any chat, switch its inline mode on at @BotFather (/setinline)"
        return Finding(item="token", state=State.NOTE, text=text)
    return Finding(item="token", state=State.GOOD, text=text)


async def mail_finding(settings: Settings) -> Finding:
    """Connects and logs in. Sends nothing."""
    if not settings.can_mail:
        text = "none: companies can be verified by number and by a moderator, but not by mail; nobody is asked by mail"
        return Finding(item="mail", state=State.NOTE, text=text)
    shown = f"{settings.smtp_host}:{settings.smtp_port_used}"
    try:
        await SmtpMailer(settings).try_out()
    except MailNotSentError as error:
        return Finding(item="mail", state=State.BAD, text=f"{shown} {error}")
    return Finding(item="mail", state=State.GOOD, text=f"{shown} takes mail from here ({settings.smtp_security})")


def pages_finding(settings: Settings) -> Finding:
    """Says if companies that are not on Telegram can be asked by mail."""
    if settings.reaches_by_mail:
        signed = "a secret of their own" if settings.link_secret is not None else "the bot's token"
        text = f"{settings.public_url} must lead to port {settings.webhook_port} of this machine; {signed} signs links"
        return Finding(item="answers by mail", state=State.GOOD, text=text)
    missing = "PARTNERBRIDGE_PUBLIC_URL" if settings.can_mail else "PARTNERBRIDGE_SMTP_HOST"
    text = f"{missing} is not set: requests to companies that are not on Telegram wait for whoever acts for them"
    return Finding(item="answers by mail", state=State.NOTE, text=text)


def health_finding(settings: Settings) -> Finding:
    """Says where supervisors can ask."""
    if settings.own_health_port is not None:
        text = f"http://{settings.health_listen}:{settings.own_health_port} answers /healthz, /readyz and /metrics"
        return Finding(item="health", state=State.GOOD, text=text)
    if settings.serves_beside_health:
        text = f"port {settings.webhook_port} answers /healthz and /readyz; PARTNERBRIDGE_HEALTH_PORT adds /metrics"
        return Finding(item="health", state=State.GOOD, text=text)
    text = "PARTNERBRIDGE_HEALTH_PORT is not set: nobody can ask if the bot is well"
    return Finding(item="health", state=State.NOTE, text=text)


async def translator_finding(settings: Settings) -> Finding:
    """Translates one word."""
    translator = translator_of(settings)
    if translator is None:
        text = "none: texts in foreign languages have a gist and no translation"
        return Finding(item="translator", state=State.NOTE, text=text)
    shown = f"{settings.translator} at {settings.translator_url_used}"
    try:
        said = await translator.translate("sensor", "en", Language.ZH)
    except TranslationFailedError as error:
        return Finding(item="translator", state=State.BAD, text=f"{shown} {error.reason}")
    return Finding(item="translator", state=State.GOOD, text=f"{shown} works: it calls a sensor {said[:_SHOWN]}")


def encoder_finding(settings: Settings) -> Finding:
    """Loads the encoder and encodes one text. Slow: call it in a thread."""
    if settings.encoder == "none":
        return Finding(item="encoder", state=State.NOTE, text=f"none: {_WHAT_IS_LOST}")
    try:
        encoder = load_encoder(settings.encoder)
        if encoder is None:
            return Finding(item="encoder", state=State.NOTE, text=missing_builtin() or _WHAT_IS_LOST)
        begun = time.perf_counter()
        encoder.encode(["传感器 senzor sensor"])
        took_ms = 1_000 * (time.perf_counter() - begun)
    except EncoderError as error:
        text = f"{error}; new listings get no matches until it answers"
        return Finding(item="encoder", state=State.BAD, text=text)
    text = f"{encoder.name} works: {encoder.dimensions} dimensions, {took_ms:.0f} ms for a short text"
    return Finding(item="encoder", state=State.GOOD, text=text)


def operator_finding(settings: Settings) -> Finding:
    missing = list(missing_operator_settings(settings))
    if missing:
        text = f"/privacy does not say who is responsible: set {', '.join(missing)}"
        return Finding(item="operator", state=State.NOTE, text=text)
    return Finding(item="operator", state=State.GOOD, text=f"/privacy names {settings.operator_name}")


def catalog_findings() -> Iterator[Finding]:
    template = extract(Path(__file__).resolve().parents[2])
    for locale in TRANSLATED:
        item = f"language {locale}"
        try:
            problems = list(catalog_problems(read_catalog(catalog_path(locale), locale), template))
        except (OSError, ValueError) as error:
            yield Finding(
                item=item, state=State.BAD, text=f"cannot be read, so the bot speaks English instead: {error}"
            )
            continue
        if problems:
            text = f"{len(problems)} sentences are not translated and shown in English"
            yield Finding(item=item, state=State.NOTE, text=text)
        else:
            yield Finding(item=item, state=State.GOOD, text="complete")
