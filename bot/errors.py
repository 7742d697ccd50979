"""What can go wrong because of what people do: expected, told to them in their language, never an alarm."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from bot.i18n.translator import mark


class DomainError(Exception):
    """Carries an English message id and the values of its placeholders; views put it into words.

    `str()` of it is the message id alone, so that nobody's data reaches a log.
    """

    default: ClassVar[str] = mark("That did not work. Please try again.")

    def __init__(self, message: str | None = None, /, **values: object) -> None:
        self.message = message or self.default
        self.values: Mapping[str, object] = MappingProxyType(values)
        super().__init__(self.message)


class NotAllowedError(DomainError):
    """The person may not do this, or no longer."""

    default = mark("You cannot do that, or no longer.")


class NoLongerThereError(DomainError):
    """What a button or a link names is gone or was changed by somebody else in the meantime."""

    default = mark("That is no longer there. Here is how things stand now.")


class AlreadyDoneError(DomainError):
    """A second press, or somebody else of the company was faster."""

    default = mark("That has been done already.")


class InputError(DomainError):
    """What was typed or sent cannot be taken: the message says what is wanted."""

    default = mark("I cannot use that here.")


class LimitReachedError(DomainError):
    """The person has as many of these as one may have."""

    default = mark("You have as many of these as one may have.")


class EmptyTextError(InputError):
    default: ClassVar[str] = mark("Please write it as text.")


class TooLongError(InputError):
    default: ClassVar[str] = mark("Please keep it to {limit} characters; yours has {length}.")

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(limit=limit, length=length)
