"""The steps that open the dialogs of moderators and admins."""

from typing import Any

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.moderation import queue
from bot.usecases.moderation.finding import SOMEBODY, find
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.moderation import remark_form, role_form, sanction_form
from handlers.moderation.access import admins_only, moderators_only
from handlers.moderation.buttons import RejectPress, ReviewItemPress, ReviewQueue, SanctionPress, TargetKind
from handlers.moderation.review_views import next_row
from handlers.moderation.target import chosen, command_target, nobody, offered, person_meant, values_given
from handlers.ui.gate import Step
from handlers.ui.screen import acknowledge, reply
from handlers.ui.welcome_views import refused
from storage.ids import ReviewId
from storage.vocabulary import SanctionKind


def _sanction_command(kind: SanctionKind) -> Step:
    @moderators_only
    async def begin(update: Update, context: Context) -> str | int:
        """Handles /ban, /mute and /warn with a target, as a reply to a forwarded message, or alone."""
        target, notice = await _target(update, context)
        data = {sanction_form.KIND: kind.value, **target}
        return await open_form(update, context, sanction_form.FORM, data, notice=notice)

    return begin


ban, mute, warn = map(_sanction_command, (SanctionKind.BAN, SanctionKind.MUTE, SanctionKind.WARNING))


async def _target(update: Update, context: Context) -> tuple[dict[str, Any], str]:
    """Returns the target if the command identifies one, else those to choose from, or a notice that there are none."""
    words, sender = command_target(update)
    async with context.services.database.reading() as session:
        number = await person_meant(session, words, sender)
        if number is not None:
            return values_given(**await chosen(session, sanction_form.TARGET, f"{TargetKind.PERSON}{number}")), ""
        if words is None:
            return {}, ""
        found = await find(session, words, SOMEBODY)
    return (dict(offered(found)), "") if found else ({}, nobody(context.t, words))


@moderators_only
async def sanction(update: Update, context: Context, press: SanctionPress) -> str | int:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        target = values_given(**await chosen(session, sanction_form.TARGET, f"{press.whom}{press.number}"))
    data = {sanction_form.KIND: press.kind.value, **target}
    return await open_form(update, context, sanction_form.FORM, data)


@moderators_only
async def send_back(update: Update, context: Context, press: ReviewItemPress) -> str | int:
    return await _remark(update, context, press.item, press.revision)


@moderators_only
async def reject(update: Update, context: Context, press: RejectPress) -> str | int:
    return await _remark(update, context, press.item, press.revision, rejects=True)


async def _remark(
    update: Update, context: Context, item_id: ReviewId, revision: int, *, rejects: bool = False
) -> str | int:
    """Opens the form, and claims the item for this moderator meanwhile."""
    await acknowledge(update)
    try:
        async with context.services.database.writing() as session:
            await queue.hold(session, context.actor, item_id, context.services.clock())
    except DomainError as error:
        await reply(update, refused(context.caller, error, next_row(context.t, ReviewQueue.QUEUE)))
        return END
    data: dict[str, Any] = {remark_form.ITEM: item_id, remark_form.REVISION: revision}
    return await open_form(update, context, remark_form.FORM, data | ({remark_form.REJECTS: True} if rejects else {}))


@admins_only
async def give_role(update: Update, context: Context) -> str | int:
    await acknowledge(update)
    return await open_form(update, context, role_form.FORM, {})
