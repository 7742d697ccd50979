"""Inline mode: asking the bot from any chat, and sending one of its results."""

from bot.sandbox.people.acts import heard
from bot.sandbox.people.screen import NotThereError
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json, Record


def ask(world: World, user: Json, query: str, *, offset: str = "", chat_type: str = "sender") -> str:
    """Type `@bot query`; returns the id of the inline query."""
    query_id = str(8_800_000_000_000_000 + world.next_serial())
    asked: Json = {"id": query_id, "from": user, "query": query, "offset": offset, "chat_type": chat_type}
    world.queries.inline[query_id] = {**asked, "answer": None}
    world.tell_bot("inline_query", asked)
    return query_id


def results(world: World, query_id: str) -> list[Json]:
    """What the bot offers, as it went over the wire but for `content`, the message it would become."""
    query = world.queries.inline.get(query_id)
    return list(query["answer"]["results"]) if query and query["answer"] else []


def choose(world: World, user: Json, query_id: str, wanted: str, chat: Chat) -> Json:
    """Send a result, named by its title or id, into a chat; the bot hears of the choice."""
    offered = results(world, query_id)
    result = next((r for r in offered if wanted in (r["id"], r.get("title"))), None)
    if result is None:
        raise NotThereError(f"no result {wanted!r}; there are: {[r.get('title', r['id']) for r in offered]}")
    record = share(world, user, result["content"], chat)
    query = world.queries.inline[query_id]["query"]
    choice: Json = {"result_id": result["id"], "from": user, "query": query}
    if "reply_markup" in result["content"]:
        choice["inline_message_id"] = record.inline_id
    world.tell_bot("chosen_inline_result", choice)
    return record.message


def share(world: World, user: Json, content: Json, chat: Chat) -> Record:
    """Post a message via the bot; it can be edited by its inline message id, wherever it is."""
    if chat.private and not chat.between:
        chat.started = True
    record = world.post(chat, {**content, "via_bot": world.bot}, sender=user)
    record.inline_id = f"AgAAAsandbox{world.next_serial():08d}"
    world.inline_messages[record.inline_id] = (chat.id, record.message["message_id"])
    if heard(world, chat, record.message):
        world.tell_bot("channel_post" if chat.kind == "channel" else "message", record.message)
    return record
