"""The field types that most forms use."""

import html
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process, utils

from bot.i18n.translator import translator_for
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.ui.notes import too_long
from storage.vocabulary import Language

_LIKE = 80  # rapidfuzz WRatio, 0 to 100: text this similar to a label selects that label
_PAGE = 8  # choices per page of a long list: a phone shows this many without scrolling
_DENSE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # Chinese, Japanese, Korean


def length(text: str) -> int:
    """Returns the number of characters. A Chinese, Japanese or Korean one counts as two, since it says as much."""
    return len(text) + len(_DENSE.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """One or more lines of typed text."""

    question: str
    shortest: int = 1
    longest: int = 200
    """Both limits are in characters, after white space was folded; `shortest` as counted by `length`."""
    several_lines: bool = False
    check: Callable[[str, FieldContext], str | Refuse] | None = None
    """Returns the value to store, or refuses the text. May also raise a DomainError."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(text=ctx.t(self.question))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t = ctx.t
        if not isinstance(user_input, Text):
            return Refuse(t("Answer with a text message."))
        text = fold(user_input.text, several_lines=self.several_lines)
        if length(text) < self.shortest:
            least = math.ceil(self.shortest / 2) if _DENSE.search(text) else self.shortest
            return Refuse(t.n("At least {count} character, please.", "At least {count} characters, please.", least))
        if len(text) > self.longest:
            return Refuse(too_long(t, len(text), self.longest))
        checked = self.check(text, ctx) if self.check else text
        return checked if isinstance(checked, Refuse) else Accept({self.key: checked})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of a few options, by button or by typing something similar to its label."""

    question: str
    options: Callable[[Data], Mapping[str, str]]
    """Returns the values with their labels (message ids), in order."""
    per_row: int = 1

    async def ask(self, ctx: FieldContext) -> Question:
        choices = [Choice(ctx.t(text), Act.CHOOSE, value) for value, text in self.options(ctx.data).items()]
        return Question(text=ctx.t(self.question), choices=in_rows(choices, self.per_row))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        options = self.options(ctx.data)
        if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE and user_input.value in options:
            return Accept({self.key: user_input.value})
        if isinstance(user_input, Text):
            value = label_match(user_input.text, options)
            if value is not None:
                return Accept({self.key: value})
        return Refuse(ctx.t("Choose one of the buttons below."))

    def shown(self, ctx: FieldContext) -> str:
        value = str(ctx.data.get(self.key) or "")
        label = self.options(ctx.data).get(value)
        return value if label is None else ctx.t(label)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiField(Field):
    """Several of many options, as pages of checkboxes. Typed words find options and tick the first."""

    question: str
    options: Callable[[FieldContext], Mapping[str, str]]
    """Returns the values with their labels in the person's language, in order."""
    find: Callable[[str, FieldContext], Sequence[str]] | None = None
    """Returns the values that typed words mean, best first. None compares the words with the labels."""
    most: int = 5
    """How many options may be ticked."""
    per_row: int = 1
    nothing: str = ""
    """The preview text if nothing is ticked: a message id."""

    async def ask(self, ctx: FieldContext) -> Question:
        t, options, chosen = ctx.t, self.options(ctx), self._chosen(ctx.data)
        values = self._order(options, ctx.data)
        pages = max(1, -(-len(values) // _PAGE))
        page = min(int(ctx.data.get(self._page_key, 0)), pages - 1)
        here = values[page * _PAGE : (page + 1) * _PAGE]
        choices = [Choice(f"✅ {options[v]}" if v in chosen else options[v], Act.TOGGLE, v) for v in here]
        rows = in_rows(choices, self.per_row)
        if pages > 1:
            rows += (page_row(page, pages),)
        if chosen:
            rows += ((Choice(t("Done ({count})", count=len(chosen)), Act.DONE),),)
        return Question(text=t(self.question), choices=rows)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        options, chosen = self.options(ctx), self._chosen(ctx.data)
        match user_input:
            case Pressed(Act.DONE, _) if chosen:
                return Accept({self.key: chosen})
            case Pressed(Act.TOGGLE, value) if value in options:
                return self._toggle(value, chosen, ctx)
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({self._page_key: int(value)})
            case Text(text):
                return self._search(text, chosen, ctx)
        return Refuse(ctx.t("Tick what fits and press Done, or type a word to search."))

    def answered(self, data: Data) -> bool:
        return bool(data.get(self.key))

    def shown(self, ctx: FieldContext) -> str:
        options, chosen = self.options(ctx), self._chosen(ctx.data)
        if not chosen:
            return ctx.t(self.nothing)
        return ctx.t.joined(options.get(value, value) for value in chosen)

    @property
    def _page_key(self) -> str:
        return f"_{self.key}_page"

    @property
    def found_key(self) -> str:
        """The key under which the draft stores found values, which are shown first."""
        return f"_{self.key}_found"

    def _chosen(self, data: Data) -> list[str]:
        return list(data.get(self.key) or [])

    def _order(self, options: Mapping[str, str], data: Data) -> list[str]:
        """Puts found or guessed values first. Ticking does not change the order."""
        return list(dict.fromkeys((*(v for v in data.get(self.found_key, ()) if v in options), *options)))

    def _toggle(self, value: str, chosen: list[str], ctx: FieldContext) -> Outcome:
        if value in chosen:
            return Redraw({self.key: [v for v in chosen if v != value]})
        if len(chosen) >= self.most:
            return Refuse(ctx.t.n("{count} at most. Untick it first.", "{count} at most. Untick one first.", self.most))
        return Redraw({self.key: [*chosen, value]})

    def _search(self, text: str, chosen: list[str], ctx: FieldContext) -> Outcome:
        options = self.options(ctx)
        hits = self.find(text, ctx) if self.find else similar_labels(text, options)
        found = [value for value in hits if value in options]
        if not found:
            return Refuse(ctx.t("Nothing found for “{text}”. Try another word.", text=html.escape(text[:40])))
        ticked = list(dict.fromkeys((*chosen, found[0])))[: self.most]
        return Redraw({self.key: ticked, self.found_key: [*ticked, *found], self._page_key: 0})


def similar_labels(text: str, options: Mapping[str, str], limit: int = _PAGE) -> list[str]:
    """Returns the values whose label is similar to the text, best first."""
    hits = process.extract(
        text, options, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE, limit=limit
    )
    return [value for _, _, value in hits]


def label_match(text: str, options: Mapping[str, str]) -> str | None:
    """Returns the value whose number in the list, or whose label in any language, is similar to the text."""
    typed = text.strip().rstrip(".)")
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return list(options)[int(typed) - 1]
    labels = {
        (value, language): translator_for(language)(label) for value, label in options.items() for language in Language
    }
    hit = process.extractOne(text, labels, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE)
    return hit[2][0] if hit else None


def page_row(index: int, count: int) -> tuple[Choice, ...]:
    """Returns ◀ 2 / 7 ▶, which wraps around at the ends."""
    turns = (("◀", (index - 1) % count), (f"{index + 1} / {count}", index), ("▶", (index + 1) % count))
    return tuple(Choice(sign, Act.PAGE, str(page)) for sign, page in turns)


def in_rows(choices: Sequence[Choice], per_row: int) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(choices[i : i + per_row]) for i in range(0, len(choices), per_row))


def fold(text: str, *, several_lines: bool) -> str:
    """Folds white space and drops control characters, so that the length is the visible length."""
    visible = "".join(c if c.isprintable() or c in "\n\t" or c in "\u200d\ufe0f" else " " for c in text)
    lines = [" ".join(line.split()) for line in visible.splitlines()]
    if not several_lines:
        return " ".join(line for line in lines if line)
    return "\n".join(lines).strip()
