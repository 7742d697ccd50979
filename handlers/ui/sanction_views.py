"""Views that tell a person about their ban, mute or warning."""

import html
from datetime import datetime
from typing import Final

from bot.i18n.translator import Translator, mark
from handlers.moderation.buttons import AppealPress
from handlers.ui.view import Button, View, row
from storage.models import Sanction
from storage.vocabulary import SanctionKind, SanctionReason

REASONS: Final[dict[SanctionReason, str]] = {
    SanctionReason.ADVERTISING: mark("Advertising"),
    SanctionReason.PHISHING: mark("Collecting personal data"),
    SanctionReason.PRICE_FISHING: mark("Just asking the price"),
    SanctionReason.FRAUD: mark("Fraud"),
    SanctionReason.OFFENSIVE: mark("Offensive words"),
    SanctionReason.FALSE_DATA: mark("False information about a company"),
    SanctionReason.FORBIDDEN: mark("Goods that are not allowed here"),
    SanctionReason.FALSE_REPORTS: mark("Reporting others without a reason"),
    SanctionReason.OTHER: mark("Another reason"),
}


def sanctioned(t: Translator, sanction: Sanction, company: str, *, can_appeal: bool) -> View:
    """Says what happened, why, and how to appeal. `company` is "" for a sanction of the person."""
    lines = [_what(t, sanction, html.escape(company))]
    lines.append(t("Reason: {reason}", reason=t(REASONS[sanction.reason])))
    if sanction.note:
        lines.append(f"<blockquote>{html.escape(sanction.note)}</blockquote>")
    if not can_appeal:
        return View(text="\n".join(lines))
    lines += ["", t("If you think this is a mistake, you can appeal once.")]
    return View(text="\n".join(lines), rows=(row(Button(text=t("✋ Appeal"), press=AppealPress(sanction.id))),))


def _what(t: Translator, sanction: Sanction, company: str) -> str:
    match sanction.kind:
        case SanctionKind.BAN if company:
            return t("⛔ <b>{company}</b> is banned here. Its listings are no longer shown.", company=company)
        case SanctionKind.BAN:
            return t("⛔ You are banned here. I no longer answer, and your listings are no longer shown.")
        case SanctionKind.MUTE:
            return _muted(t, sanction.until, company)
        case _ if company:
            return t("⚠️ The organizers warn <b>{company}</b>.", company=company)
    return t("⚠️ This is a warning from the organizers.")


def _muted(t: Translator, until: datetime | None, company: str) -> str:
    if until is None and company:
        return t("🔇 Nobody can publish, propose or write for <b>{company}</b>.", company=company)
    if until is None:
        return t("🔇 You can read everything, but not publish, propose or write.")
    if company:
        return t(
            "🔇 Until {until} nobody can publish, propose or write for <b>{company}</b>.",
            until=day(t, until),
            company=company,
        )
    return t("🔇 Until {until} you can read everything, but not publish, propose or write.", until=day(t, until))


def day(t: Translator, until: datetime) -> str:
    return f"{t.date(until)} {until:%H:%M} UTC"


def lifted(t: Translator, sanction: Sanction, company: str) -> View:
    if company:
        return View(text=t("✅ The sanction on <b>{company}</b> is lifted.", company=html.escape(company)))
    if sanction.kind is SanctionKind.WARNING:
        return View(text=t("✅ The warning is withdrawn."))
    return View(text=t("✅ You can use everything here again. Press /start."))


def handed_in(t: Translator) -> View:
    return View(text=t("Submitted. I'll tell you once it is decided."))


def refused(t: Translator) -> View:
    return View(text=t("Your appeal was reviewed. The decision stays."))


def once_only(t: Translator) -> View:
    return View(text=t("You have already appealed, or there is nothing left to appeal."))


def muted(t: Translator, sanction: Sanction) -> View:
    """Answers a muted person who starts to write."""
    return View(text=_muted(t, sanction.until, ""))
