"""The table of operations of the people's API."""

from typing import Any

from bot.sandbox.people import NotThereError, person
from bot.sandbox.people_api import bodies, views
from bot.sandbox.people_api.asked import Asked, Operation
from bot.sandbox.world.chats import Chat, Json


def _chat(asked: Asked) -> Chat:
    """Returns the chat in the path, if the person is in it. Their own id or 0 means the chat with the bot."""
    me = asked.person
    chat_id = int(asked.path["chat"]) or me.id
    if chat_id in asked.world.people and chat_id != me.id:
        return asked.world.pair(me.id, chat_id)
    chat = asked.world.chats.get(chat_id)
    if chat is None or not views.is_in(chat, me.id):
        raise NotThereError(f"{me.user['first_name']} is in no chat {chat_id}")
    return chat


def _message(asked: Asked) -> Json:
    """Returns the message that the body names."""
    chat = asked.world.chats[asked.body.chat or asked.person.id]
    record = chat.records.get(asked.body.message)
    if record is None or not views.is_in(chat, asked.person.id):
        raise NotThereError(f"there is no message {asked.body.message}")
    return record.message


def create_person(asked: Asked) -> Json:
    new = person(asked.world, **asked.body.model_dump())
    return views.person_view(asked.world, new.id)


def send(asked: Asked) -> Json:
    body: bodies.NewMessage = asked.body
    me = asked.person
    me.topic = body.topic
    if body.contact is not None:
        given = body.contact
        return me.sends_contact(given.phone_number, name=given.name, own=given.own, reply_to=body.reply_to)
    if body.location is not None:
        return me.sends_location(body.location.latitude, body.location.longitude)
    if not body.text.strip():
        raise NotThereError("nothing to send: give a text, a contact or a location")
    return me.types(body.text, chat=body.chat, reply_to=body.reply_to)


def send_file(asked: Asked) -> Json:
    if asked.upload is None:
        raise NotThereError("nothing to send: give a part named file")
    given, body = asked.upload, asked.body
    asked.person.topic = body.topic
    return asked.person.sends_media(
        body.kind, given.data, caption=body.caption, name=given.name, mime=given.mime, chat=body.chat
    )


def start(asked: Asked) -> Json:
    asked.person.leaves_topic()
    return asked.person.starts(asked.body.payload)


def delete_topic(asked: Asked) -> None:
    asked.person.deletes_topic(int(asked.path["topic"]))


def edit(asked: Asked) -> Json:
    return asked.person.edits(asked.body.text, message=int(asked.path["message"]), chat=asked.body.chat)


def press(asked: Asked) -> Json:
    return {"result": asked.person.presses(**asked.body.model_dump())}


def ask_inline(asked: Asked) -> Json:
    return {"id": asked.person.asks_inline(asked.body.query)}


def inline_answer(asked: Asked) -> Json:
    """Returns the results, or nothing while the bot has not answered."""
    query = asked.world.queries.get(str(asked.path["query"]))
    if query is None or query["from"]["id"] != asked.person.id:
        raise NotThereError("there is no such query")
    return {"answer": query["answer"]}


def pick(asked: Asked) -> Json:
    answer = inline_answer(asked)["answer"] or {"results": []}
    if asked.body.result not in [result["id"] for result in answer["results"]]:
        raise NotThereError(f"there is no result {asked.body.result}")
    return asked.person.picks(str(asked.path["query"]), asked.body.result, chat=asked.body.chat)


def read_chat(asked: Asked) -> Json:
    return views.chat_view(asked.person, _chat(asked), after=int(asked.query.get("after", "0")))


def forward(asked: Asked) -> Json:
    chat = asked.world.chats.get(asked.body.source or asked.person.id)
    record = chat.records.get(asked.body.message) if chat else None
    if record is None:
        raise NotThereError(f"there is no message {asked.body.message}")
    return asked.person.forwards(record.message, chat=asked.body.chat)


def journal(asked: Asked) -> list[Json]:
    after = int(asked.query.get("after", "0"))
    return [views.entry_view(e) for e in asked.world.journal.calls(asked.query.get("method"), after=after)]


def faults(asked: Asked) -> list[Json]:
    fields = ("kind", "method", "chat_id", "when", "times", "probability", "seconds")
    return [{name: getattr(fault, name) for name in fields} for fault in asked.world.faults.active]


def add_fault(asked: Asked) -> list[Json]:
    asked.world.faults.add(**asked.body.model_dump())
    return faults(asked)


