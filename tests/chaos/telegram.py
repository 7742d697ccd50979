"""The simulated Telegram on a bad day, and a record of everything that the bot says in it."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.sandbox.people.screen import words_of
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json
from bot.sandbox.world.journal import Entry
from bot.sandbox.world.updates import UpdateQueue
from tests.chaos.marks import Marks

_FAULTS: Final = (
    ("server_error", "before"),
    ("server_error", "after"),
    ("cut", "before"),
    ("cut", "after"),
    ("too_many_requests", "before"),
)
SHARE: Final = 0.05
"""Of all requests that fail, one in so many of each kind."""
_REPEATED: Final = 0.02
"""Of answers with updates, those that begin with one that the bot got before."""
_KEPT: Final = 50
_ANSWERED_S: Final = 3.0
"""An answer may come in several messages; what comes later came by itself."""


def breaks_down(world: World, share: float = SHARE) -> None:
    """Lets this share of all requests fail, before or after they have taken effect."""
    for kind, when in _FAULTS:
        for method in (None, "getUpdates"):
            probability = share / len(_FAULTS)
            world.faults.add(kind, method, when=when, probability=probability, times=None, seconds=1)


class RepeatingQueue(UpdateQueue):
    """Now and then sends an update again that the same process of the bot has already confirmed."""

    __slots__ = ("_before", "_rng", "repeated")

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self._rng = rng
        self._before: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self.repeated = 0

    def confirm(self, offset: int) -> None:
        self._before.extend(update for update in self.pending if update["update_id"] < offset)
        super().confirm(offset)

    def peek(self, limit: int) -> list[dict[str, Any]]:
        found = super().peek(limit)
        if found and self._before and self._rng.random() < _REPEATED:
            self.repeated += 1
            return [self._rng.choice(self._before), *found[: limit - 1]]
        return found

    def forget(self) -> None:
        """Telegram never repeats to a new process what an earlier one has confirmed."""
        self._before.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as it first came to a chat. `alone`: nobody there waited for an answer."""

    tick: int
    chat_id: int
    message_id: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Something that gives `owner` away, in what the bot told `reader`."""

    tick: int
    reader: int
    owner: int
    text: str


@dataclass(slots=True)
class Watch:
    """`person_ids`: Telegram id → number in the cast."""

    world: World
    marks: Marks
    person_ids: Mapping[int, int] = field(default_factory=dict)
    messages: list[Seen] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    _acted: dict[int, float] = field(default_factory=dict)
    """Chat → when the person acted last, by the loop's clock; removed as soon as an answer counts as complete."""
    _answered: dict[int, float] = field(default_factory=dict)

    def begin(self) -> Callable[[], None]:
        """Watches until the returned function is called."""
        return self.world.listen(self._note)

    def note_act(self, chat_id: int) -> None:
        """Somebody is about to act, and waits for the answer from now on."""
        self._acted[chat_id] = _now()
        self._answered.pop(chat_id, None)

    def all_answered(self) -> None:
        """Nobody waits for an answer any more: whatever comes now comes by itself."""
        self._acted.clear()

    def _note(self, event: Json) -> None:
        latest = self.world.journal.latest
        if event["kind"] == "call" and latest is not None:
            self._note_call(latest)
        chat_id = event.get("chat_id")
        if event["kind"] != "message" or chat_id not in self.person_ids:
            return
        record = self.world.chats[chat_id].records[event["message_id"]]
        if not record.by_bot:
            return
        alone, text = self._is_alone(chat_id), words_of(record.message)
        self._answered.setdefault(chat_id, _now())
        self.messages.append(
            Seen(tick=self.world.tick, chat_id=chat_id, message_id=event["message_id"], text=text, alone=alone)
        )

    def _is_alone(self, chat_id: int) -> bool:
        if chat_id not in self._acted:
            return True
        answered = self._answered.get(chat_id)
        return answered is not None and _now() - answered > _ANSWERED_S

    def _note_call(self, entry: Entry) -> None:
        reader = self._reader(entry)
        if reader not in self.person_ids:
            return
        text = " ".join(strings(entry.params))
        own = self.person_ids[reader]
        self.sightings += [
            Sighting(tick=self.world.tick, reader=own, owner=owner, text=text)
            for owner in sorted(self.marks.in_text(text) - {own})
        ]

    def _reader(self, entry: Entry) -> int:
        query = entry.params.get("callback_query_id")
        if query is not None:
            asked = self.world.queries.get(str(query))
            return int(asked["from"]["id"]) if asked else 0
        try:
            return int(entry.params.get("chat_id") or 0)
        except ValueError:
            return 0


def strings(value: Any, leave_out: Collection[str] = ("chat_id", "callback_query_id")) -> list[str]:
    """Every string in the parameters of a call."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [one for key, inner in value.items() if key not in leave_out for one in strings(inner)]
    if isinstance(value, list | tuple):
        return [one for inner in value for one in strings(inner)]
    return []


def _now() -> float:
    return asyncio.get_running_loop().time()
