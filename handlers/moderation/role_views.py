"""The list of roles, and the message about a new role."""

import html
from collections.abc import Sequence

from bot.i18n.translator import Translator, mark
from bot.usecases.moderation.roles import Holder
from handlers.events.buttons import EventAct, EventPress
from handlers.moderation.buttons import GiveRolePress, Line, LinePress, RoleAct, RolePress
from handlers.moderation.labels import ROLES
from handlers.ui.screen import Button, Rows, View, row
from storage.ids import EventId
from storage.vocabulary import Role

ROLES_OF_SETTINGS = mark("Admin, set by the operator")


def granted(t: Translator, role: Role) -> View:
    text = t("🎖 You are now <b>{role}</b>. See what you can do: /help", role=t(ROLES[role]))
    return View(text=text, rows=_onward(t, role))


def _onward(t: Translator, role: Role) -> Rows:
    if role is Role.ORGANIZER:
        return (row(Button(text=t("➕ New event"), press=EventPress(EventId(0), EventAct.NEW))),)
    if role in {Role.MODERATOR, Role.ADMIN}:
        return (row(Button(text=t("▶️ Queue"), press=LinePress(Line.QUEUE))),)
    return ()


def roles(t: Translator, holders: Sequence[Holder], fixed: Sequence[tuple[int, str]]) -> View:
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
