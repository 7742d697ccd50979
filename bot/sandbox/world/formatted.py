"""Converts formatted text from the bot to text and entities."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.world.html import link_entity, parse_html
from bot.sandbox.world.links import with_links
from bot.sandbox.world.refusals import bad_request
from bot.sandbox.world.text import Entity, cleaned, trimmed, units

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""Code points after parsing (core.telegram.org/bots/api#sendmessage, #sendphoto)."""
ENTITY_LIMIT = 100

_STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"}
_WITH = {
    "text_link": ("url",),
    "text_mention": ("user",),
    "pre": ("language",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
_FOUND_AGAIN = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})

Users = Callable[[int], Mapping[str, Any] | None]
"""Returns a user by id, for mentions."""


def formatted(
    raw: str, *, parse_mode: str = "", entities: list[Entity] | None = None, users: Users
) -> tuple[str, list[Entity]]:
    """Returns the trimmed text and its entities, with those that Telegram detects itself."""
    source = cleaned(raw)
    if parse_mode.lower() == "html":
        text, found = parse_html(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, found = source, given(entities or [], units(source))
    found = [e for e in (_resolved(e, users) for e in found) if e]
    text, found = trimmed(text, found)
    return text, with_links(text, found)[:ENTITY_LIMIT]


def given(entities: list[Entity], length: int) -> list[Entity]:
    """Returns the caller's own entities, validated, without kinds that the server detects itself."""
    checked: list[Entity] = []
    for entity in entities:
        kind = entity.get("type")
        if not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if kind not in _STYLES and kind not in _FOUND_AGAIN and kind not in _WITH:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            continue
        if kind in _FOUND_AGAIN:
            continue
        keep = ("type", "offset", "length", *_WITH.get(kind, ()))
        checked.append({k: entity[k] for k in keep if k in entity})
    return checked


def _resolved(entity: Entity, users: Users) -> Entity | None:
    """Adds users to mentions and full URLs to links. Returns None for a link with an invalid address."""
    if entity["type"] == "text_mention":
        user_id = entity.pop("user_id", None) or entity.pop("user", {}).get("id")
        user = users(user_id)
        return {**entity, "user": dict(user)} if user else None
    if entity["type"] == "text_link":
        linked = link_entity(entity, entity.get("url", ""))
        return _resolved(linked, users) if linked and linked["type"] == "text_mention" else linked
    return entity


def text_of(raw: str, *, parse_mode: str, entities: list[Entity] | None, users: Users) -> tuple[str, list[Entity]]:
    """Parses a text message. Refused if it is empty or too long."""
    if not raw:
        raise bad_request("message text is empty")
    text, found = formatted(raw, parse_mode=parse_mode, entities=entities, users=users)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, found


def caption_of(raw: str, *, parse_mode: str, entities: list[Entity] | None, users: Users) -> tuple[str, list[Entity]]:
    """Parses a caption. It may be empty, and is refused if it is too long."""
    text, found = formatted(raw, parse_mode=parse_mode, entities=entities, users=users)
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, found
