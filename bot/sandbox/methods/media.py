"""Sending photos, documents and other media; downloading files."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.methods.call import Call, Upload
from bot.sandbox.methods.sending import caption_content, deliver, open_chat
from bot.sandbox.world.chats import Json
from bot.sandbox.world.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile, image_size
from bot.sandbox.world.refusals import Refusal, bad_request

NAMES = {
    "photo": "Photo",
    "document": "Document",
    "voice": "Voice",
    "audio": "Audio",
    "video": "Video",
    "video_note": "VideoNote",
    "animation": "Animation",
    "sticker": "Sticker",
}
FIELDS = {
    "document": ("file_name", "mime_type"),
    "voice": ("mime_type", "duration"),
    "audio": ("file_name", "mime_type", "duration"),
    "video": ("file_name", "mime_type", "width", "height", "duration"),
    "animation": ("file_name", "mime_type", "width", "height", "duration"),
    "video_note": ("length", "duration"),
    "sticker": ("is_animated", "is_video", "type", "width", "height"),
}
_DEFAULT_MIME = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
}


def stored_file(call: Call, kind: str, reference: object, *, field: str) -> StoredFile:
    """Returns the file that a parameter refers to: an upload, `attach://`, or a file_id."""
    upload = call.uploads.get(field)
    if isinstance(reference, str) and reference.startswith("attach://"):
        upload = call.uploads.get(reference.removeprefix("attach://"))
    if upload is not None:
        return store(call, kind, upload)
    if not isinstance(reference, str) or not reference:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    found = call.world.files.by_id.get(reference)
    if found is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if found.kind != kind:
        raise bad_request(f"can't use file of type {NAMES[found.kind]} as {NAMES[kind]}")
    return found


def store(call: Call, kind: str, upload: Upload) -> StoredFile:
    """Stores an upload, or refuses it as Telegram does."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    size = image_size(upload.data)
    if kind == "photo":
        if len(upload.data) > PHOTO_LIMIT:
            raise bad_request(f"file of size {len(upload.data)} bytes is too big for a photo")
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > 10_000 or not 0.05 <= size[0] / max(1, size[1]) <= 20:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return call.world.files.add(
        kind, upload.data, name=upload.name, mime=_DEFAULT_MIME.get(kind, upload.mime), size=size or (0, 0)
    )


def media_object(file: StoredFile, details: Mapping[str, Any]) -> Json:
    """Returns the content of a message with the file. `details` are the caller's width, duration and the like."""
    base: Json = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.data)}
    if file.kind == "photo":
        return {"photo": [{**base, "width": file.width, "height": file.height}]}
    fields: Json = {name: _detail(name, file, details) for name in FIELDS[file.kind]}
    if file.kind == "audio":
        fields |= {k: details[k] for k in ("performer", "title") if details.get(k)}
    content: Json = {file.kind: {**base, **fields}}
    if file.kind == "animation":
        content["document"] = {**base, "file_name": file.name, "mime_type": file.mime}
    return content


def _detail(name: str, file: StoredFile, details: Mapping[str, Any]) -> Any:
    """Returns a field of a media object: from the file, else from the caller, else a plausible value."""
    known = {"file_name": file.name, "mime_type": file.mime, "width": file.width, "height": file.height}
    fixed = {"is_animated": False, "is_video": False, "type": "regular"}
    if known.get(name) or name in fixed:
        return known.get(name) or fixed[name]
    return int(details.get(name) or {"width": 512, "height": 512, "length": 240}.get(name, 1))


def sender_of(kind: str) -> Callable[[Call], Json]:
    """Returns the method that sends media of one kind."""

    def send(call: Call) -> Json:
        chat = open_chat(call)
        file = stored_file(call, kind, call.params.get(kind), field=kind)
        content = media_object(file, call.params)
        if kind not in ("sticker", "video_note"):
            content |= caption_content(call)
        if call.flag("has_spoiler") and kind in ("photo", "video", "animation"):
            content["has_media_spoiler"] = True
        return deliver(call, chat, content).message

    return send


def get_file(call: Call) -> Json:
    """Returns the path for downloading a file."""
    file = call.world.files.by_id.get(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id" if call.text("file_id") else "file_id not specified")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


MEDIA_TYPES = {"photo", "video", "animation", "audio", "document"}


def input_media(call: Call, given: object) -> Json:
    """Returns the content of one InputMedia object: the file and its caption."""
    if not isinstance(given, dict):
        raise bad_request("can't parse InputMedia: Object expected")
    kind = given.get("type")
    if kind not in MEDIA_TYPES:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    file = stored_file(call, str(kind), given.get("media"), field="")
    content = {**media_object(file, given), **caption_content(call, given)}
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def send_media_group(call: Call) -> list[Json]:
    """Sends an album of two to ten files. Documents and music are not mixed with other kinds."""
    chat = open_chat(call)
    given = call.items("media")
    if not given:
        raise bad_request("there is no media in the request")
    if not 2 <= len(given) <= 10:
        raise bad_request("media group must include 2-10 items")
    kinds = {item.get("type") for item in given if isinstance(item, dict)}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        kind = "document" if "document" in kinds else "audio"
        raise bad_request(f"{kind} can't be mixed with other media types")
    album = str(13_000_000_000 + call.world.next_serial())
    contents = [input_media(call, item) for item in given]
    return [deliver(call, chat, {**content, "media_group_id": album}).message for content in contents]
