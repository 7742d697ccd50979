"""The programme of an event: items, current and next items, stars and reminders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.events.access import own_event
from bot.usecases.events.joining import require_participant
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.database import Database
from storage.events import events, programme
from storage.ids import EventId, HallId, ItemId, PersonId
from storage.models import Event, ProgrammeItem
from storage.vocabulary import Language, Topic

REMIND_BEFORE: Final = timedelta(minutes=15)
"""Enough time to finish a conversation and find the hall."""
SOON: Final = timedelta(hours=2)
LONGEST: Final = timedelta(hours=24)
_BATCH: Final = 100
_ITEMS: Final = 500


class BadItemError(InputError):
    default: ClassVar[str] = mark("An item needs a title, a start, and an end within one day after it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    titles: dict[str, str]
    """By interface language, at least one."""
    hall_id: HallId | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with its hall; `starred` is True if this person starred it."""

    item: ProgrammeItem
    hall: str | None
    starred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    event: Event
    running: Sequence[Entry]
    soon: Sequence[Entry]
    """Items that start within two hours; if there are none, the next ones."""
    everything: Sequence[Entry]


async def add(session: AsyncSession, actor: Actor, event_id: EventId, new: NewItem) -> ItemId:
    """Adds an item. Raises NotAllowedError, BadItemError."""
    await own_event(session, actor, event_id)
    values = await _checked(session, event_id, new)
    if len(await programme.of_event(session, event_id)) >= _ITEMS:
        raise BadItemError
    return (await programme.add(session, ProgrammeItem(event_id=event_id, **values))).id


async def change(session: AsyncSession, actor: Actor, item_id: ItemId, new: NewItem, now: datetime) -> None:
    """Changes an item. People who starred it are told if time or place changed."""
    item = await own_item(session, actor, item_id)
    moved = (item.starts_at, item.ends_at, item.hall_id) != (new.starts_at, new.ends_at, new.hall_id)
    revision = item.revision + 1
    await programme.change(session, item_id, await _checked(session, item.event_id, new))
    if moved:
        await _tell_people_who_starred(session, item_id, revision, now)


async def remove(session: AsyncSession, actor: Actor, item_id: ItemId, now: datetime) -> EventId:
    """Removes an item. People who starred it are told if it has not ended yet."""
    item = await own_item(session, actor, item_id)
    if item.ends_at > now:
        # The notice is sent when the item is gone, so it carries what it says.
        removed = {"event_id": item.event_id, "titles": item.titles, "starts_at": int(item.starts_at.timestamp())}
        await _tell_people_who_starred(session, item_id, item.revision + 1, now, {"removed": removed})
    await programme.remove(session, item_id)
    return item.event_id


async def show(session: AsyncSession, person_id: PersonId, event_id: EventId, now: datetime) -> Programme:
    """Returns the programme for a participant. Raises NotAllowedError."""
    event = await require_participant(session, person_id, event_id)
    starred = await programme.starred_by(session, person_id, event_id)
    entries = [
        Entry(item=item, hall=hall, starred=item.id in starred)
        for item, hall in await programme.of_event(session, event_id)
    ]
    return Programme(event=event, running=running(entries, now), soon=soon(entries, now), everything=entries)


def running(entries: Sequence[Entry], now: datetime) -> list[Entry]:
    return [entry for entry in entries if entry.item.starts_at <= now < entry.item.ends_at]


def soon(entries: Sequence[Entry], now: datetime) -> list[Entry]:
    coming = [entry for entry in entries if entry.item.starts_at > now]
    near = [entry for entry in coming if entry.item.starts_at <= now + SOON]
    return near or [entry for entry in coming if entry.item.starts_at == coming[0].item.starts_at]


async def star(session: AsyncSession, person_id: PersonId, item_id: ItemId, *, on: bool, now: datetime) -> EventId:
    """Sets or removes a star. Raises NoLongerThereError, NotAllowedError."""
    item = await programme.find(session, item_id)
    if item is None:
        raise NoLongerThereError
    await require_participant(session, person_id, item.event_id)
    if on:
        await programme.star(session, person_id, item_id, now)
    else:
        await programme.unstar(session, person_id, item_id)
    return item.event_id


class Reminders:
    """A periodic job. Reminds people of starred items that are about to start."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def run(self) -> int:
        now = self._clock()
        async with self._database.reading_once() as session:
            if not await programme.any_to_remind(session, now=now, until=now + REMIND_BEFORE):
                return 0  # no write transaction is opened for nothing
        async with self._database.writing() as session:
            done = await remind(session, self._clock())
        if done:
            self._wake()
        return done


async def remind(session: AsyncSession, now: datetime) -> int:
    """Queues a batch of reminders and returns the number. Quiet hours do not delay them: the star chose the time."""
    due = await programme.to_remind(session, now=now, until=now + REMIND_BEFORE, limit=_BATCH)
    for person_id, item in due:
        await programme.mark_reminder_queued(session, person_id, item)
        await outbox.queue_message(
            session,
            person_id,
            Topic.PROGRAMME_REMINDER,
            payload={"item_id": item.id, "starts_at": int(item.starts_at.timestamp())},
            dedupe_key=f"{Topic.PROGRAMME_REMINDER}:{item.id}:{int(item.starts_at.timestamp())}:{person_id}",
            now=now,
        )
    return len(due)


async def own_item(session: AsyncSession, actor: Actor, item_id: ItemId) -> ProgrammeItem:
    """Returns the item if the actor runs its event. Raises NotAllowedError, NoLongerThereError."""
    item = await programme.find(session, item_id)
    if item is None:
        raise NoLongerThereError
    await own_event(session, actor, item.event_id)
    return item


async def _checked(session: AsyncSession, event_id: EventId, new: NewItem) -> dict[str, object]:
    titles = {Language(language).value: title.strip()[:200] for language, title in new.titles.items() if title.strip()}
    if not titles or not timedelta() < new.ends_at - new.starts_at <= LONGEST:
        raise BadItemError
    if new.hall_id is not None and new.hall_id not in {hall.id for hall in await events.halls(session, event_id)}:
        raise NotAllowedError
    return {"titles": titles, "hall_id": new.hall_id, "starts_at": new.starts_at, "ends_at": new.ends_at}


async def _tell_people_who_starred(
    session: AsyncSession, item_id: ItemId, revision: int, now: datetime, more: Mapping[str, Any] = MappingProxyType({})
) -> None:
    for person_id in await programme.people_who_starred(session, item_id):
        await outbox.queue_message(
            session,
            person_id,
            Topic.PROGRAMME_CHANGED,
            payload={"item_id": item_id, "revision": revision, **more},
            dedupe_key=f"{Topic.PROGRAMME_CHANGED}:{item_id}:{revision}:{person_id}",
            now=now,
        )
