"""Answers to presses and to inline queries."""

import re
from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import text_content
from bot.sandbox.world.chats import Json
from bot.sandbox.world.keyboards import read_markup
from bot.sandbox.world.refusals import bad_request

ANSWERABLE_FOR = 60
"""Seconds until the person's client gives up. Telegram does not publish its figure."""
ALERT_LIMIT = 200
RESULTS_LIMIT = 50
"""Results of one inline answer (core.telegram.org/bots/api#answerinlinequery)."""
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(call: Call) -> bool:
    query = _open_query(call, "callback_query_id")
    if len(call.text("text")) > ALERT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query["answer"] = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    call.world.emit({"kind": "answer", "chat_id": query["from"]["id"], "query_id": call.text("callback_query_id")})
    return True


def answer_inline_query(call: Call) -> bool:
    """Takes results of the kind article."""
    query = _open_query(call, "inline_query_id")
    results = [_article(call, result) for result in call.items("results")]
    if len(results) > RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = call.object("button")
    if button is not None and not _START_PARAMETER.fullmatch(button.get("start_parameter", "")):
        raise bad_request("START_PARAM_INVALID")
    query["answer"] = {"results": results, "button": button, "next_offset": call.text("next_offset")}
    call.world.emit({"kind": "inline_answer", "query_id": call.text("inline_query_id")})
    return True


def _article(call: Call, result: Any) -> Json:
    """Returns the result as the person's client shows it, with the content of the message that it sends."""
    if not isinstance(result, dict) or result.get("type") != "article":
        raise bad_request("can't parse inline query result: unallowed result type")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    content = result.get("input_message_content") or {}
    if not result.get("title") or not content.get("message_text"):
        raise bad_request("can't parse inline query result: article needs a title and a message text")
    text = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
    message = text_content(Call(world=call.world, method=call.method, params=text))
    if markup := read_markup(result.get("reply_markup"), private=True):
        message["reply_markup"] = markup
    return {
        "id": result["id"],
        "title": result["title"],
        "description": result.get("description", ""),
        "content": message,
    }


def _open_query(call: Call, name: str) -> Json:
    query: Json | None = call.world.queries.get(call.text(name))
    if query is None or query["answer"] is not None or call.world.clock.now() - query["at"] > ANSWERABLE_FOR:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query
