"""Messages without text or file: contacts and places; and chat actions."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import deliver, open_chat
from bot.sandbox.world.chats import Json
from bot.sandbox.world.refusals import bad_request

ACTIONS = frozenset({"typing", "choose_sticker", "find_location"}) | {
    f"{verb}_{kind}" for verb in ("record", "upload") for kind in ("video", "voice", "video_note", "photo", "document")
}


def send_contact(call: Call) -> Json:
    chat = open_chat(call)
    phone, name = call.text("phone_number"), call.text("first_name")
    if not phone:
        raise bad_request("phone number is empty")
    if not name:
        raise bad_request("first name is empty")
    contact: Json = {"phone_number": phone, "first_name": name}
    contact.update({k: call.text(k) for k in ("last_name", "vcard") if call.text(k)})
    return deliver(call, chat, {"contact": contact}).message


def _place(call: Call) -> Json:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if latitude is None or longitude is None or not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad_request("wrong latitude or longitude specified" if latitude is not None else "latitude is empty")
    return {"latitude": latitude, "longitude": longitude}


def send_location(call: Call) -> Json:
    chat = open_chat(call)
    location = _place(call)
    extras = {k: call.integer(k) for k in ("live_period", "heading", "proximity_alert_radius")}
    accuracy = call.number("horizontal_accuracy")
    location |= {k: v for k, v in extras.items() if v}
    if accuracy:
        location["horizontal_accuracy"] = accuracy
    return deliver(call, chat, {"location": location}).message


def send_chat_action(call: Call) -> bool:
    chat = open_chat(call)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.emit({"kind": "action", "chat_id": chat.id, "action": action})
    return True
