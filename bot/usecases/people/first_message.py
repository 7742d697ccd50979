"""First messages of people who have not consented yet. Kept in memory for a while and never stored."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from storage.ids import PersonId

HELD_FOR: Final = timedelta(hours=1)
_MOST_HELD: Final = 5_000
"""Maximum number of people, about 10 MB with the longest messages. The oldest entries are dropped first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMessage:
    """`listing` has the answers read from the message. `link` is the event or booth code that the person opened."""

    listing: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    until: datetime


class FirstMessages:
    """The messages in memory. One per process; a restart empties it."""

    def __init__(self) -> None:
        self._held: OrderedDict[PersonId, HeldMessage] = OrderedDict()
        self._awaiting: dict[PersonId, str | None] = {}

    def hold_listing(self, person_id: PersonId, listing: Mapping[str, Any], now: datetime) -> None:
        self._put(person_id, replace(self._of_person(person_id, now), listing=listing), now)

    def hold_link(self, person_id: PersonId, link: str, now: datetime) -> None:
        self._put(person_id, replace(self._of_person(person_id, now), link=link), now)

    def listing(self, person_id: PersonId, now: datetime) -> Mapping[str, Any] | None:
        return self._of_person(person_id, now).listing or None

    def link(self, person_id: PersonId, now: datetime) -> str:
        """Returns the code that the person opened; "" if there is none."""
        return self._of_person(person_id, now).link

    def take_link(self, person_id: PersonId, now: datetime) -> str:
        """Returns and removes the code that the person opened; "" if there is none."""
        held = self._of_person(person_id, now)
        if held.link:
            self._put(person_id, replace(held, link=""), now)
        return held.link

    def await_matches(self, person_id: PersonId, telegram_language: str | None) -> None:
        """Notes that the person gets a second answer once all listings are read."""
        self._awaiting[person_id] = telegram_language

    def take_awaiting(self) -> Mapping[PersonId, str | None]:
        """Returns and removes the people who wait for that, with the languages of their Telegram apps."""
        taken, self._awaiting = self._awaiting, {}
        return taken

    def forget(self, person_id: PersonId) -> None:
        self._held.pop(person_id, None)
        self._awaiting.pop(person_id, None)

    def _of_person(self, person_id: PersonId, now: datetime) -> HeldMessage:
        held = self._held.get(person_id)
        return held if held is not None and held.until > now else HeldMessage(until=now + HELD_FOR)

    def _put(self, person_id: PersonId, held: HeldMessage, now: datetime) -> None:
        self._drop_expired(now)
        self._held.pop(person_id, None)
        self._held[person_id] = replace(held, until=now + HELD_FOR)
        while len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)

    def _drop_expired(self, now: datetime) -> None:
        """Drops expired entries, which come first."""
        while self._held and next(iter(self._held.values())).until <= now:
            self._held.popitem(last=False)
