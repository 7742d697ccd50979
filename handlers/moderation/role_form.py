"""The form that gives a person a role."""

import html

from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import roles
from bot.usecases.moderation.finding import FoundKind
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import ChoiceField
from handlers.forms.form import Finished, Form, ends_when_refused
from handlers.moderation.labels import ROLES
from handlers.moderation.target import TargetField, person_in
from handlers.ui.view import View
from storage.ids import PersonId
from storage.vocabulary import Role

TARGET, ROLE = "target", "role"


def _title(t: Translator, _data: Data) -> str:
    return t("➕ Give a role")


async def _preview(ctx: FieldContext) -> str:
    t, name = ctx.t, FORM.fields[0].shown(ctx)
    return t("<b>{name}</b> becomes: {role}", name=html.escape(name), role=t(ROLES[Role(ctx.data[ROLE])]))


@ends_when_refused
async def _finish(ctx: FinishContext) -> Finished:
    t, person_id, role = ctx.t, person_in(ctx.data, TARGET) or PersonId(0), Role(ctx.data[ROLE])
    await roles.grant(ctx.session, ctx.caller.id, person_id, role, admins=ctx.settings.admins, now=ctx.now)
    return Finished(view=View(text=t("✅ Given. It works at once, and I tell them.")))


FORM = Form(
    name="role",
    title=_title,
    fields=(
        TargetField(
            key=TARGET,
            label=mark("Who"),
            question=mark("Forward a message of theirs, send their contact, or type a name, a @username or a number."),
            kinds=(FoundKind.PERSON,),
            role=Role.ADMIN,
        ),
        ChoiceField(
            key=ROLE,
            label=mark("Role"),
            question=mark("Which role?"),
            options=lambda _data: {role.value: label for role, label in ROLES.items()},
            per_row=2,
        ),
    ),
    finish_label=_title,
    preview=_preview,
    finish=_finish,
    aside=mark("Nothing was done."),
)
