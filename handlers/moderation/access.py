"""Steps that take a role, asked of the database at each press and each word."""

from functools import wraps
from typing import Any

from telegram import Update

from bot.context import Context
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import Actor
from handlers.ui import navigation
from handlers.ui.gate import Args, GuardedStep
from handlers.ui.screen import acknowledge
from storage.vocabulary import Role


def actor_of(context: Context) -> Actor:
    return Actor(id=context.caller.id, admins=context.services.settings.admins)


def _only(role: Role, step: GuardedStep[Args]) -> GuardedStep[Args]:
    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        async with context.services.database.reading() as session:
            allowed = await roles.has(session, context.caller.id, role, admins=context.services.settings.admins)
        if allowed:
            return await step(update, context, *args, **kwargs)
        # Others get the answer that they would get to anything unknown: they need not know what there is.
        await acknowledge(update)
        await navigation.unknown(update, context)
        return None

    return guarded


def moderators_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    return _only(Role.MODERATOR, step)


def admins_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    return _only(Role.ADMIN, step)
