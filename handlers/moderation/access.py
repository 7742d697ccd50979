"""Wrappers for steps that need a role. The gate loads the roles for every update; use cases check them again."""

from functools import wraps
from typing import Any

from telegram import Update

from bot.context import Context
from handlers.ui import navigation
from handlers.ui.gate import Args, GuardedStep
from handlers.ui.screen import acknowledge
from storage.vocabulary import Role


def _restricted_to(role: Role, step: GuardedStep[Args]) -> GuardedStep[Args]:
    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        if role in context.caller.roles:
            return await step(update, context, *args, **kwargs)
        # Other people get the answer to an unknown command, so they do not learn that the command exists.
        await acknowledge(update)
        await navigation.unknown(update, context)
        return None

    return guarded


def moderators_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    return _restricted_to(Role.MODERATOR, step)


def admins_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    return _restricted_to(Role.ADMIN, step)
