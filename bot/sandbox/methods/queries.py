"""Answers to presses."""

from bot.sandbox.methods.call import Call
from bot.sandbox.world.refusals import bad_request

ANSWERABLE_FOR = 60
"""Seconds until the person's client gives up. Telegram does not publish its figure."""
ALERT_LIMIT = 200


def answer_callback_query(call: Call) -> bool:
    query = call.world.queries.get(call.text("callback_query_id"))
    if query is None or query["answer"] is not None or call.world.clock.now() - query["at"] > ANSWERABLE_FOR:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > ALERT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query["answer"] = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    call.world.emit({"kind": "answer", "chat_id": query["from"]["id"], "query_id": call.text("callback_query_id")})
    return True
