"""/roles: lists, grants and removes roles. Also the message about a new role."""

import html
from collections.abc import Sequence

from telegram import Update

from bot.context import Context
from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import Holder
from handlers.events.buttons import EventAct, EventPress
from handlers.moderation.access import admins_only
from handlers.moderation.buttons import GiveRolePress, QueuePress, ReviewQueue, RoleAct, RolePress
from handlers.moderation.labels import ROLES
from handlers.ui.screen import redraw, respond
from handlers.ui.view import Button, Rows, View, row
from storage.ids import EventId, PersonId
from storage.people import people
from storage.vocabulary import Role


@admins_only
async def show(update: Update, context: Context) -> None:
    await respond(update, await _view(context))


@admins_only
async def act(update: Update, context: Context, press: RolePress) -> None:
    change = roles.grant if press.act is RoleAct.GRANT else roles.take
    admins, now = context.services.settings.admins, context.services.clock()
    async with context.services.database.writing() as session:
        await change(session, context.caller.id, press.person, press.role, admins=admins, now=now)
    context.services.outbox.wake()
    await redraw(update, await _view(context), context.t("Done."))


async def _view(context: Context) -> View:
    admins = context.services.settings.admins
    async with context.services.database.reading() as session:
        holders = await roles.everybody(session, context.caller.id, admins=admins)
        named = [(number, await people.find(session, PersonId(number))) for number in sorted(admins)]
    return roles_view(context.t, holders, [(number, "" if person is None else person.name) for number, person in named])


ROLES_OF_SETTINGS = mark("Admin, set by the operator")


def role_granted(t: Translator, role: Role) -> View:
    text = t("🎖 You are now <b>{role}</b>. See what you can do: /help", role=t(ROLES[role]))
    return View(text=text, rows=_next_steps(t, role))


def _next_steps(t: Translator, role: Role) -> Rows:
    if role is Role.ORGANIZER:
        return (row(Button(text=t("➕ New event"), press=EventPress(EventId(0), EventAct.NEW))),)
    if role in {Role.MODERATOR, Role.ADMIN}:
        return (row(Button(text=t("▶️ Queue"), press=QueuePress(ReviewQueue.QUEUE))),)
    return ()


def roles_view(t: Translator, holders: Sequence[Holder], fixed: Sequence[tuple[int, str]]) -> View:
    lines = [t("<b>Roles</b>")]
    for number, name in fixed:
        lines.append(f"{t(ROLES_OF_SETTINGS)}: {html.escape(name)} <code>{number}</code>")
    rows = []
    for holder in holders:
        role = t(ROLES[holder.role])
        lines.append(f"{role}: {html.escape(holder.name)} <code>{holder.person_id}</code> · {t.date(holder.since)}")
        take = t("✖ {name}: {role}", name=holder.name[:30], role=role)
        rows.append(row(Button(text=take, press=RolePress(RoleAct.TAKE, holder.role, holder.person_id))))
    rows.append(row(Button(text=t("➕ Give a role"), press=GiveRolePress())))
    return View(text="\n".join(lines), rows=tuple(rows))
