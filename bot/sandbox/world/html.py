"""Parses HTML like the Bot API (core.telegram.org/bots/api#html-style), with its refusals."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.sandbox.world.refusals import Refusal, bad_request
from bot.sandbox.world.text import Entity, in_order, units

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot))(?:;|(?![a-zA-Z0-9]))")
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"\s*([^\s=>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")


def unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(slots=True)
class _Open:
    """A start tag whose end tag is still missing. `start` is its position in the text."""

    tag: str
    attributes: dict[str, str]
    start: int


@dataclass(slots=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, raw: str) -> None:
        text = _REFERENCE.sub(_referred, raw)
        self.parts.append(text)
        self.length += units(text)

    def where(self, at: int) -> str:
        return f"at byte offset {len(self.source[:at].encode())}"

    def start_tag(self, name: str, rest: str, at: int) -> None:
        attributes = {
            hit[1].lower(): _REFERENCE.sub(_referred, hit[2] or hit[3] or hit[4] or "")
            for hit in _ATTRIBUTE.finditer(rest)
        }
        if name not in TAGS or (name == "span" and attributes.get("class") != "tg-spoiler"):
            if name == "span":
                raise unparsable(f'Tag "span" must have class "tg-spoiler" {self.where(at)}')
            raise unparsable(f'Unsupported start tag "{name}" {self.where(at)}')
        self.open.append(_Open(name, attributes, self.length))

    def end_tag(self, name: str, at: int) -> None:
        if not self.open:
            raise unparsable(f"Unexpected end tag {self.where(at)}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise unparsable(f'Unmatched end tag {self.where(at)}, expected "</{opened.tag}>", found "</{name}>"')
        entity = _entity(opened, "".join(self.parts), self.length)
        if entity:
            self.entities.append(entity)


def _referred(hit: re.Match[str]) -> str:
    if hit[3]:
        return _NAMED[hit[3]]
    code = int(hit[1]) if hit[1] else int(hit[2], 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else hit[0]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Returns the text and its entities. Refuses unknown and unbalanced tags, as Telegram does."""
    reader = _Reader(source)
    at = 0
    while (found := source.find("<", at)) >= 0:
        reader.write(source[at:found])
        tag = _TAG.match(source, found)
        if tag is None:
            kind = "end" if source.startswith("</", found) else "start"
            raise unparsable(f"Unclosed {kind} tag {reader.where(found)}")
        if tag[1]:
            reader.end_tag(tag[2].lower(), found)
        else:
            reader.start_tag(tag[2].lower(), tag[3], found)
        at = tag.end()
    reader.write(source[at:])
    if reader.open:
        raise unparsable(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    return "".join(reader.parts), in_order(_simplified(reader.entities))


def _entity(opened: _Open, text: str, end: int) -> Entity | None:
    """Returns the entity of a tag; None if it covers nothing or its link is invalid."""
    length = end - opened.start
    if length <= 0:
        return None
    entity: Entity = {"type": TAGS[opened.tag], "offset": opened.start, "length": length}
    match opened.tag:
        case "a":
            covered = text.encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le")
            return link_entity(entity, opened.attributes.get("href", "") or covered)
        case "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        case "tg-time":
            entity["unix_time"] = int(opened.attributes.get("unix", "0") or 0)
            if form := opened.attributes.get("format"):
                entity["date_time_format"] = form
        case "blockquote" if "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        case "code" if opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        case _:
            pass
    return entity


def link_entity(entity: Entity, target: str) -> Entity | None:
    """Returns a text link, or the mention for `tg://user?id=`; None if the address is invalid."""
    user = re.fullmatch(r"tg://user\?id=(\d+)", target)
    if user:
        return {**entity, "type": "text_mention", "user_id": int(user[1])}
    url = address(target)
    return {**entity, "url": url} if url else None


def address(target: str) -> str | None:
    """Returns the address as Telegram does, with a scheme and a path; None if it is no address."""
    if re.search(r"\s", target.strip()) or not target.strip():
        return None
    url = target.strip() if "://" in target or target.startswith(("mailto:", "tel:")) else f"http://{target.strip()}"
    parts = urlsplit(url)
    if parts.scheme in ("tg", "ton", "tonsite", "mailto", "tel"):
        return url
    if parts.scheme not in ("http", "https", "ftp") or not (parts.hostname and "." in parts.hostname.strip(".")):
        return None
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _simplified(entities: list[Entity]) -> list[Entity]:
    """Merges `<pre><code class=language-x>` into one block, and removes other entities inside code."""
    closed = [e for e in entities if e["type"] in ("pre", "code")]
    kept: list[Entity] = []
    for entity in entities:
        around = [c for c in closed if c is not entity and _inside(entity, c)]
        if entity["type"] == "code" and around and around[0]["type"] == "pre" and "language" in entity:
            around[0]["language"] = entity["language"]
        if not around:
            kept.append(entity)
    for entity in kept:
        if entity["type"] == "code":
            entity.pop("language", None)
    return kept


def _inside(inner: Entity, outer: Entity) -> bool:
    ends = inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    same = inner["offset"] == outer["offset"] and inner["length"] == outer["length"]
    return bool(inner["offset"] >= outer["offset"] and ends and not (same and inner["type"] == "pre"))
