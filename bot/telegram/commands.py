"""The commands for everybody and for each role, for the command menu and /help."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final

from bot.i18n.translator import mark
from storage.vocabulary import Role

COMMANDS: Final = {
    "offer": mark("Offer something"),
    "need": mark("Look for something"),
    "quick": mark("Offer or look for something in one message"),
    "matches": mark("Companies abroad that fit"),
    "introductions": mark("My introductions"),
    "search": mark("Search among companies abroad"),
    "mine": mark("My listings"),
    "company": mark("My company"),
    "events": mark("My events, and joining one"),
    "programme": mark("What is on now and next"),
    "meetings": mark("My meetings at an event"),
    "settings": mark("Language, how often I write, quiet hours"),
    "language": mark("Change the language"),
    "privacy": mark("My data: what is kept and what I agreed to"),
    "export": mark("All my data as a file"),
    "forgetme": mark("Delete all my data"),
    "help": mark("What you can do"),
    "cancel": mark("Leave a dialog"),
}
_MENU: Final = ("offer", "need", "matches", "introductions", "search", "mine", "settings", "help")
_LONGEST_MENU: Final = 8  # more would fill the screen of a phone
MODERATORS: Final = {
    "queue": mark("Waiting for review"),
    "reports": mark("What was reported"),
    "find": mark("Find people, companies, listings"),
    "ban": mark("Ban a person"),
    "unban": mark("Lift a ban or a mute"),
    "mute": mark("Mute a person for a time"),
    "warn": mark("Warn a person"),
    "audit": mark("Who did what, with undo"),
}
ADMINS: Final = {
    "roles": mark("Roles"),
    "organizer": mark("Make a person an organizer, by a link"),
    "countries": mark("Blocked country pairs"),
    "stats": mark("Statistics"),
    "health": mark("System status"),
}
ORGANIZERS: Final = {
    "events": mark("My events: lists, halls, programme, announcements"),
    "dashboard": mark("Event results"),
}
ADVISERS: Final = {
    "clients": mark("My companies: what is due, and for which one I act"),
    "register": mark("Another company that I represent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The commands of one role."""

    title: str
    """A message id, like the texts of the commands."""
    commands: Mapping[str, str]


_GROUPS: Final = {
    Role.ADMIN: Group(title=mark("For admins"), commands=ADMINS),
    Role.MODERATOR: Group(title=mark("For moderators"), commands=MODERATORS),
    Role.ORGANIZER: Group(title=mark("For organizers"), commands=ORGANIZERS),
    Role.ADVISER: Group(title=mark("For advisers"), commands=ADVISERS),
}


def menu(held: Collection[Role]) -> dict[str, str]:
    """Returns the commands of the menu of a person with these roles: some of each role. /help lists the others."""
    groups = [*(group.commands for group in added_by(held)), {command: COMMANDS[command] for command in _MENU}]
    in_turn = dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*groups))))
    picked = [*[command for command in in_turn if command != "help"][: _LONGEST_MENU - 1], "help"]
    return {command: text for group in groups for command, text in group.items() if command in picked}


def added_by(held: Collection[Role]) -> list[Group]:
    """Returns the commands of these roles, highest role first."""
    return [group for role, group in _GROUPS.items() if role in held]
