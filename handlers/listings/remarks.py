"""The organizers' remark on a listing, shown to its author in the form that changes it."""

import html
from typing import Any, Final

from bot.i18n.translator import Translator
from bot.usecases.moderation.review import Remark
from handlers.forms.context import Data
from handlers.listings.labels import FIELDS, REJECTIONS
from storage.vocabulary import RejectionReason

_FIELD: Final = "_remark_field"
_WORDS: Final = "_remark"


def data_of(t: Translator, remark: Remark | None) -> dict[str, Any]:
    """Returns what the draft stores of a remark, worded in the author's language."""
    if remark is None:
        return {}
    known = remark.reason is not None and remark.reason is not RejectionReason.OTHER
    reason = t(REJECTIONS[remark.reason]) if known and remark.reason is not None else ""
    words = " ".join(part for part in (reason, remark.note or "") if part)
    return {_WORDS: words, **({_FIELD: remark.field} if remark.field else {})} if words else {}


def line(t: Translator, data: Data) -> str | None:
    """Returns the remark with the name of its field, as HTML."""
    words = str(data.get(_WORDS) or "")
    if not words:
        return None
    label = t(FIELDS.get(str(data.get(_FIELD)), ""))
    where = f"<b>{label}</b>: " if label else ""
    return f"📝 {where}{html.escape(words)}"
