"""Forms: a dialog as an ordered table of fields, filled in one question at a time."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller, Services
from bot.i18n.translator import Translator, mark
from bot.usecases.privacy.periods import DRAFTS
from handlers.forms.user_input import Act, Given
from handlers.ui.buttons import Press
from handlers.ui.screen import View

Data = Mapping[str, Any]
"""What a draft holds so far: JSON values by field key."""

PREVIEW: Final = "preview"
"""The step after the last field, in which any of them can still be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a field may know when it asks, reads or shows: the draft so far, the person, and the open transaction."""

    data: Data
    caller: Caller
    services: Services
    session: AsyncSession

    @property
    def t(self) -> Translator:
        return self.caller.t


@dataclass(frozen=True, slots=True)
class Choice:
    """One button under a question; with a `press` of its own it is no answer but leads elsewhere."""

    text: str
    act: Act
    value: str = ""
    press: Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: HTML, and rows of choices. Back, Skip and Cancel are added by the form."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    contact_request: str | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    """The answer, as values to keep; the form goes on."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Redraw:
    """The same question again with these values changed: a box ticked, a page turned. None takes a value away."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Not an answer to this question: why, in the person's language, as HTML."""

    why: str


Outcome = Accept | Redraw | Refuse

GOES_ON: Final = mark("Your draft is kept. Go on whenever you like.")
FINISHED_BY: Final = "_finished_by"
"""The value of the button that finished a form with several ways to do so; missing for the one label."""
CHANGING: Final = "_changing"
"""Set in a draft while one field is changed from the preview: its answer leads back there."""


class Field(ABC):
    """One question. Stateless: what it needs to remember while it is asked it keeps in the draft."""

    key: str
    label: str
    """What the answer is called in the preview: a message id."""
    optional: bool = False
    hidden: bool = False
    """Never asked, only offered for change in the preview."""

    def applies(self, data: Data) -> bool:
        """Whether the question arises at all, by the answers so far."""
        return True

    def answered(self, data: Data) -> bool:
        return data.get(self.key) is not None

    @abstractmethod
    async def ask(self, asking: Asking) -> Question: ...

    @abstractmethod
    async def read(self, given: Given, asking: Asking) -> Outcome: ...

    @abstractmethod
    def shown(self, asking: Asking) -> str:
        """The answer as the preview words it: plain text, escaped by who shows it. Empty for no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Another form that takes over, with what is known already."""

    form: "Form"
    data: Data
    notice: str = ""
    """Why, in the person's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What follows a finished form: a view now, and perhaps one that needs the committed result, or another form."""

    view: View | None
    then: Callable[[], Awaitable[Sequence[View]]] | None = None
    onward: Onward | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A named table of fields, with what becomes of the answers."""

    name: str
    title: Callable[[Translator, Data], str]
    """The heading over every question."""
    fields: tuple[Field, ...]
    finish_label: Callable[[Translator, Data], str]
    preview: Callable[[Asking], Awaitable[str]]
    """The draft as HTML, as others will see it."""
    finish: Callable[[Asking], Awaitable[Finished]]
    """Carries out what the form was for, in the transaction that takes the draft away."""
    confirmed: bool = True
    """Whether the answers are shown and confirmed; otherwise the last answer finishes the form."""
    settle: Callable[[Asking], Awaitable[Data]] | None = None
    """What follows from the answers so far, as more values to keep: asked after every accepted answer."""
    kept: timedelta = DRAFTS
    """How long a draft waits for the person to come back."""
    typed: str | None = None
    """The field that takes what is typed while the preview is shown."""
    finishes: "Callable[[Asking], Sequence[Choice]] | None" = None
    """Several ways to finish, the first the usual one, where one label does not say it all. None: the one label."""
    leave_label: str = mark("Cancel")
    aside: str = GOES_ON
    """What a person is told who leaves the form: a message id."""

    def field(self, step: str) -> Field | None:
        return next((field for field in self.fields if field.key == step), None)

    def asked(self, data: Data) -> list[Field]:
        """The questions that arise for these answers, in order."""
        return [field for field in self.fields if not field.hidden and field.applies(data)]

    def after(self, step: str, data: Data) -> str:
        """The step that follows, by the answers so far."""
        keys = [field.key for field in self.fields]
        rest = self.fields[keys.index(step) + 1 :] if step in keys else self.fields
        return next((field.key for field in rest if not field.hidden and field.applies(data)), PREVIEW)

    def before(self, step: str, data: Data) -> str | None:
        """The step to go back to; None at the first."""
        keys = [field.key for field in self.asked(data)]
        position = keys.index(step) if step in keys else len(keys)
        return keys[position - 1] if position > 0 else None

    def first_asked(self, data: Data) -> str:
        """Where a new draft begins: the first question without an answer, or the preview if none is required."""
        if self.first_open(data) == PREVIEW:
            return PREVIEW
        return next(field.key for field in self.asked(data) if not field.answered(data))

    def first_open(self, data: Data) -> str:
        """The first required question without an answer, or the preview."""
        return next(
            (field.key for field in self.asked(data) if not field.optional and not field.answered(data)), PREVIEW
        )
