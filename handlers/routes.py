"""The ordered table of everything people can do."""

import warnings

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters
from telegram.warnings import PTBUserWarning

from bot.context import App
from handlers import organizer_routes as organizing_table
from handlers.banned import stops_banned
from handlers.conversation import conversation
from handlers.events.chat_membership import note_block
from handlers.events.groups import note_migration
from handlers.introductions import list_steps as introductions_list
from handlers.introductions import steps as introductions
from handlers.introductions.buttons import (
    DeclinePress,
    IntroPress,
    LaterPress,
    MeetLaterPress,
    MeetNoPress,
    MeetPress,
    OutcomePress,
    ShelfPress,
)
from handlers.listings import mine
from handlers.listings.buttons import ListingPress, MinePage
from handlers.moderation import audit_steps, role_steps
from handlers.moderation import health_steps as health
from handlers.moderation import people_steps as moderated_people
from handlers.moderation import review_steps as review
from handlers.moderation.buttons import (
    AuditFilePress,
    AuditPress,
    CardPress,
    ItemPress,
    LiftPress,
    LinePress,
    ListingCardPress,
    MarkPress,
    RejectPress,
    RolePress,
    UndoPress,
)
from handlers.moderation.countries import steps as countries
from handlers.moderation.countries.buttons import CountriesPage, TogetherPress
from handlers.moderation.reports import steps as reports
from handlers.moderation.reports.buttons import ReportPress, ReportWhyPress
from handlers.people.company import steps as company
from handlers.people.company.buttons import CompanyPress
from handlers.people.registration.buttons import AnswerJoin
from handlers.people.registration.steps import answer_join
from handlers.people.settings import steps as settings
from handlers.people.settings.buttons import FrequencyPress, QuietPress
from handlers.privacy import page_steps as privacy_page
from handlers.privacy import steps as privacy
from handlers.privacy.buttons import PrivacyPress
from handlers.recommendations import recommended_steps as recommended
from handlers.suggestions.matches import steps as matches
from handlers.suggestions.matches.buttons import BestFew, MatchPage, MatchPress, WhyPress
from handlers.suggestions.search import steps as search
from handlers.ui import navigation
from handlers.ui.buttons import Go, Place
from handlers.ui.failure import on_error
from handlers.ui.gate import PRIVATE, gate
from handlers.ui.welcome_buttons import ChooseLanguage

_BEFORE_THE_GATE, _GATE = -2, -1


