"""Stores the rows of long imports in batches in the background, also after a restart."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.listings import DraftOptions, Guess, ImportedListing, guess_all, listings_of_row
from bot.usecases.imports.plan import Comparison, compare, load_names
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.imports.sheets import Sheets
from bot.usecases.imports.storing import import_batch
from bot.usecases.moderation.roles import Actor
from storage import imports, outbox
from storage.database import Database
from storage.ids import ImportId, PersonId
from storage.models import Import
from storage.vocabulary import Topic

_BATCH: Final = 100
"""Rows per transaction. On SQLite it blocks other writers for about a tenth of a second."""
_GIVEN_UP: Final = timedelta(days=1)  # after this time a file that cannot be fetched is given up

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The organizer's choices in the dialog. Stored with the import as JSON."""

    country: str | None = None
    """ISO 3166-1 alpha-2, for rows that name no country."""
    language: str | None = None
    with_listings: bool = True
    doubles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The organizer's answers about probable duplicates (see `doubles.Choices`)."""

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "ImportOptions":
        names = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in (stored or {}).items() if name in names})


def chosen_rows(found: ExhibitorList, *, with_listings: bool) -> ExhibitorList:
    """Returns the list, without needs and offers if the organizer chose so."""
    if with_listings:
        return found
    bare = [dataclasses.replace(row, needs=(), offers=(), is_described=False) for row in found.rows]
    return dataclasses.replace(found, rows=bare)


def guesses_of(rows: Sequence[ExhibitorRow], language: str | None) -> dict[ImportedListing, Guess]:
    return guess_all([listing for row in rows for listing in listings_of_row(row)], language)


@dataclass(slots=True, kw_only=True)
class _RunningImport:
    """The import that is being stored, kept in memory between batches."""

    number: ImportId
    comparison: Comparison
    """Made when this process began the import; the event's companies may have changed since then."""


class ImportJob:
    """Stores the rows of started imports, one import after the other."""

    def __init__(
        self,
        database: Database,
        sheets: Sheets,
        clock: Callable[[], datetime],
        *,
        admins: tuple[int, ...] = (),
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._sheets, self._clock = database, sheets, clock
        self._admins, self._wake = admins, wake
        self._work: _RunningImport | None = None

    async def run(self) -> int:
        """Stores one batch and returns its number of rows; 0 if no import is waiting, or none can go on now."""
        async with self._database.reading() as session:
            unfinished = await imports.unfinished(session)
        begun = None if self._work is None else self._work.number
        for waiting in sorted(unfinished, key=lambda one: one.id != begun):
            try:
                return await self._go_on(waiting)
            except Exception:  # for example, Telegram does not return its file; the next import must not wait
                log.exception("Import %d failed; trying again later", waiting.id)
        self._work = None
        return 0

    async def _go_on(self, waiting: Import) -> int:
        try:
            work = await self._prepare(waiting)
        except DomainError:
            await self._give_up(waiting)
            return 1
        except Exception:
            if self._clock() - waiting.created_at < _GIVEN_UP:
                raise
            log.exception("Import %d is cancelled: its file cannot be fetched", waiting.id)
            await self._give_up(waiting)
            return 1
        try:
            return await self._store(work, ImportOptions.from_json(waiting.options))
        except DomainError:
            # For example, the organizer was muted meanwhile. Other imports must not wait.
            await self._give_up(waiting)
            return 1

    async def _prepare(self, waiting: Import) -> _RunningImport:
        if self._work is None or self._work.number != waiting.id:
            options = ImportOptions.from_json(waiting.options)
            found = chosen_rows(
                await self._sheets.read(waiting.file_id or "", options.country), with_listings=options.with_listings
            )
            async with self._database.reading() as session:
                names = await load_names(session, waiting.event_id)
            comparison = await asyncio.to_thread(compare, found, names, options.doubles)
            self._work = _RunningImport(number=waiting.id, comparison=comparison)
        return self._work

    async def _store(self, work: _RunningImport, options: ImportOptions) -> int:
        async with self._database.reading() as session:
            start = await imports.stored_rows(session, work.number)
        every = work.comparison.exhibitors.rows
        rows = every[start : start + _BATCH]
        guesses = await asyncio.to_thread(guesses_of, rows, options.language)
        draft_options = DraftOptions(language=options.language, guesses=guesses)
        now = self._clock()
        async with self._database.writing() as session:
            # The import may have been undone meanwhile, or another process may have stored these rows.
            waiting = await imports.lock(session, work.number)
            if waiting is None or waiting.undone_at is not None or waiting.finished_at is not None:
                return 1
            if waiting.person_id is None or await imports.stored_rows(session, work.number) != start:
                return 1 if waiting.person_id is not None else await self._finish(session, waiting, now)
            actor = Actor(id=waiting.person_id, admins=self._admins)
            await import_batch(
                session,
                actor,
                work.number,
                waiting.event_id,
                work.comparison,
                start=start,
                size=_BATCH,
                now=now,
                draft_options=draft_options,
            )
            if start + len(rows) >= len(every):
                await self._finish(session, waiting, now)
        self._wake()
        return max(1, len(rows))

    async def _give_up(self, waiting: Import) -> None:
        async with self._database.writing() as session:
            await self._finish(session, waiting, self._clock())
        self._wake()

    async def _finish(self, session: AsyncSession, waiting: Import, now: datetime) -> int:
        """Ends the import and tells the organizer the result."""
        if await imports.finish(session, waiting.id, now) and waiting.person_id is not None:
            await outbox.queue_message(
                session,
                PersonId(waiting.person_id),
                Topic.IMPORT_ENDED,
                payload={"import_id": waiting.id},
                dedupe_key=f"{Topic.IMPORT_ENDED}:{waiting.id}",
                now=now,
            )
        return 1
