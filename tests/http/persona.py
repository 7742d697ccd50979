"""A person who goes by what is on the screen: the newest message with buttons says what is asked.

Unlike a script, they find their way back after whatever happened to the bot.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.people import Person
from bot.sandbox.people.screen import words_of
from handlers.forms.user_input import Act, DraftChoice, DraftPress, FormPress
from handlers.listings.buttons import ListingPress
from handlers.suggestions.buttons import MatchPress
from handlers.ui.buttons import Agree, Go, Place
from storage.vocabulary import CompanyKind, Kind, ProfileType, Relation

Do = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """What a person has to tell the bot."""

    name: str
    country: str
    code: str
    kind: Kind
    title: str
    summary: str


SENZOR = Firm(
    name="Senzor d.o.o.",
    country="Srbija",
    code="RS",
    kind=Kind.OFFER,
    title="Senzori vlažnosti zemljišta za staklenike",
    summary="Pravimo bežične senzore vlažnosti i temperature zemljišta za staklenike i plastenike.",
)
PUDONG = Firm(
    name="浦东农业科技有限公司",
    country="中国",
    code="CN",
    kind=Kind.NEED,
    title="温室土壤湿度传感器",
    summary="我们为温室大棚寻找无线土壤湿度传感器, 需要长期供货, 最好有温度测量功能.",
)


@dataclass(slots=True)
class Persona:
    """Registers a company and one listing by whatever way the bot leads them, until /mine shows the listing."""

    phone: Person
    firm: Firm
    draft: DraftChoice = DraftChoice.GO_ON
    """What becomes of an unfinished draft."""
    listed: bool = False
    step: str = ""
    """The question of a form that was asked last, by its key."""
    _published: bool = False

    def next(self, *, among_news: bool) -> Do | None:
        """What the newest message that asks for something asks for; None if none does."""
        for message in reversed(self.phone.news() if among_news else self.phone.messages()):
            buttons = message.get("reply_markup", {}).get("inline_keyboard", [])
            data = {button.get("callback_data", ""): button["text"] for row in buttons for button in row}
            act = self._asked_by(message, data)
            if act is not None:
                return act
        return None

    def begins(self) -> None:
        self._types("/start")

    def _asked_by(self, message: Mapping[str, object], data: Mapping[str, str]) -> Do | None:
        steps = {step_of(press) for each in data if (press := FormPress.unpack(each))}
        if any(ListingPress.unpack(each) for each in data):
            self.listed = self.listed or self.firm.title in words_of(dict(message))
            return self.begins
        if steps:
            return self._answer_to(steps.pop(), [press for each in data if (press := FormPress.unpack(each))])
        draft = next((each for each in data if (p := DraftPress.unpack(each)) and p.choice is self.draft), None)
        if draft or Agree().pack() in data:
            return self._pressing(draft or Agree().pack())
        if Go(Place.OFFER).pack() in data and Go(Place.MINE).pack() not in data:
            self._published = False  # /mine has nothing to show: it has to be done again
        if {Go(Place.OFFER).pack(), Go(Place.MINE).pack()} & set(data) or any(MatchPress.unpack(each) for each in data):
            return self._at_home
        return self.begins if data else None

    def _at_home(self) -> None:
        if self._published:
            self._types("/mine")
        else:
            self._types("/offer" if self.firm.kind is Kind.OFFER else "/need")

    def _answer_to(self, step: str, presses: list[FormPress]) -> Do:
        firm, self.step = self.firm, step
        offered = {(press.act, press.value): press.pack() for press in presses}
        wanted = {
            "kind": (Act.CHOOSE, CompanyKind.COMPANY),
            "country": (Act.CHOOSE, firm.code),
            "join": (Act.CHOOSE, "no"),
            "relation": (Act.CHOOSE, Relation.REPRESENTATIVE),
            "channels": (Act.DONE, ""),
            "role": (Act.SKIP_REST, ""),
            "profile_type": (
                Act.CHOOSE,
                ProfileType.BUSINESS_OFFER if firm.kind is Kind.OFFER else ProfileType.BUSINESS_REQUEST,
            ),
            "sectors": (Act.DONE, ""),
            "partnerships": (Act.SKIP_REST, ""),
            "preview": (Act.FINISH, "abroad" if (Act.FINISH, "abroad") in offered else ""),
        }.get(step, (Act.CANCEL, "none"))
        if wanted in offered:
            return self._pressing(offered[wanted], publishes=step == "preview")
        words = {
            "name": firm.name,
            "country": firm.country,
            "title": firm.title,
            "summary": firm.summary,
            "sectors": "sensor",
        }
        return lambda: self._types(words[step])

    def _pressing(self, data: str, *, publishes: bool = False) -> Do:
        def act() -> None:
            self._published = publishes
            self.phone.presses(data=data, older=True)

        return act

    def _types(self, text: str) -> None:
        self.phone.types(text)


def step_of(press: FormPress) -> str:
    """The key of the question, "preview" for each version of a preview."""
    return press.step.partition("-")[0]
