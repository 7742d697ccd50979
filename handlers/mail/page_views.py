"""What the page shows: the question if we may write, an introduction, its end, and links that do not work."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.masking import FindingKind
from bot.usecases.follow_up.results import QUOTE_LIMIT, ToldResult
from bot.usecases.introductions import TEXT_LIMIT, ContactCard, ShownIntroduction, ThreadMessage
from bot.usecases.introductions.rules import MESSAGE_LIMIT
from handlers.follow_up.views import WORTHS
from handlers.introductions import card_views, contact_views
from handlers.introductions.answer_views import day_labels
from handlers.introductions.labels import DECLINE_REASONS, NO_LONGER, OUTCOMES
from handlers.mail import page_html
from handlers.mail.mail_views import consent as consent_mail
from handlers.ui import gist_views
from handlers.ui.notes import masked_kinds
from handlers.ui.plain import as_html
from storage.vocabulary import FileKind, IntroductionStatus, Outcome

FILE_KINDS: Final[dict[FileKind, str]] = {
    FileKind.PHOTO: mark("Photo"),
    FileKind.DOCUMENT: mark("File"),
    FileKind.VIDEO: mark("Video"),
    FileKind.AUDIO: mark("Sound"),
    FileKind.VOICE: mark("Voice message"),
    FileKind.ANIMATION: mark("Video"),
    FileKind.VIDEO_NOTE: mark("Video"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionPage:
    """An introduction as the mailbox sees it. `contact` is set after both accepted."""

    seen: ShownIntroduction
    thread: Sequence[ThreadMessage]
    contact: ContactCard | None
    company: str
    address: str
    token: str
    """Of the page's link."""
    told: ToldResult | None
    """What came of it as this side says; set after both accepted."""
    state: str
    """What the answer is given to. A form that was sent before, or is out of date, has another one."""


def consent(t: Translator, company: str, event: str | None, *, note: str = "") -> str:
    section = consent_mail(t, company, event)
    body = [
        page_html.note(note),
        f'<div class="card">{as_html(section.body)}</div>',
        page_html.form("yes", "", "", t("Yes, show me the request"), is_next=True),
        page_html.form("never", "", "", t("No, never write to me again")),
    ]
    return page_html.document(t, html.escape(section.subject), body)


def introduction(t: Translator, page: IntroductionPage, now: datetime, *, note: str = "") -> str:
    """Shows the anonymous card that a person on Telegram sees; after both accepted, the contacts."""
    seen = page.seen
    card = card_views.card(t, seen, heading=" ").text
    if page.contact is not None:
        about = [contact_views.introduced(t, seen), "", *contact_views.contact_lines(t, page.contact)]
        card = "\n".join(about)
    label = html.escape(t("The request"))
    body = [
        page_html.note(note),
        f'<section class="card" aria-label="{label}">{as_html(card)}</section>',
        _thread(t, page),
        *(_talking(t, page) if page.contact is not None else _answers(t, page, now)),
        _footer(t, page),
    ]
    return page_html.document(t, card_views.state(t, seen), body)


def _thread(t: Translator, page: IntroductionPage) -> str:
    shown = []
    for line in page.thread:
        text = html.escape(line.text) or ("" if line.file_kind else "…")
        if line.file_kind is not None:
            text = f'{text} <a href="{page.token}/file/{line.id}">📎 {html.escape(t(FILE_KINDS[line.file_kind]))}</a>'
        said = t("<b>You:</b> {words}", words=text) if line.mine else t("<b>They:</b> {words}", words=text)
        more = _hidden(t, page, line) if line.mine else gist_views.in_a_thread(t, line.text, line.language)
        shown.append((line.mine, "\n".join([said, *more])))
    heading = html.escape(t("Messages"))
    return f"<h2>{heading}</h2>{page_html.thread(shown)}" if shown else ""


def _hidden(t: Translator, page: IntroductionPage, line: ThreadMessage) -> list[str]:
    """Says what the other side cannot read of an own message, as long as that matters."""
    if page.contact is not None:
        return []
    note = masked_kinds(t, sorted(map(FindingKind, line.found)))
    return [f"⚠️ {note}"] if note else []


def _answers(t: Translator, page: IntroductionPage, now: datetime) -> list[str]:
    """Returns the same four answers as on Telegram, as far as they are possible now."""
    seen, state = page.seen, page.state
    if not seen.is_open:
        return []
    if seen.mine_proposed:
        return [_write(t, "say", state, t("Your answer"), TEXT_LIMIT, hidden=True)] if seen.my_turn else []
    answers = [page_html.form("accept", state, _shared(t, page), t("✅ Accept and share contacts"), is_next=True)]
    if seen.my_turn:
        question = _write(t, "say", state, t("Your question"), TEXT_LIMIT, hidden=True)
        answers.append(page_html.folded(t("❓ Ask a question first"), question))
    if seen.my_turn and seen.later_until is None:
        days = {str(count): label for count, label in day_labels(t, now).items()}
        fields = page_html.choices(t("When should it come back? I tell them, so that they know."), "days", days)
        answers.append(page_html.folded(t("🕓 Not now"), page_html.form("later", state, fields, t("Send"))))
    reasons = {reason.value: t(label) for reason, label in DECLINE_REASONS.items()}
    why = t("Why not? I tell them politely and in general terms, and find better matches for you.")
    fields = page_html.choices(why, "reason", reasons)
    answers.append(page_html.folded(t("✖️ No"), page_html.form("no", state, fields, t("Send"))))
    return answers


