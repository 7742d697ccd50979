"""MarkdownV2 and the old Markdown as the Bot API reads them (core.telegram.org/bots/api#markdownv2-style)."""

import re
from dataclasses import dataclass, field

from bot.sandbox.world.html import link_entity, unparsable
from bot.sandbox.world.text import Entity, in_order, units

_RESERVED = "_*[]()~`>#+-=|{}.!"
_NAMES = {"bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough"}
_MARKS = (("||", "spoiler"), ("__", "underline"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_LINK_END = re.compile(r"\]\(((?:\\.|[^()\\])*)\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    at: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def where(self, at: int) -> str:
        return f"at byte offset {len(self.source[:at].encode())}"

    def add(self, kind: str, start: int, **more: str) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start, **more})

    def finished(self) -> tuple[str, list[Entity]]:
        if self.open:
            left = self.open[-1]
            name = _NAMES.get(left.kind, left.kind.capitalize())
            raise unparsable(f"Can't find end of {name} entity {self.where(left.at)}")
        return "".join(self.parts), in_order(self.entities)

    def code(self) -> bool:
        """Read an inline or fenced block that starts here."""
        fence = "```" if self.source.startswith("```", self.at) else "`"
        if not self.source.startswith("`", self.at):
            return False
        body = re.compile(rf"((?:\\.|[^\\])*?){fence}", re.DOTALL).match(self.source, self.at + len(fence))
        kind = "pre" if fence == "```" else "code"
        if body is None:
            raise unparsable(f"Can't find end of {kind.capitalize()} entity {self.where(self.at)}")
        text, more = body[1], {}
        if kind == "pre" and (language := re.match(r"([^\s`]+)\n", text)):
            text, more = text[language.end() :], {"language": language[1]}
        start = self.length
        self.write(_ESCAPED.sub(r"\1", text.removeprefix("\n") if kind == "pre" else text))
        self.add(kind, start, **more)
        self.at = body.end()
        return True


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    reader = _Reader(source)
    quote: int | None = None
    while reader.at < len(source):
        line_start = reader.at == 0 or source[reader.at - 1] == "\n"
        if line_start:
            quote = _quoted(reader, quote)
            if reader.at >= len(source):
                break
        if not (_escape(reader) or reader.code() or _mark(reader) or _link(reader)):
            _plain(reader)
    if quote is not None:
        reader.add("blockquote", quote)
    return reader.finished()


def _quoted(reader: _Reader, quote: int | None) -> int | None:
    """Open, go on with or close a block quotation at the start of a line."""
    if reader.source.startswith((">", "**>"), reader.at):
        reader.at += 3 if reader.source.startswith("**>", reader.at) else 1
        return reader.length if quote is None else quote
    if quote is not None and reader.length - 1 > quote:
        # The line break that ends a quotation is not part of it.
        length = reader.length - 1 - quote
        reader.entities.append({"type": "blockquote", "offset": quote, "length": length})
    return None


def _escape(reader: _Reader) -> bool:
    hit = _ESCAPED.match(reader.source, reader.at)
    if hit is None:
        return False
    reader.write(hit[1])
    reader.at = hit.end()
    return True


def _mark(reader: _Reader) -> bool:
    """Open a format, or close it if it is the innermost open one."""
    for mark, kind in _MARKS:
        if not reader.source.startswith(mark, reader.at):
            continue
        if reader.open and reader.open[-1].kind == kind:
            reader.add(kind, reader.open.pop().start)
        elif any(o.kind == kind for o in reader.open):
            left = reader.open[-1]
            raise unparsable(f"Can't find end of {left.kind.capitalize()} entity {reader.where(left.at)}")
        else:
            reader.open.append(_Open(kind, reader.length, reader.at))
        reader.at += len(mark)
        return True
    return False


def _link(reader: _Reader) -> bool:
    if reader.source[reader.at] == "[":
        reader.open.append(_Open("textUrl", reader.length, reader.at))
        reader.at += 1
        return True
    if reader.source.startswith("![", reader.at):
        reader.open.append(_Open("customEmoji", reader.length, reader.at))
        reader.at += 2
        return True
    if reader.source[reader.at] != "]" or not reader.open or reader.open[-1].kind not in ("textUrl", "customEmoji"):
        return False
    opened = reader.open.pop()
    target = _LINK_END.match(reader.source, reader.at)
    reader.at = target.end() if target else reader.at + 1
    if target and reader.length > opened.start:
        entity: Entity = {"type": "text_link", "offset": opened.start, "length": reader.length - opened.start}
        if opened.kind == "customEmoji":
            emoji = target[1].partition("?id=")[2]
            reader.entities.append({**entity, "type": "custom_emoji", "custom_emoji_id": emoji})
        elif linked := link_entity(entity, _ESCAPED.sub(r"\1", target[1])):
            reader.entities.append(linked)
    return True


def _plain(reader: _Reader) -> None:
    character = reader.source[reader.at]
    if character in _RESERVED:
        raise unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
    reader.write(character)
    reader.at += 1


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The legacy mode: no nesting, underscores and asterisks only."""
    reader = _Reader(source)
    kinds = {"*": "bold", "_": "italic"}
    while reader.at < len(source):
        character = source[reader.at]
        if character == "\\" and source[reader.at + 1 : reader.at + 2] in ("_", "*", "`", "["):
            reader.write(source[reader.at + 1])
            reader.at += 2
        elif character in kinds:
            _legacy_mark(reader, character, kinds[character])
        elif character == "[" and (link := re.compile(r"\[([^\]]*)\]\(([^)]*)\)").match(source, reader.at)):
            start = reader.length
            reader.write(link[1])
            entity: Entity = {"type": "text_link", "offset": start, "length": reader.length - start}
            if linked := link_entity(entity, link[2]):
                reader.entities.append(linked)
            reader.at = link.end()
        elif not reader.code():
            reader.write(character)
            reader.at += 1
    return reader.finished()


def _legacy_mark(reader: _Reader, mark: str, kind: str) -> None:
    end = reader.source.find(mark, reader.at + 1)
    if end < 0:
        raise unparsable(f"Can't find end of the entity starting {reader.where(reader.at)}")
    start = reader.length
    reader.write(reader.source[reader.at + 1 : end])
    reader.add(kind, start)
    reader.at = end + 1
