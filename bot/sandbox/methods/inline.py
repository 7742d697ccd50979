"""Answers to inline queries, and messages prepared for sharing."""

from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.media import media_object
from bot.sandbox.methods.sending import caption_content, text_content
from bot.sandbox.world.chats import Json
from bot.sandbox.world.keyboards import read_markup
from bot.sandbox.world.refusals import bad_request, not_simulated

MOST_RESULTS = 50
"""Results of one answer (core.telegram.org/bots/api#answerinlinequery)."""
PREPARED_FOR = 24 * 3600
"""Seconds that a prepared message can be sent."""

_CACHED = ("photo", "document", "voice", "audio", "video", "sticker")


def answer_inline_query(call: Call) -> bool:
    query = call.world.queries.inline.get(call.text("inline_query_id"))
    if query is None or query["answer"] is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results = call.items("results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    read = [read_result(call, result) for result in results]
    ids = [r["id"] for r in read]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = call.object("button")
    if button is not None:
        _check_button(button)
    query["answer"] = {
        "results": read,
        "button": button,
        "next_offset": call.text("next_offset"),
        "is_personal": call.flag("is_personal"),
        "cache_time": call.integer("cache_time", 300),
    }
    call.world.emit({"kind": "inline_answer", "chat_id": query["from"]["id"], "query_id": call.text("inline_query_id")})
    return True


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse inline query results button: Text expected")
    start = str(button.get("start_parameter", ""))
    if "web_app" not in button and not (0 < len(start) <= 64 and start.replace("-", "_").replace("_", "a").isalnum()):
        raise bad_request("START_PARAM_INVALID" if start else "START_PARAM_EMPTY")


def read_result(call: Call, result: Any) -> Json:
    """What people see in the list, and under `content` the message that choosing it sends."""
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request("can't parse InlineQueryResult: Object expected")
    result_id = str(result.get("id", ""))
    if not 1 <= len(result_id.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID" if result_id else "RESULT_ID_EMPTY")
    if result["type"] == "article" and not result.get("title"):
        raise bad_request('can\'t parse InlineQueryResult: Field "title" must be of type String')
    content = _content(call, result)
    markup = read_markup(result.get("reply_markup"), private=True)
    if markup:
        if "inline_keyboard" not in markup:
            raise bad_request("inline keyboard expected")
        content["reply_markup"] = markup
    shown = {k: result[k] for k in ("type", "title", "description", "url", "thumbnail_url") if result.get(k)}
    return {**shown, "id": result_id, "content": content}


def _content(call: Call, result: Json) -> Json:
    given = result.get("input_message_content")
    if given:
        if "message_text" not in given:
            raise not_simulated("input_message_content without message_text")
        params = {**given, "text": given["message_text"]}
        return text_content(Call(world=call.world, method=call.method, params=params))
    kind = result["type"]
    file = call.world.files.by_id.get(str(result.get(f"{kind}_file_id", "")))
    if kind in _CACHED and file is not None:
        return {**media_object(file, result), **caption_content(call, result)}
    if kind == "contact":
        return {"contact": {k: result[k] for k in ("phone_number", "first_name", "last_name", "vcard") if k in result}}
    if kind == "location":
        return {"location": {"latitude": result["latitude"], "longitude": result["longitude"]}}
    if kind == "article":
        raise bad_request("message text is empty")
    raise not_simulated(f"inline result of type {kind} without input_message_content")


def save_prepared(call: Call) -> Json:
    user = call.user()
    if not any(call.flag(f"allow_{kind}_chats") for kind in ("user", "bot", "group", "channel")):
        raise bad_request("at least one chat type must be allowed")
    prepared_id = f"prepared{call.world.next_serial():06d}"
    result = read_result(call, call.object("result"))
    expires = call.world.clock.seconds() + PREPARED_FOR
    call.world.queries.prepared[prepared_id] = {"for": user["id"], "result": result, "expires": expires}
    return {"id": prepared_id, "expiration_date": expires}
