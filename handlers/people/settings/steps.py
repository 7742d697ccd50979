"""/settings: shows and changes the settings."""

from telegram import Update

from bot.context import Context
from bot.i18n.translator import translator_for
from bot.usecases.people import settings as usecase
from handlers.people.buttons import FrequencyPress, HourPress, QuietChoice, QuietPress, ReadsEnglishPress, RhythmPress
from handlers.people.settings import views
from handlers.ui.gate import members_only
from handlers.ui.screen import redraw, respond


@members_only
async def show(update: Update, context: Context) -> None:
    async with context.services.database.reading() as session:
        habits = await usecase.notification_settings(session, context.caller.id)
    await respond(update, views.settings(context.t, habits))


@members_only
async def choose_frequency(update: Update, context: Context, press: FrequencyPress) -> None:
    async with context.services.database.writing() as session:
        await usecase.choose_frequency(session, context.caller.id, press.frequency)
        habits = await usecase.notification_settings(session, context.caller.id)
    await redraw(update, views.settings(context.t, habits), context.t("Saved."))


@members_only
async def choose_english(update: Update, context: Context, press: ReadsEnglishPress) -> None:
    async with context.services.database.writing() as session:
        await usecase.set_reads_english(session, context.caller.id, yes=press.yes)
        habits = await usecase.notification_settings(session, context.caller.id)
    t = translator_for(context.t.language, frozenset({"en"} if press.yes else ()))
    await redraw(update, views.settings(t, habits), context.t("Saved."))


@members_only
async def change_rhythm(update: Update, context: Context, press: RhythmPress) -> None:
    """Answers below the daily or weekly message, which stays as it is."""
    async with context.services.database.writing() as session:
        await usecase.choose_frequency(session, context.caller.id, press.rhythm)
        habits = await usecase.notification_settings(session, context.caller.id)
    await respond(update, views.rhythm_chosen(context.t, habits), context.t("Saved."))


@members_only
async def choose_hour(update: Update, context: Context, press: HourPress) -> None:
    person_id, asks = context.caller.id, press.hour == views.ASK_HOUR
    async with context.services.database.writing() as session:
        if not asks:
            await usecase.choose_digest_hour(session, person_id, press.hour)
        habits = await usecase.notification_settings(session, person_id)
    view = views.digest_hours(context.t, habits) if asks else views.settings(context.t, habits)
    await redraw(update, view, None if asks else context.t("Saved."))


@members_only
async def choose_quiet(update: Update, context: Context, press: QuietPress) -> None:
    person_id = context.caller.id
    async with context.services.database.writing() as session:
        if press.choice is QuietChoice.USUAL:
            await usecase.usual_quiet_hours(session, person_id)
        elif press.choice is not QuietChoice.MENU:
            await usecase.choose_quiet_hours(session, person_id, press.choice.hours)
        habits = await usecase.notification_settings(session, person_id)
    asks = press.choice is QuietChoice.MENU
    await redraw(
        update,
        (views.quiet_hours if asks else views.settings)(context.t, habits),
        None if asks else context.t("Saved."),
    )
