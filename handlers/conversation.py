"""The conversation of all dialogs. It is one conversation, so nobody has two dialogs open at once."""

from typing import Any, Final

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler, MessageHandler, filters

from bot.context import Context
from handlers import edits
from handlers.announcements import buttons as announcement_buttons
from handlers.announcements import dialogs as announcement_dialogs
from handlers.events import buttons as event_buttons
from handlers.events import dialogs as event_dialogs
from handlers.events import form as event_form
from handlers.follow_up import quote_form
from handlers.follow_up.buttons import QuoteAct, QuotePress
from handlers.forms import views as form_views
from handlers.forms.form import Form
from handlers.forms.opening import leave_or_has_left, open_form, resume
from handlers.forms.showing import END
from handlers.forms.steps import Forms
from handlers.forms.user_input import DraftChoice, DraftPress, FormPress
from handlers.imports import form as import_form
from handlers.imports import steps as imports
from handlers.introductions import dialogs as introductions
from handlers.introductions import propose_form, write_form
from handlers.introductions.buttons import IntroPress
from handlers.listings import form as listing_form
from handlers.listings import steps as listings
from handlers.listings.buttons import ListingPress
from handlers.listings.quick import QUICK
from handlers.mail import client_form
from handlers.meetings import buttons as meeting_buttons
from handlers.meetings import dialogs as meetings
from handlers.meetings.buttons import MeetingAct, MeetingPress, MeetingsAct, MeetingsPress
from handlers.moderation import appeal_form, remark_form, role_form, sanction_form
from handlers.moderation import buttons as moderation_buttons
from handlers.moderation import dialogs as moderation
from handlers.moderation.countries import form as countries_form
from handlers.moderation.countries import steps as countries
from handlers.people.buttons import CompanyAct, CompanyPress, FirstMessagePress, VerifyPress
from handlers.people.company import steps as company
from handlers.people.first_message import form as first_form
from handlers.people.first_message import steps as first_message
from handlers.people.language import change_language, offer_next
from handlers.people.registration import form as registration_form
from handlers.people.registration import steps as registration
from handlers.people.start import agree, start
from handlers.privacy import steps as privacy
from handlers.privacy.buttons import ForgetPress
from handlers.recommendations import form as recommend_form
from handlers.recommendations import steps as recommendations
from handlers.search import form as search_form
from handlers.search import steps as search
from handlers.suggestions.buttons import MatchAct, MatchPress, SendTypedTextPress, TypedTextPress
from handlers.ui import navigation, welcome_views
from handlers.ui.buttons import Agree, ChooseLanguage, Place
from handlers.ui.gate import PRIVATE, PRIVATE_EDIT, Step, members_only, unmuted_members_only
from handlers.ui.presses import OldPressError, on_button, on_go, on_press
from handlers.ui.screen import acknowledge, reply, strip_buttons
from handlers.verification import form as verification_form
from storage.vocabulary import RejectionReason

NAME = "dialogs"
FORMS = (
    registration_form.FORM,
    registration_form.CHANGE,
    first_form.FORM,
    listing_form.OFFER,
    listing_form.NEED,
    listing_form.EXPRESS,
    listing_form.CHANGE,
    QUICK,
    propose_form.FORM,
    write_form.FORM,
    quote_form.FORM,
    search_form.FORM,
    verification_form.FORM,
    verification_form.CODE_FORM,
    client_form.FORM,
    sanction_form.FORM,
    remark_form.FORM,
    role_form.FORM,
    appeal_form.FORM,
    countries_form.FORM,
    *event_dialogs.FORMS,
    *meetings.FORMS,
    *announcement_dialogs.FORMS,
    import_form.FORM,
    recommend_form.FORM,
)
_LISTINGS = (listing_form.OFFER, listing_form.NEED, listing_form.EXPRESS, QUICK)


async def cancel(update: Update, context: Context) -> int:
    """Handles /cancel: closes the open dialog and keeps its draft."""
    closed = await leave_or_has_left(update, context)
    form = next((form for form in FORMS if form.name == closed), None)
    aside, rows = (form.aside, form_views.go_on_rows(context.t, form)) if form else ("", ())
    await reply(update, welcome_views.cancelled(context.t, aside, rows, registered=context.caller.registered))
    return END


async def choose_draft(update: Update, context: Context, press: DraftPress) -> Any:
    """Resumes an unfinished draft, or starts over.

    The question set the draft aside. Raises OldPressError if the draft was resumed since, so that it is not replaced.
    """
    form = next((form for form in FORMS if form.name == press.form), None)
    draft = context.caller.draft
    resumed = draft is not None and draft.form == press.form
    if form is None or (resumed and press.choice is DraftChoice.ANEW):
        raise OldPressError
    await acknowledge(update)
    await strip_buttons(update)
    if press.choice is DraftChoice.GO_ON:
        return await resume(update, context, form)
    return await _start_again(update, context, form)


async def _start_again(update: Update, context: Context, form: Form) -> Any:
    """Opens the form anew. Checks the form and the caller's rights, because a forged button could name any form."""

    async def start_listing(update: Update, context: Context) -> str | int:
        return await listings.start_again(update, context, form)

    if form in _LISTINGS:
        return await unmuted_members_only(start_listing)(update, context)
    if form is registration_form.FORM and context.caller.consented:
        return await open_form(update, context, form, {})
    if form is event_form.FORM:
        return await event_dialogs.new_event(update, context)
    await navigation.unknown(update, context)
    return END


