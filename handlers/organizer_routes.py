"""Routes of events, announcements, imports and recommendations."""

from typing import Any

from telegram.ext import BaseHandler, CommandHandler

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
from handlers.ui.buttons import Place
from handlers.ui.gate import PRIVATE, speakers_only
from handlers.ui.presses import on_go, on_press

Handlers = list[BaseHandler[Any, Context, Any]]


def entry_points(forms: Forms) -> Handlers:
    """Routes that open a dialog: entry points of the conversation."""
    organizing = Organizing(forms)
    return [
        on_press(EventPress, organizing.event, act=EVENT_DIALOGS),
        on_press(ItemPress, organizing.item, act=ItemAct.CHANGE),
        on_press(NewAnnouncement, organizing.write),
        on_press(VersionPress, organizing.version),
        on_press(AnnouncePress, organizing.announcement, act=ANNOUNCEMENT_DIALOGS),
        on_press(ScanPress, speakers_only(organizing.scan)),
        on_press(FollowPress, organizing.follow),
    ]


def handlers() -> Handlers:
    """Routes that open no dialog."""
    return [
        CommandHandler("events", steps.show, PRIVATE),
        CommandHandler("join", steps.join, PRIVATE),
        CommandHandler("programme", programme_steps.show, PRIVATE),
        CommandHandler("dashboard", dashboard.show, PRIVATE),
        CommandHandler("organizer", steps.organizer, PRIVATE),
        on_go(Place.EVENTS, steps.show),
        on_go(Place.PROGRAMME, programme_steps.show),
        on_press(EventPress, programme_steps.manage, act=EventAct.PROGRAMME),
        on_press(EventPress, dashboard.press, act=EventAct.DASHBOARD),
        on_press(EventPress, recommending.show, act=EventAct.RECOMMENDED),
        on_press(RecommendedPage, recommending.turn),
        on_press(RecommendPress, recommending.act),
        on_press(EventPress, steps.act),
        on_press(TeamPress, steps.remove_from_team),
        on_press(HallPress, steps.remove_hall),
        on_press(ChatPress, group_steps.act),
        on_press(DigestHourPress, group_steps.choose_hour),
        on_press(ChatsPage, group_steps.turn),
        on_press(OfferedEventsPage, group_steps.turn_offered),
        on_press(CompaniesPage, code_steps.turn_companies),
        on_press(CompanyAtPress, code_steps.company),
        on_press(ListingQr, code_steps.listing_qr),
        on_press(ProgrammePage, programme_steps.turn),
        on_press(ItemPress, programme_steps.item),
        on_press(ImportPress, imports.act),
        on_press(AnnouncementList, announcements.show_list),
        on_press(AnnouncePress, announcements.act),
        on_press(FilterPress, announcements.filter_),
        on_press(MutePress, muting.mute),
    ]
