"""Views of reporting something."""

from bot.i18n.translator import Translator, mark
from handlers.moderation.buttons import ReportPress, ReportWhyPress
from handlers.ui.screen import Button, Rows, View, row
from storage.vocabulary import ReportObject, ReportReason

REASONS: dict[ReportReason, str] = {
    ReportReason.ADVERTISING: mark("Advertising"),
    ReportReason.PHISHING: mark("They collect personal data"),
    ReportReason.PRICE_FISHING: mark("They are just asking the price"),
    ReportReason.FRAUD: mark("Fraud"),
    ReportReason.OFFENSIVE: mark("Offensive"),
    ReportReason.OTHER: mark("Another reason"),
}


def report_button(t: Translator, kind: ReportObject, number: int) -> Button:
    return Button(text=t("🚩 Report"), press=ReportPress(kind, number))


def why(t: Translator, kind: ReportObject, number: int) -> View:
    rows: Rows = tuple(
        row(Button(text=t(label), press=ReportWhyPress(kind, number, reason))) for reason, label in REASONS.items()
    )
    return View(
        text=t("🚩 What is wrong with it? The organizers will check it. The other side is not told."), rows=rows
    )


def reported(t: Translator) -> View:
    return View(text=t("🚩 Reported. Thank you. The organizers will check it."))
