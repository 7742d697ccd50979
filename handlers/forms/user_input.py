"""A person's input: text, a press, a contact, a file, or another kind of message."""

from dataclasses import dataclass, field
from enum import StrEnum

from telegram import Message, MessageOriginUser, Update

from handlers.ui.buttons import Press
from storage.ids import DraftId
from storage.vocabulary import FileKind


class Act(StrEnum):
    """The action of a button under a question. One letter each, because callback data is short."""

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


class FormPress(Press, kind="f1"):
    """A button under one question of one draft. It is outdated once another question is open."""

    draft: DraftId
    step: str
    act: Act
    value: str = ""


class DraftChoice(StrEnum):
    GO_ON = "g"
    ANEW = "n"


class DraftPress(Press, kind="d1"):
    """Resumes the unfinished draft of a form, or starts over."""

    form: str
    choice: DraftChoice


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    sender: int | None = None
    """The Telegram id of the original sender of a forwarded message, unless they hide it."""
    message: Message | None = field(default=None, compare=False, repr=False)
    """The message itself, for fields that keep its formatting."""


@dataclass(frozen=True, slots=True)
class Pressed:
    act: Act
    value: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact. `own` is True for the person's own, as the contact button sends it."""

    phone: str
    own: bool
    user_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    kind: FileKind
    file_id: str
    mime_type: str
    caption: str
    message: Message | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A sticker, location, poll or other message that most questions do not accept."""

    message: Message | None = field(default=None, compare=False, repr=False)


UserInput = Text | Pressed | SharedContact | File | OtherKind


def input_of(update: Update) -> UserInput:
    """Returns the content of a new or edited message. Forms parse presses, because they check if they are outdated."""
    message = update.message or update.edited_message
    if message is None:
        return OtherKind()
    if message.text is not None:
        return Text(message.text, _forwarded_from(message), message)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        shared = message.contact
        name = " ".join(filter(None, (shared.first_name, shared.last_name)))
        return SharedContact(shared.phone_number, own, shared.user_id, name)
    return _file(message)


def album_of(user_input: UserInput) -> str | None:
    """Returns the media group id, which all messages of one album share."""
    message = message_of(user_input)
    return None if message is None else message.media_group_id


def message_of(user_input: UserInput) -> Message | None:
    return user_input.message if isinstance(user_input, Text | File | OtherKind) else None


def _forwarded_from(message: Message) -> int | None:
    origin = message.forward_origin
    return origin.sender_user.id if isinstance(origin, MessageOriginUser) else None


def _file(message: Message) -> File | OtherKind:
    caption = message.caption or ""
    if message.photo:
        return File(FileKind.PHOTO, message.photo[-1].file_id, "image/jpeg", caption, message)
    kinds = {
        # Telegram also sends an animation as a document.
        FileKind.DOCUMENT: None if message.animation else message.document,
        FileKind.VIDEO: message.video,
        FileKind.AUDIO: message.audio,
        FileKind.VOICE: message.voice,
        FileKind.ANIMATION: message.animation,
        FileKind.VIDEO_NOTE: message.video_note,
    }
    for kind, file in kinds.items():
        if file is not None:
            return File(kind, file.file_id, getattr(file, "mime_type", None) or "", caption, message)
    return OtherKind(message)
