"""Keeping what the matcher found, and telling the people on the other side of what is new."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.listing import Match, Reason, ReasonCode
from bot.usecases.people.settings import habits, suggestions_at
from storage import outbox
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings
from storage.suggestions import suggestions
from storage.suggestions.suggestions import Pair
from storage.vocabulary import Kind, Topic

FIRST_GAP: Final = timedelta(minutes=1)
"""Between the first two messages about new counterparts to one person; doubled with every further one of a day, so
that the first are quick and a popular listing rings no phone all day. What comes in between is told in one."""
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
    """Makes these matches (the best first) the suggestions of a listing, and gives the counterparts that are new.

    With `drop`, what was suggested earlier and is not among them is taken back, unless somebody has answered it.
    """
    known = {other: suggestion for suggestion, other in await suggestions.counterparts(session, listing_id)}
    pairs = {counterpart_of(match, kind): pair_of(match, kind) for match in matches}
    new = [other for other in pairs if other not in known]
    for other in new[most_new:]:
        del pairs[other]
    gone = [suggestion for other, suggestion in known.items() if other not in pairs]
    if gone and drop:
        await suggestions.drop(session, gone)
    await suggestions.keep(session, pairs.values(), now)
    return new[:most_new]


async def tell_counterparts(
    session: AsyncSession, new: Collection[ListingId], now: datetime, *, not_of: CompanyId
) -> None:
    """Tells whoever speaks for the listings `new` that there is somebody for them; never those of `not_of`."""
    if new:
        await tell_of_suggestions(session, await listings.people_behind(session, new, now, not_of=not_of), now)


async def tell_of_suggestions(session: AsyncSession, people: Collection[PersonId], now: datetime) -> None:
    """One message for each as soon and as often as they want, but at the end of the gap after the one before.

    It is worded when it is sent, from all that the person has not seen by then: so a waiting one needs no second.
    """
    if not people:
        return
    waiting = await outbox.waiting(session, people, Topic.SUGGESTIONS)
    before = await outbox.told_since(session, people, Topic.SUGGESTIONS, now - _DAY)
    for person_id in sorted(set(people) - waiting):
        soonest = max(now, _after(*before[person_id])) if person_id in before else now
        due = suggestions_at(soonest, await habits(session, person_id))
        if due is None:
            continue
        await outbox.tell(
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
    """The grounds of a match as JSON, the need's side first whichever side was asked about."""
    return {
        "reasons": [_stored(reason, asked) for reason in match.reasons],
        "mismatches": [_stored(reason, asked) for reason in match.mismatches],
    }


def read_reasons(stored: dict[str, Any], reader: Kind) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons and mismatches as the reader reads them, without what a later version stored and we do not know."""
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


def pair_of(match: Match, asked: Kind) -> Pair:
    return Pair(
        need_id=ListingId(int(match.need_id)),
        offer_id=ListingId(int(match.offer_id)),
        score=match.score,
        reasons=stored_reasons(match, asked),
    )


def counterpart_of(match: Match, kind: Kind) -> ListingId:
    return ListingId(int(match.offer_id if kind is Kind.NEED else match.need_id))
