"""Request bodies of the people's API. Unknown fields are refused, so that typing errors are noticed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewPerson(Body):
    """Someone who has not pressed Start yet."""

    name: str = Field(min_length=1, max_length=64)
    last_name: str | None = None
    username: str | None = Field(default=None, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,31}$")
    language_code: str | None = Field(default=None, description="IETF tag of their Telegram, such as zh-hans or sr")


class Contact(Body):
    phone_number: str
    name: str = ""
    own: bool = Field(default=True, description="One's own, as the contact button sends it")


class Location(Body):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


_TOPIC = Field(default=0, description="A topic of the chat with the bot; 0 for the chat itself")


class NewMessage(Body):
    """A text, a contact or a location: one of the three."""

    text: str = Field(default="", max_length=4096)
    contact: Contact | None = None
    location: Location | None = None
    chat: int | None = Field(default=None, description="A group, a channel or a person; the bot if left out")
    reply_to: int | None = Field(default=None, description="A message id in the same chat")
    topic: int = _TOPIC


class NewFile(Body):
    """The fields beside the part `file` of a multipart form."""

    kind: Kind = "document"
    caption: str = Field(default="", max_length=1024)
    chat: int | None = None
    topic: int = _TOPIC


class Start(Body):
    """Press Start, or open a deep link."""

    payload: str = Field(default="", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class Edit(Body):
    text: str = Field(min_length=1, max_length=4096)
    chat: int | None = None


class Press(Body):
    """A button by its label or callback data. Without `message`, one of the visible buttons."""

    label: str = ""
    data: str | None = None
    message: int | None = None
    older: bool = Field(default=False, description="Look at all older keyboards too")
    chat: int | None = None


class InlineQuery(Body):
    query: str = Field(default="", max_length=256)


class Pick(Body):
    result: str
    chat: int = Field(description="A group, a channel or a person")


class Forward(Body):
    message: int
    source: int | None = Field(default=None, description="The chat of the message; the one with the bot if left out")
    chat: int | None = Field(default=None, description="Where it goes; to the bot if left out")


class NewGroup(Body):
    title: str = Field(min_length=1, max_length=128)
    kind: Literal["group", "supergroup", "channel"] = "supergroup"
    username: str | None = None


class AddBot(Body):
    admin: bool = False


class NewFault(Body):
    """A fault for calls of the bot."""

    kind: Literal["forbidden", "too_many_requests", "server_error", "cut", "delay"]
    method: str | None = Field(default=None, description="Every method but getUpdates if left out")
    chat_id: int | None = None
    when: Literal["before", "after"] = Field(default="before", description="Relative to the effect of the call")
    times: int | None = Field(default=1, ge=1, description="null means for ever")
    probability: float = Field(default=1.0, gt=0, le=1)
    seconds: float = Field(default=1.0, ge=0, description="Length of a delay, or retry_after")


class ClockMove(Body):
    move: float = Field(description="Seconds, forwards or back")


class Limits(Body):
    on: bool
