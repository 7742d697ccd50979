"""The daily or weekly message of a person, at the hour they chose. Skipped if there is no news."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import introductions
from bot.usecases.due_job import DueJob
from bot.usecases.introductions import ListedIntroduction
from bot.usecases.listings import cards
from bot.usecases.listings.cards import Card
from bot.usecases.people.settings import NotificationSettings, notification_settings, out_of_quiet_hours, suggestions_at
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.listings import listings
from storage.models import Listing
from storage.people import preferences
from storage.suggestions import open_suggestions
from storage.vocabulary import Frequency, IntroductionTab, Topic

SHOWN: Final = 3
"""Lines of each part. The rest is counted, and one tap away."""
_LOOKED_THROUGH: Final = 50  # open proposals of one person; the cap per company is far below
_DAY: Final = timedelta(days=1)
_BATCH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDigest:
    rhythm: Frequency
    matches: Sequence[Card]
    """The best of those that the person has not seen."""
    new_matches: int
    turns: Sequence[ListedIntroduction]
    """Introductions that wait for the person, latest change first."""
    all_turns: int
    ending: Sequence[Listing]
    """Own listings that end before the next message but one."""
    unanswered: Sequence[ListedIntroduction]
    """Proposals to others that end before the next message but one."""


def due_job(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> DueJob:
    """Returns the job that queues the message of each person whose hour has come."""
    return DueJob(database=database, clock=clock, is_due=_is_any_due, queue=queue_due, wake=wake)


async def _is_any_due(session: AsyncSession, now: datetime) -> bool:
    return bool(await preferences.digests_due(session, now, 1))


async def queue_due(session: AsyncSession, now: datetime) -> int:
    """Queues due messages, one for each person also after a downtime. Returns the number of people."""
    due = await preferences.digests_due(session, now, _BATCH)
    for person_id, due_at in due:
        habits = await notification_settings(session, person_id)
        next_at = suggestions_at(now, habits)
        if not await preferences.plan_digest(session, person_id, was=due_at, next_at=next_at) or due_at is None:
            continue
        await outbox.queue_message(
            session,
            person_id,
            Topic.DIGEST,
            payload={"since": (due_at - _period(habits.suggestions)).isoformat()},
            dedupe_key=f"{Topic.DIGEST}:{person_id}:{int(due_at.timestamp())}",
            now=now,
            not_before=out_of_quiet_hours(now, habits),
        )
    return len(due)


async def compose(
    session: AsyncSession, person_id: PersonId, habits: NotificationSettings, *, since: datetime, now: datetime
) -> PersonalDigest | None:
    """Returns what is due. None if there is no news since the last message and nothing ends within two periods.

    What only waits is no reason for a message of its own: its side is reminded once anyway.
    """
    until = now + _period(habits.suggestions) + _DAY
    found = await open_suggestions.open_for(session, person_id, now, unseen=True, limit=SHOWN)
    turns = await introductions.list_introductions(
        session, person_id, IntroductionTab.MY_TURN, offset=0, limit=_LOOKED_THROUGH
    )
    theirs = await introductions.list_introductions(
        session, person_id, IntroductionTab.THEIR_TURN, offset=0, limit=_LOOKED_THROUGH
    )
    unanswered = [one for one in theirs if one.later_until is None and one.expires_at <= until]
    ending = await listings.ending(session, person_id, now, until, SHOWN)
    news = [one for one in turns if one.moved_at > since or one.expires_at <= until]
    if not (found or news or ending or unanswered):
        return None
    return PersonalDigest(
        rhythm=habits.suggestions,
        matches=[await cards.card(session, one) for one in found],
        new_matches=await open_suggestions.count_open(session, person_id, now, unseen=True) if found else 0,
        turns=turns[:SHOWN],
        all_turns=len(turns),
        ending=ending,
        unanswered=unanswered[:SHOWN],
    )


def _period(rhythm: Frequency) -> timedelta:
    return 7 * _DAY if rhythm is Frequency.WEEKLY else _DAY
