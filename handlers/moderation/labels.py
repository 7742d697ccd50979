"""Labels for moderators, as message ids, and the buttons that several of their views share."""

import html
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.moderation.flags import Flag, RaisedFlag
from handlers.moderation.buttons import CardPress, ReviewItemAct, ReviewItemPress, TargetKind
from handlers.ui.view import Button, row
from storage.ids import CompanyId, PersonId
from storage.models import ReviewItem
from storage.vocabulary import AuditAction, ReportReason, ReviewKind, Role, SanctionKind

SANCTIONS: Final[dict[SanctionKind, str]] = {
    SanctionKind.BAN: mark("⛔ Ban"),
    SanctionKind.MUTE: mark("🔇 Mute"),
    SanctionKind.WARNING: mark("⚠️ Warn"),
}
ROLES: Final[dict[Role, str]] = {
    Role.ADMIN: mark("Admin"),
    Role.MODERATOR: mark("Moderator"),
    Role.ORGANIZER: mark("Organizer"),
    Role.ADVISER: mark("Adviser"),
}
REVIEWS: Final[dict[ReviewKind, str]] = {
    ReviewKind.LISTING: mark("Listing to be published"),
    ReviewKind.APPEAL: mark("Appeal"),
    ReviewKind.REPORT_LISTING: mark("Reported listing"),
    ReviewKind.REPORT_INTRODUCTION: mark("Reported proposal"),
    ReviewKind.REPORT_MESSAGE: mark("Reported message"),
    ReviewKind.SCREENING: mark("Name similar to one on a sanctions list"),
    ReviewKind.DUAL_USE: mark("Introduction around a dual-use technology"),
    ReviewKind.VERIFICATION: mark("Company that asks to be verified"),
}
REPORTS: Final[dict[ReportReason, str]] = {
    ReportReason.ADVERTISING: mark("Advertising"),
    ReportReason.PHISHING: mark("They collect personal data"),
    ReportReason.PRICE_FISHING: mark("They are just asking the price"),
    ReportReason.FRAUD: mark("Fraud"),
    ReportReason.OFFENSIVE: mark("Offensive"),
    ReportReason.OTHER: mark("Another reason"),
}
DAYS: Final[dict[str, str]] = {
    "1": mark("1 day"),
    "7": mark("7 days"),
    "30": mark("30 days"),
    "365": mark("a year"),
}
ACTIONS: Final[dict[AuditAction, str]] = {
    AuditAction.SANCTION: mark("sanctioned"),
    AuditAction.LIFT: mark("lifted a sanction"),
    AuditAction.REIMPOSE: mark("restored a sanction"),
    AuditAction.APPEAL_GRANT: mark("granted an appeal"),
    AuditAction.APPEAL_REFUSE: mark("refused an appeal"),
    AuditAction.LISTING_APPROVE: mark("approved a listing"),
    AuditAction.DRAFTS_PUBLISH: mark("published imported drafts, stating the exhibitors' consent"),
    AuditAction.LISTING_REJECT: mark("rejected a listing"),
    AuditAction.LISTING_RETURN: mark("asked to change a listing"),
    AuditAction.LISTING_HOLD: mark("hid a listing"),
    AuditAction.LISTING_RELEASE: mark("showed a listing again"),
    AuditAction.LISTING_REVIEW: mark("returned a listing to the queue"),
    AuditAction.REPORT_UPHOLD: mark("upheld a report"),
    AuditAction.REPORT_DISMISS: mark("dismissed a report"),
    AuditAction.REPORT_REOPEN: mark("reopened a report"),
    AuditAction.ROLE_GRANT: mark("gave a role"),
    AuditAction.ROLE_TAKE: mark("removed a role"),
    AuditAction.VERIFY: mark("verified a company"),
    AuditAction.UNVERIFY: mark("withdrew a verification"),
    AuditAction.TRUST: mark("trusted a company"),
    AuditAction.DISTRUST: mark("removed trust from a company"),
    AuditAction.HIT_CLEAR: mark("cleared a screening hit"),
    AuditAction.HIT_CONFIRM: mark("confirmed a screening hit"),
    AuditAction.HIT_REOPEN: mark("reopened a screening hit"),
    AuditAction.HOLD_RELEASE: mark("let an introduction continue"),
    AuditAction.HOLD_REFUSE: mark("stopped an introduction"),
    AuditAction.HOLD_AGAIN: mark("put an introduction on hold again"),
    AuditAction.COUNTRIES_APART: mark("blocked a pair of countries"),
    AuditAction.COUNTRIES_TOGETHER: mark("unblocked a pair of countries"),
    AuditAction.LIST_LOAD: mark("loaded a sanctions list"),
    AuditAction.READ_MESSAGES: mark("read reported messages"),
}


FLAGS: Final[dict[Flag, str]] = {
    Flag.OWN_DUPLICATE: mark("The company already has nearly the same listing: <b>{evidence}</b>"),
    Flag.OTHERS_DUPLICATE: mark("Another company has nearly the same listing: <b>{evidence}</b>"),
    Flag.CONTACT: mark("Contact data or a link: <b>{evidence}</b>"),
    Flag.OWN_NAME: mark("It names the company or a person: <b>{evidence}</b>"),
    Flag.LANGUAGE: mark("Written in another language than stated: <b>{evidence}</b>"),
    Flag.ADVERTISING: mark("Sounds like advertising: <b>{evidence}</b>"),
    Flag.PRICE_FISHING: mark("May be just asking the price: <b>{evidence}</b>"),
    Flag.FORBIDDEN: mark("May be about forbidden goods: <b>{evidence}</b>"),
    Flag.DUAL_USE: mark("May be dual-use: <b>{evidence}</b>"),
}


def explain_flag(t: Translator, raised: RaisedFlag) -> str:
    return "🚩 " + t(FLAGS[raised.flag], evidence=html.escape(raised.evidence[:60]))


def item_button(text: str, item: ReviewItem, act: ReviewItemAct, revision: int = 0) -> Button:
    """Returns a button that decides a review item. `revision` is that of the listing as shown."""
    return Button(text=text, press=ReviewItemPress(item.id, revision, act))


def company_row(t: Translator, company_id: CompanyId) -> tuple[Button, ...]:
    return row(Button(text=t("🏢 The company"), press=CardPress(TargetKind.COMPANY, company_id)))


def person_row(t: Translator, person_id: PersonId) -> tuple[Button, ...]:
    return row(Button(text=t("👤 The person"), press=CardPress(TargetKind.PERSON, person_id)))
