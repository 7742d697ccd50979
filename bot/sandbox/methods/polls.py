"""Polls and quizzes."""

from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import check_reachable, deliver, open_chat
from bot.sandbox.world.chats import Json
from bot.sandbox.world.formatted import formatted
from bot.sandbox.world.keyboards import read_markup
from bot.sandbox.world.refusals import bad_request

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
MOST_OPTIONS = 12
"""Characters and options (core.telegram.org/bots/api#sendpoll)."""


def _option(call: Call, given: Any, number: int) -> Json:
    option = given if isinstance(given, dict) else {"text": given}
    text, entities = formatted(
        str(option.get("text", "")),
        parse_mode=option.get("text_parse_mode") or "",
        entities=option.get("text_entities"),
        users=call.world.user,
    )
    if not text:
        raise bad_request("poll options must be non-empty")
    if len(text) > OPTION_LIMIT:
        raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    extra = {"text_entities": entities} if entities else {}
    return {"persistent_id": str(number), "text": text, "voter_count": 0, **extra}


def _question(call: Call) -> Json:
    text, entities = formatted(
        call.text("question"),
        parse_mode=call.text("question_parse_mode"),
        entities=call.items("question_entities"),
        users=call.world.user,
    )
    if not text:
        raise bad_request("poll question must be non-empty")
    if len(text) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    return {"question": text, **({"question_entities": entities} if entities else {})}


def _quiz(call: Call, count: int) -> Json:
    """The right answers and their explanation, for a quiz."""
    single = call.integer("correct_option_id")
    correct = call.items("correct_option_ids") or ([single] if single is not None else [])
    if not correct:
        raise bad_request("there must be exactly one correct option in a quiz poll")
    if any(not 0 <= int(i) < count for i in correct):
        raise bad_request("wrong correct option ID specified")
    found: Json = {"correct_option_ids": [int(i) for i in correct]}
    if call.text("explanation"):
        found["explanation"] = call.text("explanation")
    return found


def send_poll(call: Call) -> Json:
    chat = open_chat(call)
    options = [_option(call, given, n) for n, given in enumerate(call.items("options"))]
    if len(options) < 2:
        raise bad_request("poll must have at least 2 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    kind = call.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    anonymous = call.flag("is_anonymous") if "is_anonymous" in call.params else True
    poll: Json = {
        "id": str(5_300_000_000_000_000 + call.world.next_serial()),
        **_question(call),
        "options": options,
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting") if "allows_revoting" in call.params else kind == "regular",
        "members_only": call.flag("members_only"),
    }
    if kind == "quiz":
        poll |= _quiz(call, len(options))
    poll |= {k: call.integer(k) for k in ("open_period", "close_date") if call.integer(k)}
    record = deliver(call, chat, {"poll": poll})
    place = {"chat_id": chat.id, "message_id": record.message["message_id"]}
    call.world.polls[poll["id"]] = {**place, "votes": {}}
    return record.message


def stop_poll(call: Call) -> Json:
    chat = call.chat()
    check_reachable(call, chat)
    message_id = call.integer("message_id") or 0
    record = chat.records.get(message_id)
    if record is None or "poll" not in record.message:
        raise bad_request("message with poll to stop not found")
    if record.message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    markup = read_markup(call.object("reply_markup"), private=True)

    def change(copy: Json) -> None:
        copy["poll"] = {**copy["poll"], "is_closed": True}
        copy.pop("reply_markup", None)
        if markup:
            copy["reply_markup"] = markup

    return dict(call.world.edit(chat, message_id, change, stamped=False).message["poll"])
