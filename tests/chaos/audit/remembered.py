"""What people remember, held against the database: everything is there, and once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Announcement, AnnouncementVersion, Company, Draft, Introduction, Listing, RelayedMessage
from storage.vocabulary import AnnouncementStatus, IntroductionStatus
from tests.chaos.people import Player


async def lost(session: AsyncSession, players: Sequence[Player]) -> list[str]:
    """Whatever the bot confirmed to somebody and does not know any more."""
    drafts = {row.id: row.data for row in await session.scalars(select(Draft))}
    kept = {
        "title": set(await session.scalars(select(Listing.title))),
        "name": set(await session.scalars(select(Company.name))),
    }
    introductions = {row.id: row for row in await session.scalars(select(Introduction))}
    said = set(await session.scalars(select(RelayedMessage.text)))
    sent = set(await session.scalars(select(Announcement.id).where(Announcement.status != AnnouncementStatus.DRAFT)))
    found = []
    for player in players:
        who, memory = f"{player.role} {player.who.number}", player.memory
        found += [f"{who}'s {step} is gone" for step in _lost_answers(player, drafts, kept)]
        for number, pitch in memory.proposed.items():
            made = introductions.get(number)  # type: ignore[call-overload]
            if made is None:
                found.append(f"{who}'s introduction {number} is gone")
            elif pitch is not None and made.pitch != pitch:
                found.append(f"{who}'s introduction {number} has the words {made.pitch!r} instead of {pitch!r}")
        for numbers, wanted in (
            (memory.accepted, IntroductionStatus.ACCEPTED),
            (memory.declined, IntroductionStatus.DECLINED),
            (memory.withdrawn, IntroductionStatus.WITHDRAWN),
        ):
            for number in numbers:
                made = introductions.get(number)  # type: ignore[call-overload]
                if made is None or made.status is not wanted:
                    found.append(f"{who}'s introduction {number} is not {wanted}")
        found += [f"{who}'s message is gone: {one}" for one in memory.said if one not in said]
        found += [f"{who}'s announcement {one} was never sent" for one in memory.announced if one not in sent]
        found += [f"{who}'s imported company is gone" for one in memory.imported if one not in kept["name"]]
    return found


def _lost_answers(player: Player, drafts: Mapping[Any, Any], kept: Mapping[str, set[str]]) -> Iterator[str]:
    """Answers that are neither in their draft nor in what the draft became."""
    for number, answers in player.memory.answers.items():
        data = drafts.get(number, {})
        for step, text in answers.items():
            if step in kept and data.get(step) != text and text not in kept[step]:
                yield step


async def handled_twice(session: AsyncSession, players: Sequence[Player]) -> list[str]:
    """Texts of which each was sent once, in more than one row."""
    rows: Counter[str] = Counter(await session.scalars(select(RelayedMessage.text)))
    rows.update(one for one in await session.scalars(select(Introduction.pitch)) if one)
    for parts in await session.scalars(select(AnnouncementVersion.parts)):
        rows.update(part["html"] for part in parts)
    rows.update(await session.scalars(select(Listing.title)))
    rows.update(await session.scalars(select(Company.name)))
    found = []
    for player in players:
        before = [text for firm in player.who.firms for text in (firm.name, firm.title)]
        twice = {text: rows[text] for text in (*player.memory.tried, *before) if rows[text] > 1}
        found += [f"{player.role} {player.who.number}'s {text!r} is stored {twice[text]} times" for text in twice]
    return found
