"""The daily digest of a group, in the event's languages and without names."""

import html
from collections.abc import Callable, Sequence
from typing import Final

from bot.i18n.translator import Translator, mark, translator_for
from bot.matching.country_names import country_name, with_flag
from bot.matching.sectors import sector_label
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.digests import Bulletin, BulletinLine
from bot.usecases.events.names import in_language
from handlers.ui.view import Button, View, row
from storage.vocabulary import Kind, LinkKind

_SECTORS: Final = 2
_HEADINGS: Final = {Kind.OFFER: mark("📤 Offers"), Kind.NEED: mark("📥 Needs")}


def digest(bulletin: Bulletin, username: str) -> View:
    voices = [translator_for(language) for language in bulletin.languages]
    event = bulletin.event

    def said(word: Callable[[Translator], str]) -> str:
        return _joined([word(t) for t in voices])

    heading = said(lambda t: t("New at {event}", event=html.escape(in_language(event.names, t.language))))
    parts = [f"📰 <b>{heading}</b>"]
    for kind, label in _HEADINGS.items():
        lines = [_line(line, voices, username) for line in bulletin.lines if line.kind is kind]
        if lines:
            parts.append("\n".join([f"<b>{_joined([t(label) for t in voices])}</b>", *lines]))
    if bulletin.more:
        parts.append(said(lambda t: t.n("And {count} more.", "And {count} more.", bulletin.more)))
    how = said(lambda t: t("Tap a line to see it and ask for an introduction."))
    parts.append(f"<i>{how}</i>")
    join = deep_link(username, EVENT, event.code)
    return View(text="\n\n".join(parts), rows=(row(Button(text=voices[0]("🤝 Open the bot"), url=join)),), silent=True)


def _line(line: BulletinLine, voices: Sequence[Translator], username: str) -> str:
    address = deep_link(username, LinkKind.LISTING, line.code)
    country = _joined([country_name(line.country, t.language) for t in voices])
    sectors = [_joined([sector_label(sector, t.language) for t in voices]) for sector in line.sectors[:_SECTORS]]
    below = html.escape(" · ".join([country, *sectors]))
    return with_flag(line.country, f'<a href="{address}">{html.escape(line.title)}</a>\n{below}')


def _joined(words: Sequence[str]) -> str:
    """Returns the text in several languages, without duplicates."""
    return " / ".join(dict.fromkeys(words))
