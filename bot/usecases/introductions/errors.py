"""Errors of introductions."""

from datetime import datetime
from typing import ClassVar

from bot.errors import AlreadyDoneError, InputError, LimitReachedError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from storage.ids import IntroductionId
from storage.vocabulary import IntroductionStatus


class NotYoursError(NotAllowedError):
    """The introduction does not exist, or the person does not speak for the right side. People are not told which."""


class ClosedError(AlreadyDoneError):
    """A colleague, the other side or the deadline was faster. `status` is the current one."""

    default: ClassVar[str] = mark("This introduction has changed. This is the current state.")

    def __init__(self, status: IntroductionStatus) -> None:
        super().__init__()
        self.status = status


class NotYourMoveError(NotAllowedError):
    default: ClassVar[str] = mark("It is the other side's turn. I'll tell you as soon as they answer.")


class UnderWayError(AlreadyDoneError):
    """The pair is connected, or the own side has proposed it already. `introduction_id` is that introduction."""

    default: ClassVar[str] = mark("These two listings already have an introduction.")

    def __init__(self, introduction_id: IntroductionId) -> None:
        super().__init__()
        self.introduction_id = introduction_id


class NoPairError(NotAllowedError):
    """The two listings cannot be introduced: same kind, same company or same country."""

    default: ClassVar[str] = mark("These two cannot be introduced to each other.")


class UnavailableError(NoLongerThereError):
    """The other side is blocked, deleted or unreachable. People are not told which."""

    default: ClassVar[str] = mark("This company cannot be asked at the moment.")


class ListingGoneError(NoLongerThereError):
    default: ClassVar[str] = mark("One of the two listings is no longer open.")


class DeclinedBeforeError(NotAllowedError):
    default: ClassVar[str] = mark("The other side has already said no to this. See other matches: /matches")


class TooSoonError(LimitReachedError):
    """Proposed twice without success; possible again at `until`."""

    default: ClassVar[str] = mark("You have asked this company twice. Wait some weeks before you ask again.")

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class CapReachedError(LimitReachedError):
    default: ClassVar[str] = mark(
        "You have {cap} open requests, which is the limit. Withdraw one or wait for an answer."
    )

    def __init__(self, cap: int) -> None:
        super().__init__(cap=cap)


class FilesNotYetError(InputError):
    default: ClassVar[str] = mark("Only text for now. You can send files once both sides have accepted.")


class BadDateError(InputError):
    default: ClassVar[str] = mark("Choose a day within the next three months.")