def _shared(t: Translator, page: IntroductionPage) -> str:
    text = t(
        "If you accept, they see: {company}, its country, city and website, and your address {address}.",
        company=f"<b>{html.escape(page.company)}</b>",
        address=f"<b>{html.escape(page.address)}</b>",
    )
    return f"<p>{text}</p>"


def _talking(t: Translator, page: IntroductionPage) -> list[str]:
    labels = {**OUTCOMES, Outcome.NOT_INTERESTED: NO_LONGER}
    outcomes = {outcome.value: t(label) for outcome, label in labels.items()}
    fields = page_html.choices(t("Did your introduction lead to anything?"), "outcome", outcomes)
    result = page_html.folded(t("📌 Any result?"), page_html.form("outcome", page.state, fields, t("Send")))
    more = _result(t, page, page.told) if page.told is not None and page.told.is_good else []
    return [*more, _write(t, "say", page.state, t("Your message"), MESSAGE_LIMIT), result]


def _result(t: Translator, page: IntroductionPage, told: ToldResult) -> list[str]:
    """Asks for a rough figure and for a sentence after a good result, or shows the sentence that was given."""
    parts = []
    if told.worth is None:
        soft = t("<i>The organizers see only sums of several introductions, without names.</i>")
        ranges = page_html.choices(
            t("What is it worth, roughly? (optional)"), "worth", {one.value: t(label) for one, label in WORTHS.items()}
        )
        parts.append(page_html.form("worth", page.state, f'{ranges}<p class="soft">{soft}</p>', t("Send")))
    if told.quote is not None:
        said = t("🙏 Thank you. It may be quoted from now on. You can take it back at any time.")
        quote = f'<p>{said}</p><p class="soft">“{html.escape(told.quote)}”</p>'
        return [*parts, page_html.form("unquote", page.state, quote, t("↩️ Take it back"))]
    fields = page_html.words("words", t("What came of it, in one sentence? In any language."), QUOTE_LIMIT)
    asked = t(
        "May this be quoted in reports about the event and about PartnerBridge? "
        "Names and contact data of both sides are hidden in it."
    )
    consent = {"unnamed": t("✅ Yes, without our name"), "named": t("✅ Yes, with our company's name")}
    sentence = page_html.form("quote", page.state, fields + page_html.choices(asked, "named", consent), t("Send"))
    return [*parts, page_html.folded(t("✍️ Write a sentence"), sentence)]


def _write(t: Translator, act: str, state: str, label: str, longest: int, *, hidden: bool = False) -> str:
    told = t("In any language. Names and contact data are hidden until both have accepted.")
    fields = page_html.words("words", label, longest) + (f'<p class="soft">{told}</p>' if hidden else "")
    return page_html.form(act, state, fields, t("Send"))


def _footer(t: Translator, page: IntroductionPage) -> str:
    lines = [t("Here {company} answers.", company=html.escape(page.company))]
    if page.seen.status is IntroductionStatus.ACCEPTED:
        lines.append(t("You get a mail when they write."))
    return f'<p class="soft">{" ".join(lines)}</p>'


def stop(t: Translator, address: str) -> str:
    """Asks before it ends all mails, because mail scanners open every link."""
    text = t("Nobody writes from here to {address} again, and open requests end.", address=html.escape(address))
    return _message(t, t("No more mails?"), text, ("never", t("Never write to me again")))


def stopped(t: Translator) -> str:
    text = t("Nobody writes to you from here again. Your address is deleted here; only a hash of it stays.")
    return _message(t, t("No more mails"), text)


def forged(t: Translator) -> str:
    text = t("This link is incomplete. Open the link in the mail itself, or copy it as a whole. Nothing was changed.")
    return _message(t, t("This link does not work"), text)


def expired(t: Translator) -> str:
    text = t("Links in mails work for some time only, so that nobody else answers for you. Nothing was changed.")
    return _message(t, t("This link has expired"), text, ("renew", t("Mail me a new link")))


def renewed(t: Translator) -> str:
    return _message(
        t, t("A new link"), t("If we may still write to you, a new link is on its way. This can take a minute.")
    )


def gone(t: Translator) -> str:
    text = t("There is nothing to answer here any more: it has ended, or the company has left. Nothing was changed.")
    return _message(t, t("Nothing here any more"), text)


def _message(t: Translator, title: str, text: str, button: tuple[str, str] | None = None) -> str:
    """Returns a page with one message. `text` is HTML; `button` is an act and its label."""
    forms = [] if button is None else [page_html.form(button[0], "", "", button[1], is_next=True)]
    return page_html.document(t, html.escape(title), [f'<div class="card"><p>{text}</p></div>', *forms])
