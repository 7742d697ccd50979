"""The daily digest: what the groups of an event are told of new offers and needs, without saying whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.codes import Draw, link_code
from bot.usecases.events.groups import next_at
from bot.usecases.events.joining import today
from bot.usecases.people.shielding import shielded
from storage.events import chats, digests, events
from storage.ids import DigestId, ListingId
from storage.models import Digest, Event, EventChat, Link, Listing
from storage.moderation import roles as links
from storage.vocabulary import DeliveryStatus, Kind, Language, LinkKind

SHOWN: Final = 8
"""Lines of one digest: more nobody reads. The rest is counted, and found in the bot."""
LATEST: Final = timedelta(hours=6)
"""Later than that after its hour, as when the program was down, the news wait for the next day: nobody is woken."""
_BATCH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One new listing; `title` is masked, `code` opens it in the bot."""

    kind: Kind
    title: str
    country: str
    sectors: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    chat: EventChat
    event: Event
    languages: tuple[Language, ...]
    """Of the event, the group's own first."""
    lines: tuple[Line, ...]
    more: int
    """New ones that no line is for."""


async def plan(session: AsyncSession, now: datetime) -> int:
    """Plans a digest for every group whose hour has come and that there is something new for; how many were due."""
    due = await chats.digests_due(session, now, _BATCH)
    for chat, event in due:
        due_at, hour = chat.digest_due_at, chat.digest_hour
        if due_at is None or hour is None:
            continue
        next_one = next_at(hour, event.zone, now)
        moved = await chats.pass_on(session, chat.chat_id, due_at=due_at, next_at=next_one)
        if moved and now <= due_at + LATEST and await digests.news(session, chat):
            await digests.plan(session, chat.chat_id, event.id, today(event, now), now)
    return len(due)


async def begin(session: AsyncSession, digest: Digest, *, draw: Draw, now: datetime) -> Bulletin | None:
    """What goes out now, written down as told; None where there is nothing any more, or nobody wants it any more."""
    chat = await chats.find(session, digest.chat_id)
    event = None if chat is None else await events.find(session, chat.event_id)
    wanted = chat is not None and chat.gone_at is None and chat.digest_hour is not None
    if chat is None or event is None or not wanted or chat.event_id != digest.event_id:
        await _end(session, digest.id, now)
        return None
    found = await digests.news(session, chat)
    if not found:
        await _end(session, digest.id, now)
        return None
    if not await digests.begin(session, digest.id, [listing.id for listing in found]):
        return None
    return Bulletin(
        chat=chat,
        event=event,
        languages=languages_of(event, chat),
        lines=tuple([await _line(session, listing, draw, now) for listing in _chosen(found)]),
        more=max(0, len(found) - SHOWN),
    )


async def _end(session: AsyncSession, digest_id: DigestId, now: datetime) -> None:
    changes = {"status": DeliveryStatus.OBSOLETE, "finished_at": now}
    await digests.move(session, digest_id, from_=DeliveryStatus.CLAIMED, changes=changes)


def languages_of(event: Event, chat: EventChat) -> tuple[Language, ...]:
    """Those that the event has a name in; the group's own first, also where it has none."""
    named = [Language(code) for code, name in event.names.items() if name]
    return tuple(dict.fromkeys([chat.language, *named]))


def _chosen(found: Sequence[Listing]) -> list[Listing]:
    """The latest of both kinds, so that a list of offers that was taken over does not hide the needs."""
    offers = [listing for listing in found if listing.kind is Kind.OFFER]
    needs = [listing for listing in found if listing.kind is Kind.NEED]
    few = min(len(needs), max(SHOWN // 2, SHOWN - len(offers)))
    return [*offers[: SHOWN - few], *needs[:few]]


async def _line(session: AsyncSession, listing: Listing, draw: Draw, now: datetime) -> Line:
    masked = await shielded(session, listing.title, listing.company_id)
    return Line(
        kind=listing.kind,
        title=masked.relayed,
        country=listing.country,
        sectors=tuple(sorted(listing.sectors)),
        code=await _code(session, listing.id, draw, now),
    )


async def _code(session: AsyncSession, listing_id: ListingId, draw: Draw, now: datetime) -> str:
    """The same lasting one that its own people print, if there is one."""
    link = await links.lasting_link(session, kind=LinkKind.LISTING, listing_id=listing_id)
    if link is None:
        link = Link(code=link_code(draw), kind=LinkKind.LISTING, listing_id=listing_id, created_at=now)
        await links.add_link(session, link)
    return link.code
