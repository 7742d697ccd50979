"""Imports a file of the operator, with the same steps as the dialog and the background job."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.usecases.imports.background import ImportOptions, chosen_rows, guesses_of
from bot.usecases.imports.exhibitor_list import ExhibitorList, read_list
from bot.usecases.imports.listings import DraftOptions
from bot.usecases.imports.plan import Comparison, compare, load_names
from bot.usecases.imports.storing import NewImport, import_batch, start_import
from bot.usecases.moderation.roles import Actor
from storage import imports
from storage.database import Database
from storage.ids import EventId, ImportId

_BATCH = 100  # rows per transaction, as in the background job


async def compared(database: Database, event_id: EventId, content: bytes, options: ImportOptions) -> Comparison:
    """Reads the file and compares it with the event. Raises an error of `errors` if the file is no list."""
    found: ExhibitorList = await asyncio.to_thread(read_list, content, options.country)
    found = chosen_rows(found, with_listings=options.with_listings)
    async with database.reading() as session:
        names = await load_names(session, event_id)
    return await asyncio.to_thread(compare, found, names, options.doubles)


async def import_file(
    database: Database,
    actor: Actor,
    event_id: EventId,
    name: str,
    comparison: Comparison,
    options: ImportOptions,
    clock: Callable[[], datetime],
) -> ImportId:
    """Stores the rows in batches. Raises NotAllowedError if the actor does not run the event.

    If the process is killed, importing the file again stores the missing rows.
    """
    new = NewImport(event_id=event_id, file_id="", file_name=name, options=options.as_json())
    every = comparison.exhibitors.rows
    async with database.writing() as session:
        number = await start_import(session, actor, new, comparison.exhibitors, clock())
        # Marked as finished, because the background job of a running bot cannot fetch this file.
        await imports.finish(session, number, clock())
    for start in range(0, len(every), _BATCH):
        guesses = await asyncio.to_thread(guesses_of, every[start : start + _BATCH], options.language)
        async with database.writing() as session:
            await import_batch(
                session,
                actor,
                number,
                event_id,
                comparison,
                start=start,
                size=_BATCH,
                now=clock(),
                draft_options=DraftOptions(language=options.language, guesses=guesses),
            )
    return number
