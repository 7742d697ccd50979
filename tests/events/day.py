"""The people of an organizer's day."""

from dataclasses import dataclass

from bot.usecases import recommendations
from bot.usecases.announcements.outcome import Reports
from bot.usecases.introductions import DeadlineJob, Rules
from handlers.announcements.progress import ProgressWatch
from tests.chat import Chat, Human
from tests.clock import Clock

ADMIN = 7_100_000_001  # the first person of a world


LIST = (
    "Sajam Dunav, spisak izlagača;;;;;\n"
    ";;;;;\n"
    "R.br.;Naziv firme;Zemlja;Štand;E-pošta;Nudi\n"
    "1;Senzor d.o.o.;Srbija;A-12;ana@senzor.rs;\n"
    "2;Grünfeld GmbH;Njemačka;A-13;info@gruenfeld.de;\n"
    "3;Kaštel Irigacija d.o.o.;Hrvatska;A-14;;Upravljanje navodnjavanjem u staklenicima\n"
    "4;SENZOR DOO;Srbija;A-12;;\n"
    ";;;;;\n"
    "Ukupno: 4;;;;;\n"
).encode("windows-1250")


@dataclass(kw_only=True)
class Day:
    """Adela is the admin. Katarina organizes in Serbian, Lin helps in Chinese; Ana, Mei, Hans and Ivo come."""

    chat: Chat
    clock: Clock
    adela: Human
    katarina: Human
    lin: Human
    ana: Human
    mei: Human
    hans: Human
    ivo: Human
    code: str = ""

    async def opens_the_fair(self, button: str) -> str:
        """Katarina, from /events to one of the buttons of her event."""
        await self.katarina.types("/events")
        await self.katarina.presses("🛠 Sajam Dunav")
        return await self.katarina.says(button)

    async def progress_is_shown(self) -> None:
        """What a ticker does every few seconds, here when the test says so."""
        await self.watch.run()

    async def time_passes(self, **by: float) -> None:
        """Moves the clock, and lets the program do what has become due."""
        self.clock.forward(**by)
        services = self.chat.program.services
        rules = Rules.of(services.settings)
        deadlines = DeadlineJob(services.database, services.clock, rules, rounds=(recommendations.due,))
        reports = Reports(services.database, services.clock)
        while await deadlines.run() or await reports.run():
            pass
        await self.chat.settle()

    def __post_init__(self) -> None:
        services = self.chat.program.services
        self.watch = ProgressWatch(self.chat.program.application.bot, services.database, services.clock)
