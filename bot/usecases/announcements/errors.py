"""Errors of announcements."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, InputError
from bot.i18n.translator import mark


class NothingToSayError(InputError):
    default: ClassVar[str] = mark("There is nothing to send yet. Write the announcement first.")


class NobodyToTellError(InputError):
    default: ClassVar[str] = mark("This audience is empty. Widen it first.")


class TooMuchError(InputError):
    default: ClassVar[str] = mark("An announcement has up to {limit} messages.")


class PastError(InputError):
    default: ClassVar[str] = mark("That time has passed. Choose a later one.")


class MovedOnError(AlreadyDoneError):
    """The announcement is in another state after a second tap or an action of a colleague."""

    default: ClassVar[str] = mark("This announcement has changed. This is the current state.")
