"""The ordered table of buttons and their steps. handlers/conversation.py has the buttons that open a dialog."""

from typing import Final

from handlers.advisers import buttons as adviser_buttons
from handlers.advisers import steps as advisers
from handlers.announcements import buttons as announcement_buttons
from handlers.announcements import steps as announcements
from handlers.conversation import choose_language
from handlers.events import booth_page_steps, code_steps, group_steps, print_steps, programme_steps
from handlers.events import buttons as event_buttons
from handlers.events import steps as events
from handlers.events.buttons import EventAct, EventPress
from handlers.events.dashboard import steps as dashboard
from handlers.follow_up import buttons as follow_up_buttons
from handlers.follow_up import steps as follow_up
from handlers.imports import buttons as import_buttons
from handlers.imports import draft_steps
from handlers.imports import steps as imports
from handlers.introductions import buttons as introduction_buttons
from handlers.introductions import list_steps as introductions_list
from handlers.introductions import steps as introductions
from handlers.listings import break_steps, mine, sheet_steps
from handlers.listings import buttons as listing_buttons
from handlers.meetings import buttons as meeting_buttons
from handlers.meetings import file_steps as meeting_files
from handlers.meetings import organizer_steps as organized_meetings
from handlers.meetings import steps as meetings
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.moderation import audit_steps, people_steps, reporting, review_steps, role_steps
from handlers.moderation import buttons as moderation_buttons
from handlers.moderation.countries import steps as countries
from handlers.people import buttons as people_buttons
from handlers.people.company import steps as company
from handlers.people.registration.steps import answer_join
from handlers.people.settings import steps as settings
from handlers.privacy import steps as privacy
from handlers.privacy.buttons import PrivacyPress
from handlers.recommendations import answer_steps as recommendation_answers
from handlers.recommendations import buttons as recommendation_buttons
from handlers.recommendations import steps as recommendations
from handlers.suggestions import buttons as suggestion_buttons
from handlers.suggestions import steps as suggestions
from handlers.translations.buttons import TranslatePress
from handlers.translations.steps import translate
from handlers.ui.buttons import ChooseLanguage
from handlers.ui.presses import on_press

