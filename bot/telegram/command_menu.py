"""The command menu of the chat, in every interface language."""

import logging
from collections.abc import Collection
from typing import Any, Final

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.i18n.translator import translator_for
from bot.telegram.commands import added_by, menu
from bot.telegram.errors import FailureKind, classify
from bot.usecases.moderation import roles
from storage.database import Database
from storage.ids import PersonId
from storage.moderation import roles as stored
from storage.people import people
from storage.vocabulary import Language, Role

log = logging.getLogger(__name__)

# Telegram only has two-letter language codes, so Serbian in Latin script is used for both scripts.
_CODES: Final = {None: Language.EN, "zh": Language.ZH, "sr": Language.SR_LATN}


async def publish(bot: ExtBot[Any]) -> None:
    """Sends the commands to Telegram. The bot works without them, so a failure is only logged."""
    for code, language in _CODES.items():
        t = translator_for(language)
        commands = [BotCommand(command, t(text)) for command, text in menu(()).items()]
        try:
            await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), code)
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", type(error).__name__)


async def publish_for(bot: ExtBot[Any], database: Database, person_id: PersonId, *, admins: Collection[int]) -> None:
    """Loads a person's roles and language and sets their menu. Call it after a role changed or a person was deleted."""
    async with database.reading() as session:
        person = await people.find(session, person_id)
        held = await roles.held(session, person_id, admins=admins)
    if person is None:
        await set_for(bot, person_id, (), Language.EN)
    else:
        await set_for(bot, person_id, held, person.language)


async def set_for(bot: ExtBot[Any], person_id: PersonId, held: Collection[Role], language: Language) -> None:
    """Sets the menu of one person: the commands of their roles first."""
    t = translator_for(language)
    commands = [BotCommand(command, t(text)) for command, text in menu(held).items()]
    scope = BotCommandScopeChat(person_id)
    try:
        if added_by(held):
            await bot.set_my_commands(commands, scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as error:
        # People who are away are no fault: their menu is set again at the next start after they come back.
        level = logging.INFO if classify(error).kind is FailureKind.UNREACHABLE else logging.WARNING
        log.log(level, "a person's command menu could not be set: %s", type(error).__name__)


async def publish_for_all(bot: ExtBot[Any], database: Database, *, admins: Collection[int]) -> None:
    """Sets the menu of everybody who has a role, has written to the bot and has not blocked it."""
    async with database.reading() as session:
        held = [person for _, person in await stored.holders(session)]
        fixed = [await people.find(session, PersonId(number)) for number in sorted(admins)]
    known = [person for person in (*held, *fixed) if person is not None and person.unreachable_since is None]
    for person_id in dict.fromkeys(person.id for person in known):
        await publish_for(bot, database, person_id, admins=admins)
