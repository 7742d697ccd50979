"""The daily digest: new offers and needs for the groups of an event, without names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK
from bot.usecases.due_job import DueJob
from bot.usecases.events.codes import Draw, link_code
from bot.usecases.events.groups import next_at
from bot.usecases.events.joining import today
from storage import links
from storage.database import Database
from storage.events import chats, digests
from storage.ids import ListingId
from storage.models import Digest, Event, EventChat, Link, Listing
from storage.vocabulary import Kind, Language, LinkKind

SHOWN: Final = 8
"""Lines of one digest; few people read more. Further listings are counted, and are in the bot."""
LATEST: Final = timedelta(hours=6)
"""How late a digest is still sent if the bot was down at its hour. Later news wait for the next day."""
_BATCH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinLine:
    """A new listing. The title is masked. The code opens the listing in the bot."""

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
    """The event's languages, the group's own first."""
    lines: tuple[BulletinLine, ...]
    more: int
    """Number of new listings without a line."""
    listing_ids: tuple[ListingId, ...]
    """All new listings, with and without a line."""


def due_job(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> DueJob:
    """Returns the job that queues the digest of each group whose hour has come."""
    return DueJob(database=database, clock=clock, is_due=digests.is_anything_due, queue=queue_due, wake=wake)


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queues a digest for each group whose hour has come, if there is news. Returns the number of due groups."""
    due = await chats.digests_due(session, now, _BATCH)
    for chat, event in due:
        due_at, hour = chat.digest_due_at, chat.digest_hour
        if due_at is None or hour is None:
            continue
        next_one = next_at(hour, event.zone, now)
        await chats.set_next_digest(session, chat.chat_id, due_at=due_at, next_at=next_one)
        if now <= due_at + LATEST and await digests.news(session, chat):
            await digests.plan(session, chat.chat_id, event.id, today(event, now), now)
    return len(due)


async def bulletin(session: AsyncSession, digest: Digest, *, draw: Draw, now: datetime) -> Bulletin | None:
    """Returns the current content of the digest; None if there is no news left, or the group wants none."""
    subscribed = await chats.subscribed(session, digest)
    if subscribed is None:
        return None
    chat, event = subscribed
    found = await digests.news(session, chat)
    if not found:
        return None
    return Bulletin(
        chat=chat,
        event=event,
        languages=languages_of(event, chat),
        lines=tuple([await _line(session, listing, draw, now) for listing in _chosen(found)]),
        more=max(0, len(found) - SHOWN),
        listing_ids=tuple(listing.id for listing in found),
    )


def languages_of(event: Event, chat: EventChat) -> tuple[Language, ...]:
    """Returns the group's own language, then the languages in which the event has a name."""
    named = [Language(code) for code, name in event.names.items() if name]
    return tuple(dict.fromkeys([chat.language, *named]))


def _chosen(found: Sequence[Listing]) -> list[Listing]:
    """Returns the latest listings of both kinds, so that an import of many offers does not hide the needs."""
    offers = [listing for listing in found if listing.kind is Kind.OFFER]
    needs = [listing for listing in found if listing.kind is Kind.NEED]
    few = min(len(needs), max(SHOWN // 2, SHOWN - len(offers)))
    return [*offers[: SHOWN - few], *needs[:few]]


async def _line(session: AsyncSession, listing: Listing, draw: Draw, now: datetime) -> BulletinLine:
    return BulletinLine(
        kind=listing.kind,
        title=listing.masked_title or MASK,
        country=listing.country,
        sectors=tuple(sorted(listing.sectors)),
        code=await _code(session, listing.id, draw, now),
    )


async def _code(session: AsyncSession, listing_id: ListingId, draw: Draw, now: datetime) -> str:
    """Returns the listing's permanent code, which its own people also print."""
    link = await links.permanent(session, kind=LinkKind.LISTING, listing_id=listing_id)
    if link is None:
        link = Link(code=link_code(draw), kind=LinkKind.LISTING, listing_id=listing_id, created_at=now)
        await links.add(session, link)
    return link.code
