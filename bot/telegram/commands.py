"""The commands for everybody and for each role, for the command menu and /help."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    "settings": mark("Language, how often I write, quiet hours"),
    "language": mark("Change the language"),
    "privacy": mark("My data: what is kept and what I agreed to"),
    "export": mark("All my data as a file"),
    "forgetme": mark("Delete all my data"),
    "help": mark("What you can do"),
    "cancel": mark("Leave a dialog"),
}
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


def added_by(held: Collection[Role]) -> list[Group]:
    """Returns the commands of these roles, highest role first."""
    return [group for role, group in _GROUPS.items() if role in held]
