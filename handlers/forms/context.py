"""The context that fields and forms receive: the answers, the caller, and the services they may use."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller, Context, Draw
from bot.i18n.translator import Translator
from bot.matching.sectors import SectorGuesser
from bot.settings.settings import Settings
from bot.usecases.imports.sheets import Sheets
from bot.usecases.moderation.roles import Actor
from bot.usecases.suggestions import search
from bot.usecases.suggestions.search import Hit

Data = Mapping[str, Any]
"""The answers in a draft: JSON values by field key. Keys that begin with `_` are internal to a field or form."""


BEFORE: Final = "_before"
"""The answers that a form for something stored began with."""


def opened_with(answers: Data) -> dict[str, Any]:
    """Returns the data for a form that changes something stored."""
    return {**answers, BEFORE: {key: value for key, value in answers.items() if not key.startswith("_")}}


def with_own_changes(data: Data, current: Data) -> dict[str, Any]:
    """Returns the current answers, changed only where the person changed them: somebody else may have saved since."""
    before = data.get(BEFORE) or {}
    keys = {key for key in (*data, *before) if not key.startswith("_") and data.get(key) != before.get(key)}
    return {**current, **{key: data.get(key) for key in keys}}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """The answers so far, the person who gives them, and the time."""

    data: Data
    caller: Caller
    now: datetime
    settings: Settings

    @property
    def t(self) -> Translator:
        return self.caller.t

    @property
    def actor(self) -> Actor:
        return Actor(id=self.caller.id, admins=self.settings.admins)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldContext(FormContext):
    """The context for asking, reading and showing. No transaction is open, so slow work may be awaited."""

    reading: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    """Opens a short read session. Await nothing but the database inside it."""
    sectors: SectorGuesser
    download: Callable[[str], Awaitable[bytes]]
    """Returns the content of a file by its file_id. Raises TelegramError."""
    sheets: Sheets
    search: Callable[[str], Awaitable[list[Hit]]]
    """Finds listings for a text and counts the search. Raises DailyLimitError."""
    still_reading: bool = False
    """Some listings are not searched yet, as in the minute after a start."""

    def with_data(self, data: Data) -> "FieldContext":
        return replace(self, data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishContext(FormContext):
    """The context for finishing a form in one write transaction. Await nothing but the database."""

    session: AsyncSession
    draw: Draw
    prepared: Any
    """The result of `Form.prepare`."""


def field_context(context: Context, data: Data) -> FieldContext:
    services, caller, now = context.services, context.caller, context.services.clock()
    return FieldContext(
        data=data,
        caller=caller,
        now=now,
        settings=services.settings,
        reading=services.database.reading,
        sectors=services.sectors,
        download=services.download,
        sheets=services.sheets,
        search=lambda words: search.look_for(services.database, services.matchmaker, caller.id, words, now),
        still_reading=services.matchmaker.still_reading,
    )


def finish_context(context: Context, session: AsyncSession, data: Data, prepared: Any) -> FinishContext:
    services = context.services
    return FinishContext(
        data=data,
        caller=context.caller,
        now=services.clock(),
        settings=services.settings,
        session=session,
        draw=services.draw,
        prepared=prepared,
    )
