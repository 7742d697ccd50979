"""A person who goes by what is on the screen: answers the open question, or does what their role does all day."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.i18n.translator import Translator, language_for, translator_for
from bot.sandbox.people import Person
from bot.sandbox.people.screen import words_of
from bot.sandbox.world.chats import Json, Record
from handlers.announcements.buttons import AnnounceAct, AnnouncePress, NewAnnouncement
from handlers.events.buttons import EventAct, EventPress
from handlers.forms.user_input import Act, DraftChoice, DraftPress, FormPress
from handlers.imports.buttons import ImportAct, ImportPress
from handlers.introductions.buttons import DeclinePress, IntroAct, IntroPress
from handlers.meetings.buttons import TimePress
from handlers.ui.buttons import Agree, ChooseLanguage, Go, Place, Press
from storage.vocabulary import CompanyKind, Kind, ProfileType, Relation
from tests.chaos.habits import COMMANDS, KINDS, weight
from tests.chaos.marks import Identity
from tests.chaos.memory import Memory, data_of
from tests.chaos.plan import Role
from tests.http.persona import Firm, step_of

_LOOKS_BACK: Final = 8  # messages that a person still sees
_TRIES: Final = 4  # at the same question, before the person gives up
_PRESSES_RATHER: Final = 0.7
_HAS_WORDS: Final = 0.4  # sends a proposal as it is
_SAYS: Final = "How many pieces a month do you have in mind? Note {mark}."
_PITCH: Final = "We would like to hear more of this. Note {mark}."
_NEWS: Final = "The opening is at ten in hall two. Note {mark}."
_WAYS_ON: Final = frozenset({Act.SKIP, Act.SKIP_REST, Act.DONE, Act.CHOOSE, Act.TOGGLE})
_UNDER_WAY: Final = frozenset({AnnounceAct.PAUSE, AnnounceAct.CANCEL, AnnounceAct.RECALL, AnnounceAct.REPORT})
_ASKED_ONCE: Final = frozenset({"name", "title", "summary"})
"""Questions that one answer ends."""
_LATEST: Final = 3  # announcements, and lists, of one organizer


@dataclass(slots=True)
class Player:
    """`event_code` is that of the fair, which everybody joins."""

    phone: Person
    who: Identity
    role: Role
    rng: random.Random
    event_code: str = ""
    memory: Memory = field(default_factory=Memory)
    _typed: tuple[int, str, str] | None = None
    """Draft, question and text of the answer that was typed last."""
    _pressed: Press | None = None
    _is_lost: bool = False
    _passed: int = 0
    """Questions up to this message are not answered any more."""
    _reactions: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Message → tick of its last change when the person reacted to it, and how often they did."""
    _begun: Counter[str] = field(default_factory=Counter)
    _registered: int = 0
    _published: int = 0
    _joined: bool = False
    _serial: int = 0
    _list: str = ""

    def begins(self) -> None:
        self._types("/start")

    def settle(self) -> None:
        """All companies are registered, their listings published, and the fair joined."""
        self._registered = self._published = len(self.who.firms)
        self._joined = True

    def turn(self) -> None:
        """One act."""
        self.learn()
        if self._is_lost and not self._finds_back():
            self._types("/language")
            return
        question = self._question()
        if question is not None and self._answers(*question):
            return
        self._lives()

    def loses_track(self) -> None:
        """No answer came. A later one may belong to any of the last acts, so what comes confirms nothing."""
        self.memory.unanswered.append(self.memory.acts[-1])
        self._is_lost, self._typed, self._pressed = True, None, None

    def _finds_back(self) -> bool:
        """True once a question is answered that no other act asks: a person's acts are answered in their order."""
        if any(isinstance(press, ChooseLanguage) for press in _presses(self.phone.news())):
            self._is_lost = False
            # A question on the screen may have been answered: the command that opened the form shows the current one.
            self._passed = self.phone.chat.last_id
        return not self._is_lost

    # What the last act brought

    def learn(self) -> None:
        """Notes what the bot confirmed since the last act."""
        news = [message for message in self.phone.news() if words_of(message) or data_of(message)]
        self._note_answer(news)
        self._note_press(news)
        self._pressed = None

    def _note_answer(self, news: Sequence[Json]) -> None:
        if self._typed is None or not news:
            return
        draft, step, text = self._typed
        asked = [press for press in _presses(news) if isinstance(press, FormPress)]
        refused = any("⚠️" in words_of(message) for message in news)
        if step == "words":
            if any(words_of(message).startswith("✅") for message in news):
                self.memory.said.append(text)
                self._typed = None
        elif step in _ASKED_ONCE and not refused and any((one.draft, one.step) == (draft, step) for one in asked):
            # The question came twice. Nobody knows which of the next answers belongs to it.
            self._is_lost, self._typed = True, None
        elif any(press.draft == draft and step_of(press) != step for press in asked) and not refused:
            self.memory.answers.setdefault(draft, {})[step] = text
            self._typed = None

    def _note_press(self, news: Sequence[Json]) -> None:
        match self._pressed:
            case FormPress(act=Act.FINISH, draft=draft):
                self._note_finish(draft, news)
            case IntroPress(introduction=number, act=IntroAct.ACCEPT):
                shown = [press for press in _presses(news) if isinstance(press, IntroPress)]
                if any(press.introduction == number and press.act is IntroAct.WRITE for press in shown):
                    self.memory.accepted.add(number)
            case IntroPress(introduction=number, act=IntroAct.WITHDRAW):
                if any(words_of(message).startswith(self._t("↩️ Withdrawn.")) for message in news):
                    self.memory.withdrawn.add(number)
            case AnnouncePress(announcement=number, act=AnnounceAct.SEND_NOW):
                if any(isinstance(press, AnnouncePress) and press.act in _UNDER_WAY for press in _presses(news)):
                    self.memory.announced.add(number)
            case DeclinePress(introduction=number):
                told = self._t("You said no. I'll tell them politely. They won't learn who you are.")
                if any(words_of(message).startswith(told) for message in news):
                    self.memory.declined.add(number)
            case _:
                pass

    def _note_finish(self, draft: int, news: Sequence[Json]) -> None:
        """Of a proposal: which introduction it became. Of a list: that it was taken over."""
        answers = self.memory.answers.get(draft, {})
        for message in news:
            presses = list(_presses([message]))
            # Cards of other introductions begin with the same sign, but do not lead to the list.
            if words_of(message).startswith("📨") and "/introductions" in words_of(message):
                opened = [one.introduction for one in presses if isinstance(one, IntroPress)]
                self.memory.proposed.update({number: answers.get("pitch") for number in opened[:1]})
            if self._list and any(isinstance(one, ImportPress) and one.act is ImportAct.UNDO for one in presses):
                self.memory.imported.append(self._list)
                self._list = ""

    # The open question

    def _question(self) -> tuple[str, Sequence[FormPress]] | None:
        """The latest question of a form on the screen to which the person has not reacted yet, and its buttons.

        If nothing came of their reaction, they try again a few times.
        """
        for record in self._visible():
            presses = [press for press in _presses([record.message]) if isinstance(press, FormPress)]
            if not presses:
                continue
            number = record.message["message_id"]
            if number <= self._passed:
                return None
            at, tries = self._reactions.get(number, (0, 0))
            if record.changed == at and (self.phone.news() or tries >= _TRIES):
                return None
            self._reactions[number] = (record.changed, tries + 1)
            return step_of(presses[0]), presses
        return None

    def _answers(self, step: str, presses: Sequence[FormPress]) -> bool:
        draft = presses[0].draft
        offered = {(press.act, press.value): press for press in presses}
        if (Act.CHANGE, "pitch") in offered and self._adds_words(draft):
            step, offered = "pitch", {}
        for wanted in self._wanted(step, offered):
            if wanted in offered:
                self.presses(offered[wanted])
                return True
        text = self._text(step)
        if step == "file" and self.role is Role.ORGANIZER:
            self._sends_list()
            return True
        if text is None:
            ways = [press for press in presses if press.act in _WAYS_ON]
            self.presses(self.rng.choice(ways or list(presses)))
            return True
        self._typed = (draft, step, text)
        self.memory.answers.get(draft, {}).pop(step, None)
        self._types(text)
        return True

    def _wanted(self, step: str, offered: Mapping[tuple[Act, str], FormPress]) -> Iterator[tuple[Act, str]]:
        """The buttons that the person would press, best first."""
        firm = self._firm
        finishes = [key for key in offered if key[0] is Act.FINISH]
        known = {
            "kind": [(Act.CHOOSE, CompanyKind.COMPANY)],
            "country": [(Act.CHOOSE, firm.code)],
            "join": [(Act.CHOOSE, "no")],
            "relation": [(Act.CHOOSE, Relation.ADVISER if self.role is Role.ADVISER else Relation.REPRESENTATIVE)],
            "channels": [(Act.DONE, "")] if self._tries_channels() else [],
            "role": [(Act.SKIP_REST, "")],
            "profile_type": [
                (Act.CHOOSE, ProfileType.BUSINESS_OFFER if firm.kind is Kind.OFFER else ProfileType.BUSINESS_REQUEST)
            ],
            "sectors": [(Act.DONE, "")],
            "partnerships": [(Act.SKIP_REST, "")],
            "parts": [(Act.DONE, "")],
            "times": [(Act.DONE, "")],
            "words": [(Act.CANCEL, "")] if self.rng.random() < 0.4 else [],
            "preview": sorted(finishes, key=lambda key: key[1] != "abroad"),
        }
        yield from known.get(step, ())

    def _adds_words(self, draft: int) -> bool:
        return "pitch" not in self.memory.answers.get(draft, {}) and self.rng.random() > _HAS_WORDS

    def _tries_channels(self) -> bool:
        return self._typed is not None and self._typed[1] == "channels"

    def _text(self, step: str) -> str | None:
        """What the person types as an answer; None where they rather press something."""
        firm = self._firm
        return {
            "name": lambda: self._once(f"{firm.name} {{mark}}"),
            "country": lambda: firm.country,
            "channels": lambda: self.who.email,
            "title": lambda: self._once(f"{firm.title}, {{mark}}"),
            "summary": lambda: firm.summary,
            "sectors": lambda: "sensor",
            "pitch": lambda: self._once(_PITCH),
            "words": lambda: self._once(_SAYS),
            "parts": lambda: self._once(_NEWS),
        }.get(step, lambda: None)()

    def _once(self, text: str) -> str:
        """A text that nobody else ever types."""
        self._serial += 1
        made = text.format(mark=f"{self.who.number}x{self._serial}")
        self.memory.tried.append(made)
        return made

    @property
    def _firm(self) -> Firm:
        """The company that is registered next, or whose listing is published next."""
        firms = self.who.firms
        return firms[self._registered if self._registered < len(firms) else min(self._published, len(firms) - 1)]

    # What the role does all day

    def _lives(self) -> None:
        if self._must_begin():
            return
        ways = [(press, weight(self.role, press)) for press in self.screen(3)]
        ways = [(press, chance) for press, chance in ways if chance > 0 and self._may(press)]
        if ways and self.rng.random() < _PRESSES_RATHER:
            self.presses(self.rng.choices([press for press, _ in ways], [chance for _, chance in ways])[0])
            return
        commands = COMMANDS[self.role]
        self._types(self.rng.choices(list(commands), list(commands.values()))[0])

    def _must_begin(self) -> bool:
        """Registers, publishes and joins the fair first."""
        screen = self.screen(2)
        agree = next((press for press in screen if isinstance(press, Agree)), None)
        draft = next((press for press in screen if isinstance(press, DraftPress)), None)
        if agree is not None or draft is not None:
            self.presses(agree or DraftPress(draft.form, DraftChoice.GO_ON))
            return True
        if Go(Place.REGISTER) in screen:
            self._types("/register")  # shows the current question of a registration that was left
            return True
        if self._registered < len(self.who.firms) and self.role is not Role.MODERATOR:
            if self._has_answered("name", self._firm.name):
                self._registered += 1
            else:
                self._types("/register")
                return True
        if self._published < len(self.who.firms) and self.role in {Role.REPRESENTATIVE, Role.ADVISER}:
            if self._has_answered("title", self._firm.title):
                self._published += 1
            else:
                self._types("/offer" if self._firm.kind is Kind.OFFER else "/need")
                return True
        if not self._joined:
            self._joined = True
            self._types(f"/join {self.event_code}")
            return True
        return False

    def _has_answered(self, step: str, text: str) -> bool:
        return any(answers.get(step, "").startswith(text) for answers in self.memory.answers.values())

    def _may(self, press: Press) -> bool:
        """Organizers announce and import a few times, not all day."""
        return not _what(press) or self._begun[_what(press)] < _LATEST

    def _sends_list(self) -> None:
        self._serial += 1
        self._list = f"Guest {self.who.number}x{self._serial} Works"
        rows = f"Company,Country,Offer\n{self._list},Austria,Cable drums for ships {self.who.number}-{self._serial}\n"
        self.memory.acts.append("a list")
        self.phone.sends_document(rows.encode(), name="list.csv", mime="text/csv")

    # The phone

    def _visible(self) -> list[Record]:
        """The latest messages of the bot, newest first."""
        by_bot = (record for record in reversed(self.phone.chat.records.values()) if record.by_bot)
        return list(islice(by_bot, _LOOKS_BACK))

    def screen(self, messages: int) -> list[Press]:
        """The buttons of so many of the latest messages."""
        return list(_presses([record.message for record in self._visible()[:messages]]))

    def presses(self, press: Press) -> None:
        self._pressed = press
        self.memory.acts.append(press.pack())
        self._begun[_what(press)] += 1
        match press:
            case IntroPress(introduction=number, act=IntroAct.ACCEPT):
                self.memory.consents.append((self.phone.world.tick, number, 0))
            case FormPress(act=Act.FINISH):
                self.memory.finishes.append(self.phone.world.tick)
            case TimePress(meeting=meeting):
                self.memory.consents.append((self.phone.world.tick, 0, meeting))
            case _:
                pass
        self.phone.presses(data=press.pack(), older=True)

    def _types(self, text: str) -> None:
        self.memory.acts.append(text)
        self.phone.types(text)

    def _t(self, msgid: str) -> str:
        return self._translator(msgid)

    @property
    def _translator(self) -> Translator:
        return translator_for(language_for(self.who.language))


def _presses(messages: Sequence[Json]) -> Iterator[Press]:
    """The typed buttons of the messages."""
    for message in messages:
        for data in data_of(message):
            kind = KINDS.get(data.partition(":")[0])
            if kind is not None and (press := kind.unpack(data)) is not None:
                yield press


def _what(press: Press) -> str:
    """What the person begins with this press, for those that they do a few times only; "" for all others."""
    match press:
        case NewAnnouncement():
            return "announcement"
        case EventPress(act=EventAct.IMPORT):
            return "list"
        case _:
            return ""
