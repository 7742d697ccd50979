"""Texts for advisers and organizers to pass on to a company that is not on Telegram, in its language and in English.

Before both accepted they hold what the card shows; after that, the contacts and a QR code of them.
"""

import html
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Final

from bot.i18n.translator import Translator, translator_for
from bot.usecases.introductions import ContactCard, ShownIntroduction, to_vcard
from bot.usecases.introductions.acting import ActingFor
from bot.usecases.mail.addresses import language_of
from handlers.introductions import card_views, contact_views, counterpart_views
from handlers.ui.plain import as_text
from handlers.ui.view import Upload, View, row
from storage.vocabulary import FileKind, Language

_QR_BYTES: Final = 1_200
"""A code with more bytes is too fine for the cameras of older phones."""
_QR_SCALE: Final = 6  # pixels


def request(t: Translator, seen: ShownIntroduction, acting: ActingFor) -> View:
    """Returns the anonymous card in words for the company, to be copied with one tap."""

    def said(t: Translator) -> list[str]:
        lines = [
            t("A company from another country would like to meet you."),
            "",
            *counterpart_views.counterpart_lines(t, seen),
        ]
        pitch = counterpart_views.pitch_text(t, seen)
        if pitch:
            lines += ["", pitch]
        lines += ["", t("Names stay hidden until both agree.")]
        if seen.expires_at is not None:
            day = t.date(seen.expires_at)
            lines.append(t("Until {day}: yes, no, later, or a question first?", day=day))
        return lines

    heading = t("📄 Without names, for <b>{company}</b>:", company=html.escape(acting.company))
    return _view(t, seen, heading, said, acting)


def contacts(t: Translator, seen: ShownIntroduction, acting: ActingFor, card: ContactCard) -> View:
    """Returns the other side's contacts in words for the company, with a QR code that a phone takes as a contact."""

    def said(t: Translator) -> list[str]:
        return [contact_views.introduced(t, seen), "", *contact_views.contact_lines(t, card)]

    heading = t("📄 Contacts, for <b>{company}</b>:", company=html.escape(acting.company))
    view = _view(t, seen, heading, said, acting)
    vcard = to_vcard(card)
    if len(vcard) > _QR_BYTES:
        return view
    picture = Upload(content=lambda: _qr(vcard), name="contact.png", kind=FileKind.PHOTO)
    return View(text=view.text, rows=view.rows, attachment=picture)


def _view(
    t: Translator,
    seen: ShownIntroduction,
    heading: str,
    said: Callable[[Translator], Sequence[str]],
    acting: ActingFor,
) -> View:
    languages = dict.fromkeys((language_of(acting.country), Language.EN))
    texts = ["\n".join(said(translator_for(language))) for language in languages]
    words = "\n\n- - -\n\n".join(as_text(text) for text in texts)
    text = f"{heading}\n\n<pre>{html.escape(words, quote=False)}</pre>"
    return View(text=text, rows=(row(card_views.open_button(t, seen.id)),))


def _qr(content: bytes) -> bytes:
    import segno

    picture = BytesIO()
    segno.make(content.decode(), error="m", encoding="utf-8", micro=False).save(picture, kind="png", scale=_QR_SCALE)
    return picture.getvalue()
