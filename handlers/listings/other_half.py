"""A message that offers and seeks becomes two listings, one after the other."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bot.context import Services
from bot.i18n.translator import Translator
from handlers.forms.context import Data, FinishContext
from handlers.forms.form import Finished, Form
from handlers.forms.user_input import DraftChoice, DraftPress
from handlers.ui.view import Button, Style, View, row
from storage.people import drafts
from storage.vocabulary import Kind

HALVES: Final = "_halves"
"""The answers that differ between the offer and the need, by kind."""
OTHER_HALF: Final = "_other_half"
"""The answers of the half that is not in the form."""


def divided(data: Data, kind: Kind) -> dict[str, Any]:
    """Returns the answers of the half of this kind, and those of the other half with it."""
    halves = data.get(HALVES)
    if not halves:
        return dict(data)
    both = {key: value for key, value in data.items() if key != HALVES}
    other = {**both, **halves[kind.counterpart], "kind": kind.counterpart}
    return {**both, **halves[kind], OTHER_HALF: other}


async def keep_for_later(ctx: FinishContext, form: Form, answers: Data) -> None:
    """Stores answers as an unfinished listing, which the person can go on with."""
    await drafts.begin(
        ctx.session,
        ctx.caller.id,
        form=form.name,
        step=form.first_asked(answers),
        data=answers,
        now=ctx.now,
        expires_at=ctx.now + form.kept,
    )
    await drafts.set_aside(ctx.session, ctx.caller.id)


async def offer_next(ctx: FinishContext, form: Form, finished: Finished) -> Finished:
    """Keeps the other half of the message, and offers to publish it after everything else was said."""
    other = ctx.data.get(OTHER_HALF)
    if not other or finished.view is None:
        return finished
    await keep_for_later(ctx, form, {**other, "company_id": ctx.data["company_id"]})
    return replace(finished, then=partial(_then, finished, _also(ctx.t, form, other)))


async def _then(finished: Finished, also: View, services: Services) -> Sequence[View]:
    return [*(await finished.then(services) if finished.then else ()), also]


def _also(t: Translator, form: Form, other: Mapping[str, Any]) -> View:
    title = html.escape(str(other["title"]))
    if other["kind"] == Kind.NEED:
        text, label = t("Your message also has a need: <b>{title}</b>", title=title), t("📥 Publish my need")
    else:
        text, label = t("Your message also has an offer: <b>{title}</b>", title=title), t("📤 Publish my offer")
    button = Button(text=label, press=DraftPress(form.name, DraftChoice.GO_ON), style=Style.NEXT)
    return View(text=text, rows=(row(button),))