_quick = first_message.first_message_for_newcomers(unmuted_members_only(listings.quick))
_COMMANDS: Final[dict[str, Step]] = {
    "start": start,
    "register": registration.register,
    "offer": unmuted_members_only(listings.offer),
    "need": unmuted_members_only(listings.need),
    "quick": _quick,
    "cancel": cancel,
    "search": members_only(search.open_search),
    "ban": moderation.ban,
    "mute": moderation.mute,
    "warn": moderation.warn,
}
_PLACES: Final[dict[Place, Step]] = {
    Place.REGISTER: registration.register,
    Place.OFFER: unmuted_members_only(listings.offer),
    Place.NEED: unmuted_members_only(listings.need),
    Place.QUICK: _quick,
    Place.SEARCH: members_only(search.open_search),
}
_PRESSES: Final = (
    on_button(Agree(), agree),
    on_press(FirstMessagePress, first_message.press),
    on_press(ListingPress, unmuted_members_only(listings.edit), act=listings.EDITS),
    on_press(MatchPress, unmuted_members_only(introductions.from_match), act=MatchAct.INTRODUCE),
    on_press(IntroPress, unmuted_members_only(introductions.write), act=introductions.WRITING),
    on_press(QuotePress, unmuted_members_only(quote_form.begin), act=QuoteAct.WRITE),
    on_press(CompanyPress, members_only(company.change), act=company.CHANGES),
    on_press(CompanyPress, members_only(client_form.begin), act=CompanyAct.MAIL),
    on_press(ForgetPress, privacy.forget),
    on_press(TypedTextPress, members_only(search.use_typed_text)),
    on_press(SendTypedTextPress, unmuted_members_only(search.send_typed_text)),
    on_press(VerifyPress, verification_form.begin),
    on_press(moderation_buttons.AppealPress, appeal_form.begin),
    on_press(moderation_buttons.SanctionPress, moderation.sanction),
    on_press(moderation_buttons.ReviewItemPress, moderation.send_back, act=moderation_buttons.ReviewItemAct.RETURN),
    on_press(moderation_buttons.RejectPress, moderation.reject, reason=RejectionReason.OTHER),
    on_button(moderation_buttons.GiveRolePress(), moderation.give_role),
    on_button(moderation_buttons.BlockPairPress(), countries.block),
    on_press(event_buttons.EventPress, event_dialogs.event, act=event_dialogs.OPENING),
    on_press(event_buttons.EventPress, imports.begin, act=event_buttons.EventAct.IMPORT),
    on_press(event_buttons.EventPress, recommendations.begin, act=event_buttons.EventAct.RECOMMEND),
    on_press(event_buttons.ProgrammeItemPress, event_dialogs.item, act=event_buttons.ProgrammeItemAct.CHANGE),
    on_press(event_buttons.ExhibitorPress, event_dialogs.booth_look, act=event_buttons.ExhibitorAct.LOOK),
    on_press(event_buttons.ScanPress, unmuted_members_only(event_dialogs.scan)),
    on_press(meeting_buttons.MeetPress, unmuted_members_only(meetings.meet)),
    on_press(MeetingPress, unmuted_members_only(meetings.other_times), act=MeetingAct.OTHER_TIMES),
    on_press(MeetingsPress, members_only(meetings.free_times), act=MeetingsAct.FREE_TIMES),
    on_press(MeetingsPress, meetings.set_up, act=MeetingsAct.SET_UP),
    on_press(announcement_buttons.NewAnnouncement, announcement_dialogs.write),
    on_press(announcement_buttons.VersionPress, announcement_dialogs.version),
    on_press(announcement_buttons.AnnouncePress, announcement_dialogs.announcement, act=announcement_dialogs.OPENING),
    on_press(announcement_buttons.AnnouncementButtonPress, announcement_dialogs.follow),
    on_press(DraftPress, choose_draft),
)
_forms: Final = Forms(*FORMS, unasked=search.ask_about_text)
answer_message: Final = _forms.answer
"""Handles a message that no dialog of this process takes. Another process may have opened one since the start."""
close_before_detour: Final = _forms.close_before_detour


async def choose_language(update: Update, context: Context, press: ChooseLanguage) -> None:
    """Changes the language, and asks the open question again in it."""
    await change_language(update, context, press)
    if await _forms.ask_again(update, context) is None:
        await offer_next(update, context)


def conversation() -> ConversationHandler[Context]:
    """Returns the handlers that open a dialog, take its steps, and resume steps of an earlier version."""

    async def edited(update: Update, context: Context) -> str | int | None:
        if _forms.is_open(context):
            return await _forms.answer(update, context)
        await edits.answer(update, context, _forms.named)
        return None

    return ConversationHandler(
        name=NAME,
        persistent=True,
        allow_reentry=True,
        per_chat=False,
        entry_points=[
            *(CommandHandler(name, step, PRIVATE) for name, step in _COMMANDS.items()),
            *(on_go(place, step) for place, step in _PLACES.items()),
            *_PRESSES,
            on_press(FormPress, _forms.press),
            MessageHandler(PRIVATE_EDIT & (filters.TEXT | filters.CAPTION), edited),
        ],
        states=_forms.states(),
        # Handles states of an earlier version: the draft says which step is open.
        fallbacks=[MessageHandler(PRIVATE & ~filters.COMMAND, _forms.answer)],
    )
