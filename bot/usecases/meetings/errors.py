"""Errors of meetings."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, InputError, LimitReachedError, NoLongerThereError
from bot.i18n.translator import mark


class NoMeetingsError(NoLongerThereError):
    default: ClassVar[str] = mark("This event has no meetings to arrange yet.")


class NotPossibleError(NoLongerThereError):
    default: ClassVar[str] = mark("You two cannot arrange a meeting now.")


class TimeTakenError(NoLongerThereError):
    default: ClassVar[str] = mark("That time is no longer free. Please choose another one.")


class FullError(LimitReachedError):
    default: ClassVar[str] = mark("One of you already has as many meetings as this event allows.")


class MeetingClosedError(AlreadyDoneError):
    default: ClassVar[str] = mark("This meeting has changed meanwhile. This is where it stands.")


class BadSetupError(InputError):
    default: ClassVar[str] = mark("These hours leave no room for a meeting. Check the hours and the length.")


class BookedTimesError(LimitReachedError):
    default: ClassVar[str] = mark(
        "Booked meetings at times or tables that you would remove: {count}. Move or cancel them first."
    )
