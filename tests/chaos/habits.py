"""What each role does all day: which commands they type and which buttons they press, and how often."""

from collections.abc import Mapping
from typing import Final

from handlers.advisers.buttons import AllClientsPress, ClientPress
from handlers.announcements.buttons import AnnounceAct, AnnouncePress, NewAnnouncement
from handlers.events.buttons import EventAct, EventPress
from handlers.imports.buttons import ImportDraftAct, ImportDraftPress, StatementPress
from handlers.introductions.buttons import (
    DeclinePress,
    IntroAct,
    IntroductionsPage,
    IntroPress,
    LaterPress,
    OutcomePress,
)
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.meetings.buttons import (
    MeetingAct,
    MeetingPress,
    MeetingsAct,
    MeetingsPress,
    MeetPress,
    PublishPress,
    TimePress,
)
from handlers.moderation.buttons import QueuePress, ReportPress, ReportReasonPress, ReviewItemAct, ReviewItemPress
from handlers.suggestions.buttons import DismissalReasonPress, MatchAct, MatchPage, MatchPress
from handlers.ui.buttons import Press
from tests.authorisation.targets import kinds
from tests.chaos.plan import Role

KINDS: Final = {kind.KIND: kind for kind in kinds()}

_PEOPLE: Final = {
    "/matches": 30,
    "/introductions": 30,
    "/mine": 6,
    "/meetings": 4,
    "/search sensors for greenhouses": 3,
    "/settings": 1,
    "/company": 2,
    "/privacy": 1,
    "/export": 1,
    "/help": 2,
    "/programme": 1,
}
COMMANDS: Final[Mapping[Role, Mapping[str, int]]] = {
    Role.REPRESENTATIVE: _PEOPLE,
    Role.ADVISER: {**_PEOPLE, "/clients": 15},
    Role.ORGANIZER: {"/events": 20, "/dashboard": 2, "/help": 1},
    Role.MODERATOR: {"/reports": 8, "/queue": 8, "/stats": 2, "/find Trading": 2, "/audit": 2, "/health": 1},
}
_INTRODUCTIONS: Final = {
    IntroAct.OPEN: 3.0,
    IntroAct.ACCEPT: 8.0,
    IntroAct.ASK: 2.0,
    IntroAct.LATER: 1.0,
    IntroAct.NO: 1.5,
    IntroAct.ANSWER: 8.0,
    IntroAct.WITHDRAW: 0.3,
    IntroAct.CONTACT: 1.0,
    IntroAct.WRITE: 5.0,
    IntroAct.TIME: 1.0,
    IntroAct.OUTCOME: 0.5,
}
_MEETINGS: Final = {
    MeetingAct.OPEN: 1.0,
    MeetingAct.OTHER_TIMES: 1.0,
    MeetingAct.DECLINE: 0.5,
    MeetingAct.TAKE_BACK: 0.3,
    MeetingAct.CANCEL: 0.3,
    MeetingAct.CANCEL_NOW: 3.0,
    MeetingAct.CALENDAR: 0.3,
}
_EVENTS: Final = {EventAct.OPEN: 8.0, EventAct.IMPORT: 5.0, EventAct.LISTS: 0.5, EventAct.DASHBOARD: 0.5}
_ANNOUNCEMENTS: Final = {AnnounceAct.SEND: 12.0, AnnounceAct.SEND_NOW: 20.0, AnnounceAct.REPORT: 0.5}
_ANY: Final[Mapping[type[Press], float]] = {
    MatchPage: 1.0,
    DismissalReasonPress: 3.0,
    DeclinePress: 5.0,
    LaterPress: 5.0,
    IntroductionsPage: 0.3,
    OutcomePress: 3.0,
    MeetPress: 4.0,
    TimePress: 6.0,
    ReportPress: 0.3,
    ReportReasonPress: 5.0,
    ClientPress: 2.0,
    AllClientsPress: 1.0,
}


def weight(role: Role, press: Press) -> float:
    """How gladly somebody of this role presses this button; 0 for never."""
    match role:
        case Role.ORGANIZER:
            return _organizers(press)
        case Role.MODERATOR:
            return _moderators(press)
        case _:
            return _peoples(press)


def _peoples(press: Press) -> float:
    match press:
        case MatchPress(act=act):
            return {MatchAct.INTRODUCE: 8.0, MatchAct.DISMISS: 1.0, MatchAct.LATER: 0.5}.get(act, 0.0)
        case IntroPress(act=act):
            return _INTRODUCTIONS.get(act, 0.0)
        case MeetingPress(act=act):
            return _MEETINGS.get(act, 0.0)
        case ListingPress(act=act):
            return {ListingAct.OPEN: 0.5, ListingAct.MATCHES: 1.0}.get(act, 0.0)
        case _:
            return _ANY.get(type(press), 0.0)


def _organizers(press: Press) -> float:
    match press:
        case EventPress(act=act):
            return _EVENTS.get(act, 0.0)
        case NewAnnouncement():
            return 6.0
        case AnnouncePress(act=act):
            return _ANNOUNCEMENTS.get(act, 0.0)
        case ImportDraftPress(act=ImportDraftAct.ASK):
            return 2.0
        case StatementPress() | PublishPress():
            return 6.0
        case MeetingsPress(act=act):
            return {MeetingsAct.MANAGE: 0.5, MeetingsAct.MAKE_PLAN: 0.5, MeetingsAct.PLAN: 0.5}.get(act, 0.0)
        case _:
            return 0.0


def _moderators(press: Press) -> float:
    match press:
        case QueuePress():
            return 3.0
        case ReviewItemPress(act=act):
            return {ReviewItemAct.APPROVE: 5.0, ReviewItemAct.DISMISS: 4.0, ReviewItemAct.READ: 1.0}.get(act, 0.0)
        case _:
            return 0.0
