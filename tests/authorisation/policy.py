"""Who may do what, stated by hand. The first rule whose pattern fits says it; nothing fits nothing.

`does` are those for whom something may change or somebody may be told, `reads` those who may get an answer at all.
Whoever is in neither gets a refusal, or what everybody may read.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from tests.authorisation.cast import EVERYBODY, Who

Group = frozenset[Who]
NOBODY: Final[Group] = frozenset()
OWNER: Final = frozenset({Who.MEMBER})
SIDES: Final = frozenset({Who.MEMBER, Who.COUNTERPART})
MEMBERS: Final = frozenset({Who.MEMBER, Who.COUNTERPART, Who.OTHER, Who.ADVISER, Who.MUTED})
SPEAKERS: Final = MEMBERS - {Who.MUTED}
GUESTS: Final = frozenset({Who.MEMBER, Who.COUNTERPART, Who.ADVISER, Who.MUTED})
TEAM: Final = frozenset({Who.ORGANIZER, Who.ADMIN})
ALL: Final = frozenset(Who)
ORGANIZERS: Final = TEAM | {Who.OTHER_ORGANIZER}
MODERATORS: Final = frozenset({Who.MODERATOR, Who.ADMIN})
ADMINS: Final = frozenset({Who.ADMIN})
CONSENTED: Final = EVERYBODY - {Who.NOBODY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Patterns are of the shell, for the lines of the table."""

    what: tuple[str, ...]
    does: Group = NOBODY
    reads: Group = NOBODY
    never_works: bool = field(default=False)
    """There is nothing on the stage for which it would work: only that nobody else may is held."""

    @property
    def answers(self) -> Group:
        return self.does | self.reads


def rule(*what: str, does: Group = NOBODY, reads: Group = NOBODY, never_works: bool = False) -> Rule:
    return Rule(what=what, does=does, reads=reads, never_works=never_works)


