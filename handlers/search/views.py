"""Views of search results: a list of five, and a card for each, without company names."""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name, with_flag
from bot.matching.sectors import sector_label
from bot.usecases.suggestions.search import PER_PAGE, Filters, Result, Results
from bot.usecases.translations import Source
from handlers.forms.fields import page_row
from handlers.forms.form import Choice
from handlers.forms.user_input import Act
from handlers.moderation.reporting import report_button
from handlers.people.labels import describe_company
from handlers.suggestions.buttons import SendTypedTextPress, TypedTextAct, TypedTextPress
from handlers.translations.views import translate_row
from handlers.ui import gist_views
from handlers.ui.view import Button, View, row, shortened
from handlers.ui.welcome_views import home_rows
from storage.ids import DraftId, IntroductionId
from storage.introductions.lists import IntroductionLine
from storage.models import Listing
from storage.vocabulary import Kind, ReportObject

_SUMMARY_SHOWN: Final = 500
_WORDS_SHOWN: Final = 80
_TITLE_SHOWN: Final = 100
_MENU: Final = 10  # most frequent countries or sectors in the menu
ANY: Final = "any"
INTRODUCE, OPEN, COUNTRY, SECTOR = "i", "o", "c", "s"

Rows = tuple[tuple[Choice, ...], ...]


def results(t: Translator, words: str, found: Results, filters: Filters, *, still_reading: bool = False) -> str:
    """Returns the list or the opened card as HTML, or says that nothing was found."""
    heading = t("🔎 <b>{words}</b>", words=html.escape(shortened(words, _WORDS_SHOWN)))
    if found.opened is not None:
        return "\n".join([heading, "", *_card(t, found.opened)])
    if found.listed:
        return "\n\n".join([heading, *(_line(t, number, result) for number, result in _numbered(found))])
    if filters != Filters() and found.kinds:
        return "\n\n".join([heading, t("Nothing with these filters.")])
    if still_reading:
        return "\n\n".join([heading, t("I am still reading the listings that are here. Search again in a minute.")])
    nothing = t(
        "Nothing found yet. Try other words in any language, or make it a listing: then I keep looking and "
        "tell you as soon as somebody fits."
    )
    return f"{heading}\n\n{nothing}"


def _numbered(found: Results) -> Iterable[tuple[int, Result]]:
    return enumerate(found.listed, found.page * PER_PAGE + 1)


def _line(t: Translator, number: int, result: Result) -> str:
    lines = [f"{number}. <b>{html.escape(shortened(result.title, _TITLE_SHOWN))}</b>", _who(t, result)]
    return "\n".join([*lines, *gist_views.in_a_list(t, result.listing, result.title, result.summary)])


def _who(t: Translator, result: Result) -> str:
    return describe_company(
        t,
        result.company_kind,
        result.listing.country,
        size=result.company_size,
        profile_type=result.listing.profile_type,
        verified=result.verified,
        represented=result.represented,
    )


def _card(t: Translator, result: Result) -> list[str]:
    listing = result.listing
    gist = gist_views.of_listing(t, listing, result.title, result.summary, sectors=False)
    return [
        f"<b>{html.escape(result.title)}</b>",
        _who(t, result),
        "",
        html.escape(shortened(result.summary, _SUMMARY_SHOWN)),
        "",
        *([*gist, ""] if gist else []),
        html.escape(t.joined(sector_label(sector, t.language) for sector in sorted(listing.sectors))),
    ]


