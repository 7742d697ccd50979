"""Routes of typed buttons. Each press is parsed here once, and every outdated button gets the same answer."""

import dataclasses
from collections.abc import Callable, Collection, Coroutine, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.context import Context
from handlers.ui import welcome_views
from handlers.ui.buttons import Go, Place, Press
from handlers.ui.gate import Step
from handlers.ui.screen import respond

P = TypeVar("P", bound=Press)
PressStep = Callable[[Update, Context, P], Coroutine[Any, Any, Any]]


class OldPressError(Exception):
    """Raised by a step whose button belongs to an earlier state. The person gets the answer for outdated buttons."""


class PressRoute(BaseHandler[Update, Context, Any]):
    """Matches presses of one kind whose fields have the values in `only`. Other fields may have any value."""

    def __init__(self, kind: type[P], step: PressStep[P], only: Mapping[str, Collection[object]]) -> None:
        super().__init__(old_button)
        self.kind, self.only, self._step = kind, only, step

    def check_update(self, update: object) -> Press | None:
        query = update.callback_query if isinstance(update, Update) else None
        press = self.kind.unpack(query.data) if query is not None else None
        return press if press and all(getattr(press, name) in those for name, those in self.only.items()) else None

    async def handle_update(
        self, update: Update, application: Application[Any, Any, Any, Any, Any, Any], check_result: Any, context: Any
    ) -> Any:
        try:
            return await self._step(update, context, check_result)
        except OldPressError:
            return await self.callback(update, context)


def on_press(kind: type[P], step: PressStep[P], **only: StrEnum | Collection[StrEnum]) -> PressRoute:
    """Routes the buttons of one kind to a step, which receives the parsed press.

    `only` restricts a field to values: `act=EventAct.TEAM` or `act={EventAct.TEAM, EventAct.HALLS}`. Data that does not
    parse matches no route and reaches `old_button`.
    """
    unknown = only.keys() - {field.name for field in dataclasses.fields(kind)}
    if unknown:
        raise ValueError(f"{kind.__name__} has no {unknown}")
    return PressRoute(kind, step, {name: {one} if isinstance(one, StrEnum) else set(one) for name, one in only.items()})


def on_button(button: Press, step: Step) -> PressRoute:
    """Routes buttons that carry exactly this press to a step that commands use too."""

    async def without_press(update: Update, context: Context, _: Press) -> Any:
        return await step(update, context)

    only = {field.name: {getattr(button, field.name)} for field in dataclasses.fields(button)}
    return PressRoute(type(button), without_press, only)


def on_go(place: Place, step: Step) -> PressRoute:
    return on_button(Go(place), step)


async def old_button(update: Update, context: Context) -> None:
    """Answers a button of an earlier version or an earlier step, or a forged one."""
    await respond(
        update,
        welcome_views.old_button(context.t, registered=context.caller.registered),
        context.t("That button no longer works."),
    )
