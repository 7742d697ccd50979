"""The words of mails. Pure: data in, subject, plain text and HTML out."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.i18n.translator import CLDR, Translator, mark
from bot.matching.country_names import country_name
from bot.usecases.introductions import ShownIntroduction
from handlers.ui.plain import as_html, as_text
from storage.vocabulary import Topic

SUBJECTS: Final[dict[str, str]] = {
    Topic.INTRODUCTION_RETURNED: mark("You asked to see this request again today"),
    Topic.INTRODUCTION_REMINDER: mark("A company is waiting for your answer"),
    Topic.INTRODUCTION_QUESTION: mark("They have a question before they decide"),
    Topic.INTRODUCTION_ANSWER: mark("They have answered your question"),
    Topic.INTRODUCTION_ACCEPTED: mark("You are connected"),
    Topic.INTRODUCTION_WITHDRAWN: mark("A request to you was withdrawn"),
    Topic.RELAYED_MESSAGE: mark("A new message for you"),
    Topic.OUTCOME_QUESTION: mark("Did your introduction lead to anything?"),
    Topic.INTRODUCTION_NUDGED: mark("A partner is still waiting for a word from you"),
    Topic.INTRODUCTION_OVER: mark("A partner is no longer interested"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A mail in one language. `body` is the HTML of a Telegram message; `action` labels the link to the page."""

    t: Translator
    subject: str
    body: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every mail says below its words."""

    link: str
    stop: str
    """The link that ends all mails."""
    expires_at: datetime
    operator: str
    """Who runs the bot, with their contact; "" if not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    subject: str
    text: str
    html: str


def consent(t: Translator, company: str, event: str | None) -> Section:
    """The only mail before an answer. It says nothing about the other company."""
    name = html.escape(company)
    if event is not None:
        source = t("{company} is in the list of exhibitors of {event}.", company=name, event=html.escape(event))
    else:
        source = t("Somebody who acts for {company} gave us this address.", company=name)
    lines = [
        t("<b>{company}</b>: a company from another country would like to meet you.", company=name),
        source,
        t("PartnerBridge introduces companies to each other across borders. Names stay hidden until both agree."),
        t("<b>Is this your address, and may we write to you about such requests?</b>"),
        t("If you do nothing, we don't write again."),
    ]
    subject = t("May we write to {company} about partners abroad?", company=company)
    return Section(t=t, subject=subject, body="\n\n".join(lines), action=t("Answer"))


def introduction(t: Translator, topic: str, seen: ShownIntroduction, body: str) -> Section:
    """A notice about an introduction. `body` is what a person on Telegram would read."""
    subject = SUBJECTS.get(topic)
    if subject is not None:
        said = t(subject)
    elif seen.counterpart is not None:
        said = t(
            "A company from {country} would like to meet you",
            country=country_name(seen.counterpart.country, t.language),
        )
    else:
        said = t("A company would like to meet you")
    return Section(t=t, subject=said, body=body, action=t("Read and answer"))


def new_link(t: Translator) -> Section:
    body = t("You asked for a new link. Here it is.")
    return Section(t=t, subject=t("Your new link"), body=body, action=t("Read and answer"))


def mail_text(sections: Sequence[Section], frame: Frame) -> MailText:
    """Returns the mail with one section for each language."""
    subjects = dict.fromkeys(section.subject for section in sections)
    return MailText(
        subject=" · ".join(subjects),
        text="\n\n- - -\n\n".join(_text(section, frame) for section in sections) + "\n",
        html=_document([_html(section, frame) for section in sections], CLDR[sections[0].t.language]),
    )


def _text(section: Section, frame: Frame) -> str:
    t = section.t
    lines = [as_text(section.body), f"{section.action}:\n{frame.link}", *_footer(t, frame)]
    return "\n\n".join([*lines, t("No more mails: {link}", link=frame.stop)])


def _footer(t: Translator, frame: Frame) -> list[str]:
    """Returns lines of plain text."""
    day = t.date(frame.expires_at)
    lines = [t("The link works until {day}. Please answer there: replies to this mail are not passed on.", day=day)]
    if frame.operator:
        lines.append(t("Who writes to you: {operator}", operator=frame.operator))
    return lines


_BUTTON: Final = (
    "display:inline-block;padding:12px 20px;border-radius:8px;background:#1a5fb4;color:#ffffff;text-decoration:none"
)
_SMALL: Final = "font-size:14px;color:#5e5c64"


def _html(section: Section, frame: Frame) -> str:
    t, link = section.t, html.escape(frame.link)
    footer = "<br>".join(html.escape(line) for line in _footer(t, frame))
    no_more = html.escape(t("No more mails"))
    stop = f'<a href="{html.escape(frame.stop)}">{no_more}</a>'
    return (
        f'<div lang="{_lang(t)}">{as_html(section.body)}'
        f'<p><a style="{_BUTTON}" href="{link}">{html.escape(section.action)}</a></p>'
        f'<p style="{_SMALL}">{footer}<br>{stop}</p></div>'
    )


def _document(sections: Sequence[str], language: str) -> str:
    body = '<hr style="border:0;border-top:1px solid #c0bfbc">'.join(sections)
    return (
        f'<!doctype html><html lang="{language.replace("_", "-")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="max-width:36em;margin:auto;padding:8px;font:16px/1.5 sans-serif">{body}</body></html>'
    )


def _lang(t: Translator) -> str:
    return CLDR[t.language].replace("_", "-")
