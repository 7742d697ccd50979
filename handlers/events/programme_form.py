"""The form that creates or changes a programme item."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.reading.spans import read_span
from bot.usecases.events import programme
from bot.usecases.events.programme import NewItem
from handlers.events import programme_views
from handlers.events.when import ZONE, clock, days_and_zone, outside_note, shown
from handlers.forms.context import Data, FieldContext, FinishContext, opened_with, with_own_changes
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Accept, Field, Finished, Form, Outcome, Question, Refuse
from handlers.forms.user_input import Text, UserInput
from handlers.forms.views import lines
from storage.ids import EventId, HallId, ItemId
from storage.models import Event, Hall, ProgrammeItem
from storage.vocabulary import Language

EVENT: Final = "event_id"
ITEM: Final = "item_id"
_USUAL: Final = timedelta(hours=1)  # length of an item without a typed end


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenField(Field):
    """Stores the start and end in ISO format, in UTC."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(text=ctx.t("When? Day and hours in event time, for example: <i>12.11.2026 14:00 – 15:30</i>."))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Text):
            span = read_span(user_input.text, ctx.now.astimezone(ZoneInfo(ctx.data[ZONE])))
            if span is not None:
                start, end = span[0], span[1] or span[0] + _USUAL
                if end - start > programme.LONGEST:
                    return Refuse(ctx.t("An item can last one day at most. Add one item for each day."))
                return Accept({self.key: [start.isoformat(), end.isoformat()]})
        return Refuse(ctx.t("Write the day, the start and the end."))

    def shown(self, ctx: FieldContext) -> str:
        kept = ctx.data.get(self.key)
        if not kept:
            return ""
        zone = ctx.data[ZONE]
        start, end = map(datetime.fromisoformat, kept)
        same_day = start.astimezone(ZoneInfo(zone)).date() == end.astimezone(ZoneInfo(zone)).date()
        return f"{shown(ctx.t, start, zone)} – {(clock if same_day else shown)(ctx.t, end, zone)}"


def _title_field(language: Language) -> TextField:
    first = language is Language.EN
    question = {
        Language.EN: mark("What is it called, in English?"),
        Language.ZH: mark("And in Chinese? People who use the bot in Chinese see this name."),
    }.get(language, mark("And in Serbian?"))
    label = mark("Title") if first else LANGUAGE_NAMES[language]
    return TextField(key=f"title_{language}", label=label, question=question, longest=200, optional=not first)


FIELDS: tuple[Field, ...] = (
    _title_field(Language.EN),
    WhenField(key="when", label=mark("When")),
    ChoiceField(
        key="hall",
        label=mark("Hall"),
        question=mark("In which hall?"),
        options=lambda data: data.get("_halls", {}),
        when=lambda data: bool(data.get("_halls")),
        optional=True,
    ),
    _title_field(Language.ZH),
    _title_field(Language.SR_LATN),
)


async def _preview(ctx: FieldContext) -> str:
    note = outside_note(ctx.t, ctx.data, [datetime.fromisoformat(ctx.data["when"][0])])
    return "\n".join([f"<b>{_title(ctx.t, ctx.data)}</b>", "", *lines(FIELDS, ctx), *(["", note] if note else [])])


async def _finish(ctx: FinishContext) -> Finished:
    data, session, who = ctx.data, ctx.session, ctx.actor
    if data.get(ITEM):
        item = await programme.own_item(session, who, ItemId(data[ITEM]))
        data = with_own_changes(data, {**data, **answers_of(item)})
    start, end = map(datetime.fromisoformat, data["when"])
    titles = {language.value: data[f"title_{language}"] for language in Language if data.get(f"title_{language}")}
    hall = HallId(int(data["hall"])) if data.get("hall") else None
    new = NewItem(titles=titles, hall_id=hall, starts_at=start, ends_at=end)
    if data.get(ITEM):
        await programme.change(session, who, ItemId(data[ITEM]), new, ctx.now)
    else:
        await programme.add(session, who, EventId(data[EVENT]), new)
    return Finished(view=await programme_views.managed(session, ctx.t, who, EventId(data[EVENT])))


def start_data(event: Event, halls: list[Hall]) -> dict[str, Any]:
    return {EVENT: event.id, **days_and_zone(event), "_halls": {str(hall.id): hall.name for hall in halls}}


def data_of(item: ProgrammeItem, event: Event, halls: list[Hall]) -> dict[str, Any]:
    """Returns the form answers of an existing item, for a change."""
    return {**start_data(event, halls), ITEM: item.id, **opened_with(answers_of(item))}


def answers_of(item: ProgrammeItem) -> dict[str, Any]:
    hall = {} if item.hall_id is None else {"hall": str(item.hall_id)}
    return {
        "when": [item.starts_at.isoformat(), item.ends_at.isoformat()],
        **{f"title_{language}": title for language, title in item.titles.items()},
        **hall,
    }


def _title(t: Translator, data: Data) -> str:
    return t("Change the programme") if data.get(ITEM) else t("New item of the programme")


def _finish_label(t: Translator, _: Data) -> str:
    return t("Save")


FORM = Form(
    name="item",
    title=_title,
    fields=FIELDS,
    finish_label=_finish_label,
    preview=_preview,
    finish=_finish,
    aside=mark("Nothing was done."),
)
