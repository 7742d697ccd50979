"""The audience of an announcement, and the earliest send time of each recipient."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.joining import is_on
from bot.usecases.people.settings import next_allowed, settings_of
from storage.announcements import audiences
from storage.announcements.audiences import Filters, Member
from storage.announcements.copies import Recipient
from storage.events import chats as event_chats
from storage.ids import ChatId, EventId
from storage.models import Event
from storage.vocabulary import Kind, Language, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Filters that must all match; an empty filter matches everybody. `chats` adds the event's groups and channels."""

    countries: frozenset[str] = field(default_factory=frozenset)
    sectors: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    languages: frozenset[Language] = field(default_factory=frozenset)
    relations: frozenset[Relation] = field(default_factory=frozenset)
    without_listing: bool = False
    unanswered: bool = False
    chats: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            countries=frozenset(stored.get("countries", ())),
            sectors=frozenset(stored.get("sectors", ())),
            kinds=frozenset(map(Kind, stored.get("kinds", ()))),
            languages=frozenset(map(Language, stored.get("languages", ()))),
            relations=frozenset(map(Relation, stored.get("relations", ()))),
            without_listing=bool(stored.get("without_listing")),
            unanswered=bool(stored.get("unanswered")),
            chats=bool(stored.get("chats")),
        )

    def to_json(self) -> dict[str, Any]:
        sets = {
            "countries": self.countries,
            "sectors": self.sectors,
            "kinds": self.kinds,
            "languages": self.languages,
            "relations": self.relations,
        }
        flags = {"without_listing": self.without_listing, "unanswered": self.unanswered, "chats": self.chats}
        return {key: sorted(values) for key, values in sets.items() if values} | {k: v for k, v in flags.items() if v}

    def toggled(self, name: str, value: str) -> "Audience":
        """Returns the audience with a filter value added or removed, or a flag switched. Raises ValueError."""
        match name:
            case "countries":
                return replace(self, countries=self.countries ^ {value})
            case "sectors":
                return replace(self, sectors=self.sectors ^ {value})
            case "kinds":
                return replace(self, kinds=self.kinds ^ {Kind(value)})
            case "languages":
                return replace(self, languages=self.languages ^ {Language(value)})
            case "relations":
                return replace(self, relations=self.relations ^ {Relation(value)})
            case "without_listing":
                return replace(self, without_listing=not self.without_listing)
            case "unanswered":
                return replace(self, unanswered=not self.unanswered)
            case "chats":
                return replace(self, chats=not self.chats)
        raise ValueError(name)

    @property
    def filters(self) -> Filters:
        return Filters(
            countries=self.countries,
            sectors=self.sectors,
            kinds=self.kinds,
            languages=self.languages,
            relations=self.relations,
            without_listing=self.without_listing,
            unanswered=self.unanswered,
        )


async def count(session: AsyncSession, event_id: EventId, audience: Audience) -> int:
    """Returns the number of people in the audience now, without groups and channels."""
    return await audiences.count(session, event_id, audience.filters)


async def recipients(
    session: AsyncSession, event: Event, audience: Audience, *, urgent: bool, now: datetime
) -> list[Recipient]:
    """Returns the current audience. Each recipient has the first time outside their quiet hours."""
    members = await audiences.members(session, event.id, audience.filters)
    found = [
        Recipient(
            chat_id=ChatId(member.person_id),
            person_id=member.person_id,
            not_before=not_before(member, event, urgent=urgent, now=now),
        )
        for member in members
    ]
    if audience.chats:
        found += [
            Recipient(chat_id=chat.chat_id, person_id=None, not_before=now)
            for chat in await event_chats.of_event(session, event.id)
        ]
    return found


def not_before(member: Member, event: Event, *, urgent: bool, now: datetime) -> datetime:
    """Returns the first time outside the quiet hours, in the event's zone during the event, else the country's."""
    habits = settings_of(member.preference, member.country)
    if habits.quiet is None or (urgent and not habits.quiet_chosen):
        return now
    zone = ZoneInfo(event.zone) if is_on(event, now) or member.country is None else habits.zone
    return next_allowed(now, zone, *habits.quiet)
