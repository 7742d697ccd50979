"""What is printed for an event: names, places and links of its signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.moderation.roles import Actor
from storage import links
from storage.events import exhibitors
from storage.events.exhibitors import Booth
from storage.ids import EventId
from storage.models import Event, Link
from storage.vocabulary import Language, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedBooth:
    booth: Booth
    code: str
    """Of the permanent link that the booth's QR code contains."""


async def linked_booths(
    session: AsyncSession, actor: Actor, event_id: EventId, *, draw: Draw, now: datetime
) -> Sequence[LinkedBooth]:
    """Returns the exhibitors by hall and booth, and makes links for those without one. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    booths, known = await exhibitors.of_event(session, event_id), await links.of_booths(session, event_id)
    new = {
        booth.company.id: Link(
            code=link_code(draw),
            kind=LinkKind.BOOTH,
            event_id=event_id,
            company_id=booth.company.id,
            created_by=actor.id,
            created_at=now,
        )
        for booth in booths
        if booth.company.id not in known
    }
    await links.add_many(session, list(new.values()))
    codes = known | new
    return [LinkedBooth(booth=booth, code=codes[booth.company.id].code) for booth in booths]


def languages_of(event: Event, reader: Language) -> tuple[Language, ...]:
    """Returns the one or two languages of the event's signs: the reader's first, then another one of its names."""
    named = [Language(code) for code, name in event.names.items() if name and Language(code) is not Language.EN]
    others = [one for one in (*named, Language.EN) if one.value[:2] != reader.value[:2]]
    return (reader, *others[:1])
