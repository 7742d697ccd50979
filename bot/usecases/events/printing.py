"""What is printed for an event: names, places and links of its signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.moderation.roles import Actor
from storage import links
from storage.events import exhibitors, looks
from storage.events.exhibitors import Booth
from storage.ids import EventId
from storage.models import BoothLook, Event, Link
from storage.vocabulary import Language, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedBooth:
    booth: Booth
    code: str
    """Of the permanent link that the booth's QR code contains."""
    logo: bytes | None = None
    line: str | None = None
    """The exhibitor's own; both None unless the signs name the companies."""


async def linked_booths(
    session: AsyncSession, actor: Actor, event_id: EventId, *, named: bool, draw: Draw, now: datetime
) -> Sequence[LinkedBooth]:
    """Returns the exhibitors by hall and booth, and makes links for those without one. Raises NotAllowedError.

    `named`: the signs name the companies. Logos and lines identify a company too, so only then are they returned.
    """
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
    shown = await looks.of_booths(session, event_id) if named else {}
    return [_linked(booth, codes[booth.company.id], shown.get(booth.company.id)) for booth in booths]


def _linked(booth: Booth, link: Link, shown: BoothLook | None) -> LinkedBooth:
    if shown is None:
        return LinkedBooth(booth=booth, code=link.code)
    return LinkedBooth(booth=booth, code=link.code, logo=shown.logo, line=shown.line)


def languages_of(event: Event, reader: Language) -> tuple[Language, ...]:
    """Returns the one or two languages of the event's signs: the reader's first, then another one of its names."""
    named = [Language(code) for code, name in event.names.items() if name and Language(code) is not Language.EN]
    others = [one for one in (*named, Language.EN) if one.value[:2] != reader.value[:2]]
    return (reader, *others[:1])
