"""Notices about actions of the other side and about deadlines."""

import html
from dataclasses import replace

from bot.i18n.translator import Translator
from bot.usecases.introductions import ShownIntroduction, SignedMessage, ThreadMessage
from bot.usecases.translations import Source
from handlers.introductions import card_views, counterpart_views
from handlers.introductions.buttons import ANY_DAY, IntroAct, IntroPress, OutcomePress
from handlers.introductions.labels import NO_LONGER
from handlers.listings import break_views
from handlers.moderation.buttons import ReportPress
from handlers.moderation.reporting import report_button
from handlers.translations.views import translate_row
from handlers.ui import gist_views
from handlers.ui.buttons import Place
from handlers.ui.view import Attachment, Button, Rows, Style, View, row, shortened
from handlers.ui.welcome_views import go
from storage.ids import CompanyId
from storage.models import RelayedMessage
from storage.vocabulary import Outcome, ReportObject


def proposed(t: Translator, seen: ShownIntroduction) -> View:
    heading = t("🤝 <b>A company would like to meet you.</b>")
    return card_views.card(t, seen, heading=heading)


def with_a_break(t: Translator, view: View, company_id: CompanyId, requests: int) -> View:
    text = f"{view.text}\n\n{break_views.offer(t, requests)}"
    return replace(view, text=text, rows=(*view.rows, row(break_views.button(t, company_id))))


def returned(t: Translator, seen: ShownIntroduction) -> View:
    return card_views.card(t, seen, heading=t("🕓 <b>You asked to see this again today.</b>"))


def reminder(t: Translator, seen: ShownIntroduction) -> View:
    return card_views.card(t, seen, heading=t("⏰ <b>Somebody is waiting for your answer.</b>"))


def put_off(t: Translator, seen: ShownIntroduction) -> View:
    return View(text=f"{card_views.state(t, seen)}\n{_about(t, seen)}", rows=(row(card_views.open_button(t, seen.id)),))


def declined(t: Translator, seen: ShownIntroduction) -> View:
    why = card_views.deadline(t, seen)
    text = t("They thank you for your interest, but it does not fit this time.")
    return _ended(t, seen, f"✖️ {text} {why}".strip())


def withdrawn(t: Translator, seen: ShownIntroduction) -> View:
    return _ended(t, seen, t("↩️ This introduction was withdrawn."))


def stopped(t: Translator, seen: ShownIntroduction) -> View:
    return _ended(t, seen, t("↩️ This introduction cannot continue. It is nothing against either of you."))


def let_go(t: Translator, seen: ShownIntroduction) -> View:
    heading = t("✅ The organizers have checked it. The other side has your request now.")
    return View(text=f"{heading}\n{_about(t, seen)}", rows=(row(card_views.open_button(t, seen.id)),))


def expired(t: Translator, seen: ShownIntroduction) -> View:
    if seen.mine_proposed and seen.unreachable:
        return _ended(t, seen, t("📭 They could not be reached. Other matches: /matches"))
    if seen.mine_proposed:
        return _ended(t, seen, t("⌛ No answer in time. That's common; see other matches: /matches"))
    return _ended(t, seen, t("⌛ A request to you ended without an answer."))


def by_colleague(t: Translator, seen: ShownIntroduction) -> View:
    text = t("👥 Your colleague has already responded. {state}", state=card_views.state(t, seen))
    return View(text=f"{text}\n{_about(t, seen)}", rows=(row(card_views.open_button(t, seen.id)),))


def nudged(t: Translator, seen: ShownIntroduction) -> View:
    """Asks a side that never wrote for a word, and offers a kind way out."""
    heading = t("👋 <b>A partner is still waiting for a word from you.</b>")
    text = t("You both agreed to talk. One line is enough. If it no longer fits, tell them with one tap.")
    over = Button(text=t(NO_LONGER), press=OutcomePress(seen.id, ANY_DAY, Outcome.NOT_INTERESTED))
    rows = (
        row(Button(text=t("✍️ Write to them"), press=IntroPress(seen.id, IntroAct.WRITE), style=Style.NEXT)),
        row(Button(text=t("📇 Contact data"), press=IntroPress(seen.id, IntroAct.CONTACT)), over),
    )
    return View(text=f"{heading}\n{_about(t, seen)}\n\n{text}", rows=rows)


