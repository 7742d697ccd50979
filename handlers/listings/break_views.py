"""What people read of a break of their company."""

import html
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.listings.breaks import USUAL_DAYS, Break
from handlers.listings.buttons import BreakPress
from handlers.ui.buttons import Place
from handlers.ui.view import Button, View, row
from handlers.ui.welcome_views import go
from storage.ids import CompanyId
from storage.models import Company

END: Final = 0
"""Days of the press that ends a break."""
_LENGTHS: Final = {7: mark("1 week"), USUAL_DAYS: mark("2 weeks"), 30: mark("1 month"), 90: mark("3 months")}


def taken(t: Translator, seen: Break, days: int) -> View:
    """Confirms a break, with other lengths and the way back."""
    company, until = html.escape(seen.company.name), seen.until
    lines = [
        t(
            "⏸ <b>{company}</b> takes a break until {day}. Nobody new finds you, and I send no new matches.",
            company=company,
            day="" if until is None else t.date(until),
        )
    ]
    if seen.requests:
        lines.append(
            t.n("{count} request waits for you as before.", "{count} requests wait for you as before.", seen.requests)
        )
    lines.append(t("<i>How long shall it be?</i>"))
    lengths = row(
        *(
            Button(text=f"✅ {t(label)}" if length == days else t(label), press=BreakPress(seen.company.id, length))
            for length, label in _LENGTHS.items()
        )
    )
    back = Button(text=t("▶️ Come back now"), press=BreakPress(seen.company.id, END))
    return View(text="\n\n".join(lines), rows=(lengths, row(back), row(go(t, Place.INTRODUCTIONS))))


def ended(t: Translator, company: Company) -> View:
    text = t("▶️ <b>{company}</b> is shown again.", company=html.escape(company.name))
    return View(text=text, rows=(row(go(t, Place.MATCHES), go(t, Place.MINE)),))


def over(t: Translator, company: Company) -> View:
    """Tells that a break has ended by itself."""
    text = t("▶️ The break is over: <b>{company}</b> is shown again.", company=html.escape(company.name))
    return View(text=text, rows=(row(button(t, company.id)), row(go(t, Place.MATCHES))))


def offer(t: Translator, requests: int) -> str:
    """Offers a break below one more request."""
    return t.n(
        "📬 {count} request waits for you. Is that too much? Take a break: nobody new finds you, and what waits stays.",
        "📬 {count} requests wait for you. Is that too much? Take a break: nobody new finds you, and what waits stays.",
        requests,
    )


def button(t: Translator, company_id: CompanyId) -> Button:
    return Button(text=t("⏸ Take a break of 2 weeks"), press=BreakPress(company_id, USUAL_DAYS))
