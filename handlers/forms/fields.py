"""The kinds of question that every form is made of."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from bot.i18n.translator import translator_for
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from storage.vocabulary import Language

_LIKE = 80  # rapidfuzz WRatio, 0 to 100: typed text this close to a label means that label
_PAGE = 8  # choices of a long list shown at a time: what a phone shows without scrolling


def always(_data: Data) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """A few typed words, or many."""

    key: str
    label: str
    question: str
    shortest: int = 1
    longest: int = 200
    """Both in characters after white space was folded."""
    optional: bool = False
    hidden: bool = False
    several_lines: bool = False
    when: Callable[[Data], bool] = always
    check: Callable[[str, Asking], str | Refuse] | None = None
    """Turns what was typed into what is kept, or says why not."""

    def applies(self, data: Data) -> bool:
        return self.when(data)

    async def ask(self, asking: Asking) -> Question:
        return Question(text=asking.t(self.question))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t = asking.t
        if not isinstance(given, Text):
            return Refuse(t("Please answer with a text message."))
        text = fold(given.text, several_lines=self.several_lines)
        if len(text) < self.shortest:
            return Refuse(
                t.n("At least {count} character, please.", "At least {count} characters, please.", self.shortest)
            )
        if len(text) > self.longest:
            return Refuse(
                t(
                    "That is {length} characters; {longest} fit. Please shorten it and send it again.",
                    length=t.number(len(text)),
                    longest=t.number(self.longest),
                )
            )
        checked = self.check(text, asking) if self.check else text
        return checked if isinstance(checked, Refuse) else Accept({self.key: checked})

    def shown(self, asking: Asking) -> str:
        return str(asking.data.get(self.key) or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of a few, by button or by typing something like its label."""

    key: str
    label: str
    question: str
    options: Callable[[Data], Mapping[str, str]]
    """Values and their labels (message ids), in order."""
    optional: bool = False
    hidden: bool = False
    when: Callable[[Data], bool] = always
    per_row: int = 1

    def applies(self, data: Data) -> bool:
        return self.when(data)

    async def ask(self, asking: Asking) -> Question:
        choices = [Choice(asking.t(text), Act.CHOOSE, value) for value, text in self.options(asking.data).items()]
        return Question(text=asking.t(self.question), choices=in_rows(choices, self.per_row))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        options = self.options(asking.data)
        if isinstance(given, Pressed) and given.act is Act.CHOOSE and given.value in options:
            return Accept({self.key: given.value})
        if isinstance(given, Text):
            value = by_label(given.text, options)
            if value is not None:
                return Accept({self.key: value})
        return Refuse(asking.t("Please choose one of the buttons below."))

    def shown(self, asking: Asking) -> str:
        value = str(asking.data.get(self.key) or "")
        label = self.options(asking.data).get(value)
        return value if label is None else asking.t(label)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiField(Field):
    """Several of many: pages of boxes to tick, and typed words that find and tick them."""

    key: str
    label: str
    question: str
    options: Callable[[Asking], Mapping[str, str]]
    """Values and what they are called in the person's language, in order."""
    find: Callable[[str, Asking], Sequence[str]] | None = None
    """The values that typed words mean, surest first; by default those whose label is like them."""
    most: int = 5
    """How many may be ticked."""
    optional: bool = False
    hidden: bool = False
    when: Callable[[Data], bool] = always
    per_row: int = 1
    nothing: str = ""
    """What no choice means, as a message id."""

    def applies(self, data: Data) -> bool:
        return self.when(data)

    async def ask(self, asking: Asking) -> Question:
        t, options, chosen = asking.t, self.options(asking), self._chosen(asking.data)
        values = self._order(options, asking.data)
        pages = max(1, -(-len(values) // _PAGE))
        page = min(int(asking.data.get(self._page_key, 0)), pages - 1)
        here = values[page * _PAGE : (page + 1) * _PAGE]
        choices = [Choice(f"✅ {options[v]}" if v in chosen else options[v], Act.TOGGLE, v) for v in here]
        rows = in_rows(choices, self.per_row)
        if pages > 1:
            turn = ((page - 1) % pages, (page + 1) % pages)
            rows += (
                (
                    Choice("◀", Act.PAGE, str(turn[0])),
                    Choice(f"{page + 1} / {pages}", Act.PAGE, str(page)),
                    Choice("▶", Act.PAGE, str(turn[1])),
                ),
            )
        if chosen:
            rows += ((Choice(t("Done ({count})", count=len(chosen)), Act.DONE),),)
        return Question(text=t(self.question), choices=rows)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        options, chosen = self.options(asking), self._chosen(asking.data)
        match given:
            case Pressed(Act.DONE, _) if chosen:
                return Accept({self.key: chosen})
            case Pressed(Act.TOGGLE, value) if value in options:
                return self._toggle(value, chosen, asking)
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({self._page_key: int(value)})
            case Text(text):
                return self._search(text, chosen, asking)
        return Refuse(asking.t("Please tick what fits and press Done, or type a word to search."))

    def answered(self, data: Data) -> bool:
        return bool(data.get(self.key))

    def shown(self, asking: Asking) -> str:
        options, chosen = self.options(asking), self._chosen(asking.data)
        if not chosen:
            return asking.t(self.nothing)
        return asking.t.joined(options.get(value, value) for value in chosen)

    @property
    def _page_key(self) -> str:
        return f"_{self.key}_page"

    @property
    def found_key(self) -> str:
        """Where the draft keeps the values that are shown first."""
        return f"_{self.key}_found"

    def _chosen(self, data: Data) -> list[str]:
        return list(data.get(self.key) or [])

    def _order(self, options: Mapping[str, str], data: Data) -> list[str]:
        """What was searched for or guessed comes first. Ticking moves nothing: no box jumps away under the finger."""
        return list(dict.fromkeys((*(v for v in data.get(self.found_key, ()) if v in options), *options)))

    def _toggle(self, value: str, chosen: list[str], asking: Asking) -> Outcome:
        if value in chosen:
            return Redraw({self.key: [v for v in chosen if v != value]})
        if len(chosen) >= self.most:
            return Refuse(
                asking.t.n("{count} at most. Untick it first.", "{count} at most. Untick one first.", self.most)
            )
        return Redraw({self.key: [*chosen, value]})

    def _search(self, text: str, chosen: list[str], asking: Asking) -> Outcome:
        options = self.options(asking)
        hits = self.find(text, asking) if self.find else like(text, options)
        found = [value for value in hits if value in options]
        if not found:
            return Refuse(asking.t("Nothing found for “{text}”. Try another word.", text=html.escape(text[:40])))
        ticked = list(dict.fromkeys((*chosen, found[0])))[: self.most]
        return Redraw({self.key: ticked, self.found_key: [*ticked, *found], self._page_key: 0})


def like(text: str, options: Mapping[str, str], limit: int = _PAGE) -> list[str]:
    """The values whose label is like the text, the likest first."""
    hits = process.extract(
        text, options, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE, limit=limit
    )
    return [value for _, _, value in hits]


def by_label(text: str, options: Mapping[str, str]) -> str | None:
    """The value whose label, in any interface language, the text is like; also its number in the list."""
    typed = text.strip().rstrip(".)")
    if typed.isdecimal() and 1 <= int(typed) <= len(options):
        return list(options)[int(typed) - 1]
    labels = {
        (value, language): translator_for(language)(label) for value, label in options.items() for language in Language
    }
    hit = process.extractOne(text, labels, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE)
    return hit[2][0] if hit else None


def in_rows(choices: Sequence[Choice], per_row: int) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(choices[i : i + per_row]) for i in range(0, len(choices), per_row))


def fold(text: str, *, several_lines: bool) -> str:
    """White space folded and control characters dropped, so that lengths mean what a person sees."""
    visible = "".join(c if c.isprintable() or c in "\n\t" or c in "\u200d\ufe0f" else " " for c in text)
    lines = [" ".join(line.split()) for line in visible.splitlines()]
    if not several_lines:
        return " ".join(line for line in lines if line)
    return "\n".join(lines).strip()
