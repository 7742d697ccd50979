"""Stores the matcher's results as suggestions, and notifies people of new ones."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.listing import Match, Reason, ReasonCode
from bot.usecases.people.settings import notification_settings, suggestions_at
from storage import outbox
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings
from storage.suggestions import suggestions
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import Frequency, Kind, Topic

TOP: Final = 30
"""Maximum of new counterparts per search; people read fewer."""
RANKED: Final = 100
"""An earlier suggestion is kept while it ranks among this many."""
FIRST_GAP: Final = timedelta(minutes=1)
"""Time between the first two messages about new counterparts to one person.

Each further message of a day doubles the gap, so that a popular listing does not ring a phone all day. Each message
covers everything new by then.
"""
LONGEST_GAP: Final = timedelta(hours=4)
_DAY: Final = timedelta(days=1)


async def keep_matches(
    session: AsyncSession,
    listing_id: ListingId,
    kind: Kind,
    matches: Sequence[Match],
    now: datetime,
    *,
    most_new: int,
    drop: bool = True,
) -> list[ListingId]:
    """Stores these matches (best first) as the suggestions of a listing and returns the new counterparts.

    At most `most_new` new ones are stored. With `drop`, earlier suggestions that are not among the matches are deleted,
    except answered ones.
    """
    known = {other: suggestion for suggestion, other in await suggestions.counterparts(session, listing_id)}
    pairs = {counterpart_of(match, kind): pair_of(match, kind) for match in matches}
    new = [other for other in pairs if other not in known]
    for other in new[most_new:]:
        del pairs[other]
    gone = [suggestion for other, suggestion in known.items() if other not in pairs]
    if gone and drop:
        await suggestions.drop(session, gone)
    await suggestions.store(session, pairs.values(), now)
    return new[:most_new]


async def tell_counterparts(
    session: AsyncSession, new: Collection[ListingId], now: datetime, *, not_of: CompanyId
) -> None:
    """Notifies the people of the listings `new` of a new suggestion, without the people of the company `not_of`."""
    await tell_speakers(session, new, now, not_of=not_of)


async def tell_speakers(
    session: AsyncSession, listing_ids: Collection[ListingId], now: datetime, *, not_of: CompanyId | None = None
) -> None:
    """Tells the people of these listings' companies, and once a day the organizers who hold some of them."""
    if not listing_ids:
        return
    people = await listings.representatives_of(session, listing_ids, now, not_of=not_of, held=False)
    await tell_of_suggestions(session, people, now)
    organizers = await listings.representatives_of(session, listing_ids, now, not_of=not_of, held=True)
    for person_id in sorted(organizers):
        theirs = await notification_settings(session, person_id)
        if theirs.suggestions is Frequency.AT_ONCE:
            theirs = replace(theirs, suggestions=Frequency.DAILY)
        due = suggestions_at(now, theirs)
        if due is not None:
            await outbox.queue_message(
                session,
                person_id,
                Topic.HELD_SUGGESTIONS,
                payload={},
                dedupe_key=f"{Topic.HELD_SUGGESTIONS}:{person_id}:{int(due.timestamp())}",
                now=now,
                not_before=due,
            )


async def tell_of_suggestions(session: AsyncSession, people: Collection[PersonId], now: datetime) -> None:
    """Queues one message per person, at the time and frequency they chose, and not before the gap has passed.

    The message is rendered when it is sent, and shows everything that the person has not seen by then. So nobody gets a
    second message while one is waiting.
    """
    if not people:
        return
    waiting = await outbox.waiting(session, people, Topic.SUGGESTIONS)
    before = await outbox.message_counts_since(session, people, Topic.SUGGESTIONS, now - _DAY)
    for person_id in sorted(set(people) - waiting):
        soonest = max(now, _after(*before[person_id])) if person_id in before else now
        habits = await notification_settings(session, person_id)
        due = suggestions_at(soonest, habits)
        if due is None or habits.has_digest:
            continue  # the daily or weekly message shows them
        await outbox.queue_message(
            session,
            person_id,
            Topic.SUGGESTIONS,
            payload={},
            dedupe_key=f"{Topic.SUGGESTIONS}:{person_id}:{due.timestamp():.3f}",
            now=now,
            not_before=due,
        )


def _after(told: int, last: datetime) -> datetime:
    doubled: int = 2 ** min(told - 1, 10)
    return last + min(LONGEST_GAP, FIRST_GAP * doubled)


def stored_reasons(match: Match, asked: Kind) -> dict[str, Any]:
    """Returns the reasons of a match as JSON, always from the need's side first. `asked` is the side of `match`."""
    return {
        "reasons": [_stored(reason, asked) for reason in match.reasons],
        "mismatches": [_stored(reason, asked) for reason in match.mismatches],
    }


def read_reasons(stored: dict[str, Any], reader: Kind) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Returns (reasons, mismatches) from the reader's side, without codes that only a later version knows."""
    reasons, mismatches = (
        tuple(_read(entry, reader) for entry in stored.get(part, ()) if entry["code"] in set(ReasonCode))
        for part in ("reasons", "mismatches")
    )
    return reasons, mismatches


def _stored(reason: Reason, asked: Kind) -> dict[str, Any]:
    told = reason if asked is Kind.NEED else reason.turned()
    return {"code": told.code.value, "need": list(told.values_here), "offer": list(told.values_there)}


def _read(entry: dict[str, Any], reader: Kind) -> Reason:
    told = Reason(code=ReasonCode(entry["code"]), values_here=tuple(entry["need"]), values_there=tuple(entry["offer"]))
    return told if reader is Kind.NEED else told.turned()


def pair_of(match: Match, asked: Kind) -> ScoredPair:
    return ScoredPair(
        need_id=ListingId(int(match.need_id)),
        offer_id=ListingId(int(match.offer_id)),
        score=match.score,
        reasons=stored_reasons(match, asked),
    )


def counterpart_of(match: Match, kind: Kind) -> ListingId:
    return ListingId(int(match.offer_id if kind is Kind.NEED else match.need_id))
