"""Everything about events, announcements and imports that people can press or type, for the one table."""

from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.context import Context
from handlers.announcements import muting
from handlers.announcements import steps as announcements
from handlers.announcements.buttons import (
    AnnouncementList,
    AnnouncePress,
    FilterPress,
    FollowPress,
    MutePress,
    NewAnnouncement,
    VersionPress,
)
from handlers.events import code_steps, group_steps, programme_steps, steps
from handlers.events.buttons import (
    ChatPress,
    ChatsPage,
    CompaniesPage,
    CompanyAtPress,
    DigestHourPress,
    EventAct,
    EventPress,
    HallPress,
    ImportPress,
    ItemAct,
    ItemPress,
    OfferedEventsPage,
    ProgrammePage,
    ScanPress,
    TeamPress,
)
from handlers.events.dashboard import steps as dashboard
from handlers.forms.steps import Forms
from handlers.imports import steps as imports
from handlers.listings.buttons import ListingQr
from handlers.organizer_dialogs import ANNOUNCEMENT_DIALOGS, EVENT_DIALOGS, Organizing
from handlers.recommendations import steps as recommending
from handlers.recommendations.buttons import RecommendedPage, RecommendPress
from handlers.ui.buttons import Go, Place
from handlers.ui.gate import PRIVATE, speakers_only

Handlers = list[BaseHandler[Any, Context, Any]]


def entry_points(forms: Forms) -> Handlers:
    """What opens a dialog."""
    organizing = Organizing(forms)
    opens = "|".join(EVENT_DIALOGS)
    asks = "|".join(ANNOUNCEMENT_DIALOGS)
    return [
        CallbackQueryHandler(organizing.event, rf"^{EventPress.KIND}:\d+:(?:{opens})$"),
        CallbackQueryHandler(organizing.item, rf"^{ItemPress.KIND}:\d+:{ItemAct.CHANGE}$"),
        CallbackQueryHandler(organizing.write, NewAnnouncement.pattern()),
        CallbackQueryHandler(organizing.version, VersionPress.pattern()),
        CallbackQueryHandler(organizing.announcement, rf"^{AnnouncePress.KIND}:\d+:(?:{asks})$"),
        CallbackQueryHandler(speakers_only(organizing.scan), ScanPress.pattern()),
        CallbackQueryHandler(organizing.follow, FollowPress.pattern()),
    ]


def handlers() -> Handlers:
    """What is done at once."""
    return [
        CommandHandler("events", steps.show, PRIVATE),
        CommandHandler("join", steps.join, PRIVATE),
        CommandHandler("programme", programme_steps.show, PRIVATE),
        CommandHandler("dashboard", dashboard.show, PRIVATE),
        CommandHandler("organizer", steps.organizer, PRIVATE),
        CallbackQueryHandler(steps.show, f"^{Go(Place.EVENTS).pack()}$"),
        CallbackQueryHandler(programme_steps.show, f"^{Go(Place.PROGRAMME).pack()}$"),
        CallbackQueryHandler(programme_steps.manage, rf"^{EventPress.KIND}:\d+:{EventAct.PROGRAMME}$"),
        CallbackQueryHandler(dashboard.press, rf"^{EventPress.KIND}:\d+:{EventAct.DASHBOARD}$"),
        CallbackQueryHandler(recommending.show, rf"^{EventPress.KIND}:\d+:{EventAct.RECOMMENDED}$"),
        CallbackQueryHandler(recommending.show, RecommendedPage.pattern()),
        CallbackQueryHandler(recommending.act, RecommendPress.pattern()),
        CallbackQueryHandler(steps.act, EventPress.pattern()),
        CallbackQueryHandler(steps.remove_from_team, TeamPress.pattern()),
        CallbackQueryHandler(steps.remove_hall, HallPress.pattern()),
        CallbackQueryHandler(group_steps.act, ChatPress.pattern()),
        CallbackQueryHandler(group_steps.choose_hour, DigestHourPress.pattern()),
        CallbackQueryHandler(group_steps.turn, ChatsPage.pattern()),
        CallbackQueryHandler(group_steps.turn_offered, OfferedEventsPage.pattern()),
        CallbackQueryHandler(code_steps.turn_companies, CompaniesPage.pattern()),
        CallbackQueryHandler(code_steps.company, CompanyAtPress.pattern()),
        CallbackQueryHandler(code_steps.listing_qr, ListingQr.pattern()),
        CallbackQueryHandler(programme_steps.turn, ProgrammePage.pattern()),
        CallbackQueryHandler(programme_steps.item, ItemPress.pattern()),
        CallbackQueryHandler(imports.act, ImportPress.pattern()),
        CallbackQueryHandler(announcements.show_list, AnnouncementList.pattern()),
        CallbackQueryHandler(announcements.act, AnnouncePress.pattern()),
        CallbackQueryHandler(announcements.filter_, FilterPress.pattern()),
        CallbackQueryHandler(muting.mute, MutePress.pattern()),
    ]
