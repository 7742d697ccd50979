"""Makes the actor that use cases of events check rights for."""

from bot.context import Caller, Context, Services
from bot.usecases.moderation.roles import Actor


def actor_of(context: Context) -> Actor:
    return actor(context.caller, context.services)


def actor(caller: Caller, services: Services) -> Actor:
    return Actor(id=caller.id, admins=services.settings.admins)
