"""Handles Telegram's updates about people who block or unblock the bot."""

from telegram import ChatMember, Update

from bot.context import Context
from handlers.events.groups import note_group
from storage.ids import PersonId
from storage.people import people

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def note_block(update: Update, context: Context) -> None:
    """Stores whether the person can be reached."""
    change = update.my_chat_member
    if change is None or change.chat.type != "private":
        await note_group(update, context)
        return
    person_id = PersonId(change.from_user.id)
    async with context.services.database.writing() as session:
        if change.new_chat_member.status in _GONE:
            await people.mark_unreachable(session, person_id, context.services.clock())
        else:
            await people.mark_reachable(session, person_id)
