"""Holds the promises of introductions against the database and the mail server after a simulated year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from bot.outbox.mails import PER_DAY_IN_TALK
from bot.usecases.introductions.notices import AT_ONCE, DELAYED_BY_CHOSEN_QUIET_HOURS
from bot.usecases.people.settings import USUAL_QUIET, settings_of
from storage.models import Company, Delivery, Introduction, MailDelivery, Membership, Preference
from storage.vocabulary import OPEN_INTRODUCTIONS, DeliveryStatus
from tests.neighbours import select_own
from tests.year.simulation import Year

_SENT = (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)


async def faults(year: Year) -> list[str]:
    """Returns what went wrong, in words; empty if every promise was kept."""
    return [*await _without_end(year), *await _in_quiet_hours(year), *await _told_twice(year), *await _stuck(year)]


async def _without_end(year: Year) -> list[str]:
    """Nobody has done anything for longer than any introduction may stay open without being postponed."""
    async with year.database.reading() as session:
        query = select_own(Introduction.id, Introduction.status).where(Introduction.status.in_(OPEN_INTRODUCTIONS))
        return [f"introduction {number} is still {status}" for number, status in await session.execute(query)]


async def _in_quiet_hours(year: Year) -> list[str]:
    """Reads when each message was sent, by the clock of the company that the reader joined first."""
    async with year.database.reading() as session:
        companies = select(Membership.person_id, Company.country).join(Company, Company.id == Membership.company_id)
        latest_first = companies.order_by(Membership.since.desc(), Company.id.desc())
        countries = dict((await session.execute(latest_first)).all())  # the last one of a person stays
        preferences = {row.person_id: row for row in await session.scalars(select(Preference))}
        of_stayers = Delivery.person_id.not_in(year.left)
        sent = (await session.scalars(select_own(Delivery).where(Delivery.status.in_(_SENT), of_stayers))).all()
    return list(_disturbances(sent, countries, preferences))


def _disturbances(
    sent: Sequence[Delivery], countries: Mapping[int, str], preferences: Mapping[int, Preference]
) -> Iterator[str]:
    for delivery in sent:
        habits = settings_of(preferences.get(delivery.person_id), countries.get(delivery.person_id))
        chosen = habits.quiet_chosen
        if delivery.topic in AT_ONCE or (delivery.topic in DELAYED_BY_CHOSEN_QUIET_HOURS and not chosen):
            continue
        begins, ends = habits.quiet or USUAL_QUIET
        local = delivery.finished_at.astimezone(habits.zone) if delivery.finished_at else None
        if local is not None and (local.hour >= begins or local.hour < ends):
            yield f"{delivery.topic} was sent to {delivery.person_id} at {local:%H:%M}"


async def _told_twice(year: Year) -> list[str]:
    """No two deliveries of one key, and no address with more mails a day than it may get."""
    async with year.database.reading() as session:
        keys = select(Delivery.dedupe_key).group_by(Delivery.dedupe_key).having(func.count() > 1)
        found = [f"{key} was queued twice" for key in await session.scalars(keys)]
        sent: dict[int, list[MailDelivery]] = defaultdict(list)
        for row in await session.scalars(
            select(MailDelivery).where(MailDelivery.status.in_(_SENT)).order_by(MailDelivery.finished_at)
        ):
            sent[row.mailbox_id].append(row)
    for mailbox, mails in sent.items():
        times = [row.finished_at for row in mails if row.finished_at is not None]
        if any(late - early < timedelta(days=1) for early, late in zip(times, times[PER_DAY_IN_TALK:], strict=False)):
            found.append(f"mailbox {mailbox} got more than {PER_DAY_IN_TALK} mails in a day")
    return found


async def _stuck(year: Year) -> list[str]:
    """Nothing waits to be sent that was due days ago."""
    before = year.clock() - timedelta(days=2)
    found = []
    async with year.database.reading() as session:
        for table in (Delivery, MailDelivery):
            waiting = select(func.count()).where(
                table.id > 0,
                table.status.in_((DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)),
                table.not_before < before,
            )
            count = await session.scalar(waiting)
            if count:
                found.append(f"{count} rows of {table.__tablename__} wait for more than two days")
    return found