def over(t: Translator, seen: ShownIntroduction) -> View:
    return _ended(t, seen, t("🙏 They thank you, but they are no longer interested. Other matches: /matches"))


def line(t: Translator, seen: ShownIntroduction, line: ThreadMessage) -> View:
    """Shows a question or an answer. Names and contact data were masked before it was stored."""
    heading = (
        t("❓ <b>They ask before they decide:</b>") if seen.mine_proposed else t("💬 <b>They answer your question:</b>")
    )
    report = row(report_button(ReportObject.MESSAGE, line.id))
    gist = "\n".join(gist_views.of_message(t, line.text, line.language))
    heading += _in_language(t, line.language)
    text = "\n\n".join(part for part in (heading, html.escape(line.text), gist, _about(t, seen)) if part)
    translate = translate_row(t, Source.MESSAGE, line.id, line.language)
    return View(text=text, rows=(*_replies(t, seen), *translate, report))


def _replies(t: Translator, seen: ShownIntroduction) -> tuple[tuple[Button, ...], ...]:
    """Returns the actions without the report of the whole introduction, since the message has its own."""
    return tuple(
        tuple(button for button in each if not isinstance(button.press, ReportPress))
        for each in card_views.actions(t, seen)
    )


def message(t: Translator, signed: SignedMessage) -> View:
    """Shows a message after acceptance: unmasked, with the author's name."""
    said, company = signed.message, signed.company
    heading = f"💬 <b>{html.escape(signed.author)}</b>"
    if company != signed.author:
        heading += f" · {html.escape(company)}"
    heading += _in_language(t, said.language) if said.relayed else ""
    attachment = None
    if said.file_id is not None and said.file_kind is not None:
        attachment = Attachment(file_id=said.file_id, kind=said.file_kind)
    answer = Button(text=t("✍️ Write to them"), press=IntroPress(said.introduction_id, IntroAct.WRITE))
    report = report_button(ReportObject.MESSAGE, said.id)
    gist = gist_views.of_message(t, said.relayed, said.language)
    text = "\n".join([heading, html.escape(said.relayed), *(["", *gist] if gist else [])]).strip()
    gone = t("There was a file with it, but Telegram no longer has it.")
    rows = (row(answer, report), *_translate(t, said))
    refused = t("They sent a voice or video message, but your Telegram settings refuse such messages from this bot.")
    return View(
        text=text,
        rows=rows,
        attachment=attachment,
        without_file=f"{text}\n\n<i>{gone}</i>",
        without_voice=f"{text}\n\n<i>{refused}</i>",
    )


def _in_language(t: Translator, tag: str | None) -> str:
    """Names the language of a message to a reader who does not read it."""
    name = "" if t.reads(tag or "und") else counterpart_views.language_name(tag or "und", t)
    return f" · <i>{html.escape(name)}</i>" if name else ""


def _translate(t: Translator, said: RelayedMessage) -> Rows:
    return translate_row(t, Source.MESSAGE, said.id, said.language) if said.relayed else ()


def _ended(t: Translator, seen: ShownIntroduction, text: str) -> View:
    rows = (row(go(t, Place.MATCHES), card_views.open_button(t, seen.id)),)
    return View(text=f"{text}\n{_about(t, seen)}", rows=rows)


def _about(t: Translator, seen: ShownIntroduction) -> str:
    """Returns the company and the title of its listing, or of the reader's own if that was deleted."""
    company = counterpart_views.company_line(t, seen)
    title = seen.title or (seen.mine.title if seen.mine is not None else "")
    return f"<i>{html.escape(shortened(title, counterpart_views.TITLE_SHOWN))}</i> · {company}" if title else company
