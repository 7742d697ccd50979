"""An event's figures for its organizers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.look import of_event as look_of_event
from bot.usecases.moderation.roles import Actor
from storage import follow_up
from storage.events import dashboard, events
from storage.ids import EventId, IntroductionId
from storage.models import Event
from storage.vocabulary import IntroductionStatus, Kind, Outcome, Worth

_SPREAD: Final = ((0, 0), (1, 2), (3, 5), (6, 10), (11, None))
"""Classes by the number of proposals received: none, few, some, many, too many."""
_FEWEST_WORTHS: Final = 3
"""Fewer figures would tell what a single company said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    event: Event
    people: int
    companies: Mapping[str, int]
    """By country (ISO alpha-2), like all figures here."""
    listings: Mapping[tuple[str, Kind], int]
    sectors: Mapping[str, int]
    matches: int
    introductions: Mapping[IntroductionStatus, int]
    outcomes: Mapping[Outcome, int]
    received: Sequence[int]
    """Proposals that each company got, without zeros."""
    worths: Mapping[Worth, int]
    """Figures that were told, one for each introduction; empty if they are too few to be anonymous."""
    quotes: Sequence[tuple[str, str, str | None]]
    """(masked sentence, country, company's name if it may be named): each with consent to be quoted."""
    met: Mapping[tuple[str, str], int]
    """Accepted introductions by pair of countries, each pair in alphabetical order."""
    copies: int
    """Copies of announcements that arrived."""
    reached: int
    """People who got an announcement."""
    pressed: int
    """People who pressed a button of one."""
    by_day: Mapping[str, Mapping[date, int]]
    """`joined`, `proposed` and `accepted`, by day of the event's zone."""

    sponsor: str | None
    """The sponsor's line. It has no influence on the figures."""
    sponsor_logo: bytes | None

    @property
    def without_proposal(self) -> int:
        """The number of companies that nobody has proposed to."""
        return max(0, sum(self.companies.values()) - len(self.received))

    @property
    def spread(self) -> Mapping[tuple[int, int | None], int]:
        """Returns (fewest, most) proposals received → number of companies. `most` is None without an upper end."""
        counts = [*self.received, *[0] * self.without_proposal]
        return {
            (fewest, most): sum(fewest <= count <= (count if most is None else most) for count in counts)
            for fewest, most in _SPREAD
        }

    @property
    def worth_at_least(self) -> int:
        """The sum of the lower ends of all ranges, in euro."""
        return sum(worth.at_least * count for worth, count in self.worths.items())

    @property
    def proposed(self) -> int:
        return sum(self.introductions.values())


async def look(session: AsyncSession, actor: Actor, event_id: EventId) -> Dashboard:
    """Returns the figures. Raises NotAllowedError if the actor does not run the event."""
    event = await own_event(session, actor, event_id)
    listings = await dashboard.open_listings(session, event_id)
    copies, reached, pressed = await dashboard.announcements(session, event_id)
    shown = await look_of_event(session, event_id)
    return Dashboard(
        event=event,
        people=await events.count_participants(session, event_id),
        companies=await dashboard.companies_by_country(session, event_id),
        listings=Counter((country, kind) for country, kind, _ in listings),
        sectors=Counter(sector for _, _, sectors in listings for sector in sectors),
        matches=await dashboard.count_matches(session, event_id),
        introductions=await dashboard.introductions_by_status(session, event_id),
        outcomes=await dashboard.outcomes(session, event_id),
        received=await dashboard.proposals_received(session, event_id),
        worths=_worths(await follow_up.worths(session, event_id)),
        quotes=await follow_up.quotes(session, event_id),
        met=await dashboard.met(session, event_id),
        copies=copies,
        reached=reached,
        pressed=pressed,
        sponsor=shown.sponsor,
        sponsor_logo=shown.sponsor_logo,
        by_day=await dashboard.by_day(session, event_id, ZoneInfo(event.zone)),
    )


def _worths(told: Sequence[tuple[IntroductionId, Worth]]) -> Mapping[Worth, int]:
    """Counts an introduction once. If its two sides differ, the lower figure counts, so that nothing is overstated."""
    lowest: dict[IntroductionId, Worth] = {}
    for number, worth in told:
        lowest[number] = min(worth, lowest.get(number, worth), key=lambda one: one.at_least)
    return Counter(lowest.values()) if len(lowest) >= _FEWEST_WORTHS else {}
