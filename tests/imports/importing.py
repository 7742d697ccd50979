"""Imports a list without the chat."""

from typing import Any

from bot.usecases.imports.background import ImportOptions
from bot.usecases.imports.exhibitor_list import read_list, repeated_rows
from bot.usecases.imports.listings import Drafting
from bot.usecases.imports.plan import Plan, decide, load_known
from bot.usecases.imports.takeover import NewImport, import_at_once
from storage.ids import EventId, ImportId
from tests.announcements.fair import Fair
from tests.factories import NOW


async def look(fair: Fair, content: bytes | str) -> Plan:
    found = read_list(content.encode() if isinstance(content, str) else content, None)
    async with fair.database.reading() as session:
        known = await load_known(session, fair.actor, fair.event_id, found.rows)
    return Plan(exhibitors=found, steps=decide(found.rows, known, repeated_rows(found.rows)))


async def take(fair: Fair, content: bytes | str, **how: Any) -> ImportId:
    found = read_list(content.encode() if isinstance(content, str) else content, None)
    async with fair.database.writing() as session:
        return await import_at_once(session, fair.actor, new_import(fair.event_id), found, now=NOW, how=Drafting(**how))


def new_import(event_id: EventId, **options: Any) -> NewImport:
    chosen = ImportOptions(**options).as_json()
    return NewImport(event_id=event_id, file_id="list", file_name="list.csv", options=chosen)
