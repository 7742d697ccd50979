"""What people were told: everything that concerns them, once, and nothing that gives somebody away too early."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import AnnouncementCopy, Delivery, Introduction, Meeting, Membership, RelayedMessage
from storage.models.deliveries import OutboxRow
from storage.vocabulary import DeliveryStatus, IntroductionStatus, Kind, MembershipStatus, Topic
from tests.chaos.people import Player
from tests.chaos.plan import Role
from tests.chaos.telegram import Seen, Watch

_STAFF: Final = (Role.ORGANIZER, Role.MODERATOR)
_MESSAGES: Final = (Topic.INTRODUCTION_QUESTION, Topic.INTRODUCTION_ANSWER, Topic.RELAYED_MESSAGE)


async def never_told(session: AsyncSession) -> list[str]:
    """Changes of an introduction of which somebody on the other side has no delivery."""
    speakers: dict[int | None, list[Membership]] = defaultdict(list)
    for membership in await session.scalars(select(Membership).where(Membership.status == MembershipStatus.ACTIVE)):
        speakers[membership.company_id].append(membership)
    keys = list(await session.scalars(select(Delivery.dedupe_key)))
    # topic:introduction:change:person → without the change, and as it is for messages, whose change is their number
    told = {(topic, number, "", reader) for topic, number, _, reader in _parts(keys)} | set(_parts(keys))
    introductions = {one.id: one for one in await session.scalars(select(Introduction))}
    found = []

    def expect(one: Introduction, side: Kind, what: str, topics: Sequence[Topic], change: str = "") -> None:
        for reader in speakers[one.company_of(side)]:
            ways = {(topic.value, str(one.id), change, str(reader.person_id)) for topic in topics}
            if reader.since <= one.created_at and not ways & told:
                found.append(f"nobody told {reader.person_id} {what} (introduction {one.id})")

    for one in introductions.values():
        expect(one, one.recipient_side, "that somebody wants to meet them", [Topic.INTRODUCTION_PROPOSED])
        if one.status is IntroductionStatus.ACCEPTED:
            expect(one, one.proposer_side, "that the other side accepted", [Topic.INTRODUCTION_ACCEPTED])
        if one.status is IntroductionStatus.DECLINED:
            expect(one, one.proposer_side, "that the other side declined", [Topic.INTRODUCTION_DECLINED])
    for message in await session.scalars(select(RelayedMessage)):
        what = f"of message {message.id}"
        expect(introductions[message.introduction_id], message.side.counterpart, what, _MESSAGES, str(message.id))
    return found


def _parts(keys: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    for key in keys:
        match key.split(":"):
            case [topic, number, change, reader]:
                yield topic, number, change, reader
            case _:
                pass


async def never_arrived(session: AsyncSession, watch: Watch) -> list[str]:
    """Rows that say "sent" without a message in the chat, and rows that failed."""
    arrived = {(seen.chat_id, seen.message_id) for seen in watch.messages}
    found = []
    for row, chat_id in await _outbox(session):
        if row.status is DeliveryStatus.FAILED:
            found.append(f"{_name(row)} failed: {row.error}")
        if row.status is not DeliveryStatus.SENT or chat_id not in watch.person_ids:
            continue
        if not row.message_ids or any((chat_id, number) not in arrived for number in row.message_ids):
            found.append(f"{_name(row)} is marked as sent, and nothing came")
    return found


async def told_twice(session: AsyncSession, watch: Watch) -> list[str]:
    """Messages that came by themselves, equal a delivered one, and belong to no delivery."""
    by_id = {(seen.chat_id, seen.message_id): seen for seen in watch.messages}
    delivered: Counter[tuple[int, str]] = Counter()
    known: set[tuple[int, int]] = set()
    unsure: Counter[int] = Counter()
    for row, chat_id in await _outbox(session):
        ids = [(chat_id, number) for number in row.message_ids]
        known.update(ids)
        delivered.update((chat_id, by_id[one].text) for one in ids if one in by_id)
        unsure[chat_id] += row.status is DeliveryStatus.UNKNOWN or row.unsure
    more: dict[tuple[int, str], list[Seen]] = defaultdict(list)
    for seen in watch.messages:
        place = (seen.chat_id, seen.text)
        if seen.alone and place in delivered and (seen.chat_id, seen.message_id) not in known:
            more[place].append(seen)
    return [
        f"{chat_id} was told {len(again) + 1} times: {text[:60]!r}"
        for (chat_id, text), again in more.items()
        if len(again) > unsure[chat_id]
    ]


async def _outbox(session: AsyncSession) -> list[tuple[OutboxRow, int]]:
    """Each message and copy of the outbox, with its chat."""
    deliveries: list[tuple[OutboxRow, int]] = [(row, row.person_id) for row in await session.scalars(select(Delivery))]
    return deliveries + [(row, row.chat_id) for row in await session.scalars(select(AnnouncementCopy))]


def _name(row: OutboxRow) -> str:
    topic = f" ({row.topic})" if isinstance(row, Delivery) else ""
    return f"{type(row).__tablename__} {row.id}{topic}"  # type: ignore[attr-defined]


async def leaks(session: AsyncSession, watch: Watch, players: Sequence[Player]) -> list[str]:
    """What gave somebody away to a reader to whom they were not yet introduced. Staff may see who takes part."""
    since = await _introduced(session, players)
    staff = {player.who.number for player in players if player.role in _STAFF}
    return [
        f"{one.reader} was told of {one.owner}: {one.text[:300]!r}"
        for one in watch.sightings
        if one.reader not in staff
        and one.owner not in staff
        and one.tick < since.get(frozenset({one.reader, one.owner}), watch.world.tick + 1)
    ]


async def _introduced(session: AsyncSession, players: Sequence[Player]) -> Mapping[frozenset[int], int]:
    """Two people → the tick of the world from which they may know each other."""
    numbers = {player.phone.id: player.who.number for player in players}
    people = defaultdict(set)
    for company_id, person_id in await session.execute(select(Membership.company_id, Membership.person_id)):
        if person_id in numbers:
            people[company_id].add(numbers[person_id])
    meetings = dict((await session.execute(select(Meeting.id, Meeting.introduction_id))).all())
    presses: dict[int, int] = {}
    for player in players:
        for tick, introduction, meeting in player.memory.consents:
            number = introduction or meetings.get(meeting, 0)  # type: ignore[call-overload]
            presses[number] = min(tick, presses.get(number, tick))
    first_finish = {player.phone.id: min(player.memory.finishes, default=0) for player in players}
    accepted = select(Introduction).where(Introduction.accepted_at.is_not(None))
    found: dict[frozenset[int], int] = {}
    for one in await session.scalars(accepted):
        # A proposal accepts the earlier one of the other side.
        ticks = [presses.get(one.id, 0), first_finish.get(one.answered_by or 0, 0)]
        tick = min(ticks) if all(ticks) else max(ticks)
        for mine in people[one.need_company_id]:
            for theirs in people[one.offer_company_id]:
                pair = frozenset({mine, theirs})
                found[pair] = min(tick, found.get(pair, tick))
    return found


def logged(watch: Watch, logs: Sequence[Path]) -> list[str]:
    """Lines of the log that name somebody."""
    return [
        f"{path.name} names {sorted(who)}: {line[:300]!r}"
        for path in logs
        for line in path.read_text(errors="replace").splitlines()
        if (who := watch.marks.in_text(line))
    ]