def move_clock(asked: Asked) -> Json:
    asked.world.clock.move(asked.body.move)
    asked.world.emit({"kind": "clock"})
    return {"now": asked.world.clock.now()}


def limit(asked: Asked) -> Json:
    asked.world.limits.on = asked.body.on
    return {"on": asked.world.limits.on}


def _op(verb: str, path: str, summary: str, run: Any, body: type[bodies.Body] | None = None, **more: Any) -> Operation:
    return Operation(verb=verb, path=path, summary=summary, run=run, body=body, **more)


ME = "/api/people/{person:int}"
_MESSAGE = "The message, as the Bot API has it"

OPERATIONS = (
    _op("GET", "/api/world", "The bot, the people, the groups and the time", lambda a: views.world_view(a.world)),
    _op("POST", "/api/people", "Create a person", create_person, bodies.NewPerson, returns="The person"),
    _op("GET", ME, "One person", lambda a: views.person_view(a.world, a.person.id)),
    _op("GET", f"{ME}/chats", "The chats that a person has", lambda a: views.chats_view(a.person)),
    _op(
        "GET",
        f"{ME}/chats/{{chat}}",
        "A chat as that person sees it; chat 0 is the one with the bot",
        read_chat,
        query={"after": "Only messages that came or changed after this tick"},
    ),
    _op("POST", f"{ME}/messages", "Send a text, a contact or a place", send, bodies.NewMessage, returns=_MESSAGE),
    _op("POST", f"{ME}/files", "Send a file", send_file, bodies.NewFile, returns=_MESSAGE, upload=True),
    _op("PATCH", f"{ME}/messages/{{message:int}}", "Edit one's message", edit, bodies.Edit, returns=_MESSAGE),
    _op("POST", f"{ME}/forwards", "Forward a message", forward, bodies.Forward, returns=_MESSAGE),
    _op(
        "POST",
        f"{ME}/start",
        "Press Start or open a deep link",
        start,
        bodies.Start,
    ),
    _op(
        "DELETE", f"{ME}/topics/{{topic:int}}", "Delete a topic", lambda a: a.person.deletes_topic(int(a.path["topic"]))
    ),
    _op("POST", f"{ME}/presses", "Press a button", press, bodies.Press, returns="Query id, address or text"),
    _op("POST", f"{ME}/inline", "Type @bot and words in a chat", ask_inline, bodies.InlineQuery, returns="Query id"),
    _op("GET", f"{ME}/inline/{{query}}", "What the bot answered", inline_answer),
    _op("POST", f"{ME}/inline/{{query}}/picks", "Send a result to a chat", pick, bodies.Pick, returns=_MESSAGE),
    _op("POST", f"{ME}/block", "Stop the bot", lambda a: a.person.blocks()),
    _op("POST", f"{ME}/unblock", "Let the bot write again", lambda a: a.person.unblocks()),
    _op(
        "POST",
        f"{ME}/groups",
        "Create a group or channel",
        lambda a: {"id": a.person.creates_group(**a.body.model_dump())},
        bodies.NewGroup,
    ),
    _op(
        "POST",
        f"{ME}/groups/{{chat}}/bot",
        "Add the bot to a group",
        lambda a: a.person.adds_bot(int(a.path["chat"]), admin=a.body.admin),
        bodies.AddBot,
    ),
    _op("DELETE", f"{ME}/groups/{{chat}}/bot", "Remove the bot", lambda a: a.person.removes_bot(int(a.path["chat"]))),
    _op("POST", f"{ME}/groups/{{chat}}/members", "Join a group", lambda a: a.person.joins(int(a.path["chat"]))),
    _op("DELETE", f"{ME}/groups/{{chat}}/members", "Leave a group", lambda a: a.person.leaves(int(a.path["chat"]))),
    _op(
        "GET",
        "/api/journal",
        "The calls that the bot made",
        journal,
        query={"after": "Only calls later than this number", "method": "Only this method"},
    ),
    _op("GET", "/api/faults", "The faults in force", faults),
    _op("POST", "/api/faults", "Put a fault in force", add_fault, bodies.NewFault),
    _op("DELETE", "/api/faults", "End all faults", lambda a: a.world.faults.clear()),
    _op("POST", "/api/clock", "Move the clock", move_clock, bodies.ClockMove),
    _op("PUT", "/api/flood-limits", "Switch Telegram's flood limits on or off", limit, bodies.Limits),
)
