"""Reporting a listing, an introduction or a message to the moderators."""

from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.usecases.moderation import safety
from handlers.moderation.buttons import DropReportPress, ReportPress, ReportReasonPress
from handlers.moderation.labels import REPORTS
from handlers.ui.gate import members_only
from handlers.ui.screen import redraw, respond
from handlers.ui.view import Button, View, choice_rows, row
from handlers.ui.welcome_views import refused
from storage.vocabulary import ReportObject

REPORT: Final = "⋯"


def report_button(kind: ReportObject, number: int) -> Button:
    """Returns the small button that asks if and why something should be reported."""
    return Button(text=REPORT, press=ReportPress(kind, number))


def _ask_reason(t: Translator, kind: ReportObject, number: int) -> View:
    reasons = choice_rows(t, REPORTS, lambda reason: ReportReasonPress(kind, number, reason))
    rows = (*reasons, row(Button(text=t("Cancel"), press=DropReportPress())))
    return View(
        text=t("🚩 What is wrong with it? The organizers will check it. The other side is not told."), rows=rows
    )


def _reported(t: Translator) -> View:
    return View(text=t("🚩 Reported. Thank you. The organizers will check it."))


@members_only
async def ask(update: Update, context: Context, press: ReportPress) -> None:
    await respond(update, _ask_reason(context.t, press.kind, press.number))


@members_only
async def report(update: Update, context: Context, press: ReportReasonPress) -> None:
    now = context.services.clock()
    view = _reported(context.t)
    try:
        async with context.services.database.writing() as session:
            await safety.report(
                session, context.caller.id, press.kind, press.number, reason=press.reason, note=None, now=now
            )
    except DomainError as error:
        view = refused(context.caller, error)
    await redraw(update, view)


@members_only
async def drop(update: Update, context: Context, _: DropReportPress) -> None:
    await redraw(update, View(text=context.t("Nothing was done.")))
