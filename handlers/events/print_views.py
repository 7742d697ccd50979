"""The menu of what can be printed for an event, and the texts on the signs."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import Translator, translator_for
from bot.matching.country_names import country_name
from bot.printing import BoothSign, EventHeader
from bot.usecases.events.access import own_event
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.names import in_language
from bot.usecases.events.printing import LinkedBooth
from bot.usecases.moderation.roles import Actor
from handlers.events import views
from handlers.events.buttons import EventAct, EventPress, Printed, PrintPress
from handlers.events.when import span
from handlers.ui.view import Button, View, row
from storage.events import exhibitors
from storage.ids import EventId
from storage.models import Event, EventLook
from storage.vocabulary import Language, LinkKind


async def load_menu(session: AsyncSession, t: Translator, who: Actor, event_id: EventId, *, named: bool = True) -> View:
    """Shows what can be printed. Raises NotAllowedError."""
    event = await own_event(session, who, event_id)
    return _menu(t, event, len(await exhibitors.of_event(session, event_id)), named=named)


def _menu(t: Translator, event: Event, booths: int, *, named: bool) -> View:
    def press(text: str, what: Printed) -> Button:
        return Button(text=text, press=PrintPress(event.id, what, named))

    rows = [row(press(t("🪧 Poster (A3)"), Printed.POSTER))]
    text = t("<b>Print for {event}</b>", event=views.name_of(t, event)) + "\n"
    if booths:
        text += t.n(
            "{count} company has a booth. Its QR code shows what the company offers and needs.",
            "{count} companies have a booth. Each QR code shows what the company offers and needs.",
            booths,
        )
        rows += [
            row(press(t("Booth signs: A5"), Printed.A5), press(t("Two A5 on A4"), Printed.TWO_A5)),
            row(press(t("Four A6 on A4"), Printed.FOUR_A6), press(t("Table tents"), Printed.TENTS)),
            row(
                Button(
                    text=t("☑ With company names") if named else t("☐ With company names"),
                    press=PrintPress(event.id, Printed.MENU, not named),
                )
            ),
        ]
    else:
        text += t("No company has a booth yet. Import a list with booths, then print the signs here.")
    look = Button(text=t("🎨 Colour, logo, sponsor"), press=EventPress(event.id, EventAct.LOOK))
    return View(text=text, rows=(*rows, row(look), views.back(t, event.id)))


def header(event: Event, look: EventLook, languages: tuple[Language, ...]) -> EventHeader:
    name, *others = dict.fromkeys(in_language(event.names, language) for language in languages)
    return EventHeader(
        name=name,
        second_name="".join(others),
        colour=look.colour,
        logo=look.logo,
        sponsor=look.sponsor or "",
        sponsor_logo=look.sponsor_logo,
    )


def booth_sign(one: LinkedBooth, languages: tuple[Language, ...], username: str, *, named: bool) -> BoothSign:
    company = one.booth.company
    return BoothSign(
        title=company.name if named else _country(company.country, languages),
        place=" · ".join(filter(None, (one.booth.hall, one.booth.booth))),
        link=deep_link(username, LinkKind.BOOTH, one.code),
        invitation=tuple(_booth_invitation(translator_for(language)) for language in languages),
        logo=one.logo if named else None,
        line=(one.line or "") if named else "",
    )


def _country(code: str, languages: tuple[Language, ...]) -> str:
    return " · ".join(dict.fromkeys(country_name(code, language.value) for language in languages))


def _booth_invitation(t: Translator) -> str:
    return t("Scan to see what we offer and need.")


def poster_texts(event: Event, languages: tuple[Language, ...], username: str) -> dict[str, object]:
    """Returns the texts of the poster, for `bot.printing.poster`."""
    translators = [translator_for(language) for language in languages]
    days = dict.fromkeys(span(t, event.starts_on, event.ends_on) for t in translators)
    return {
        "when": "\n".join(days),
        "place": event.place or "",
        "link": deep_link(username, EVENT, event.code),
        "invitation": tuple(_poster_invitation(t) for t in translators),
        "code": f"/join {event.code} → @{username}",
    }


def _poster_invitation(t: Translator) -> str:
    return t("Scan, and say in one message what you offer or look for. We find partners abroad.")
