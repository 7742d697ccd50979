"""Labels of statuses, reasons and outcomes of introductions, as message ids."""

from bot.i18n.translator import mark
from storage.vocabulary import DeclineReason, IntroductionStatus, IntroductionTab, Outcome

STATES: dict[IntroductionStatus, str] = {
    IntroductionStatus.PROPOSED: mark("proposed"),
    IntroductionStatus.QUESTION: mark("a question was asked"),
    IntroductionStatus.ACCEPTED: mark("accepted"),
    IntroductionStatus.DECLINED: mark("declined"),
    IntroductionStatus.WITHDRAWN: mark("withdrawn"),
    IntroductionStatus.EXPIRED: mark("ended without an answer"),
}
"""For statistics. Both sides read sentences that say whose turn it is."""

DECLINE_REASONS: dict[DeclineReason, str] = {
    DeclineReason.OTHER_SUBJECT: mark("Not what we're looking for"),
    DeclineReason.TOO_EARLY: mark("Too early a stage"),
    DeclineReason.WRONG_COUNTRY: mark("Not that country"),
    DeclineReason.WRONG_PARTNER: mark("Not this kind of partner"),
    DeclineReason.ALREADY_KNOWN: mark("We know them already"),
    DeclineReason.NO_CAPACITY: mark("No time now"),
    DeclineReason.OTHER: mark("Another reason"),
}

DECLINED_BECAUSE: dict[DeclineReason, str] = {
    DeclineReason.OTHER_SUBJECT: mark("They look for something else."),
    DeclineReason.TOO_EARLY: mark("The stage is too early for them."),
    DeclineReason.WRONG_COUNTRY: mark("They look for partners in other countries."),
    DeclineReason.WRONG_PARTNER: mark("They look for another kind of partner."),
    DeclineReason.ALREADY_KNOWN: mark("They think that you know each other already."),
    DeclineReason.NO_CAPACITY: mark("They have no time for it at the moment."),
    DeclineReason.LISTING_GONE: mark("Their listing is closed now."),
    DeclineReason.NOBODY_THERE: mark("Nobody from that company is here any more."),
}
"""General reasons that the proposer reads. Reasons that explain nothing are left out."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.TALKING: mark("💬 We are talking"),
    Outcome.MET: mark("👥 We have met"),
    Outcome.NEGOTIATING: mark("📝 We are negotiating"),
    Outcome.SIGNED: mark("🎉 We have signed"),
    Outcome.NEVER_ANSWERED: mark("🔇 They never answered"),
    Outcome.NOTHING: mark("No result"),
}

NO_LONGER = mark("We are no longer interested")

TABS: dict[IntroductionTab, str] = {
    IntroductionTab.MY_TURN: mark("👉 Your turn"),
    IntroductionTab.THEIR_TURN: mark("⏳ Their turn"),
    IntroductionTab.CONNECTED: mark("🤝 Connected"),
    IntroductionTab.ENDED: mark("Ended"),
    IntroductionTab.ALL: mark("All"),
}

OPENINGS: tuple[str, ...] = (
    mark("This is just what we are looking for. Could we talk next week?"),
    mark("We would like to see data sheets and prices."),
    mark("We are interested in a long-term partnership in our country."),
)
"""Suggested openings. The reader also sees them in their own language."""

GREETING = mark(
    "Hello {their_name}, this is {my_name} of {my_company}. PartnerBridge introduced us about “{title}”. "
    "When would it suit you to talk?"
)
"""The opening line, in the recipient's language."""

GREETING_ON_BEHALF = mark(
    "Hello {their_name}, this is {my_name}, writing on behalf of {my_company}. PartnerBridge introduced us about "
    "“{title}”. When would it suit you to talk?"
)
"""The opening line of an adviser or an organizer, who does not work there."""