def choices(t: Translator, found: Results, filters: Filters) -> Rows:
    """Returns the buttons: open or propose, turn the page, filter, and make a listing from the words."""
    rows: list[tuple[Choice, ...]] = []
    if found.opened is not None:
        number = found.opened.listing.id
        report = report_button(ReportObject.LISTING, number)
        introduce = Choice(t("🤝 Introduce us"), Act.CHOOSE, f"{INTRODUCE}{number}")
        rows.append((introduce, Choice(report.text, Act.CHOOSE, press=report.press)))
        translate = translate_row(t, Source.LISTING, number, found.opened.listing.language)
        rows += [tuple(Choice(one.text, Act.CHOOSE, press=one.press) for one in each) for each in translate]
        if found.total > 1:
            rows.append((Choice(t("« All results"), Act.CHOOSE, f"{OPEN}0"),))
            return tuple(rows)
    elif found.listed:
        rows.append(tuple(Choice(str(at), Act.CHOOSE, f"{OPEN}{one.listing.id}") for at, one in _numbered(found)))
    if found.total > PER_PAGE:
        rows.append(page_row(found.page, -(-found.total // PER_PAGE)))
    rows.append(tuple(_kind(t, kind, found, filters) for kind in (Kind.OFFER, Kind.NEED)))
    rows.append(
        (
            Choice(f"🌍 {_country(t, filters.country)}", Act.TOGGLE, COUNTRY),
            Choice(f"🏷 {_sector(t, filters.sector)}", Act.TOGGLE, SECTOR),
        )
    )
    rows.append((Choice(t("📝 Make it a listing"), Act.DONE),))
    return tuple(rows)


def countries(t: Translator, found: Results) -> Rows:
    return _menu(COUNTRY, found.countries, lambda code: _country(t, code))


def sectors(t: Translator, found: Results) -> Rows:
    return _menu(SECTOR, found.sectors, lambda sector: _sector(t, sector))


def own(listings: list[Listing]) -> Rows:
    """Returns a button for each of the person's own listings, to choose which to propose."""
    return tuple((Choice(shortened(one.title, 40), Act.CHOOSE, f"m{one.id}"),) for one in listings)


def _menu(which: str, counts: Mapping[str, int], name: Callable[[str | None], str]) -> Rows:
    most = sorted(counts, key=lambda one: (-counts[one], one))[:_MENU]
    rows = [(Choice(f"{name(one)} ({counts[one]})", Act.TOGGLE, f"{which}{one}"),) for one in most]
    return (*rows, (Choice(name(None), Act.TOGGLE, f"{which}{ANY}"),))


def _kind(t: Translator, kind: Kind, found: Results, filters: Filters) -> Choice:
    label = t("📤 Offers") if kind is Kind.OFFER else t("📥 Needs")
    tick = "✅ " if filters.kind is kind else ""
    return Choice(f"{tick}{label} ({t.number(found.kinds.get(kind, 0))})", Act.TOGGLE, kind)


def _country(t: Translator, code: str | None) -> str:
    return t("All countries") if code is None else with_flag(code, country_name(code, t.language))


def _sector(t: Translator, sector: str | None) -> str:
    return t("All sectors") if sector is None else sector_label(sector, t.language)


def ask_about_text(
    t: Translator,
    words: str,
    draft_id: DraftId,
    connected: Sequence[tuple[IntroductionId, str]],
    waiting: Sequence[IntroductionLine] = (),
    *,
    company: str = "",
) -> View:
    """Asks whether to send typed words to a connected company (number, name), search for them, or list them.

    `waiting`: introductions in which they can be an answer or a question. `company`: the name on a business card,
    which can be registered.
    """
    text = t("What should I do with “{words}”?", words=html.escape(shortened(words, _WORDS_SHOWN)))
    search = Button(text=t("🔎 Search for it"), press=TypedTextPress(draft_id, TypedTextAct.SEARCH))
    listing = Button(text=t("📝 Make it a listing"), press=TypedTextPress(draft_id, TypedTextAct.LISTING))
    send = [
        row(Button(text=t("✍️ Send to {name}", name=shortened(name, 30)), press=SendTypedTextPress(draft_id, number)))
        for number, name in connected
    ]
    say = [row(_say(t, draft_id, line)) for line in waiting]
    register = Button(
        text=t("🏢 Register {name}", name=shortened(company, 30)), press=TypedTextPress(draft_id, TypedTextAct.COMPANY)
    )
    return View(text=text, rows=(*([row(register)] if company else []), *say, *send, row(search, listing)))


def _say(t: Translator, draft_id: DraftId, line: IntroductionLine) -> Button:
    title = shortened(line.their_title or line.my_title or "", 30)
    label = t("✍️ My answer: {title}", title=title) if line.mine_proposed else t("❓ My question: {title}", title=title)
    return Button(text=label, press=SendTypedTextPress(draft_id, line.id))


def only_words(t: Translator) -> View:
    """Answers a voice message, a picture without text, a sticker and everything else that has no words."""
    text = t(
        "I can only read text. Tell me in words what you offer or look for, or choose. "
        "To send a partner a file, open /introductions."
    )
    return View(text=text, rows=home_rows(t))


def you_are_welcome(t: Translator) -> View:
    return View(text=t("You are welcome! What next?"), rows=home_rows(t))
