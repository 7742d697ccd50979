"""Views of an introduction for one side, from proposal to end. They never show the other side's identity."""

import html
from collections.abc import Mapping, Sequence
from typing import Final

from bot.i18n.translator import CLDR, Translator, mark, translator_for
from bot.usecases.events.names import in_language
from bot.usecases.introductions import ListedIntroduction, ShownIntroduction, ThreadMessage
from bot.usecases.recommendations import ShownRecommendation
from bot.usecases.translations import Source
from handlers.advisers.views import on_behalf
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.introductions.labels import DECLINED_BECAUSE, OPENINGS
from handlers.meetings.buttons import MeetingAct, MeetingPress, MeetPress
from handlers.moderation.reporting import report_button
from handlers.people.labels import describe_company
from handlers.suggestions import reasons
from handlers.translations.views import translate_row
from handlers.ui import gist_views
from handlers.ui.view import Button, Rows, Style, View, row, shortened
from storage.ids import EventId, IntroductionId
from storage.models import Meeting
from storage.vocabulary import DeclineReason, IntroductionStatus, Language, MailboxStatus, ReportObject

_SUMMARY_SHOWN: Final = 400  # characters of a summary on a card
_REASONS_SHOWN: Final = 3
_LINES_SHOWN: Final = 6  # latest messages of a thread
_LINE_SHOWN: Final = 300  # characters of each message
TITLE_SHOWN: Final = 80
SIGNS: Final = {
    IntroductionStatus.PROPOSED: "📨",
    IntroductionStatus.QUESTION: "❓",
    IntroductionStatus.ACCEPTED: "🤝",
    IntroductionStatus.DECLINED: "✖️",
    IntroductionStatus.WITHDRAWN: "↩️",
    IntroductionStatus.EXPIRED: "⌛",
}
_GONE: Final = mark("a listing that is gone")


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


def recommended(t: Translator, seen: ShownIntroduction) -> str:
    """Returns a note if an organizer recommended the introduction; otherwise ""."""
    if seen.recommended_at is None:
        return ""
    note = organizer_recommends(t, seen.recommended_at)
    if not seen.recommended_with:
        return note
    return f"{note}\n{organizer_writes(t, seen.recommended_with)}"


def organizer_recommends(t: Translator, event: Mapping[str, str]) -> str:
    """`event`: its names by language."""
    name = html.escape(in_language(event, t.language))
    return t("🎪 The organizer of <b>{event}</b> thinks you should meet.", event=name)


def organizer_writes(t: Translator, word: str) -> str:
    return t("The organizer writes: {words}", words=f"<i>{t.quoted(html.escape(word))}</i>")


def counterpart_lines(t: Translator, seen: ShownIntroduction | ShownRecommendation) -> list[str]:
    """Describes the other side in general terms, with the reasons of the match."""
    found = [counterpart(t, seen), f"<b>{html.escape(seen.title) or t(_GONE)}</b>"]
    if isinstance(seen, ShownIntroduction) and seen.my_company:
        found.append(on_behalf(t, seen.my_company))
    if seen.mine is not None:
        found.append(t("For your listing “{title}”", title=html.escape(shortened(seen.mine.title, TITLE_SHOWN))))
    if seen.summary:
        found += ["", html.escape(shortened(seen.summary, _SUMMARY_SHOWN))]
    gist = gist_views.of_listing(t, seen.theirs, seen.title, seen.summary, seen.reasons if seen.is_open else ())
    found += ["", *gist] if gist else []
    if isinstance(seen, ShownIntroduction) and seen.theirs_edited and seen.is_open:
        edited = t("They have changed this listing since then.")
        found += ["", f"<i>{edited}</i>"]
    why = reasons.reasons(t, seen.reasons, _REASONS_SHOWN)
    if why and seen.is_open:
        found += ["", t("<b>Why it fits</b>"), *why]
    return found


def counterpart(t: Translator, seen: ShownIntroduction | ListedIntroduction | ShownRecommendation) -> str:
    """Returns "🇷🇸 Company · from Serbia · 11–49 people · Technology offer"."""
    other = seen.counterpart
    if other is None:
        return t("A company that has left")
    return describe_company(
        t,
        other.kind,
        other.country,
        size=other.size,
        profile_type=seen.profile_type,
        verified=other.verified,
        represented=other.represented,
    )


def pitch_text(t: Translator, seen: ShownIntroduction) -> str:
    """Returns the pitch. Names its language if it is not the reader's."""
    if not seen.pitch:
        return ""
    quoted = f"<i>{t.quoted(html.escape(seen.pitch))}</i>"
    if seen.mine_proposed:
        return t("You wrote: {words}", words=quoted)
    code = seen.pitch_language or "und"
    named = language_name(code, t)
    if not named or code == CLDR[t.language].split("_")[0]:
        return t("They write: {words}", words=quoted)
    said = t("They write (in {language}): {words}", language=named, words=quoted)
    known = _opening(seen.pitch)
    if known is None:
        return "\n".join([said, *gist_views.of_message(t, seen.pitch, seen.pitch_language)])
    meant = t("Meaning: {words}", words=f"<i>{t.quoted(t(known))}</i>")
    return f"{said}\n{meant}"


def _opening(text: str) -> str | None:
    """Returns the suggested opening that equals the pitch in any interface language, or None."""
    return next(
        (known for known in OPENINGS if any(translator_for(language)(known) == text for language in Language)), None
    )


def language_name(code: str, t: Translator) -> str:
    """Returns a language's name in the reader's language; empty if it is unknown."""
    language = code.split("-", maxsplit=1)[0]
    return "" if language == "und" else t.locale.languages.get(language, "")


def thread_lines(t: Translator, thread: Sequence[ThreadMessage]) -> list[str]:
    """Returns the latest messages, each with the side that wrote it."""
    shown = []
    for line in thread[-_LINES_SHOWN:]:
        text = html.escape(shortened(line.text, _LINE_SHOWN)) or ("📎" if line.file_kind else "…")
        shown.append(t("<b>You:</b> {words}", words=text) if line.mine else t("<b>They:</b> {words}", words=text))
        shown += [] if line.mine else gist_views.in_a_thread(t, line.text, line.language)
    return shown


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
