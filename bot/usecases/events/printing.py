"""What is printed for an event: names, places and links of its signs."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.events.names import in_language
from bot.usecases.moderation.roles import Actor
from storage import links
from storage.events import exhibitors
from storage.events.exhibitors import Booth
from storage.ids import EventId
from storage.models import Event, Link
from storage.vocabulary import Language, LinkKind

_NAME: Final = 40  # characters of a file name


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


def file_name(event: Event, *parts: str) -> str:
    """Returns a name for a file without its ending: "inno-match-booth-A12", with the code if the name is not Latin."""
    name = _plain(in_language(event.names, Language.EN)).lower()[:_NAME].strip("-")
    return "-".join(filter(None, (name or event.code, *map(_plain, parts))))


def _plain(text: str) -> str:
    words = re.sub(r"\W+", "-", text.replace("đ", "dj").replace("Đ", "Dj"))
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_).strip("-")
