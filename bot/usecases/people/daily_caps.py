"""Daily caps per person, counted in the database, so that neither a restart nor a second process resets them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import LimitReachedError
from bot.i18n.translator import mark
from storage.ids import PersonId
from storage.people import memberships, usage
from storage.vocabulary import Use

PER_DAY: Final[Mapping[Use, int]] = {
    Use.DRAFT: 500,  # opened dialogs: ten times the need of a busy person
    Use.LISTING: 50,  # an adviser with a folder of companies; larger numbers are imported
    Use.SEARCH: 300,
    Use.PROPOSAL: 40,  # in addition to the cap on open proposals
    Use.MEETING: 80,  # a full timetable at a fair, with a change of each
    Use.REPORT: 20,
    Use.NUMBER: 10,  # typing errors in one's own number, but no guessing of others
    Use.MAIL: 5,  # each mail may reach a person who did not ask for it
    Use.ADDRESS: 10,  # each may get a mail that nobody there asked for
    Use.CODE: 15,
    Use.TRANSLATION: 60,  # an evening with all matches; each may cost the operator money
}
_FOR_EACH_COMPANY: Final = frozenset({Use.LISTING, Use.PROPOSAL})
_MOST_COMPANIES: Final = 20
"""Companies of one person that raise the caps. More would let one person write to everybody."""
_REACHED: Final[Mapping[Use, str]] = {
    Use.DRAFT: mark("Today's limit is {limit} dialogs. Continue tomorrow."),
    Use.LISTING: mark("Today's limit is {limit} published listings. Your draft is saved: publish it tomorrow."),
    Use.SEARCH: mark("Today's limit is {limit} searches. Continue tomorrow."),
    Use.PROPOSAL: mark("Today's limit of {limit} introductions is reached. Continue tomorrow."),
    Use.MEETING: mark("Today's limit of {limit} requests for meetings is reached. Continue tomorrow."),
    Use.REPORT: mark("Today's limit is {limit} reports. Thank you: the organizers will check these first."),
    Use.NUMBER: mark("Today's limit is {limit} numbers. Try again tomorrow, or ask the organizers."),
    Use.MAIL: mark("Today's limit is {limit} codes. Try again tomorrow, or ask the organizers."),
    Use.ADDRESS: mark("Today's limit is {limit} addresses. Continue tomorrow."),
    Use.CODE: mark("Today's limit is {limit} attempts. Try again tomorrow, or ask the organizers."),
    Use.TRANSLATION: mark("Today's limit is {limit} translations. Continue tomorrow."),
}


class DailyLimitError(LimitReachedError):
    """The daily cap of `use` is reached."""

    def __init__(self, use: Use, limit: int) -> None:
        super().__init__(_REACHED[use], limit=limit)
        self.use = use


async def spend(session: AsyncSession, person_id: PersonId, use: Use, now: datetime) -> None:
    """Counts one use. Raises DailyLimitError at the cap. A day ends at midnight UTC.

    Caps on listings and proposals grow with the companies that an adviser speaks for.
    """
    limit = PER_DAY[use]
    if use in _FOR_EACH_COMPANY:
        limit *= min(max(1, await memberships.count_represented(session, person_id)), _MOST_COMPANIES)
    if not await usage.count_one(session, person_id, use, now.astimezone(UTC).date(), limit):
        raise DailyLimitError(use, limit)
