"""An exhibitor's own page, and its contacts as a workbook."""

import html
import io
from collections.abc import Sequence
from datetime import tzinfo
from functools import partial

from bot.i18n.translator import Translator
from bot.matching.country_names import country_name
from bot.usecases.events.booth_pages import BoothPage, MetCompany
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from handlers.events.buttons import EventAct, EventPress, ExhibitorAct, ExhibitorPress
from handlers.events.views import name_of
from handlers.people.labels import CHANNELS
from handlers.ui.buttons import Place
from handlers.ui.view import Button, Upload, View, row
from handlers.ui.welcome_views import go
from storage.models import Event
from storage.vocabulary import FileKind

_NAME = 22  # characters of a company on a button


def booth_pages(t: Translator, event: Event, found: Sequence[BoothPage]) -> View:
    if not found:
        text = t("To have a booth, first register your company. It takes a minute.")
        return View(text=text, rows=(row(go(t, Place.REGISTER)),))
    parts = [f"📍 <b>{name_of(t, event)}</b>", *(_about(t, page) for page in found)]
    several = len(found) > 1
    rows = [
        row(
            Button(
                text=f"🎫 {page.company.name[:_NAME]}" if several else t("🎫 QR code of the booth"),
                press=ExhibitorPress(event.id, page.company.id, ExhibitorAct.QR),
            )
        )
        for page in found
        if page.booth
    ]
    rows += [
        row(
            Button(
                text=f"🖼 {page.company.name[:_NAME]}" if several else t("🖼 Logo and line"),
                press=ExhibitorPress(event.id, page.company.id, ExhibitorAct.LOOK),
            )
        )
        for page in found
    ]
    enter = t("✏️ Change the booth") if any(page.booth for page in found) else t("📍 Enter the booth")
    rows.append(row(Button(text=enter, press=EventPress(event.id, EventAct.BOOTH)), go(t, Place.MINE)))
    if any(page.connected for page in found):
        rows.append(row(Button(text=t("📇 Contacts (XLSX)"), press=EventPress(event.id, EventAct.CONTACTS))))
    logo = next((page.logo for page in found if page.logo is not None), None)
    shown = None if logo is None else Upload(content=partial(_photo, logo), name="logo.png", kind=FileKind.PHOTO)
    return View(text="\n\n".join(parts), rows=(*rows, row(_back(t, event))), attachment=shown)


def _photo(logo: bytes) -> bytes:
    """Returns the logo on white, at most ten times as wide as high: Telegram refuses photos of over twenty times."""
    from PIL import Image

    with Image.open(io.BytesIO(logo), formats=("PNG",)) as opened:
        size = (max(opened.width, opened.height // 10), max(opened.height, opened.width // 10))
        sheet = Image.new("RGB", size, "white")
        place = ((size[0] - opened.width) // 2, (size[1] - opened.height) // 2)
        sheet.paste(opened, place, opened)
    out = io.BytesIO()
    sheet.save(out, format="PNG")
    return out.getvalue()


def _about(t: Translator, page: BoothPage) -> str:
    place = " · ".join(html.escape(part) for part in (page.hall, page.booth) if part)
    lines = [f"<b>{html.escape(page.company.name)}</b>"]
    if page.line:
        lines.append(f"<i>{html.escape(page.line)}</i>")
    lines.append(place or t("No booth yet."))
    if page.booth:
        lines.append(t.n("{count} person scanned your QR code.", "{count} people scanned your QR code.", page.scans))
    if page.listings:
        lines.append(t.n("They see {count} listing.", "They see {count} listings.", page.listings))
    else:
        lines.append(t("You have no published listing, so they see nothing yet."))
    lines.append(t.n("You met {count} company here.", "You met {count} companies here.", page.connected))
    return "\n".join(lines)


def _back(t: Translator, event: Event) -> Button:
    return Button(text=t("« Back"), press=EventPress(event.id, EventAct.SEE))


def contacts(t: Translator, found: Sequence[MetCompany], zone: tzinfo) -> bytes:
    """Returns the contacts as XLSX, with days in the zone. Slow: call it in a thread."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = t("Contacts")[:31]
    heading = (
        t("Company"),
        t("Country"),
        t("City"),
        t("Website"),
        t("Contact person"),
        t("Position"),
        t("Contacts"),
        t("Your company"),
        t("Your listing"),
        t("Date"),
    )
    for cells in (heading, *(_row(t, one, zone) for one in found)):
        sheet.append([escape_spreadsheet_cell(cell) for cell in cells])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in "AEGI":
        sheet.column_dimensions[column].width = 32
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(t: Translator, met: MetCompany, zone: tzinfo) -> tuple[str, ...]:
    card, person = met.card, met.card.person
    channels = [] if person is None else [f"{t(CHANNELS[kind])}: {value}" for kind, value in person.channels if value]
    return (
        card.company_name,
        country_name(card.country, t.language),
        card.city or "",
        card.website or "",
        "" if person is None else person.name,
        "" if person is None else person.role or "",
        "; ".join(channels),
        met.own_company,
        met.own_listing,
        "" if met.accepted_at is None else met.accepted_at.astimezone(zone).date().isoformat(),
    )
