"""Puts a programme from a file into an event: new items, new times, and what stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.calendar_files import Appointment
from bot.usecases.events import programme as items_of
from bot.usecases.events import setup
from bot.usecases.events.access import own_event
from bot.usecases.events.names import in_language
from bot.usecases.events.programme import Entry, NewItem
from bot.usecases.moderation.roles import Actor
from bot.usecases.programme_files.reading import FileItem
from storage.events import events, programme
from storage.ids import EventId, HallId
from storage.models import Event, ProgrammeItem
from storage.vocabulary import Language


@dataclass(slots=True, kw_only=True)
class Changes:
    """What a file changes in a programme."""

    new: list[FileItem] = field(default_factory=list)
    changed: list[tuple[ProgrammeItem, FileItem]] = field(default_factory=list)
    """Items with another time, hall or title."""
    same: int = 0
    missing: int = 0
    """Items of the programme that the file does not name. They stay."""


def compare(found: Sequence[FileItem], existing: Sequence[tuple[ProgrammeItem, str | None]]) -> Changes:
    """Finds each item of the file in the programme: by title and start, else by a title that both have once."""
    changes, left = Changes(), list(existing)
    pairs: list[tuple[FileItem, tuple[ProgrammeItem, str | None] | None]] = []
    for item in found:
        there = next((one for one in left if _same_title(item, one[0]) and one[0].starts_at == item.starts_at), None)
        if there is not None:
            left.remove(there)
        pairs.append((item, there))
    unplaced = [item for item, there in pairs if there is None]
    for item, known in pairs:
        there = known
        if there is None:
            others = [one for one in left if _same_title(item, one[0])]
            if len(others) == 1 and sum(_same_title(each, others[0][0]) for each in unplaced) == 1:
                there = others[0]
                left.remove(there)
        if there is None:
            changes.new.append(item)
        elif _differs(item, *there):
            changes.changed.append((there[0], item))
        else:
            changes.same += 1
    changes.missing = len(left)
    return changes


def _same_title(item: FileItem, known: ProgrammeItem) -> bool:
    return not {title.casefold() for title in item.titles.values()}.isdisjoint(
        title.casefold() for title in known.titles.values()
    )


def _differs(item: FileItem, known: ProgrammeItem, hall: str | None) -> bool:
    times = (item.starts_at, item.ends_at) == (known.starts_at, known.ends_at)
    halls = item.hall is None or (hall is not None and item.hall.casefold() == hall.casefold())
    return not (times and halls and {**known.titles, **item.titles} == known.titles)


async def store(
    session: AsyncSession, actor: Actor, event_id: EventId, found: Sequence[FileItem], now: datetime
) -> Changes:
    """Stores the items of a file, with the halls that they name. People who starred a moved item are told.

    Raises NotAllowedError, and InputError for too many halls or items.
    """
    await own_event(session, actor, event_id)
    changes = compare(found, await programme.of_event(session, event_id))
    halls = {hall.name.casefold(): hall.id for hall in await events.halls(session, event_id)}
    for item in changes.new:
        hall_id = await _hall(session, actor, event_id, item.hall, halls)
        new = NewItem(titles=dict(item.titles), hall_id=hall_id, starts_at=item.starts_at, ends_at=item.ends_at)
        await items_of.add(session, actor, event_id, new)
    for known, item in changes.changed:
        hall_id = await _hall(session, actor, event_id, item.hall, halls) or known.hall_id
        titles = {**known.titles, **item.titles}
        new = NewItem(titles=titles, hall_id=hall_id, starts_at=item.starts_at, ends_at=item.ends_at)
        await items_of.change(session, actor, known.id, new, now)
    return changes


async def _hall(
    session: AsyncSession, actor: Actor, event_id: EventId, name: str | None, halls: dict[str, HallId]
) -> HallId | None:
    if name is None:
        return None
    if name.casefold() not in halls:
        halls[name.casefold()] = await setup.add_hall(session, actor, event_id, name)
    return halls[name.casefold()]


def appointments(event: Event, entries: Sequence[Entry], language: Language) -> list[Appointment]:
    """Returns the items for a calendar file, in one language, with the event's place behind the hall."""
    return [
        Appointment(
            uid=f"{event.code}-{entry.item.id}@partnerbridge",
            sequence=entry.item.revision,
            title=in_language(entry.item.titles, language),
            starts_at=entry.item.starts_at,
            ends_at=entry.item.ends_at,
            place=" · ".join(filter(None, (entry.hall, event.place))),
        )
        for entry in entries
    ]
