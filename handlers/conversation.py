"""The conversation of all dialogs. A dialog is a set of its states, so nobody has two dialogs open at once."""

from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler, MessageHandler, filters

from bot.context import Context
from handlers import organizer_dialogs as organizing_dialogs
from handlers import organizer_routes as organizing_table
from handlers.forms.form import Form
from handlers.forms.resuming import Choice, DraftPress
from handlers.forms.steps import END, Forms
from handlers.forms.user_input import FormPress
from handlers.introductions import propose_form, write_form
from handlers.introductions.buttons import IntroPress
from handlers.introductions.dialogs import WRITING, Introducing
from handlers.listings import form as listing_form
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.mine import Editing
from handlers.listings.quick import QUICK
from handlers.listings.steps import ListingSteps
from handlers.moderation import appeal_form, remark_form, role_form, sanction_form
from handlers.moderation.buttons import (
    ApartPress,
    AppealPress,
    GiveRolePress,
    ItemAct,
    ItemPress,
    RejectPress,
    SanctionPress,
)
from handlers.moderation.countries import form as countries_form
from handlers.moderation.countries.form import KeepingApart
from handlers.moderation.dialogs import Moderating
from handlers.people.buttons import CompanyAct, CompanyPress, FirstPress, VerifyPress
from handlers.people.company.steps import Changing
from handlers.people.first_message import form as first_form
from handlers.people.first_message.steps import FirstMessageSteps, newcomers_are_heard
from handlers.people.registration import form as registration_form
from handlers.people.registration.steps import RegistrationSteps
from handlers.privacy import steps as privacy
from handlers.privacy.buttons import ForgetPress
from handlers.search import form as search_form
from handlers.search.steps import Searching
from handlers.suggestions.buttons import HeardPress, MatchAct, MatchPress
from handlers.ui import navigation, welcome_views
from handlers.ui.buttons import Agree, Place
from handlers.ui.gate import PRIVATE, PRIVATE_EDIT, members_only, speakers_only
from handlers.ui.presses import OldPressError, on_button, on_go, on_press
from handlers.ui.screen import acknowledge, reply, strip_buttons
from handlers.verification import code_form as verification_code_form
from handlers.verification import form as verification_form
from handlers.verification.form import Verifying
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
    search_form.FORM,
    verification_form.FORM,
    verification_code_form.FORM,
    sanction_form.FORM,
    remark_form.FORM,
    role_form.FORM,
    appeal_form.FORM,
    countries_form.FORM,
    *organizing_dialogs.FORMS,
)
_LISTINGS = (listing_form.OFFER, listing_form.NEED, listing_form.EXPRESS, QUICK)


def conversation() -> ConversationHandler[Context]:
    """The handlers that open a dialog, take its steps, and lead on from steps of an earlier version."""
    forms = Forms(*FORMS)
    registration, listing, leaving = RegistrationSteps(forms), ListingSteps(forms), Leaving(forms, ListingSteps(forms))
    introducing, searching, moderating = Introducing(forms), Searching(forms), Moderating(forms)
    return ConversationHandler(
        name=NAME,
        persistent=True,
        allow_reentry=True,
        per_chat=False,
        entry_points=[
            CommandHandler("start", registration.start, PRIVATE),
            CommandHandler("register", registration.register, PRIVATE),
            CommandHandler("offer", speakers_only(listing.offer), PRIVATE),
            CommandHandler("need", speakers_only(listing.need), PRIVATE),
            CommandHandler("quick", newcomers_are_heard(speakers_only(listing.quick)), PRIVATE),
            CommandHandler("cancel", leaving.cancel, PRIVATE),
            on_button(Agree(), registration.agree),
            on_press(FirstPress, FirstMessageSteps(forms).press),
            on_go(Place.REGISTER, registration.register),
            on_go(Place.OFFER, speakers_only(listing.offer)),
            on_go(Place.NEED, speakers_only(listing.need)),
            on_go(Place.QUICK, newcomers_are_heard(speakers_only(listing.quick))),
            on_press(ListingPress, speakers_only(Editing(forms).edit), act=ListingAct.EDIT),
            on_press(MatchPress, speakers_only(introducing.from_match), act=MatchAct.INTRODUCE),
            on_press(IntroPress, speakers_only(introducing.write), act=WRITING),
            on_press(CompanyPress, members_only(Changing(forms).change), act=CompanyAct.CHANGE),
            on_press(ForgetPress, privacy.forget),
            on_press(AppealPress, appeal_form.Appealing(forms).begin),
            CommandHandler("search", members_only(searching.search), PRIVATE),
            on_press(HeardPress, members_only(searching.heard)),
            on_go(Place.SEARCH, members_only(searching.search)),
            on_press(VerifyPress, Verifying(forms).begin),
            CommandHandler("ban", moderating.ban, PRIVATE),
            CommandHandler("mute", moderating.mute, PRIVATE),
            CommandHandler("warn", moderating.warn, PRIVATE),
            on_press(SanctionPress, moderating.by_button),
            on_press(ItemPress, moderating.send_back, act=ItemAct.RETURN),
            on_press(RejectPress, moderating.reject, reason=RejectionReason.OTHER),
            on_button(GiveRolePress(), moderating.give_role),
            on_button(ApartPress(), KeepingApart(forms).begin),
            *organizing_table.entry_points(forms),
            on_press(DraftPress, leaving.choose),
            on_press(FormPress, forms.press),
            MessageHandler(PRIVATE_EDIT & (filters.TEXT | filters.CAPTION) & ~filters.COMMAND, forms.edited),
        ],
        states=forms.states(),
        # For steps of an earlier version: the draft knows where to go on.
        fallbacks=[MessageHandler(PRIVATE & ~filters.COMMAND, forms.answer)],
    )


class Leaving:
    """Sets a dialog aside, and comes back to it."""

    def __init__(self, forms: Forms, listing: ListingSteps) -> None:
        self._forms = forms
        self._listing = listing

    async def cancel(self, update: Update, context: Context) -> int:
        """/cancel: closes the open dialog. Its draft is kept."""
        was_open = await self._forms.leave(update, context)
        await reply(update, welcome_views.cancelled(context.t, was_open=was_open, registered=context.caller.registered))
        return END

    async def choose(self, update: Update, context: Context, press: DraftPress) -> Any:
        """Resumes an unfinished draft, or starts over."""
        form = next((form for form in FORMS if form.name == press.form), None)
        if form is None:
            raise OldPressError
        await acknowledge(update)
        await strip_buttons(update)
        if press.choice is Choice.GO_ON:
            return await self._forms.resume(update, context, form)
        return await self._anew(update, context, form)

    async def _anew(self, update: Update, context: Context, form: Form) -> Any:
        """Checks the form and the caller's rights: a made-up button could name any form."""

        async def listing(update: Update, context: Context) -> str | int:
            return await self._listing.anew(update, context, form)

        if form in _LISTINGS:
            return await speakers_only(listing)(update, context)
        if form is registration_form.FORM and context.caller.consented:
            return await self._forms.begin(update, context, form, {})
        await navigation.unknown(update, context)
        return END
