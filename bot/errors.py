"""Expected errors that people cause. They are shown to the person in their language, and not logged."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from bot.i18n.translator import mark


class DomainError(Exception):
    """Carries an English message id and the values of its placeholders, which views translate.

    `str()` returns the message id without the values, so that no personal data reaches a log.
    """

    default: ClassVar[str] = mark("That did not work. Please try again.")

    def __init__(self, message: str | None = None, /, **values: object) -> None:
        self.message = message or self.default
        self.values: Mapping[str, object] = MappingProxyType(values)
        super().__init__(self.message)


class NotAllowedError(DomainError):
    """The person may not do this, or no longer may."""

    default = mark("You don't have permission for this.")


class NoLongerThereError(DomainError):
    """The object of a button or link was deleted, or another person changed it."""

    default = mark("That no longer exists. This is the current state.")


class AlreadyDoneError(DomainError):
    """The action was done already, by a second tap or by a colleague."""

    default = mark("That is already done.")


class InputError(DomainError):
    """The input cannot be used. The message says what is expected."""

    default = mark("I can't use that here.")


class LimitReachedError(DomainError):
    """The person has reached a limit."""

    default = mark("You've reached the limit.")


class EmptyTextError(InputError):
    default: ClassVar[str] = mark("Write it as text.")


class AllHiddenError(InputError):
    """Masking would leave no word of the text."""

    default: ClassVar[str] = mark(
        "Nothing of it would be left: names and contact data stay hidden until both have accepted. "
        "Please say it in other words."
    )


class TooLongError(InputError):
    default: ClassVar[str] = mark("Please shorten it to {limit} characters. Yours has {length}.")

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(limit=limit, length=length)
