"""Views of an introduction for one side, from proposal to end. They never show the other side's identity."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.introductions import ListedIntroduction, ShownIntroduction, ThreadMessage
from bot.usecases.translations import Source
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.introductions.counterpart_views import counterpart_lines, pitch_text, recommended, thread_lines
from handlers.introductions.labels import DECLINED_BECAUSE
from handlers.meetings.buttons import MeetingAct, MeetingPress, MeetPress
from handlers.moderation.reporting import report_button
from handlers.translations.views import translate_row
from handlers.ui.view import Button, Rows, Style, View, row
from storage.ids import EventId, IntroductionId
from storage.models import Meeting
from storage.vocabulary import DeclineReason, IntroductionStatus, MailboxStatus, ReportObject

SIGNS: Final = {
    IntroductionStatus.PROPOSED: "📨",
    IntroductionStatus.QUESTION: "❓",
    IntroductionStatus.ACCEPTED: "🤝",
    IntroductionStatus.DECLINED: "✖️",
    IntroductionStatus.WITHDRAWN: "↩️",
    IntroductionStatus.EXPIRED: "⌛",
}


def card(
    t: Translator, seen: ShownIntroduction, thread: Sequence[ThreadMessage] = (), *, heading: str = "", note: str = ""
) -> View:
    """Shows the status and the actions of this side. `heading` and `note` are HTML."""
    parts = [
        heading or f"<b>{state(t, seen)}</b>",
        note,
        recommended(t, seen),
        "\n".join(counterpart_lines(t, seen)),
        pitch_text(t, seen),
        "\n".join(thread_lines(t, thread)),
        deadline(t, seen),
        acting_line(t, seen),
    ]
    return View(
        text="\n\n".join(part for part in parts if part), rows=(*actions(t, seen), *_translate(t, seen, thread))
    )


def _translate(t: Translator, seen: ShownIntroduction, thread: Sequence[ThreadMessage]) -> Rows:
    """Returns the *Translate* button if the other side wrote anything that the reader does not read."""
    written = [line.language for line in thread if line.text and not line.mine]
    written += [seen.pitch_language] if seen.pitch and not seen.mine_proposed else []
    written += [seen.theirs.language] if seen.theirs is not None else []
    return translate_row(t, Source.INTRODUCTION, seen.id, *written)


def state(t: Translator, seen: ShownIntroduction | ListedIntroduction) -> str:
    """Returns the status and whose turn it is, as a line of HTML."""
    return f"{SIGNS[seen.status]} {_open_state(t, seen) if seen.status.is_open else _end_state(t, seen)}"


def _open_state(t: Translator, seen: ShownIntroduction | ListedIntroduction) -> str:
    if seen.held_for_dual_use:
        return t("The organizers check this first. You don't need to do anything.")
    if seen.status is IntroductionStatus.QUESTION:
        if seen.mine_proposed:
            return t("They ask a question first. Your turn to answer.")
        return t("You asked a question. Their turn to answer.")
    if seen.later_until is not None:
        day = t.date(seen.later_until)
        if seen.mine_proposed:
            return t("They will look at it on {day}.", day=day)
        return t("Snoozed until {day}.", day=day)
    if seen.mine_proposed:
        return t("Sent. Their turn to answer.")
    return t("A company would like to meet you. Your turn to answer.")


def _end_state(t: Translator, seen: ShownIntroduction | ListedIntroduction) -> str:
    if seen.status is IntroductionStatus.ACCEPTED:
        return t("You're connected: both have accepted.")
    if seen.status is IntroductionStatus.DECLINED:
        return t("They said no this time.") if seen.mine_proposed else t("You said no.")
    if seen.status is IntroductionStatus.WITHDRAWN:
        return t("Withdrawn.")
    if isinstance(seen, ShownIntroduction) and seen.unreachable and seen.mine_proposed:
        return t("They could not be reached.")
    return t("It ended without an answer.")


def deadline(t: Translator, seen: ShownIntroduction) -> str:
    if seen.status is IntroductionStatus.DECLINED and seen.mine_proposed:
        why = DECLINED_BECAUSE.get(seen.decline_reason or DeclineReason.OTHER)
        return t(why) if why else ""
    if seen.expires_at is None:
        return ""
    day = t.date(seen.expires_at)
    if seen.my_turn:
        return t(
            "Your name is still hidden. If you accept, both sides see names and contacts. Answer by {day}.", day=day
        )
    return t("They can answer until {day}.", day=day)


def acting_line(t: Translator, seen: ShownIntroduction) -> str:
    """Says how the company hears of the request; "" for people who work there."""
    acting = seen.acting_for
    if acting is None or not seen.my_turn or seen.mine_proposed:
        return ""
    company = html.escape(acting.company)
    match acting.mailbox:
        case MailboxStatus.CONFIRMED:
            return t("📧 <b>{company}</b> has this by mail and can answer. You can answer too.", company=company)
        case MailboxStatus.NEW | MailboxStatus.ASKED:
            return t("📧 I ask <b>{company}</b> by mail if they want to see this. You can answer too.", company=company)
        case MailboxStatus.REFUSED:
            return t("📭 <b>{company}</b> wants no mail from me. You can answer for them.", company=company)
    return t("<b>{company}</b> is not on Telegram: pass this on to them, then answer for them.", company=company)


def actions(t: Translator, seen: ShownIntroduction) -> Rows:
    """Returns the buttons of the actions that this side can take."""

    def act(text: str, what: IntroAct, style: Style | None = None) -> Button:
        return Button(text=text, press=IntroPress(seen.id, what), style=style)

    pass_on = (row(act(t("📄 Text to pass on"), IntroAct.TEXT)),) if seen.acting_for is not None else ()
    if seen.status is IntroductionStatus.ACCEPTED:
        return (
            *pass_on,
            row(act(t("📇 Contact data"), IntroAct.CONTACT), act(t("✍️ Write to them"), IntroAct.WRITE)),
            row(act(t("📅 Propose a time"), IntroAct.TIME), act(t("📌 Any result?"), IntroAct.OUTCOME)),
            row(act(t("🚫 Block this company"), IntroAct.BLOCK)),
        )
    if not seen.status.is_open:
        return ()
    if seen.mine_proposed:
        answering = (row(act(t("✍️ Answer"), IntroAct.ANSWER)),) if seen.my_turn else ()
        return (*answering, row(act(t("↩️ Withdraw"), IntroAct.WITHDRAW)))
    asking = (row(act(t("❓ Ask a question first"), IntroAct.ASK)),) if seen.my_turn else ()
    later = (act(t("🕓 Not now"), IntroAct.LATER),) if seen.my_turn and seen.later_until is None else ()
    return (
        row(act(t("✅ Accept and share contacts"), IntroAct.ACCEPT, Style.NEXT)),
        *asking,
        *pass_on,
        row(*later, act(t("✖️ No"), IntroAct.NO), report_button(ReportObject.INTRODUCTION, seen.id)),
    )


def meet_button(t: Translator, seen: ShownIntroduction, live: Sequence[Meeting]) -> Button:
    """Returns the button to the meeting that is under way, or to suggest one at the reader's next event."""
    if live:
        return Button(text=t("📅 Your meeting"), press=MeetingPress(live[0].id, MeetingAct.OPEN))
    return Button(text=t("📅 Meet at the fair"), press=MeetPress(seen.id, EventId(0)))


def open_button(t: Translator, introduction_id: IntroductionId) -> Button:
    return Button(text=t("Open it"), press=IntroPress(introduction_id, IntroAct.OPEN))