RULES: Final = (
    # Buttons that point at nothing, or are none: all that a button of its kind says of itself still holds
    rule("events.EventPress garbled", does=ORGANIZERS),
    rule("moderation.SanctionPress garbled", "moderation.ReviewItemPress garbled", does=MODERATORS),
    rule("* garbled", reads=EVERYBODY, never_works=True),
    # It reads the list in one's own open dialog, and none is open on the stage
    rule("events.ImportPress remarks", never_works=True),
    # Everybody, the banned too: what is kept of them stays theirs
    rule("/export", "/forgetme", "/privacy", "Go privacy", reads=ALL),
    rule("ForgetPress", does=ALL, reads=ALL),
    rule("PrivacyPress agree", does=ALL, reads=ALL, never_works=True),
    rule("PrivacyPress abroad", does=EVERYBODY, reads=EVERYBODY),
    rule("PrivacyPress *", reads=ALL, does=ALL),
    # Everybody who is not banned
    rule("an edited command", reads=EVERYBODY),
    rule("/help", "Go help", "/start", reads=EVERYBODY, does=EVERYBODY, never_works=True),
    rule("/language", "Go language", "/cancel", reads=EVERYBODY),
    rule("Agree", reads=EVERYBODY, does=EVERYBODY),
    # It reads the first message, which is held in memory only: nobody on the stage has sent one
    rule("FirstMessagePress *", reads=EVERYBODY, never_works=True),
    rule("ChooseLanguage", does=EVERYBODY),
    rule("/events", "/programme", "Go events", "Go programme", "events.EventPress list", reads=EVERYBODY),
    rule("/join", "link event", "link booth", does=EVERYBODY, reads=EVERYBODY),
    rule("link listing", reads=EVERYBODY),
    # The first message of who speaks for no company is answered with companies that fit; members search with it
    rule("words", "a forwarded message", does=EVERYBODY, reads=EVERYBODY),
    rule("link role", "link team", does=EVERYBODY),
    rule("link claim", does=EVERYBODY - {Who.ADVISER}),
    rule("link event, wrong", "link * spent", "link listing not shown", never_works=True),
    rule("link crossed", reads=CONSENTED, does=CONSENTED),
    # Who agreed
    rule("/register", "Go register", does=CONSENTED),
    # The one who was punished, once; a banned one too
    rule("moderation.AppealPress", does=frozenset({Who.BANNED, Who.OTHER})),
    # The stage has no translation service; tests/translation holds who may have what translated
    rule("TranslatePress *", never_works=True),
    # Those who speak for a company
    rule("/mine", "/settings", "/company", "/introductions", "Go mine", "Go settings", reads=MEMBERS),
    rule("/clients", "Go clients", "ClientsPage", reads=MEMBERS),
    rule("AllClientsPress", reads=MEMBERS, does=MEMBERS, never_works=True),
    rule("ClientPress", does=OWNER, reads=OWNER),
    rule("HandOverPress *", does=NOBODY),
    rule("Go company", "Go introductions", "MyListingsPage", "IntroductionsPage *", "ListingPress list", reads=MEMBERS),
    rule("/matches", "Go matches", "MatchPage", "ClosestPress", "ListingPress matches", reads=MEMBERS, does=SIDES),
    rule("/search", "Go search", "a number", does=MEMBERS),
    rule("FrequencyPress", "HourPress", "RhythmPress", "QuietPress", "ReadsEnglishPress", does=MEMBERS, reads=MEMBERS),
    rule("/offer", "/need", "/quick", "Go offer", "Go need", "Go quick", does=SPEAKERS, reads=SPEAKERS),
    rule("DraftPress go_on", does=OWNER),
    # Organizers begin a new event anew, speakers a listing
    rule("DraftPress anew", does=SPEAKERS | ORGANIZERS),
    rule("events.ScanPress", reads=SPEAKERS),
    rule("moderation.ReportPress *", "moderation.DropReportPress", reads=MEMBERS),
    # Those who speak for this very company, or wrote this very thing
    rule("CompanyPress *", does=OWNER, reads=OWNER),
    rule("JoinAnswerPress", does=OWNER),
    rule("VerifyPress", does=OWNER),
    rule("BreakPress", does=OWNER),
    rule("ListingPress undelete", does=OWNER, never_works=True),
    rule("ListingPress *", does=OWNER, reads=OWNER),
    rule("ListingQr", "ListingSheetPress*", does=OWNER, reads=OWNER),
    rule("TypedTextPress *", "SendTypedTextPress*", does=NOBODY),
    # No dialog is open on the stage: its owner is offered the draft that was kept
    rule("FormPress *", reads=OWNER),
    # The two sides of an introduction
    rule("IntroPress *", does=SIDES, reads=SIDES),
    rule("WorthPress *", "QuotePress *", does=SIDES, reads=SIDES),
    rule("MatchPress undo", does=SIDES, never_works=True),
    rule("LaterPress", "DeclinePress", "OutcomePress", "MatchPress *", "DismissalReasonPress", does=SIDES, reads=SIDES),
    rule("RecommendationPress *", "RecommendationLaterPress", "RecommendationDeclinePress", does=SIDES, reads=SIDES),
    rule("moderation.ReportReasonPress listing", does=MEMBERS - {Who.MEMBER, Who.OTHER}),
    rule("moderation.ReportReasonPress introduction", does=OWNER),
    rule("moderation.ReportReasonPress message", does=frozenset({Who.COUNTERPART})),
    # Who takes part in the event
    rule("MutePress", "events.ProgrammeItemPress star", "events.ProgrammeItemPress unstar", does=GUESTS, reads=GUESTS),
    rule(
        "events.EventPress see",
        "events.EventPress calendar",
        "events.EventPress booth_page",
        "events.ProgrammePage",
        reads=GUESTS,
    ),
    rule("events.EventPress contacts", reads=GUESTS),
    rule("events.EventPress leave", "events.EventPress booth", does=GUESTS),
    rule("AnnouncementButtonPress", does=SIDES, reads=MEMBERS),
    # Meetings: those who take part, the two sides of the introduction, and for the plan the team
    rule("/meetings", "Go meetings", reads=MEMBERS),
    rule("MeetingsPress mine", "MeetingsPress calendar", "MeetingsPress picture", reads=GUESTS),
    rule("MeetingsPress free_times", does=GUESTS, reads=GUESTS),
    rule("MeetingPress met", never_works=True),
    rule("MeetPress", "MeetingPress *", "TimePress", "FreedTimePress", does=SIDES, reads=SIDES),
    # Organizers without a company begin to register, as with any other link
    rule("link table", does=SIDES | (ORGANIZERS - ADMINS), reads=CONSENTED),
    rule("link table, wrong", does=ORGANIZERS - ADMINS, reads=CONSENTED, never_works=True),
    rule("MeetingsPress *", "PlannedPage", "BookedPage", reads=TEAM, does=TEAM),
    rule("PublishPress", "PlannedPress *", "CancelForBothPress", does=TEAM, reads=TEAM),
    # Organizers; those of this event; who entered the company
    rule("/dashboard", reads=ORGANIZERS),
    rule("events.EventPress new", does=ORGANIZERS),
    rule("events.ExhibitorPress qr", does=TEAM | {Who.ADVISER, Who.MEMBER}, reads=TEAM | {Who.ADVISER, Who.MEMBER}),
    rule("events.ExhibitorPress look", does=frozenset({Who.MEMBER, Who.ADVISER})),
    rule("events.ExhibitorPress claim", does=frozenset({Who.ADVISER})),
    rule("events.ChatPress link", never_works=True),
    rule("events.ChatPress *", "events.ChatsPage", "events.DigestHourPress", does=TEAM, reads=TEAM),
    rule("events.OfferedEventsPage", reads=ORGANIZERS, never_works=True),
    rule("OwnDraftsPress", does=OWNER, reads=OWNER),
    rule("ImportPress remarks", does=TEAM, never_works=True),
    rule("ImportPress *", "ImportDraftPress *", "ImportDraftsPage", "StatementPress *", does=TEAM, reads=TEAM),
    rule("events.*Press*", "events.CompaniesPage", does=TEAM, reads=TEAM),
    rule("RecommendPress *", "RecommendedPage", does=TEAM, reads=TEAM),
    rule(
        "AnnouncePress *", "AnnouncementList", "VersionPress", "NewAnnouncement", "FilterPress", does=TEAM, reads=TEAM
    ),
    # Moderators, and admins, who are moderators too
    rule("Go queue", "Go reports", does=MODERATORS, reads=MODERATORS),
    rule(
        "/ban", "/mute", "/warn", "/unban", "/queue", "/reports", "/find", "/audit", does=MODERATORS, reads=MODERATORS
    ),
    rule("moderation.RolePress take adm*", "moderation.RolePress take adv*", does=ADMINS, never_works=True),
    rule("moderation.RolePress take moderator", does=ADMINS, never_works=True),
    rule("moderation.LiftPress company", "moderation.CompanyMarkPress distrust", does=MODERATORS, never_works=True),
    rule("moderation.RolePress *", "moderation.GiveRolePress", does=ADMINS),
    rule(
        "moderation.BlockPairPress",
        "moderation.UnblockPairPress",
        "moderation.CountriesPage",
        does=ADMINS,
        reads=ADMINS,
    ),
    rule("moderation.*", does=MODERATORS, reads=MODERATORS),
    # Admins
    rule("/roles", "/stats", "/health", "Go health", "/organizer", "/countries", does=ADMINS, reads=ADMINS),
    # Cards to share, of listings that get their link with it
    rule("an inline query", does=MEMBERS, never_works=True),
    # Nobody
    rule("a command that is not there", "a photo", "a vCard", "a contact", "a location", does=NOBODY),
    rule("a button of an inline message", "a business message", does=NOBODY),
)


