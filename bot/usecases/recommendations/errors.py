"""Errors of recommendations."""

from typing import ClassVar

from bot.errors import AlreadyDoneError, LimitReachedError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from storage.ids import IntroductionId


class NoPairError(NotAllowedError):
    default: ClassVar[str] = mark("It takes a need of one company and an offer of another.")


class SameCountryError(NotAllowedError):
    default: ClassVar[str] = mark(
        "Both are of one country, and not both of them look for partners at home. I bring together across borders."
    )


class NotOpenError(NoLongerThereError):
    default: ClassVar[str] = mark("One of the two listings is no longer open.")


class BothYoursError(NotAllowedError):
    default: ClassVar[str] = mark(
        "You speak for both of these yourself, so nobody else could answer. Hand one of them over to its people first."
    )


class NotNowError(NotAllowedError):
    """Declined, blocked, already open, unreachable …: the organizer does not learn which."""

    default: ClassVar[str] = mark("These two cannot be asked at the moment. The reason stays with them.")


class TooManyError(LimitReachedError):
    default: ClassVar[str] = mark(
        "{cap} pairs are being asked, as many as an event may have. Please wait for some answers."
    )


class BusyError(LimitReachedError):
    default: ClassVar[str] = mark("One of the two is being asked about {cap} others. Please wait for an answer.")


class TheirsNowError(AlreadyDoneError):
    default: ClassVar[str] = mark("One of them has answered: from here on it is theirs.")


class EndedError(AlreadyDoneError):
    default: ClassVar[str] = mark("This has come to an end meanwhile. There is nothing for you to do.")


class GoneOnError(AlreadyDoneError):
    """The recommendation has become an introduction, `introduction_id`, and this action does not fit it."""

    default: ClassVar[str] = mark("This introduction has moved on. Here is how things stand now.")

    def __init__(self, introduction_id: IntroductionId) -> None:
        super().__init__()
        self.introduction_id = introduction_id
