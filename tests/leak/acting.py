"""Random actions of a person on their phone: single buttons, and sequences of several steps."""

import re
from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.people import Person
from bot.sandbox.people.buttons import Button
from bot.usecases import introductions
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.meetings import reminders
from handlers.forms.user_input import Act, FormPress
from handlers.introductions.buttons import (
    DeclinePress,
    IntroAct,
    IntroductionsPage,
    IntroPress,
    LaterPress,
    OutcomePress,
)
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.meetings.buttons import MeetingAct, MeetingPress, MeetingsAct, MeetingsPress, MeetPress, TimePress
from handlers.moderation.buttons import ReportPress, ReportReasonPress
from handlers.people.buttons import CompanyAct, CompanyPress
from handlers.suggestions.buttons import DismissalReasonPress, MatchAct, MatchPage, MatchPress
from handlers.ui.buttons import ChooseLanguage
from tests.leak.stage import Play
from tests.wire.pictures import png

Wanted = Callable[[str], bool]


def _press(kind: Any, **values: Any) -> Wanted:
    def matches(data: str) -> bool:
        press = kind.unpack(data)
        return press is not None and all(getattr(press, name) == value for name, value in values.items())

    return matches


WANTED: Final[dict[str, Wanted]] = {
    **{f"introduction: {act.name.lower()}": _press(IntroPress, act=act) for act in IntroAct},
    "introduce from a search": lambda data: bool(re.fullmatch(r"f1:\d+:results:c:i\d+", data)),
    "turn a page": _press(FormPress, act=Act.PAGE),
    "turn matches": _press(MatchPage),
    "dismiss": _press(MatchPress, act=MatchAct.DISMISS),
    "undo": _press(MatchPress, act=MatchAct.UNDO),
    "later": _press(MatchPress, act=MatchAct.LATER),
    "why": _press(DismissalReasonPress),
    "finish": _press(FormPress, act=Act.FINISH),
    "decline": _press(DeclinePress),
    "put off": _press(LaterPress),
    "outcome": _press(OutcomePress),
    "tab": _press(IntroductionsPage),
    "report": _press(ReportPress),
    "report why": _press(ReportReasonPress),
    "language": _press(ChooseLanguage),
    "listing": _press(ListingPress),
    "company": _press(CompanyPress),
    "time to meet": _press(TimePress),
    **{f"meeting: {act.name.lower()}": _press(MeetingPress, act=act) for act in MeetingAct},
    **{
        f"meetings: {act.name.lower()}": _press(MeetingsPress, act=act)
        for act in (MeetingsAct.MINE, MeetingsAct.CALENDAR, MeetingsAct.PICTURE)
    },
}
COMMANDS: Final = (
    *("/matches", "/introductions", "/mine", "/company", "/settings", "/export", "/help", "/language", "/cancel"),
    *("/start", "/offer", "/need", "/quick", "/search", "/search soil moisture sensors", "/search 土壤湿度传感器"),
    "/search senzori vlažnosti",
    *["/meetings"] * 3,
)


class Actor:
    """One person. Every action waits for the bot's answer and returns False if it was not possible."""

    def __init__(self, play: Play, phone: Person) -> None:
        self._play = play
        self.phone = phone

    async def types(self, text: str) -> bool:
        self.phone.types(text)
        return await self._settled()

    async def presses(self, number: int, *, older: bool) -> bool:
        """Presses one of the visible buttons, or any button that still exists."""
        buttons = self.phone.reachable(older=older)
        return await self._presses(buttons[number % len(buttons)]) if buttons else False

    async def wants(self, wanted: Wanted, number: int = 0) -> bool:
        """Presses the `number`th button of a kind, counted from the latest message."""
        buttons = self.phone.reachable(older=True)
        found = [button for button in buttons if wanted(button.action.get("callback_data", ""))]
        return await self._presses(found[number % len(found)]) if found else False

    async def presses_gone(self, number: int) -> bool:
        """Presses a button that its message had before an edit."""
        versions = [version for record in self.phone.chat for version in record.versions if record.by_bot]
        pairs = [
            (version, button["callback_data"])
            for version in versions
            for row in version.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        if not pairs:
            return False
        self.phone.presses_stale(*pairs[number % len(pairs)])
        return await self._settled()

    async def sends(self, what: str, words: str) -> bool:
        """Sends a file whose name and caption identify the sender, or anything else that is no plain text."""
        if what == "photo":
            self.phone.sends_photo(png(), caption=words)
        elif what == "document":
            self.phone.sends_document(b"%PDF-1.4 " + words.encode(), name=f"{words[:40]}.pdf", caption=words)
        elif what == "contact":
            self.phone.sends_contact(f"+{self.phone.id}")
        elif what == "inline query":
            self.phone.asks_inline(words)
        else:
            self.phone.edits(words)
        return await self._settled()

    async def proposes(self, number: int, pitch: str) -> bool:
        await self.types("/matches")
        for _ in range(number):
            await self.wants(_press(MatchPage), 2)
        if not await self.wants(_press(MatchPress, act=MatchAct.INTRODUCE)):
            return False
        if pitch:
            await self.types(pitch)
        return await self.wants(_press(FormPress, act=Act.FINISH))

    async def answers(self, act: IntroAct, number: int, words: str) -> bool:
        """Acts in the `number`th introduction from the latest, with text where the action takes one."""
        done = await self.wants(_press(IntroPress, act=act), number)
        return await self.types(words) if done and words else done

    async def asks_to_meet(self, number: int) -> bool:
        """Suggests a time to the other side of an introduction, or leaves the time to the plan."""
        if not await self.wants(_press(MeetPress), number):
            return False
        if number == 3:
            return await self.wants(_press(FormPress, act=Act.CHOOSE))
        await self.wants(_press(FormPress, act=Act.TOGGLE))
        return await self.wants(_press(FormPress, act=Act.DONE))

    async def changes_company(self, field: str, value: str) -> bool:
        await self.types("/company")
        await self.wants(_press(CompanyPress, act=CompanyAct.CHANGE))
        await self.wants(_press(FormPress, act=Act.CHANGE, value=field))
        await self.types(value)
        return await self.wants(_press(FormPress, act=Act.FINISH))

    async def changes_listing(self, field: str, value: str) -> bool:
        await self.types("/mine")
        await self.wants(_press(ListingPress, act=ListingAct.OPEN))
        await self.wants(_press(ListingPress, act=ListingAct.EDIT))
        await self.wants(_press(FormPress, act=Act.CHANGE, value=field))
        await self.types(value)
        return await self.wants(_press(FormPress, act=Act.FINISH))

    async def is_called(self, username: str | None, first: str) -> bool:
        """Changes the Telegram profile. The bot sees it with the next update."""
        user = self.phone.user
        user["first_name"] = first
        user.pop("username", None)
        if username:
            user["username"] = username
        return await self.types("/help")

    async def is_forgotten(self) -> bool:
        await self.types("/forgetme")
        return await self.wants(lambda data: data.startswith("fm1:1"))

    async def _presses(self, button: Button) -> bool:
        self.phone._press(button)
        return await self._settled()

    async def _settled(self) -> bool:
        await self._play.chat.settle()
        return True


async def time_passes(play: Play, hours: int) -> bool:
    play.clock.forward(hours=hours)
    services = play.program.services
    rules = Rules.of(services.settings)
    deadlines = DeadlineJob(services.database, services.clock, rules, rounds=(introductions.due,))
    while await deadlines.run():
        pass
    while await reminders.due_job(services.database, services.clock, wake=lambda: None).run():
        pass
    await play.chat.settle()
    return True
