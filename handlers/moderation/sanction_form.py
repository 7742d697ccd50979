"""The form that bans, mutes or warns: target, reason and duration, with a preview."""

import html
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.context import Services
from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import sanctions
from bot.usecases.moderation.sanctions import NewSanction
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Finished, Form, Question, ends_when_refused
from handlers.moderation import person_views
from handlers.moderation.labels import DAYS, SANCTIONS
from handlers.moderation.target import TargetField, company_in, person_in
from handlers.ui.match_index import update_index
from handlers.ui.sanction_views import REASONS
from handlers.ui.view import View
from storage.ids import ListingId
from storage.vocabulary import SanctionKind, SanctionReason

KIND, TARGET, REASON, NOTE, UNTIL = "kind", "target", "reason", "note", "days"
_ASK: Final = {
    SanctionKind.BAN: mark("Who do you want to ban?"),
    SanctionKind.MUTE: mark("Who do you want to mute?"),
    SanctionKind.WARNING: mark("Who do you want to warn?"),
}


def _title(t: Translator, data: Data) -> str:
    return t(SANCTIONS[SanctionKind(data[KIND])])


def _is_mute(data: Data) -> bool:
    return data.get(KIND) == SanctionKind.MUTE


def _reasons(_data: Data) -> dict[str, str]:
    return {reason.value: label for reason, label in REASONS.items()}


async def _preview(ctx: FieldContext) -> str:
    t, data = ctx.t, ctx.data
    lines = [
        f"<b>{t(SANCTIONS[SanctionKind(data[KIND])])}: {html.escape(FORM.fields[0].shown(ctx))}</b>",
        t("Reason: {reason}", reason=t(REASONS[SanctionReason(data[REASON])])),
    ]
    if _is_mute(data):
        lines.append(t("For: {time}", time=t(DAYS[str(data[UNTIL])])))
    if data.get(NOTE):
        lines.append(f"<blockquote>{html.escape(str(data[NOTE]))}</blockquote>")
    lines += ["", t("They learn the reason and your words, not who you are. You can undo it in /audit.")]
    return "\n".join(lines)


@ends_when_refused
async def _finish(ctx: FinishContext) -> Finished:
    t, data, now, admins = ctx.t, ctx.data, ctx.now, ctx.settings.admins
    order = NewSanction(
        kind=SanctionKind(data[KIND]),
        person_id=person_in(data, TARGET),
        company_id=company_in(data, TARGET),
        reason=SanctionReason(data[REASON]),
        note=data.get(NOTE),
        until=now + timedelta(days=int(data[UNTIL])) if _is_mute(data) else None,
    )
    imposed = await sanctions.impose(ctx.session, ctx.actor, order, now)
    view = await person_views.card_of(ctx.session, t, order.person_id, order.company_id, now, admins=admins)
    done = t("Done.")
    view = replace(view, text=f"✅ {done}\n\n{view.text}")
    return Finished(view=view, then=partial(_follow, imposed.touched))


async def _follow(touched: tuple[ListingId, ...], services: Services) -> list[View]:
    await update_index(services, touched)
    return []


class _AskedTarget(TargetField):
    """Asks whom to ban, mute or warn."""

    async def ask(self, ctx: FieldContext) -> Question:
        asked = await TargetField.ask(self, ctx)
        how = ctx.t("Forward a message of theirs, send their contact, or type a name, a @username or a number.")
        return replace(asked, text=f"{ctx.t(_ASK[SanctionKind(ctx.data[KIND])])}\n{how}")


FORM = Form(
    name="sanction",
    title=_title,
    fields=(
        _AskedTarget(key=TARGET, label=mark("Whom"), question=""),
        ChoiceField(key=REASON, label=mark("Reason"), question=mark("Why?"), options=_reasons, per_row=2),
        ChoiceField(
            key=UNTIL,
            label=mark("How long"),
            question=mark("How long?"),
            options=lambda _data: DAYS,
            per_row=2,
            when=_is_mute,
        ),
        TextField(
            key=NOTE,
            label=mark("Your words"),
            question=mark("Do you want to add something? They will read it."),
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
