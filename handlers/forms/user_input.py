"""What a person gave in answer to a question, whatever kind of message it came as."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from telegram import Message, MessageOriginUser, Update

from handlers.ui.buttons import Press
from storage.ids import DraftId
from storage.vocabulary import FileKind


class Act(StrEnum):
    """What a button under a question does. One letter each: callback data is short."""

    CHOOSE = "c"
    TOGGLE = "t"
    PAGE = "p"
    DONE = "d"
    SKIP = "s"
    SKIP_REST = "r"
    BACK = "b"
    CANCEL = "x"
    CHANGE = "e"
    FINISH = "f"


@dataclass(frozen=True, slots=True)
class FormPress(Press):
    """A button of one question of one draft: pressed anywhere else, it is old."""

    KIND: ClassVar[str] = "f1"

    draft: DraftId
    step: str
    act: Act
    value: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    sender: int | None = None
    """Who wrote it first, where it was forwarded from somebody who lets that be seen."""
    message: Message | None = field(default=None, compare=False, repr=False)
    """As it came, for who keeps it with its formatting."""


@dataclass(frozen=True, slots=True)
class Pressed:
    act: Act
    value: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A phone number sent by the contact button; `own` is false for somebody else's contact."""

    phone: str
    own: bool
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    kind: FileKind
    file_id: str
    mime_type: str
    caption: str
    message: Message | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A sticker, a voice message, a location …: nothing that most questions ask for."""

    message: Message | None = field(default=None, compare=False, repr=False)


Given = Text | Pressed | SharedContact | File | OtherKind


def given_by(update: Update) -> Given:
    """What the update's message holds. Buttons are read by the form itself, which checks that they are not old."""
    message = update.message
    if message is None:
        return OtherKind()
    if message.text is not None:
        return Text(message.text, _forwarded_from(message), message)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return SharedContact(message.contact.phone_number, own, message.contact.user_id)
    return _file(message)


def _forwarded_from(message: Message) -> int | None:
    origin = message.forward_origin
    return origin.sender_user.id if isinstance(origin, MessageOriginUser) else None


def _file(message: Message) -> File | OtherKind:
    caption = message.caption or ""
    if message.photo:
        return File(FileKind.PHOTO, message.photo[-1].file_id, "image/jpeg", caption, message)
    kinds = {
        FileKind.DOCUMENT: None if message.animation else message.document,
        FileKind.VIDEO: message.video,
        FileKind.AUDIO: message.audio,
        FileKind.VOICE: message.voice,
    }
    for kind, file in kinds.items():
        if file is not None:
            return File(kind, file.file_id, file.mime_type or "", caption, message)
    return OtherKind(message)
