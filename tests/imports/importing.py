"""Imports a list without the chat."""

from typing import Any

from bot.usecases.imports.background import ImportOptions
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.listings import DraftOptions
from bot.usecases.imports.plan import Plan, compare, decide, load_known, load_names
from bot.usecases.imports.storing import NewImport, import_at_once
from storage.ids import EventId, ImportId
from tests.announcements.fair import Fair
from tests.factories import NOW


async def look(fair: Fair, content: bytes | str) -> Plan:
    found = read_list(content.encode() if isinstance(content, str) else content, None)
    async with fair.database.reading() as session:
        comparison = compare(found, await load_names(session, fair.event_id), {})
        known = await load_known(session, fair.actor, fair.event_id, comparison.exhibitors.rows, comparison.at_event)
    return Plan(comparison=comparison, steps=decide(comparison.exhibitors.rows, known, comparison.repeats))


async def take(fair: Fair, content: bytes | str, **how: Any) -> ImportId:
    plan = await look(fair, content)
    async with fair.database.writing() as session:
        return await import_at_once(
            session,
            fair.actor,
            new_import(fair.event_id),
            plan.comparison,
            now=NOW,
            draft_options=DraftOptions(**how),
        )


def new_import(event_id: EventId, **options: Any) -> NewImport:
    chosen = ImportOptions(**options).as_json()
    return NewImport(event_id=event_id, file_id="list", file_name="list.csv", options=chosen)
