"""The colour, logo and sponsor of an event."""

import io
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.events.access import own_event
from bot.usecases.moderation.roles import Actor
from storage.events import looks
from storage.ids import EventId
from storage.models import EventLook

COLOUR: Final = "#2a6fb0"
"""Used by events that have chosen none."""
COLOURS: Final = {
    COLOUR: mark("Blue"),
    "#0b6e4f": mark("Green"),
    "#b3261e": mark("Red"),
    "#8a4b08": mark("Brown"),
    "#5b3f8f": mark("Violet"),
    "#22303c": mark("Dark grey"),
}
"""Colours with the names of their buttons. White text is readable on each."""
SPONSOR_LIMIT: Final = 120
LARGEST: Final = 10_000_000  # bytes of an uploaded picture
SIDE: Final = 600  # pixels: sharp at 5 cm on 300 dpi
_PIXELS: Final = 40_000_000  # of an uploaded picture; a file of 1 MB can claim billions


class BadPictureError(InputError):
    default: ClassVar[str] = mark("I can't read this picture. Send it as a PNG or JPEG, up to 10 MB.")


async def change(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    *,
    colour: str,
    logo: bytes | None,
    sponsor: str | None,
    sponsor_logo: bytes | None,
) -> None:
    """Stores the look of the actor's event. Pictures are as `small_picture` returns them. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    if colour not in COLOURS or (sponsor is not None and len(sponsor) > SPONSOR_LIMIT):
        raise InputError
    await looks.put(session, event_id, colour=colour, logo=logo, sponsor=sponsor, sponsor_logo=sponsor_logo)


async def of_event(session: AsyncSession, event_id: EventId) -> EventLook:
    """Returns the look that was chosen, or the usual one."""
    found = await looks.find(session, event_id)
    return found or EventLook(event_id=event_id, colour=COLOUR, logo=None, sponsor=None, sponsor_logo=None)


def small_picture(content: bytes, *, side: int = SIDE) -> bytes:
    """Returns the picture as a PNG of at most `side` pixels a side, without metadata. Raises BadPictureError.

    Takes up to half a second, so call it in a thread. Reads only PNG, JPEG and WebP.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST:
        raise BadPictureError
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > _PIXELS:
                raise BadPictureError
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPictureError from error
    picture.thumbnail((side, side))
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=True)
    return out.getvalue()
