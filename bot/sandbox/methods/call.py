"""One call of the Bot API, with typed access to its parameters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.refusals import bad_request

_TRUE = frozenset({"true", "1", "yes", "y", "t"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was uploaded with a call."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call. `params` are native values or JSON text, as in forms. `uploads` are by field name."""

    world: World
    method: str
    params: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name, default)
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """Returns an integer, or `default`. Anything else counts as missing, as on the real server."""
        try:
            return int(self.params[name])
        except (KeyError, TypeError, ValueError):
            return default

    def number(self, name: str, default: float | None = None) -> float | None:
        try:
            return float(self.params[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in _TRUE

    def object(self, name: str) -> Any:
        """Returns a value that forms send as JSON text; None if it is missing."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def items(self, name: str) -> list[Any]:
        value = self.object(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: Array expected")
        return value

    def chat(self, name: str = "chat_id") -> Chat:
        """Returns the chat that a parameter names, in any state."""
        reference = self.text(name)
        if not reference:
            raise bad_request(f"{name} is empty")
        if not reference.startswith("@") and not reference.lstrip("-").isdigit():
            raise bad_request("chat not found")
        return self.world.chat(reference)

    def user(self, name: str = "user_id") -> Json:
        user = self.world.user(self.integer(name, 0) or 0)
        if user is None:
            raise bad_request("invalid user_id specified" if name not in self.params else "user not found")
        return user
