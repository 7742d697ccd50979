"""The buttons of meetings, also used by other dialogs."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import EventId, IntroductionId, MeetingId, SlotId


class MeetPress(Press, kind="mn1"):
    """Suggests times to the other side of an introduction; event 0 is the next one."""

    introduction: IntroductionId
    event: EventId


class MeetingAct(StrEnum):
    OPEN = "o"
    OTHER_TIMES = "t"
    LEAVE_TO_PLAN = "p"
    DECLINE = "n"
    TAKE_BACK = "w"
    CANCEL = "x"
    CANCEL_NOW = "X"
    LATE = "l"
    CALENDAR = "c"
    NOT_MET = "u"
    MET = "m"
    AGAIN = "g"
    NOT_AGAIN = "G"


class MeetingPress(Press, kind="mt1"):
    meeting: MeetingId
    act: MeetingAct


class TimePress(Press, kind="mo1"):
    """Picks a suggested time."""

    meeting: MeetingId
    slot: SlotId


class FreedTimePress(Press, kind="mz1"):
    """Takes a time that has become free."""

    meeting: MeetingId
    slot: SlotId


class MeetingsAct(StrEnum):
    MINE = "o"
    FREE_TIMES = "f"
    CALENDAR = "c"
    PICTURE = "p"
    # For organizers
    MANAGE = "m"
    SET_UP = "s"
    MAKE_PLAN = "g"
    PLAN = "P"
    DISCARD = "d"
    BOARD = "b"
    BOARD_FILE = "B"
    FREE_NOW = "n"
    SIGNS = "t"
    BADGES = "T"
    REPORT = "r"


class MeetingsPress(Press, kind="me1"):
    """The meetings of an event."""

    event: EventId
    act: MeetingsAct


class PublishPress(Press, kind="md1"):
    """Publishes the draft that was made at this time, in whole seconds since 1970."""

    event: EventId
    made: int


class PlannedPage(Press, kind="my1"):
    """A page of the planned meetings."""

    event: EventId
    page: int


class PlannedAct(StrEnum):
    PIN = "p"
    BAR = "b"


class PlannedPress(Press, kind="mx1"):
    """Keeps a planned meeting in its place, or takes it out."""

    event: EventId
    introduction: IntroductionId
    act: PlannedAct
    page: int


class BookedPage(Press, kind="mb1"):
    """A page of the booked meetings, for an organizer."""

    event: EventId
    page: int


class CancelForBothPress(Press, kind="mv1"):
    """An organizer cancels a booked meeting: the first press asks."""

    event: EventId
    meeting: MeetingId
    sure: bool
