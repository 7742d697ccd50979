"""The frame of the page: document, notes and forms, as HTML without any script."""

import base64
import hashlib
import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.i18n.translator import CLDR, LANGUAGE_NAMES, Translator
from storage.vocabulary import Language

STYLE: Final = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = {
    # The address of the page is a secret: nobody may store it, send it on or show the page inside another one.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}


def document(t: Translator, title: str, body: Iterable[str], *, back: str = "") -> str:
    """Returns the page. `title` is HTML; `back` is a relative path in front of the links to other languages."""
    plain_title = html.escape(html.unescape(title))
    return (
        f'<!doctype html><html lang="{lang(t.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{plain_title}</title><style>{STYLE}</style></head><body>{_languages(t, back)}"
        f"<main><h1>{title}</h1>{''.join(body)}</main></body></html>"
    )


def lang(language: Language) -> str:
    return CLDR[language].replace("_", "-")


def _languages(t: Translator, back: str) -> str:
    """Returns links to this page in the other languages."""
    links = [
        f"<strong>{name}</strong>"
        if language is t.language
        else f'<a href="{back}?l={language.value}" lang="{lang(language)}" hreflang="{lang(language)}">{name}</a>'
        for language, name in LANGUAGE_NAMES.items()
    ]
    label = html.escape(t("Language"))
    return f'<nav aria-label="{label}">{"".join(links)}</nav>'


def note(text: str) -> str:
    """Returns an outcome or a refusal, which screen readers announce. `text` is HTML."""
    return f'<div class="note" role="status"><p>{text}</p></div>' if text else ""


def form(act: str, state: str, fields: str, label: str, *, is_next: bool = False) -> str:
    """Returns a form with one button. It is posted to the address of the page."""
    style = ' class="next"' if is_next else ""
    return (
        f'<form method="post"><input type="hidden" name="state" value="{html.escape(state)}">{fields}'
        f'<button name="act" value="{act}"{style}>{html.escape(label)}</button></form>'
    )


def folded(label: str, content: str) -> str:
    return f"<details><summary>{html.escape(label)}</summary>{content}</details>"


def choices(legend: str, name: str, labels: Mapping[str, str]) -> str:
    """Returns radio buttons, of which one must be chosen. `legend` is plain text."""
    rows = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{html.escape(value)}" required>'
        f"<span>{html.escape(label)}</span></label>"
        for value, label in labels.items()
    )
    return f"<fieldset><legend>{html.escape(legend)}</legend>{rows}</fieldset>"


def words(name: str, label: str, longest: int) -> str:
    return (
        f'<label for="{name}">{html.escape(label)}</label>'
        f'<textarea id="{name}" name="{name}" required maxlength="{longest}"></textarea>'
    )


def thread(lines: Sequence[tuple[bool, str]]) -> str:
    """Returns messages, oldest first. Each is (own, HTML)."""
    items = "".join(f'<li class="{"own" if own else "theirs"}">{text}</li>' for own, text in lines)
    return f'<ul class="thread">{items}</ul>' if items else ""
