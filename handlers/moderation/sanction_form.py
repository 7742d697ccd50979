"""Banning, muting and warning: whom, why, for how long, and a look at it before it is done."""

import html
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import sanctions
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import Order
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Asking, Data, Finished, Form
from handlers.moderation import person_views
from handlers.moderation.following import follow
from handlers.moderation.labels import DAYS, SANCTIONS
from handlers.moderation.target import TargetField, company_in, person_in
from handlers.ui.sanction_views import REASONS
from handlers.ui.screen import View
from storage.vocabulary import SanctionKind, SanctionReason

KIND, TARGET, REASON, NOTE, UNTIL = "kind", "target", "reason", "note", "days"
_ASK: Final = {
    SanctionKind.BAN: mark("Whom do you want to ban?"),
    SanctionKind.MUTE: mark("Whom do you want to mute?"),
    SanctionKind.WARNING: mark("Whom do you want to warn?"),
}


def _title(t: Translator, data: Data) -> str:
    return t(SANCTIONS[SanctionKind(data[KIND])])


def _is_mute(data: Data) -> bool:
    return data.get(KIND) == SanctionKind.MUTE


def _reasons(_data: Data) -> dict[str, str]:
    return {reason.value: label for reason, label in REASONS.items()}


async def _preview(asking: Asking) -> str:
    t, data = asking.t, asking.data
    lines = [
        f"<b>{t(SANCTIONS[SanctionKind(data[KIND])])}: {html.escape(FORM.fields[0].shown(asking))}</b>",
        t("Reason: {reason}", reason=t(REASONS[SanctionReason(data[REASON])])),
    ]
    if _is_mute(data):
        lines.append(t("For: {time}", time=t(DAYS[str(data[UNTIL])])))
    if data.get(NOTE):
        lines.append(f"<blockquote>{html.escape(str(data[NOTE]))}</blockquote>")
    lines += ["", t("They are told the reason and your words, not who you are. It can be undone from /audit.")]
    return "\n".join(lines)


async def _finish(asking: Asking) -> Finished:
    t, data, now = asking.t, asking.data, asking.services.clock()
    actor = Actor(id=asking.caller.id, admins=asking.services.settings.admins)
    order = Order(
        kind=SanctionKind(data[KIND]),
        person_id=person_in(data, TARGET),
        company_id=company_in(data, TARGET),
        reason=SanctionReason(data[REASON]),
        note=data.get(NOTE),
        until=now + timedelta(days=int(data[UNTIL])) if _is_mute(data) else None,
    )
    try:
        async with asking.session.begin_nested():
            imposed = await sanctions.impose(asking.session, actor, order, now)
    except DomainError as error:
        return Finished(view=View(text=t(error.message, **error.values)))
    view = await person_views.card_of(asking, order.person_id, order.company_id)
    done = t("Done.")
    view = replace(view, text=f"✅ {done}\n\n{view.text}")
    return Finished(view=view, then=partial(_follow, asking, imposed.hidden))


async def _follow(asking: Asking, hidden: tuple[Any, ...]) -> list[View]:
    await follow(asking.services, hidden)
    return []


class _AskedTarget(TargetField):
    """The question names the deed."""

    async def ask(self, asking: Asking) -> Any:
        asked = await super().ask(asking)
        how = asking.t("Forward a message of theirs, send their contact, or type a name, a @username or a number.")
        return replace(asked, text=f"{asking.t(_ASK[SanctionKind(asking.data[KIND])])}\n{how}")


FORM = Form(
    name="sanction",
    title=_title,
    fields=(
        _AskedTarget(key=TARGET, label=mark("Whom"), question=""),
        ChoiceField(key=REASON, label=mark("Reason"), question=mark("Why?"), options=_reasons, per_row=2),
        ChoiceField(
            key=UNTIL,
            label=mark("How long"),
            question=mark("For how long?"),
            options=lambda _data: DAYS,
            per_row=2,
            when=_is_mute,
        ),
        TextField(
            key=NOTE,
            label=mark("Your words"),
            question=mark("Do you want to add something? They read it."),
            longest=sanctions.NOTE_LIMIT,
            optional=True,
            several_lines=True,
        ),
    ),
    finish_label=_title,
    preview=_preview,
    finish=_finish,
    aside=mark("Nothing was done."),
)
