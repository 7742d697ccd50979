"""The commands for everybody and for each role, as the command menu and /help show them."""

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
    "privacy": mark("My data: what is kept, and what I agreed to"),
    "export": mark("All my data as a file"),
    "forgetme": mark("Delete all my data"),
    "help": mark("What I can do"),
    "cancel": mark("Leave a dialog"),
}
MODERATORS: Final = {
    "queue": mark("What waits to be looked at"),
    "reports": mark("What was reported"),
    "find": mark("Find people, companies, listings"),
    "ban": mark("Ban somebody"),
    "unban": mark("Lift a ban or a mute"),
    "mute": mark("Mute somebody for a time"),
    "warn": mark("Warn somebody"),
    "audit": mark("Who did what, and undo it"),
}
ADMINS: Final = {
    "roles": mark("Who may do what"),
    "organizer": mark("Make somebody an organizer, by a link"),
    "countries": mark("Which countries are kept apart"),
    "stats": mark("How it goes"),
    "health": mark("How the program is"),
}
ORGANIZERS: Final = {
    "events": mark("My events: lists, halls, programme, announcements"),
    "dashboard": mark("What came of my event"),
}
ADVISERS: Final = {
    "register": mark("One more company that I act for"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The commands of one role."""

    title: str
    """A message id, as are the texts of the commands."""
    commands: Mapping[str, str]


_GROUPS: Final = {
    Role.ADMIN: Group(title=mark("For admins"), commands=ADMINS),
    Role.MODERATOR: Group(title=mark("For moderators"), commands=MODERATORS),
    Role.ORGANIZER: Group(title=mark("For organizers"), commands=ORGANIZERS),
    Role.ADVISER: Group(title=mark("For advisers"), commands=ADVISERS),
}


def added_by(held: Collection[Role]) -> list[Group]:
    """The commands of these roles, highest role first."""
    return [group for role, group in _GROUPS.items() if role in held]