def rule_for(what: str) -> Rule | None:
    return next((one for one in RULES if any(fnmatchcase(what, pattern) for pattern in one.what)), None)


# Where more than once is meant: each press tells somebody anew, or makes another of its kind.
TOLD_AGAIN: Final[tuple[str, ...]] = ()

MAY_SEE: Final[dict[str, Group]] = {
    "member's name": SIDES | TEAM | MODERATORS,
    "member's contact": SIDES,
    "counterpart's name": SIDES | TEAM | MODERATORS,
    "counterpart's contact": SIDES,
    "other's name": MODERATORS | {Who.OTHER},
    "imported company": TEAM | {Who.ADVISER},
    "applicant's name": TEAM | OWNER,
    "listing under review": OWNER | MODERATORS,
    "listing returned": OWNER | MODERATORS,
    "listing's remark": OWNER | MODERATORS,
    "draft": OWNER,
    "pitch as written": frozenset({Who.COUNTERPART}),
    "member's pitch as written": OWNER,
    "pitch as relayed": SIDES,
    "question as written": OWNER | MODERATORS,
    "question as relayed": SIDES,
    "words after acceptance": SIDES,
    "organizer's word as written": frozenset({Who.ORGANIZER}),
    "organizer's word as relayed": SIDES | TEAM,
    "sanction's note": MODERATORS | {Who.OTHER, Who.MUTED, Who.BANNED},
    "appeal": MODERATORS | {Who.MUTED},
    "report's note": MODERATORS | SIDES,
    # Those whom it is about find it in their export.
    "reason in the log": MODERATORS | {Who.OTHER, Who.OTHER_ORGANIZER},
    "reason for countries apart": ADMINS,
    "listed name": MODERATORS,
    "event's code": TEAM | GUESTS,
    "event's group": TEAM,
    "booth's line": OWNER,
    "announcement unsent": TEAM,
    "announcement sent": TEAM | OWNER,
    "member's video room": SIDES,
    "counterpart's video room": SIDES,
    # Those who made it find it in their export.
    "link's code": TEAM | {Who.ADVISER},
}
"""Wherever and however it is shown."""
SHOWN_BY: Final[dict[str, frozenset[str]]] = {
    "link claim": frozenset({"imported company"}),
    "link team": frozenset({"event's code"}),
}
"""To whoever has the link: it works once, and hands over what it shows."""
