"""What is there before the day: a fair with its staff, and people who registered and published earlier."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import language_for
from bot.masking import Secrets, mask
from bot.matching.companies import company_key
from bot.usecases.events import setup as event_setup
from bot.usecases.events.setup import NewEvent
from bot.usecases.listings import later_questions
from bot.usecases.meetings.setup import NewSetup, set_up, tables
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.registration import CONSENT_VERSION
from storage.database import Database
from storage.events import events
from storage.ids import PersonId
from storage.models import Event, Person
from storage.moderation import roles
from storage.people import companies, people
from storage.vocabulary import ChannelKind, JoinedBy, Kind, ProfileType, Relation, TimesChosenBy
from storage.vocabulary import Role as StaffRole
from tests.chaos.people import Player
from tests.chaos.plan import Role
from tests.factories import add_company, add_listing, add_person

MORNING: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday, and nobody's quiet hours."""
_FAIR_DAY: Final = MORNING.date() + timedelta(days=12)
_STAFF: Final = {Role.ORGANIZER: StaffRole.ORGANIZER, Role.MODERATOR: StaffRole.MODERATOR}


async def open_fair(database: Database, players: Sequence[Player], now: datetime) -> Event:
    """A fair with meetings, and the roles of its staff."""
    fair = NewEvent(
        names={"en": "Chaos Fair", "zh": "混乱博览会", "sr-Latn": "Sajam haosa"},
        place="Novi Sad",
        zone="Europe/Belgrade",
        starts_on=_FAIR_DAY,
        ends_on=_FAIR_DAY,
    )
    meetings = NewSetup(
        hours=[(_FAIR_DAY, time(9), time(17))],
        slot_minutes=20,
        break_minutes=10,
        places=tables(20, "Table {number}"),
        video=False,
        chosen_by=TimesChosenBy.BOTH,
    )
    await asyncio.to_thread(_load_tables)  # no transaction should stay open for it
    organizers = [PersonId(player.phone.id) for player in players if player.role is Role.ORGANIZER]
    async with database.writing() as session:
        for player in players:
            if player.role in _STAFF:
                found = await _known(session, player, now)
                await roles.grant(session, found.id, _STAFF[player.role], by=None, now=now)
        actor = Actor(id=organizers[0], admins=())
        event_id = await event_setup.create(session, actor, fair, draw=secrets.choice, now=now)
        for number in organizers[1:]:
            await events.add_organizer(session, event_id, number, by=organizers[0], now=now)
        await set_up(session, actor, event_id, meetings, draw=secrets.choice, now=now)
        event = await events.find(session, event_id)
    assert event is not None
    return event


def _load_tables() -> None:
    mask("", secrets=Secrets(company_names=(company_key("Senzor d.o.o.", "RS"),)))


async def settle(database: Database, player: Player, fair: Event, now: datetime) -> None:
    """As if the person had registered, published and joined the fair before. Staff has only agreed to the terms."""
    keys = [await asyncio.to_thread(company_key, firm.name, firm.code) for firm in player.who.firms]
    async with database.writing() as session:
        found = await _known(session, player, now)
        await people.record_consent(session, found.id, version=CONSENT_VERSION, now=now)
        if player.role not in _STAFF:
            for firm, key in zip(player.who.firms, keys, strict=True):
                relation = Relation.ADVISER if player.role is Role.ADVISER else Relation.REPRESENTATIVE
                company = await add_company(
                    session, found, relation=relation, name=firm.name, name_key=key, country=firm.code, now=now
                )
                channels = [(ChannelKind.TELEGRAM, ""), (ChannelKind.EMAIL, player.who.email)]
                await companies.replace_channels(session, found.id, company.id, channels)
                await later_questions.note_all_asked(session, found.id, company.id)
                offers = firm.kind is Kind.OFFER
                await add_listing(
                    session,
                    company,
                    found,
                    profile_type=ProfileType.BUSINESS_OFFER if offers else ProfileType.BUSINESS_REQUEST,
                    title=firm.title,
                    summary=firm.summary,
                    language="en",
                    sectors=frozenset({"sensors"}),
                    stage=None,
                    now=now,
                )
        await events.join(session, fair.id, found.id, JoinedBy.LINK, now)
    player.phone.world.chats[player.phone.id].started = True
    player.settle()


async def _known(session: AsyncSession, player: Player, now: datetime) -> Person:
    who = player.who
    return await add_person(
        session,
        person_id=player.phone.id,
        name=f"{who.first} {who.last}",
        username=player.phone.user["username"],
        language=language_for(who.language),
        now=now,
    )