PRESSES: Final = (
    on_press(ChooseLanguage, choose_language),
    on_press(people_buttons.JoinAnswerPress, answer_join),
    on_press(people_buttons.CompanyPress, company.act),
    on_press(adviser_buttons.ClientPress, advisers.choose),
    on_press(adviser_buttons.AllClientsPress, advisers.choose_all),
    on_press(adviser_buttons.ClientsPage, advisers.turn_page),
    on_press(adviser_buttons.HandOverPress, advisers.hand_over),
    on_press(people_buttons.FrequencyPress, settings.choose_frequency),
    on_press(people_buttons.HourPress, settings.choose_hour),
    on_press(people_buttons.QuietPress, settings.choose_quiet),
    on_press(people_buttons.ReadsEnglishPress, settings.choose_english),
    on_press(PrivacyPress, privacy.act),
    on_press(listing_buttons.ListingPress, mine.act),
    on_press(listing_buttons.MyListingsPage, mine.turn_page),
    on_press(listing_buttons.BreakPress, break_steps.act),
    on_press(listing_buttons.ListingQr, code_steps.listing_qr),
    on_press(listing_buttons.ListingSheetPress, sheet_steps.send),
    on_press(suggestion_buttons.MatchPress, suggestions.answer),
    on_press(suggestion_buttons.MatchPage, suggestions.turn_page),
    on_press(suggestion_buttons.ClosestPress, suggestions.show_closest),
    on_press(TranslatePress, translate),
    on_press(suggestion_buttons.DismissalReasonPress, suggestions.give_reason),
    on_press(introduction_buttons.IntroPress, introductions.press),
    on_press(introduction_buttons.LaterPress, introductions.later),
    on_press(introduction_buttons.DeclinePress, introductions.decline),
    on_press(introduction_buttons.IntroductionsPage, introductions_list.turn_page),
    on_press(introduction_buttons.OutcomePress, follow_up.record),
    on_press(follow_up_buttons.WorthPress, follow_up.tell_worth),
    on_press(follow_up_buttons.QuotePress, follow_up.quote),
    on_press(people_buttons.RhythmPress, settings.change_rhythm),
    on_press(introduction_buttons.RecommendationPress, recommendation_answers.press),
    on_press(introduction_buttons.RecommendationLaterPress, recommendation_answers.later),
    on_press(introduction_buttons.RecommendationDeclinePress, recommendation_answers.decline),
    on_press(moderation_buttons.ReportPress, reporting.ask),
    on_press(moderation_buttons.ReportReasonPress, reporting.report),
    on_press(moderation_buttons.DropReportPress, reporting.drop),
    on_press(moderation_buttons.QueuePress, review_steps.next_one),
    on_press(moderation_buttons.ReviewItemPress, review_steps.act),
    on_press(moderation_buttons.RejectPress, review_steps.reject),
    on_press(moderation_buttons.CardPress, people_steps.card),
    on_press(moderation_buttons.ListingCardPress, people_steps.listing_card),
    on_press(moderation_buttons.LiftPress, people_steps.lift),
    on_press(moderation_buttons.CompanyMarkPress, people_steps.mark),
    on_press(moderation_buttons.RolePress, role_steps.act),
    on_press(moderation_buttons.AuditPress, audit_steps.turn_page),
    on_press(moderation_buttons.AuditFilePress, audit_steps.send_file),
    on_press(moderation_buttons.UndoPress, audit_steps.undo_entry),
    on_press(moderation_buttons.CountriesPage, countries.turn_page),
    on_press(moderation_buttons.UnblockPairPress, countries.unblock),
    on_press(EventPress, programme_steps.manage, act=EventAct.PROGRAMME),
    on_press(EventPress, programme_steps.send_calendar, act=EventAct.CALENDAR),
    on_press(EventPress, booth_page_steps.show, act=EventAct.BOOTH_PAGE),
    on_press(EventPress, booth_page_steps.send_contacts, act=EventAct.CONTACTS),
    on_press(EventPress, dashboard.press, act=EventAct.DASHBOARD),
    on_press(EventPress, recommendations.show, act=EventAct.RECOMMENDED),
    on_press(EventPress, imports.lists, act=EventAct.LISTS),
    on_press(EventPress, events.act),
    on_press(event_buttons.TeamPress, events.remove_from_team),
    on_press(event_buttons.HallPress, events.remove_hall),
    on_press(event_buttons.PrintPress, print_steps.press),
    on_press(event_buttons.ChatPress, group_steps.act),
    on_press(event_buttons.DigestHourPress, group_steps.choose_hour),
    on_press(event_buttons.ChatsPage, group_steps.turn_page),
    on_press(event_buttons.OfferedEventsPage, group_steps.turn_page_of_offered_events),
    on_press(event_buttons.CompaniesPage, code_steps.turn_companies_page),
    on_press(event_buttons.ExhibitorPress, code_steps.company),
    on_press(event_buttons.ProgrammePage, programme_steps.turn_page),
    on_press(event_buttons.ProgrammeItemPress, programme_steps.item),
    on_press(MeetingsPress, meetings.mine, act=MeetingsAct.MINE),
    on_press(MeetingsPress, meetings.send_calendar, act=MeetingsAct.CALENDAR),
    on_press(MeetingsPress, meetings.send_picture, act=MeetingsAct.PICTURE),
    on_press(MeetingsPress, organized_meetings.make_plan, act=MeetingsAct.MAKE_PLAN),
    on_press(MeetingsPress, organized_meetings.show_plan, act=MeetingsAct.PLAN),
    on_press(MeetingsPress, organized_meetings.discard, act=MeetingsAct.DISCARD),
    on_press(MeetingsPress, meeting_files.send, act=meeting_files.FILES),
    on_press(MeetingsPress, organized_meetings.manage),
    on_press(meeting_buttons.MeetingPress, meetings.press),
    on_press(meeting_buttons.TimePress, meetings.pick_time),
    on_press(meeting_buttons.FreedTimePress, meetings.take_freed_time),
    on_press(meeting_buttons.PublishPress, organized_meetings.publish),
    on_press(meeting_buttons.PlannedPage, organized_meetings.turn_page),
    on_press(meeting_buttons.PlannedPress, organized_meetings.change_planned),
    on_press(meeting_buttons.BookedPage, organized_meetings.turn_page_of_booked),
    on_press(meeting_buttons.CancelForBothPress, organized_meetings.cancel_for_both),
    on_press(import_buttons.ImportPress, imports.act),
    on_press(import_buttons.ImportDraftsPage, draft_steps.turn_page),
    on_press(import_buttons.ImportDraftPress, draft_steps.act),
    on_press(import_buttons.StatementPress, draft_steps.publish),
    on_press(import_buttons.OwnDraftsPress, draft_steps.publish_own),
    on_press(recommendation_buttons.RecommendedPage, recommendations.turn_page),
    on_press(recommendation_buttons.RecommendPress, recommendations.act),
    on_press(announcement_buttons.AnnouncementList, announcements.show_list),
    on_press(announcement_buttons.AnnouncePress, announcements.act),
    on_press(announcement_buttons.FilterPress, announcements.filter_),
    on_press(announcement_buttons.MutePress, announcements.mute),
)
