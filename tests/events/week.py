"""The people, lists and pages of an organizer's week at two fairs."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.usecases import introductions
from bot.usecases.announcements.outcome import Reports
from bot.usecases.events.dashboard import look
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import PersonId
from tests.chat import Chat, Human
from tests.clock import Clock

DANUBE, PUDONG = "Danube Fair", "Pudong Fair"
PARQUET = (
    "Hrast & Brest doo proizvodi masivne podne obloge od hrasta i bresta za hotele i stambene objekte, "
    "sa sopstvenom sušarom i FSC sertifikatom."
)
HEADING = ("Company", "Country", "Booth", "Phone", "Offers", "Description")
SERBIA = (
    ("Hrast & Brest doo", "Serbia", "A-1", "+381601112223", "", PARQUET),
    ("Zelena Polja", "Serbia", "A-2", "+381641234567", "Cold-pressed sunflower oil", ""),
    ("Zeleno Polje Agro", "Serbia", "A-2", "+381641234567", "Wheat flour for bakeries", ""),
    ("Senzor d.o.o.", "Serbia", "A-3", "", "", ""),
)
CHINA = (("Xingyun Machinery", "China", "B-1", "+8602155501234", "Packaging machines for flour", ""),)
PUDONG_LIST = (
    "Company,Country,Booth,Offers\n"
    "Xingyun Machinery,China,7,Packaging machines for flour\n"
    "Kvarc Optika doo,Serbia,8,Optical lenses for cameras\n"
)
DANUBE_PROGRAMME = "Date,Start,End,Title,Hall\n7.4.2026,10:00,11:00,Opening,Hall 1\n7.4.2026,14:00,15:00,Greenhouses,\n"
PUDONG_PROGRAMME = "Date,Start,End,Title,Hall\n8.4.2026,10:00,11:00,Opening,Hall 1\n"


@dataclass(kw_only=True)
class Week:
    """Olga organizes both fairs, with Lin. Ana and Mei come to both; Hans, and Ivo of an exhibitor, to the Danube."""

    chat: Chat
    clock: Clock
    olga: Human
    lin: Human
    ana: Human
    mei: Human
    hans: Human
    ivo: Human

    async def opens(self, event: str, button: str = "") -> str:
        """Olga, from /events to her event, or to one of its buttons."""
        await self.olga.types("/events")
        page = await self.olga.presses(f"🛠 {event}")
        return await self.olga.says(button) if button else page

    async def code(self, event: str) -> str:
        return (await self.opens(event)).split("Code: ")[1].split()[0]

    async def joins(self, human: Human, event: str) -> None:
        await human.types(f"/join {await self.code(event)}")

    async def time_passes(self, **by: float) -> None:
        """Moves the clock, and lets the program do what has become due."""
        self.clock.forward(**by)
        services = self.chat.program.services
        deadlines = DeadlineJob(
            services.database, services.clock, Rules.of(services.settings), rounds=(introductions.due,)
        )
        reports = Reports(services.database, services.clock)
        while await deadlines.run() or await reports.run():
            pass
        await self.chat.settle()

    async def results(self, event: str) -> dict[str, dict[Any, Any]]:
        """The sheets of the event's workbook, as Olga gets it: the first cell of each row and the others."""
        await self.opens(event, "📊 Results")
        book = load_workbook(io.BytesIO(self.document(".xlsx")))
        return {sheet.title: table(list(sheet.iter_rows(min_row=2, values_only=True))) for sheet in book}

    async def days(self, event: str) -> dict[str, dict[date, int]]:
        """The curves of the picture."""
        services = self.chat.program.services
        async with services.database.reading() as session:
            found = await events.run_by(session, PersonId(self.olga.id))
            number = next(one.id for one in found if one.names["en"] == event)
            seen = await look(
                session, Actor(id=PersonId(self.olga.id), admins=self.chat.program.services.settings.admins), number
            )
        return {name: dict(counts) for name, counts in seen.by_day.items()}

    def document(self, ending: str) -> bytes:
        return self.olga.phone.file(named(self.olga, ending))

    def invitations(self) -> dict[str, str]:
        """The links of the last table of invitations, by company."""
        content = self.document("danube-fair-invitations.csv").decode("utf-8-sig")
        return {row[0]: row[-1] for row in [*csv.reader(io.StringIO(content, newline=""))][1:]}


def table(rows: Sequence[tuple[Any, ...]]) -> dict[Any, Any]:
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}


def named(human: Human, ending: str) -> dict[str, Any]:
    """The last file whose name ends so."""
    sent = [message for message in human.phone.messages() if "document" in message]
    return next(one for one in reversed(sent) if one["document"]["file_name"].endswith(ending))


def danube_list() -> bytes:
    """Two sheets, one company in two spellings, one that has registered itself, one that also exhibits in Pudong."""
    book = Workbook()
    for title, rows in (("Serbia", SERBIA), ("China", CHINA)):
        sheet = book.create_sheet(title)
        for row in (HEADING, *rows):
            sheet.append(row)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
