"""The ordered table of all handlers."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

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
    CountriesPage,
    ItemPress,
    LiftPress,
    LinePress,
    ListingCardPress,
    MarkPress,
    RejectPress,
    ReportPress,
    ReportWhyPress,
    RolePress,
    TogetherPress,
    UndoPress,
)
from handlers.moderation.countries import steps as countries
from handlers.moderation.reports import steps as reports
from handlers.people.buttons import AnswerJoin, CompanyPress, FrequencyPress, QuietPress
from handlers.people.company import steps as company
from handlers.people.registration.steps import answer_join
from handlers.people.settings import steps as settings
from handlers.privacy import page_steps as privacy_page
from handlers.privacy import steps as privacy
from handlers.privacy.buttons import PrivacyPress
from handlers.recommendations import recommended_steps as recommended
from handlers.search import steps as search
from handlers.suggestions import steps as matches
from handlers.suggestions.buttons import BestFew, MatchPage, MatchPress, WhyPress
from handlers.ui import navigation
from handlers.ui.buttons import ChooseLanguage, Place
from handlers.ui.failure import on_error
from handlers.ui.gate import PRIVATE, gate, note_seen
from handlers.ui.presses import old_button, on_go, on_press

_BEFORE_THE_GATE, _GATE, _AFTER_THE_ANSWER = -2, -1, 1


def register(application: App) -> None:
    """Adds every handler. The library tries them in this order."""
    application.add_handler(ChatMemberHandler(note_block, ChatMemberHandler.MY_CHAT_MEMBER), _BEFORE_THE_GATE)
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, note_migration), _BEFORE_THE_GATE)
    application.add_handler(TypeHandler(Update, gate(stops_banned)), _GATE)
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
            on_go(Place.HELP, navigation.help_),
            on_go(Place.LANGUAGE, navigation.languages),
            on_go(Place.MINE, mine.mine),
            on_go(Place.MATCHES, matches.matches),
            on_press(ChooseLanguage, navigation.choose_language),
            on_press(AnswerJoin, answer_join),
            on_press(ListingPress, mine.act),
            on_press(MinePage, mine.turn),
            on_press(MatchPress, matches.judge),
            on_press(MatchPage, matches.turn),
            on_press(BestFew, matches.best_few),
            on_press(WhyPress, matches.give_reason),
            on_press(IntroPress, introductions.press),
            on_press(LaterPress, introductions.later),
            on_press(DeclinePress, introductions.decline),
            on_press(MeetPress, recommended.press),
            on_press(MeetLaterPress, recommended.later),
            on_press(MeetNoPress, recommended.decline),
            on_press(ShelfPress, introductions_list.turn),
            on_press(OutcomePress, introductions_list.record),
            on_go(Place.INTRODUCTIONS, introductions_list.show),
            on_press(ReportPress, reports.ask),
            on_press(FrequencyPress, settings.choose_frequency),
            on_press(QuietPress, settings.choose_quiet),
            on_press(PrivacyPress, privacy_page.act),
            on_go(Place.PRIVACY, privacy_page.show),
            on_go(Place.SETTINGS, settings.show),
            on_press(CompanyPress, company.act),
            on_go(Place.COMPANY, company.show),
            on_press(ReportWhyPress, reports.report),
            CommandHandler("queue", review.show_queue, PRIVATE),
            CommandHandler("reports", review.show_reports, PRIVATE),
            CommandHandler("find", moderated_people.search, PRIVATE),
            CommandHandler("unban", moderated_people.unban, PRIVATE),
            CommandHandler("roles", role_steps.show, PRIVATE),
            CommandHandler("audit", audit_steps.show, PRIVATE),
            CommandHandler("stats", health.stats, PRIVATE),
            CommandHandler("health", health.health, PRIVATE),
            on_press(LinePress, review.next_one),
            on_press(ItemPress, review.act),
            on_press(RejectPress, review.reject),
            on_press(CardPress, moderated_people.card),
            on_press(ListingCardPress, moderated_people.listing_card),
            on_press(LiftPress, moderated_people.lift),
            on_press(MarkPress, moderated_people.mark),
            on_press(RolePress, role_steps.act),
            on_press(AuditPress, audit_steps.turn),
            on_press(AuditFilePress, audit_steps.as_file),
            on_press(UndoPress, audit_steps.take_back),
            CommandHandler("countries", countries.show, PRIVATE),
            on_press(CountriesPage, countries.turn),
            on_press(TogetherPress, countries.together),
            *organizing_table.handlers(),
            # Everything else gets an answer too.
            CallbackQueryHandler(old_button),
            MessageHandler(PRIVATE, search.offer),
        ]
    )
    application.add_handler(TypeHandler(Update, note_seen), _AFTER_THE_ANSWER)
    application.add_error_handler(on_error)