def register(application: App) -> None:
    """Adds every handler, in the order in which they are tried."""
    application.add_handler(ChatMemberHandler(note_block, ChatMemberHandler.MY_CHAT_MEMBER), _BEFORE_THE_GATE)
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, note_migration), _BEFORE_THE_GATE)
    application.add_handler(TypeHandler(Update, gate(stops_banned)), _GATE)
    with warnings.catch_warnings():
        # Buttons carry their draft and step themselves, so the conversation need not track messages.
        warnings.filterwarnings("ignore", message=".*per_message=False", category=PTBUserWarning)
        application.add_handler(conversation())
    application.add_handlers(
        [
            CommandHandler("help", navigation.help_, PRIVATE),
            CommandHandler("language", navigation.languages, PRIVATE),
            CommandHandler("mine", mine.mine, PRIVATE),
            CommandHandler("matches", matches.matches, PRIVATE),
            CommandHandler("introductions", introductions_list.show, PRIVATE),
            CommandHandler("settings", settings.show, PRIVATE),
            CommandHandler("company", company.show, PRIVATE),
            CommandHandler("privacy", privacy_page.show, PRIVATE),
            CommandHandler("export", privacy.export, PRIVATE),
            CommandHandler("forgetme", privacy.ask, PRIVATE),
            CallbackQueryHandler(navigation.help_, f"^{Go(Place.HELP).pack()}$"),
            CallbackQueryHandler(navigation.languages, f"^{Go(Place.LANGUAGE).pack()}$"),
            CallbackQueryHandler(mine.mine, f"^{Go(Place.MINE).pack()}$"),
            CallbackQueryHandler(matches.matches, f"^{Go(Place.MATCHES).pack()}$"),
            CallbackQueryHandler(navigation.choose_language, ChooseLanguage.pattern()),
            CallbackQueryHandler(answer_join, AnswerJoin.pattern()),
            CallbackQueryHandler(mine.act, ListingPress.pattern()),
            CallbackQueryHandler(mine.turn, MinePage.pattern()),
            CallbackQueryHandler(matches.judge, MatchPress.pattern()),
            CallbackQueryHandler(matches.turn, MatchPage.pattern()),
            CallbackQueryHandler(matches.best_few, BestFew.pattern()),
            CallbackQueryHandler(matches.give_reason, WhyPress.pattern()),
            CallbackQueryHandler(introductions.press, IntroPress.pattern()),
            CallbackQueryHandler(introductions.later, LaterPress.pattern()),
            CallbackQueryHandler(introductions.decline, DeclinePress.pattern()),
            CallbackQueryHandler(recommended.press, MeetPress.pattern()),
            CallbackQueryHandler(recommended.later, MeetLaterPress.pattern()),
            CallbackQueryHandler(recommended.decline, MeetNoPress.pattern()),
            CallbackQueryHandler(introductions_list.turn, ShelfPress.pattern()),
            CallbackQueryHandler(introductions_list.record, OutcomePress.pattern()),
            CallbackQueryHandler(introductions_list.show, f"^{Go(Place.INTRODUCTIONS).pack()}$"),
            CallbackQueryHandler(reports.ask, ReportPress.pattern()),
            CallbackQueryHandler(settings.choose_frequency, FrequencyPress.pattern()),
            CallbackQueryHandler(settings.choose_quiet, QuietPress.pattern()),
            CallbackQueryHandler(privacy_page.act, PrivacyPress.pattern()),
            CallbackQueryHandler(privacy_page.show, f"^{Go(Place.PRIVACY).pack()}$"),
            CallbackQueryHandler(settings.show, f"^{Go(Place.SETTINGS).pack()}$"),
            CallbackQueryHandler(company.act, CompanyPress.pattern()),
            CallbackQueryHandler(company.show, f"^{Go(Place.COMPANY).pack()}$"),
            CallbackQueryHandler(reports.report, ReportWhyPress.pattern()),
            CommandHandler("queue", review.show_queue, PRIVATE),
            CommandHandler("reports", review.show_reports, PRIVATE),
            CommandHandler("find", moderated_people.search, PRIVATE),
            CommandHandler("unban", moderated_people.unban, PRIVATE),
            CommandHandler("roles", role_steps.show, PRIVATE),
            CommandHandler("audit", audit_steps.show, PRIVATE),
            CommandHandler("stats", health.stats, PRIVATE),
            CommandHandler("health", health.health, PRIVATE),
            CallbackQueryHandler(review.next_one, LinePress.pattern()),
            CallbackQueryHandler(review.act, ItemPress.pattern()),
            CallbackQueryHandler(review.reject, RejectPress.pattern()),
            CallbackQueryHandler(moderated_people.card, CardPress.pattern()),
            CallbackQueryHandler(moderated_people.listing_card, ListingCardPress.pattern()),
            CallbackQueryHandler(moderated_people.lift, LiftPress.pattern()),
            CallbackQueryHandler(moderated_people.mark, MarkPress.pattern()),
            CallbackQueryHandler(role_steps.act, RolePress.pattern()),
            CallbackQueryHandler(audit_steps.turn, AuditPress.pattern()),
            CallbackQueryHandler(audit_steps.as_file, AuditFilePress.pattern()),
            CallbackQueryHandler(audit_steps.take_back, UndoPress.pattern()),
            CommandHandler("countries", countries.show, PRIVATE),
            CallbackQueryHandler(countries.turn, CountriesPage.pattern()),
            CallbackQueryHandler(countries.together, TogetherPress.pattern()),
            *organizing_table.handlers(),
            # Nothing is left unanswered.
            CallbackQueryHandler(navigation.old_button),
            MessageHandler(PRIVATE, search.offer),
        ]
    )
    application.add_error_handler(on_error)
