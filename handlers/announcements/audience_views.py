"""Choosing the audience of an announcement, with the number of recipients."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.matching.country_names import country_name, with_flag
from bot.matching.sectors import all_sectors, sector_label
from bot.usecases.announcements.audience import Audience
from handlers.announcements.buttons import AnnounceAct, AnnouncePress, FilterKind, FilterPress
from handlers.ui.pages import Page
from handlers.ui.view import Button, View, grid, row
from storage.ids import AnnouncementId
from storage.vocabulary import Kind, Language, Relation

LABELS: Final[dict[FilterKind, str]] = {
    FilterKind.COUNTRIES: mark("🌍 Country"),
    FilterKind.SECTORS: mark("🏷 Sector"),
    FilterKind.KINDS: mark("📤 Offers or needs"),
    FilterKind.LANGUAGES: mark("🌐 Language"),
    FilterKind.RELATIONS: mark("👤 Role"),
    FilterKind.WITHOUT_LISTING: mark("No listing yet"),
    FilterKind.UNANSWERED: mark("Haven't answered yet"),
    FilterKind.CHATS: mark("Groups and channels too"),
}
_KINDS: Final = {Kind.OFFER: mark("offers something"), Kind.NEED: mark("looks for something")}
_RELATIONS: Final = {Relation.REPRESENTATIVE: mark("of the company"), Relation.ADVISER: mark("adviser")}
_PAGE: Final = 8


def described(t: Translator, audience: Audience) -> str:
    """Returns the filters as text; "everybody" without filters."""
    parts = [
        label_of(t, kind, value) for kind in FilterKind if not kind.is_flag for value in sorted(chosen(audience, kind))
    ]
    parts += [t(LABELS[kind]) for kind in FilterKind if kind.is_flag and getattr(audience, kind.field)]
    return html.escape(t.joined(parts)) if parts else t("everybody who takes part")


def chosen(audience: Audience, kind: FilterKind) -> frozenset[str]:
    value = getattr(audience, kind.field)
    return frozenset() if isinstance(value, bool) else frozenset(map(str, value))


def label_of(t: Translator, kind: FilterKind, value: str) -> str:
    match kind:
        case FilterKind.COUNTRIES:
            return with_flag(value, country_name(value, t.language))
        case FilterKind.SECTORS:
            return sector_label(value, t.language)
        case FilterKind.KINDS:
            return t(_KINDS[Kind(value)])
        case FilterKind.LANGUAGES:
            return LANGUAGE_NAMES[Language(value)]
        case FilterKind.RELATIONS:
            return t(_RELATIONS[Relation(value)])
    return value


def overview(t: Translator, number: AnnouncementId, audience: Audience, people: int) -> View:
    text = "\n".join(
        [
            t("<b>Who should get it?</b> Each choice narrows the audience."),
            described(t, audience),
            "",
            t.n("<b>{count} person</b>", "<b>{count} people</b>", people),
        ]
    )
    buttons = []
    for kind, label in LABELS.items():
        is_on = bool(getattr(audience, kind.field))
        press = FilterPress(number, kind, 0, "1" if kind.is_flag else "")
        buttons.append(Button(text=f"{'✅ ' if is_on else ''}{t(label)}", press=press))
    rows = grid(buttons, 2)
    done = Button(text=t("Done"), press=AnnouncePress(number, AnnounceAct.OPEN))
    return View(text=text, rows=(*rows, row(done)))


def values(
    t: Translator,
    number: AnnouncementId,
    audience: Audience,
    kind: FilterKind,
    index: int,
    people: int,
    countries: Sequence[str],
) -> View:
    """Returns the choices of a filter. `countries`: those of the participants."""
    options = _options(kind, countries)
    page = Page(total=len(options), size=_PAGE, asked=index)
    ticked = chosen(audience, kind)
    rows: list[tuple[Button, ...]] = [
        row(
            Button(
                text=f"{'✅ ' if value in ticked else ''}{label_of(t, kind, value)}",
                press=FilterPress(number, kind, page.index, value),
            )
        )
        for value in page.cut(options)
    ]
    rows += page.turning(lambda index: FilterPress(number, kind, index, ""))
    back = Button(text=t("« Back"), press=AnnouncePress(number, AnnounceAct.AUDIENCE))
    text = f"<b>{t(LABELS[kind])}</b>\n" + t.n("<b>{count} person</b>", "<b>{count} people</b>", people)
    return View(text=text, rows=(*rows, row(back)))


def _options(kind: FilterKind, countries: Sequence[str]) -> list[str]:
    match kind:
        case FilterKind.COUNTRIES:
            return list(countries)
        case FilterKind.SECTORS:
            return list(all_sectors())
        case FilterKind.KINDS:
            return list(_KINDS)
        case FilterKind.LANGUAGES:
            return list(Language)
        case FilterKind.RELATIONS:
            return list(_RELATIONS)
    return []
