"""Contacts, places and dice: messages without text or file."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import deliver, open_chat
from bot.sandbox.world.chats import Json
from bot.sandbox.world.refusals import bad_request

DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
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


def place(call: Call) -> Json:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if latitude is None or longitude is None or not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise bad_request("wrong latitude or longitude specified" if latitude is not None else "latitude is empty")
    return {"latitude": latitude, "longitude": longitude}


def send_location(call: Call) -> Json:
    chat = open_chat(call)
    location = place(call)
    extras = {k: call.integer(k) for k in ("live_period", "heading", "proximity_alert_radius")}
    accuracy = call.number("horizontal_accuracy")
    location |= {k: v for k, v in extras.items() if v}
    if accuracy:
        location["horizontal_accuracy"] = accuracy
    return deliver(call, chat, {"location": location}).message


def send_venue(call: Call) -> Json:
    chat = open_chat(call)
    location = place(call)
    if not call.text("title") or not call.text("address"):
        raise bad_request("venue title and address must be non-empty")
    venue: Json = {"location": location, "title": call.text("title"), "address": call.text("address")}
    return deliver(call, chat, {"venue": venue, "location": location}).message


def send_dice(call: Call) -> Json:
    chat = open_chat(call)
    emoji = call.text("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("wrong dice emoji")
    return deliver(call, chat, {"dice": {"emoji": emoji, "value": call.world.rng.randint(1, DICE[emoji])}}).message


def send_chat_action(call: Call) -> bool:
    chat = open_chat(call)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.emit({"kind": "action", "chat_id": chat.id, "action": action})
    return True


def send_message_draft(call: Call) -> bool:
    """A text that streams in while it is being written; nothing is stored."""
    chat = open_chat(call)
    if not chat.private:
        raise bad_request("message drafts can be used in private chats only")
    if not call.integer("draft_id"):
        raise bad_request("draft_id must be non-zero")
    call.world.emit({"kind": "draft", "chat_id": chat.id, "text": call.text("text")})
    return True
