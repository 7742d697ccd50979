"""The ordered table of all handlers, with those of buttons in handlers/button_routes.py."""

from typing import Final

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import App
from handlers.advisers import steps as advisers
from handlers.banned import stops_banned
from handlers.button_routes import PRESSES
from handlers.conversation import answer_message, close_before_detour, conversation
from handlers.events import group_answers, programme_steps
from handlers.events import steps as events
from handlers.events.dashboard import steps as dashboard
from handlers.events.groups import note_membership, note_migration
from handlers.forms.user_input import FormPress
from handlers.introductions import list_steps as introductions_list
from handlers.introductions import topic_steps as introduction_topics
from handlers.listings import mine
from handlers.listings.inline import answer as answer_inline
from handlers.meetings import steps as meetings
from handlers.moderation import audit_steps, health_steps, people_steps, review_steps, role_steps
from handlers.moderation.countries import steps as countries
from handlers.people.company import steps as company
from handlers.people.settings import steps as settings
from handlers.privacy import steps as privacy
from handlers.suggestions import steps as suggestions
from handlers.translations.buttons import TranslatePress
from handlers.ui import navigation
from handlers.ui.buttons import Place
from handlers.ui.gate import PRIVATE, PRIVATE_EDIT, Step, gate, note_seen, on_error
from handlers.ui.presses import old_button, on_go

_BEFORE_THE_GATE, _GATE, _BEFORE_DIALOGS, _AFTER_THE_ANSWER = -3, -2, -1, 1

# What Telegram says about the chat, such as a pinned message or a new topic. Nobody wrote it, so nobody is answered.
_SERVICE_MESSAGES: Final = (PRIVATE & filters.StatusUpdate.ALL) | (
    filters.StatusUpdate.FORUM_TOPIC_CREATED
    | filters.StatusUpdate.FORUM_TOPIC_EDITED
    | filters.StatusUpdate.FORUM_TOPIC_CLOSED
    | filters.StatusUpdate.FORUM_TOPIC_REOPENED
)

_OTHER_COMMANDS: Final = PRIVATE & filters.COMMAND & ~filters.Regex(r"^/cancel\b")
_WITHIN_A_DIALOG: Final = (FormPress, TranslatePress)


def _is_detour(data: object) -> bool:
    """Returns True for buttons that are no part of the open dialog."""
    return not any(kind.unpack(str(data)) for kind in _WITHIN_A_DIALOG)


# Commands and buttons that open a dialog are entry points in handlers/conversation.py.
_COMMANDS: Final[dict[str, Step]] = {
    "help": navigation.help_,
    "language": navigation.languages,
    "mine": mine.show,
    "matches": suggestions.matches,
    "introductions": introductions_list.show,
    "settings": settings.show,
    "company": company.show,
    "clients": advisers.show,
    "privacy": privacy.show,
    "export": privacy.export,
    "forgetme": privacy.ask,
    "queue": review_steps.show_queue,
    "reports": review_steps.show_reports,
    "find": people_steps.search,
    "unban": people_steps.unban,
    "roles": role_steps.show,
    "audit": audit_steps.show,
    "stats": health_steps.stats,
    "health": health_steps.health,
    "countries": countries.show,
    "events": events.show,
    "join": events.join,
    "programme": programme_steps.show,
    "meetings": meetings.show,
    "dashboard": dashboard.show,
    "organizer": events.organizer,
}
_PLACES: Final[dict[Place, Step]] = {
    Place.HELP: navigation.help_,
    Place.LANGUAGE: navigation.languages,
    Place.MINE: mine.show,
    Place.MATCHES: suggestions.matches,
    Place.INTRODUCTIONS: introductions_list.show,
    Place.PRIVACY: privacy.show,
    Place.SETTINGS: settings.show,
    Place.COMPANY: company.show,
    Place.CLIENTS: advisers.show,
    Place.EVENTS: events.show,
    Place.PROGRAMME: programme_steps.show,
    Place.MEETINGS: meetings.show,
    Place.QUEUE: review_steps.show_queue,
    Place.REPORTS: review_steps.show_reports,
    Place.HEALTH: health_steps.health,
}


def register(application: App) -> None:
    """Adds every handler. The library tries them in this order."""
    application.add_handler(ChatMemberHandler(note_membership, ChatMemberHandler.MY_CHAT_MEMBER), _BEFORE_THE_GATE)
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, note_migration), _BEFORE_THE_GATE)
    application.add_handler(InlineQueryHandler(answer_inline), _BEFORE_THE_GATE)
    application.add_handler(MessageHandler(_SERVICE_MESSAGES, introduction_topics.ignore), _BEFORE_THE_GATE)
    application.add_handler(MessageHandler(group_answers.GROUP, group_answers.answer), _BEFORE_THE_GATE)
    application.add_handler(TypeHandler(Update, gate(stops_banned)), _GATE)
    written = (PRIVATE | PRIVATE_EDIT) & ~filters.COMMAND
    application.add_handler(MessageHandler(written, introduction_topics.take), _BEFORE_DIALOGS)
    application.add_handlers(
        [MessageHandler(_OTHER_COMMANDS, close_before_detour), CallbackQueryHandler(close_before_detour, _is_detour)],
        _BEFORE_DIALOGS,
    )
    application.add_handler(conversation())
    application.add_handlers([CommandHandler(name, step, PRIVATE) for name, step in _COMMANDS.items()])
    application.add_handlers([on_go(place, step) for place, step in _PLACES.items()])
    application.add_handlers(PRESSES)
    # Other updates get an answer too.
    application.add_handlers(
        [
            CallbackQueryHandler(old_button),
            MessageHandler(PRIVATE & ~filters.COMMAND, answer_message),
            MessageHandler(PRIVATE, navigation.unknown),
        ]
    )
    application.add_handler(TypeHandler(Update, note_seen), _AFTER_THE_ANSWER)
    application.add_error_handler(on_error)
