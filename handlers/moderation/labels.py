"""Labels for moderators, as message ids."""

from typing import Final

from bot.i18n.translator import mark
from storage.vocabulary import (
    AuditAction,
    ReportReason,
    ReviewKind,
    Role,
    SanctionKind,
)

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
