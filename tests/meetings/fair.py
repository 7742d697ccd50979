"""Ana from Serbia and Mei from China at a fair in Novi Sad that arranges meetings."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.usecases.events import setup as event_setup
from bot.usecases.events.setup import NewEvent
from bot.usecases.meetings import reminders
from bot.usecases.meetings.plan import PlanJob
from bot.usecases.meetings.setup import NewSetup, set_up, tables
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import EventId, PersonId
from storage.moderation import roles
from storage.vocabulary import JoinedBy, Role, TimesChosenBy
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import Fair as Pair
from tests.events.fair import at_the_fair

FAIR = NewEvent(
    names={"en": "Novi Sad Fair", "zh": "诺维萨德展会", "sr-Latn": "Novosadski sajam"},
    place="Novi Sad",
    zone="Europe/Belgrade",
    starts_on=date(2026, 3, 10),
    ends_on=date(2026, 3, 11),
)
SETUP = NewSetup(
    hours=[(day, time(9), time(11)) for day in (date(2026, 3, 10), date(2026, 3, 11))],
    slot_minutes=20,
    break_minutes=10,
    places=tables(2, "Table {number}"),
    video=True,
    chosen_by=TimesChosenBy.BOTH,
)
"""Four times a day at two tables: 9:00, 9:30, 10:00, 10:30."""


@dataclass(kw_only=True)
class Fair:
    chat: Chat
    clock: Clock
    event_id: EventId
    katarina: Human
    """Organizes it."""
    pair: Pair

    @property
    def ana(self) -> Human:
        return self.pair.ana

    @property
    def mei(self) -> Human:
        return self.pair.mei

    @property
    def actor(self) -> Actor:
        return Actor(id=PersonId(self.katarina.id), admins=())

    async def meet_button(self) -> None:
        """Mei opens the accepted introduction and asks to meet at the fair."""
        await self.mei.types("/introductions")
        await self.mei.presses(next(label for label in self.mei.buttons() if "🤝" in label))

    async def time_passes(self, **by: float) -> None:
        """Moves the clock, and lets the program do what has become due."""
        self.clock.forward(**by)
        services = self.chat.program.services
        while await reminders.due_job(services.database, services.clock, wake=lambda: None).run():
            pass
        await self.chat.settle()

    async def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Moves the clock to a time of March 2026, in Belgrade's winter time."""
        now = self.clock()
        then = now.replace(day=day, hour=hour, minute=minute) - timedelta(hours=1)
        await self.time_passes(seconds=(then - now).total_seconds())

    async def plan_is_made(self) -> None:
        services = self.chat.program.services
        assert await PlanJob(services.database, services.clock, wake=lambda: None).run()
        await self.chat.settle()


async def at_a_fair_with_meetings(chat: Chat, clock: Clock, *, setup: NewSetup | None = SETUP) -> Fair:
    """Both take part, and have seen each other's card. `setup`: None leaves it to Katarina."""
    pair = await at_the_fair(chat, clock)
    katarina = chat.person("Katarina", "en")
    await katarina.types("/start")
    services, now = chat.program.services, clock()
    async with services.database.writing() as session:
        await roles.grant(session, PersonId(katarina.id), Role.ORGANIZER, by=None, now=now)
        actor = Actor(id=PersonId(katarina.id), admins=())
        event_id = await event_setup.create(session, actor, FAIR, draw=services.draw, now=now)
        for human in (pair.ana, pair.mei):
            await events.join(session, event_id, PersonId(human.id), JoinedBy.LINK, now)
        if setup is not None:
            await set_up(session, actor, event_id, setup, draw=services.draw, now=now)
    return Fair(chat=chat, clock=clock, event_id=event_id, katarina=katarina, pair=pair)


async def asked(fair: Fair, *clocks: str) -> None:
    """Mei suggests times to Ana, who was introduced to her."""
    await fair.pair.accepted()
    await fair.mei.says("📅 Meet at the fair", older=True)
    for clock in clocks:
        await fair.mei.presses(clock)
    await fair.mei.says("Send ({count})", count=str(len(clocks)))


async def booked(fair: Fair, clock: str) -> None:
    await asked(fair, clock)
    await fair.ana.presses(clock)
    assert fair.mei.t("✅ They chose a time. Your meeting is booked.") in fair.mei.sees()


async def opens_meetings(fair: Fair) -> None:
    await fair.katarina.types("/events")
    await fair.katarina.presses("🛠")
    await fair.katarina.presses("📅 Meetings")


async def has_booth(fair: Fair, booth: str) -> None:
    """Ana says where her company stands."""
    await fair.ana.types("/events")
    await fair.ana.presses("🎪")
    await fair.ana.says("📍 Our booth")
    await fair.ana.says("📍 Enter the booth")
    await fair.ana.types(booth)
