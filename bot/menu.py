"""The command menu of the chat, in every interface language."""

import logging
from collections.abc import Collection
from typing import Any, Final

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.i18n import mark, translator_for
from bot.usecases import roles
from storage import people
from storage import roles as stored
from storage.database import Database
from storage.ids import PersonId
from storage.vocabulary import Language, Role

log = logging.getLogger(__name__)

COMMANDS: Final = {
    "offer": mark("Offer something"),
    "need": mark("Look for something"),
    "quick": mark("Offer or look for something in one message"),
    "matches": mark("Companies abroad that fit"),
    "introductions": mark("My introductions"),
    "search": mark("Search among companies abroad"),
    "mine": mark("My listings"),
    "company": mark("My company"),
    "events": mark("My events, and joining one"),
    "programme": mark("What is on now and next"),
    "settings": mark("Language, how often I write, quiet hours"),
    "language": mark("Change the language"),
    "export": mark("All my data as a file"),
    "forgetme": mark("Delete all my data"),
    "help": mark("What I can do"),
    "cancel": mark("Leave a dialog"),
}
MODERATORS: Final = {
    "queue": mark("What waits to be looked at"),
    "reports": mark("What was reported"),
    "find": mark("Find people, companies, listings"),
    "ban": mark("Ban somebody"),
    "unban": mark("Lift a ban or a mute"),
    "mute": mark("Mute somebody for a time"),
    "warn": mark("Warn somebody"),
    "audit": mark("Who did what, and undo it"),
}
ADMINS: Final = {
    **MODERATORS,
    "roles": mark("Who may do what"),
    "countries": mark("Countries kept apart"),
    "stats": mark("How it goes"),
    "health": mark("How the program is"),
}
# Telegram knows languages by two letters: Serbian in Latin stands for both scripts.
_CODES: Final = {None: Language.EN, "zh": Language.ZH, "sr": Language.SR_LATN}


async def publish(bot: ExtBot[Any]) -> None:
    """Tells Telegram the commands. The bot works without them, so a refusal is only logged."""
    for code, language in _CODES.items():
        t = translator_for(language)
        commands = [BotCommand(command, t(text)) for command, text in COMMANDS.items()]
        try:
            await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), code)
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", type(error).__name__)


async def publish_for(bot: ExtBot[Any], database: Database, person_id: PersonId, *, admins: Collection[int]) -> None:
    """The menu of one person: with what their roles add to it, or as everybody's where they add nothing."""
    async with database.reading() as session:
        person = await people.find(session, person_id)
        held = await roles.held(session, person_id, admins=admins)
    if person is None:
        return
    more = ADMINS if Role.ADMIN in held else MODERATORS if Role.MODERATOR in held else {}
    t, scope = translator_for(person.language), BotCommandScopeChat(person_id)
    commands = [BotCommand(command, t(text)) for command, text in {**more, **COMMANDS}.items()]
    try:
        if more:
            await bot.set_my_commands(commands, scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as error:
        log.warning("a person's command menu could not be set: %s", type(error).__name__)


async def publish_for_all(bot: ExtBot[Any], database: Database, *, admins: Collection[int]) -> None:
    """For everybody who holds a role now."""
    async with database.reading() as session:
        held = [person.id for _, person in await stored.holders(session)]
    for person_id in dict.fromkeys([*held, *(PersonId(number) for number in sorted(admins))]):
        await publish_for(bot, database, person_id, admins=admins)
