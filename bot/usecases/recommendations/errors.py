"""Errors of recommendations."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, LimitReachedError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from storage.ids import IntroductionId


class NoPairError(NotAllowedError):
    default: ClassVar[str] = mark("Choose a need of one company and an offer of another.")


class SameCountryError(NotAllowedError):
    default: ClassVar[str] = mark(
        "Both are from the same country, and at least one of them looks for partners abroad only."
    )


class NotOpenError(NoLongerThereError):
    default: ClassVar[str] = mark("One of the two listings is no longer open.")


class BothYoursError(NotAllowedError):
    default: ClassVar[str] = mark("You represent both, so nobody else could answer. Hand one over to its people first.")


class NotNowError(NotAllowedError):
    """Declined, blocked, already open, unreachable, and so on. The organizer is not told which."""

    default: ClassVar[str] = mark("These two cannot be asked at the moment. I can't tell you the reason.")


class TooManyError(LimitReachedError):
    default: ClassVar[str] = mark(
        "{cap} pairs are being asked, which is the limit for an event. Wait for some answers."
    )


class BusyError(LimitReachedError):
    default: ClassVar[str] = mark("One of the two already has {cap} open requests. Wait for an answer first.")


class TheirsNowError(AlreadyDoneError):
    default: ClassVar[str] = mark("One side has answered; you can't change this now.")


class EndedError(AlreadyDoneError):
    default: ClassVar[str] = mark("This has ended. You don't need to do anything.")


class GoneOnError(AlreadyDoneError):
    """The recommendation became an introduction, `introduction_id`, which does not allow this action."""

    default: ClassVar[str] = mark("This introduction has changed. This is the current state.")

    def __init__(self, introduction_id: IntroductionId) -> None:
        super().__init__()
        self.introduction_id = introduction_id
