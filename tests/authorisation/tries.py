"""Everything that anybody could do, named: commands from the product's own table, buttons, links, and the rest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from telegram.ext import Application, CommandHandler, ConversationHandler

from bot.sandbox.people import Person
from bot.sandbox.people.acts import file_content
from tests.authorisation import numbers
from tests.authorisation.cast import Who
from tests.authorisation.stage import Stage
from tests.authorisation.targets import Button, buttons_of, garbled, kinds, name_of

Act = Callable[[Person], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One thing that one person does; `what` is a line of the policy, `target` what it is done to."""

    what: str
    target: str
    act: Act


PEOPLE: Final = ("ban", "mute", "warn", "unban", "audit")
WORDS: Final = {
    "find": {"a company": "Gamarubin", "a person": "Taobert", "nothing": ""},
    "join": {"a code": numbers.CODE, "a wrong code": "NOTTHERE"},
}
LINKS: Final = {
    "event": {"event": f"e_{numbers.CODE}"},
    "event, wrong": {"event": "e_NOTTHERE"},
    "booth": {"booth": "b_BOOTHCODE"},
    "listing": {"published": "l_LISTINGCODE"},
    "listing not shown": {"under review": "l_HIDDENCODE", "paused": "l_PAUSEDCODE"},
    "role": {"moderator": "r_ROLELINKCODE"},
    "role, spent": {"used": "r_ROLEUSED", "late": "r_ROLELATE", "by no admin": "r_ROLEFORGED"},
    "team": {"team": "t_TEAMLINKCODE"},
    "team, spent": {"by a stranger": "t_TEAMFORGED"},
    "claim": {"claim": "c_CLAIMLINKCODE"},
    "claim, spent": {"late": "c_CLAIMLATE"},
    "table": {"table": "m_TABLECODE"},
    "table, wrong": {"not now": "m_VIDEOCODE", "nothing": "m_", "unknown": "m_NOTTHERE"},
    "crossed": {
        "role as team": "t_ROLELINKCODE",
        "role as claim": "c_ROLELINKCODE",
        "role as listing": "l_ROLELINKCODE",
        "claim as role": "r_CLAIMLINKCODE",
        "team as role": "r_TEAMLINKCODE",
        "hidden as booth": "b_HIDDENCODE",
        "nothing": "r_",
        "table as booth": "b_TABLECODE",
        "claim as table": "m_CLAIMLINKCODE",
        "unknown": "z_ABC",
        "injected": "r_'--",
    },
}


def commands(application: Application[Any, Any, Any, Any, Any, Any]) -> list[str]:
    """All that the product has registered, wherever."""
    found: set[str] = set()
    for handlers in application.handlers.values():
        for handler in handlers:
            inner = handler.entry_points if isinstance(handler, ConversationHandler) else [handler]
            for one in inner:
                if isinstance(one, CommandHandler):
                    found |= one.commands
    return sorted(found)


def tries(application: Application[Any, Any, Any, Any, Any, Any], stage_: Stage) -> Iterator[Try]:
    for command in commands(application):
        yield from _command(command, stage_)
    for kind in kinds():
        for button in buttons_of(kind, stage_):
            yield _press(button)
        yield _presses(f"{name_of(kind)} garbled", garbled(kind))
    for name, targets in LINKS.items():
        for target, payload in targets.items():
            yield Try(what=f"link {name}", target=target, act=partial(Person.starts, payload=payload))
    yield from _others(stage_)


def _command(command: str, stage_: Stage) -> Iterator[Try]:
    words = dict(WORDS.get(command, {"": ""}))
    if command in PEOPLE:
        words |= {"of the other": str(stage_.numbers[Who.OTHER]), "of the muted": str(stage_.numbers[Who.MUTED])}
        words["of the admin"] = str(stage_.numbers[Who.ADMIN])
    for target, more in words.items():
        yield Try(what=f"/{command}", target=target, act=partial(Person.types, text=f"/{command} {more}".strip()))


def _press(button: Button) -> Try:
    def act(phone: Person) -> None:
        last = phone.last()
        assert last is not None
        phone.presses_stale(last, button.data)

    return Try(what=button.what, target=button.target, act=act)


def _presses(what: str, data: Iterable[str]) -> Try:
    """One after the other: nothing may come of any."""

    def act(phone: Person) -> None:
        last = phone.last()
        assert last is not None
        for one in data:
            phone.presses_stale(last, one)

    return Try(what=what, target="nothing, nonsense, other versions", act=act)


def _others(stage_: Stage) -> Iterator[Try]:
    """What is neither a command nor a button."""
    own = stage_.numbers[Who.MEMBER]

    def forwards(phone: Person) -> None:
        phone.forwards(phone.last() or {})

    def vcard(phone: Person) -> None:
        phone.sends_document(b"BEGIN:VCARD\nEND:VCARD", name="card.vcf", mime="text/vcard")

    def inline_press(phone: Person) -> None:
        phone.presses_stale(phone.last() or {}, "g1:mine")
        phone.world.updates.pending[-1]["callback_query"].pop("message", None)
        phone.world.updates.pending[-1]["callback_query"]["inline_message_id"] = "AgAAAforged"

    def as_guest(phone: Person) -> None:
        content = file_content(phone.world, "photo", b"x", name="p.jpg", mime="image/jpeg")
        phone.world.tell_bot("business_message", {**_private(phone), **content, "business_connection_id": "b"})

    def edited(phone: Person) -> None:
        phone.world.tell_bot("edited_message", {**_private(phone), "text": "/mine", "edit_date": 1})

    acts: dict[str, Act] = {
        "words": partial(Person.types, text="soil moisture sensors"),
        "a number": partial(Person.types, text=str(own)),
        "a command that is not there": partial(Person.types, text="/nosuchcommand"),
        "a forwarded message": forwards,
        "a photo": partial(Person.sends_photo, data=b"\x89PNG"),
        "a vCard": vcard,
        "a contact": partial(Person.sends_contact, phone="+381601234567", own=False),
        "a location": partial(Person.sends_location, latitude=44.8, longitude=20.4),
        "an inline query": partial(Person.asks_inline, query="sensors"),
        "a button of an inline message": inline_press,
        "a business message": as_guest,
        "an edited command": edited,
    }
    for name, act in acts.items():
        yield Try(what=name, target="", act=act)


def _private(phone: Person) -> dict[str, Any]:
    chat = {"id": phone.id, "type": "private", "first_name": "X"}
    return {"message_id": 900, "date": 1_700_000_000, "chat": chat, "from": phone.user}
