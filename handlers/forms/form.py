"""Forms: a dialog as an ordered table of fields, filled in one question at a time.

Every turn has two phases. First the input is read and the next question is prepared, with no transaction open. Then the
draft is stored, or the form is finished, in one short write transaction.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.context import Services
from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.usecases.privacy.periods import DRAFTS
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.user_input import Act, UserInput
from handlers.ui.buttons import Press
from handlers.ui.view import View
from handlers.ui.welcome_views import refused
from storage.database import savepoint

PREVIEW: Final = "preview"
"""The step after the last field, where any answer can still be changed."""
CHANGING: Final = "_changing"
"""Set while one field is changed: to the step that the answer leads back to, or to True for the preview."""
SAVED: Final = mark("Your draft is saved. Continue at any time.")
FINISHED_BY: Final = "_finished_by"
"""The value of the pressed finish button, in forms with several."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button under a question. A button with `press` leads out of the form."""

    text: str
    act: Act
    value: str = ""
    press: Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """HTML text and rows of choices. The form adds Back, Skip and Cancel."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    contact_request: str | None = None
    """The label of the keyboard button that shares the person's phone number."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Stores these values and continues. None removes a value."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Redraw:
    """Stores these values and asks the same question again, as after a tick or a page turn. None removes a value."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refuse:
    """The input does not answer the question. `why` is HTML in the person's language."""

    why: str


Outcome = Accept | Redraw | Refuse


def always(_data: Data) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(ABC):
    """One question. A field has no state of its own: the draft stores everything."""

    key: str
    label: str
    """The name of the answer in the preview: a message id."""
    optional: bool = False
    hidden: bool = False
    """Never asked; only offered for change in the preview."""
    when: Callable[[Data], bool] = always

    def applies(self, data: Data) -> bool:
        """Returns True if the question applies, given the answers so far."""
        return self.when(data)

    def answered(self, data: Data) -> bool:
        return data.get(self.key) is not None

    @abstractmethod
    async def ask(self, ctx: FieldContext) -> Question: ...

    async def ask_again(self, ctx: FieldContext) -> Question:
        """Asks under a notice, such as why the last input is no answer."""
        return await self.ask(ctx)

    @abstractmethod
    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        """Parses the input. A raised DomainError is shown to the person like a Refuse."""

    def shown(self, ctx: FieldContext) -> str:
        """Returns the answer as plain text for the preview, or "" without an answer. The caller escapes it."""
        return str(ctx.data.get(self.key) or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextForm:
    """The form that follows, with the answers that are known already."""

    form: "Form"
    data: Data
    notice: str = ""
    """Why the form follows, in the person's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What follows a finished form: a view, another form, or both `view` and `then`."""

    view: View | None = None
    next_form: NextForm | None = None
    then: Callable[[Services], Awaitable[Sequence[View]]] | None = None
    """Runs after the commit and may be slow. Its views are sent last."""


Finish = Callable[[FinishContext], Awaitable[Finished]]


def ends_when_refused(finish: Finish) -> Finish:
    """Wraps `finish` in a savepoint. A DomainError undoes the changes, ends the form, and is shown to the person."""

    async def guarded(ctx: FinishContext) -> Finished:
        try:
            async with savepoint(ctx.session):
                return await finish(ctx)
        except DomainError as error:
            return Finished(view=refused(ctx.caller, error))

    return guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A named table of fields, and the use case that gets the answers."""

    name: str
    title: Callable[[Translator, Data], str]
    """The heading over every question."""
    fields: tuple[Field, ...]
    finish: Finish
    """Runs one use case in the write transaction that deletes the draft."""
    prepare: Callable[[FieldContext], Awaitable[Any]] | None = None
    """Does slow work before the transaction of `finish`, which gets the result."""
    preview: Callable[[FieldContext], Awaitable[str]] | None = None
    """Returns the draft as HTML, as others will see it. With None, the last answer finishes the form."""
    finish_label: Callable[[Translator, Data], str] = lambda t, _data: t("Save")
    finishes: Callable[[FieldContext], Sequence[Choice]] | None = None
    """Returns several finish buttons that replace the default one. None or an empty result keeps the default."""
    derive: Callable[[FieldContext], Awaitable[Data]] | None = None
    """Derives more values from the answers. Called after every accepted answer."""
    kept: timedelta = DRAFTS
    """How long an unfinished draft is kept."""
    typed: str | None = None
    """The key of the field that takes text typed at the preview."""
    sent: str | None = None
    """The key of the field that takes a picture or a file sent at the preview."""
    skips_answered: bool = False
    """True if questions that are answered already, as by a file, are not asked."""
    collapses: bool = False
    """True if the preview shows the buttons that change an answer only on request."""
    reaches_others_at_once: bool = False
    """True if the next text goes to others without a preview. Any other act of the person closes such a dialog, because
    what they type later may not be meant for it."""
    is_interrupted: Callable[[FieldContext], Awaitable[bool]] | None = None
    """Returns True if the person was told something else since the question, which their text may be meant for."""
    leave_label: str = mark("Cancel")
    aside: str = SAVED
    """The text for a person who leaves the form: a message id."""

    def field(self, step: str) -> Field | None:
        return next((field for field in self.fields if field.key == step), None)

    def asked(self, data: Data) -> list[Field]:
        """Returns the questions to ask, given the answers so far."""
        return [field for field in self.fields if not field.hidden and field.applies(data)]

    def after(self, step: str, data: Data) -> str:
        """Returns the next step, given the answers so far."""
        keys = [field.key for field in self.fields]
        rest = self.fields[keys.index(step) + 1 :] if step in keys else self.fields
        asked = (field for field in rest if not field.hidden and field.applies(data))
        return next((field.key for field in asked if not (self.skips_answered and field.answered(data))), PREVIEW)

    def before(self, step: str, data: Data) -> str | None:
        """Returns the previous step; None at the first."""
        keys = [field.key for field in self.asked(data)]
        position = keys.index(step) if step in keys else len(keys)
        return keys[position - 1] if position > 0 else None

    def first_asked(self, data: Data) -> str:
        """Returns the first step of a new draft: the first unanswered question, or the preview if none is required."""
        if self.first_open(data) == PREVIEW:
            return PREVIEW
        return next(field.key for field in self.asked(data) if not field.answered(data))

    def first_open(self, data: Data) -> str:
        """Returns the first required question without an answer, or the preview."""
        return next(
            (field.key for field in self.asked(data) if not field.optional and not field.answered(data)), PREVIEW
        )

    def current(self, step: str, data: Data) -> str:
        """Returns the step, or the first open question if the step is unknown, does not apply, or comes too early."""
        field = self.field(step)
        return step if field is not None and field.applies(data) else self.first_open(data)
