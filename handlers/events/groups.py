"""Being added to a group or channel: the one who did it is asked which of their events it belongs to."""

from telegram import ChatMember, Update

from bot.context import Context
from bot.usecases.events.access import my_events
from bot.usecases.roles import Actor
from storage import deliveries, events
from storage.ids import ChatId, PersonId
from storage.vocabulary import Topic

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def note_group(update: Update, context: Context) -> None:
    """Only organizers are asked: of anybody else's groups the bot takes no notice."""
    change = update.my_chat_member
    if change is None or change.chat.type == "private":
        return
    services, chat_id, person_id = context.services, ChatId(change.chat.id), PersonId(change.from_user.id)
    async with services.database.writing() as session:
        if change.new_chat_member.status in _GONE:
            await events.remove_chat(session, chat_id)
            return
        if not await my_events(session, Actor(id=person_id, admins=services.settings.admins)):
            return
        await deliveries.tell(
            session,
            person_id,
            Topic.CHAT_ADDED,
            payload={"chat_id": chat_id, "title": (change.chat.title or "")[:255]},
            dedupe_key=f"{Topic.CHAT_ADDED}:{chat_id}:{int(change.date.timestamp())}",
            now=services.clock(),
        )
    services.deliveries.wake()
