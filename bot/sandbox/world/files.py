"""Uploaded files, and data that their first bytes reveal."""

import base64
import struct
from dataclasses import dataclass, field

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Largest file for getFile, in bytes (core.telegram.org/bots/api#getfile)."""
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024

FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file. `kind` is the message field that carried it. `width` and `height` are 0 if it is no image."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    name: str
    mime: str
    path: str
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class FileStore:
    """Files by id. Ids are opaque to the bot but the same in every run."""

    count: int = 0
    by_id: dict[str, StoredFile] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        data: bytes,
        *,
        name: str,
        mime: str = "application/octet-stream",
        size: tuple[int, int] = (0, 0),
    ) -> StoredFile:
        self.count += 1
        seed = f"{kind}:{self.count}".encode()
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            file_id="AgACAgQAAx" + base64.urlsafe_b64encode(seed.rjust(30, b"\x07")).decode().rstrip("="),
            unique_id="AQAD" + base64.urlsafe_b64encode(seed[-9:]).decode().rstrip("="),
            kind=kind,
            data=data,
            name=name,
            mime=mime,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{self.count}.{suffix}",
            width=size[0],
            height=size[1],
        )
        self.by_id[stored.file_id] = stored
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        return next((f for f in self.by_id.values() if f.path == path), None)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Returns width and height of a PNG, GIF, JPEG or WebP image; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walks the segments to the frame header (ITU-T T.81, B.1.1 and B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
