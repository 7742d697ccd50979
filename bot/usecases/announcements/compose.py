"""Writing an announcement: its parts in one or more languages, its buttons and its audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.errors import MovedOnError, NothingToSayError, TooMuchError
from bot.usecases.events.access import own_event
from bot.usecases.moderation.roles import Actor
from storage.announcements import announcements
from storage.ids import AnnouncementId, ChatId, EventId
from storage.models import Announcement, AnnouncementVersion, Event
from storage.vocabulary import AnnouncementStatus, Language, PartKind

PARTS: Final = 5
"""Maximum number of messages in one announcement."""
BUTTONS: Final = 4
_BUTTON_LIMIT: Final = 40
_NEXT_BEST: Final = {Language.SR_LATN: Language.SR_CYRL, Language.SR_CYRL: Language.SR_LATN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message, or one album. `html` is the formatted text or caption, or empty."""

    kind: PartKind
    message_ids: tuple[int, ...]
    html: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(kind=PartKind(stored["kind"]), message_ids=tuple(stored["message_ids"]), html=stored.get("html", ""))

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "message_ids": list(self.message_ids), "html": self.html}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkButton:
    """Opens a link or a screen of the bot. Telegram reports presses only for the second kind."""

    text: str
    url: str | None = None
    place: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, **({"url": self.url} if self.url else {"place": self.place})}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(text=stored["text"], url=stored.get("url"), place=stored.get("place"))


async def own(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId) -> tuple[Announcement, Event]:
    """Returns the announcement and its event. Raises NotAllowedError if the actor does not run the event."""
    announcement = await announcements.find(session, announcement_id)
    if announcement is None:
        raise NotAllowedError
    return announcement, await own_event(session, actor, announcement.event_id)


async def begin(session: AsyncSession, actor: Actor, event_id: EventId, now: datetime) -> AnnouncementId:
    await own_event(session, actor, event_id)
    announcement = await announcements.add(
        session,
        Announcement(
            event_id=event_id,
            author_id=actor.id,
            status=AnnouncementStatus.DRAFT,
            audience={},
            buttons=[],
            urgent=False,
            created_at=now,
        ),
    )
    return announcement.id


async def put_version(
    session: AsyncSession,
    actor: Actor,
    announcement_id: AnnouncementId,
    language: Language,
    parts: Sequence[Part],
    *,
    chat_id: ChatId,
) -> None:
    """Writes or replaces the version in this language. Raises MovedOnError, TooMuchError."""
    announcement, _ = await own(session, actor, announcement_id)
    if announcement.status is not AnnouncementStatus.DRAFT:
        raise MovedOnError
    if len(parts) > PARTS:
        raise TooMuchError(limit=PARTS)
    positions = {each.language: each.position for each in await announcements.versions(session, announcement_id)}
    await announcements.put_version(
        session,
        AnnouncementVersion(
            announcement_id=announcement_id,
            language=language,
            position=positions.get(language, len(positions)),
            from_chat_id=chat_id,
            parts=[part.to_json() for part in parts],
        ),
    )


async def set_buttons(
    session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, buttons: Sequence[LinkButton]
) -> None:
    if len(buttons) > BUTTONS or any(not 1 <= len(button.text) <= _BUTTON_LIMIT for button in buttons):
        raise InputError(mark("Up to four buttons, each with at most 40 characters."))
    await _change(session, actor, announcement_id, {"buttons": [button.to_json() for button in buttons]})


async def set_audience(
    session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, audience: Audience
) -> None:
    await _change(session, actor, announcement_id, {"audience": audience.to_json()})


async def toggle_urgent(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId) -> None:
    """Switches `urgent` on or off."""
    found, _ = await own(session, actor, announcement_id)
    await _change(session, actor, announcement_id, {"urgent": not found.urgent})


async def discard(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId) -> None:
    await own(session, actor, announcement_id)
    if not await announcements.discard(session, announcement_id):
        raise MovedOnError


async def versions(session: AsyncSession, announcement_id: AnnouncementId) -> list[AnnouncementVersion]:
    """Returns the versions; the first is the fallback. Raises NothingToSayError without any."""
    found = [version for version in await announcements.versions(session, announcement_id) if version.parts]
    if not found:
        raise NothingToSayError
    return found


def version_for(versions: Sequence[AnnouncementVersion], language: Language) -> AnnouncementVersion:
    """Returns the version in this language, else in its other script, else the first one."""
    by_language = {version.language: version for version in versions}
    other_script = by_language.get(_NEXT_BEST.get(language, language), versions[0])
    return by_language.get(language, other_script)


async def _change(
    session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, changes: dict[str, Any]
) -> None:
    await own(session, actor, announcement_id)
    if not await announcements.change(session, announcement_id, changes):
        raise MovedOnError
