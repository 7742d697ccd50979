"""Views of a person's own companies."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.matching.country_names import country_name, with_flag
from handlers.advisers.buttons import HandOverPress, Successor
from handlers.listings.break_views import END, button
from handlers.listings.buttons import BreakPress
from handlers.people.buttons import CompanyAct, CompanyPress, VerifyPress
from handlers.people.labels import ACTS_AS, CHANNELS, KINDS, SIZES, verified_line
from handlers.ui.buttons import Go, Place
from handlers.ui.view import Button, Rows, View, row, shortened
from handlers.ui.welcome_views import go, home_rows
from storage.ids import PersonId
from storage.models import Channel, Company, Membership, Verification
from storage.vocabulary import MailboxStatus

_SHOWN: Final = 40  # characters of a company name on a button
_MAIL: Final = {
    MailboxStatus.NEW: mark("I ask there when somebody wants to meet the company."),
    MailboxStatus.ASKED: mark("I asked there if I may write."),
    MailboxStatus.CONFIRMED: mark("the company gets requests there and answers them."),
    MailboxStatus.BOUNCED: mark("mail comes back from there."),
    MailboxStatus.REFUSED: mark("they want no mail."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCompany:
    """A company as one representative sees it: its people with their roles, and the reader's own channels."""

    company: Company
    people: Sequence[tuple[PersonId, str, Membership]]
    channels: Sequence[Channel]
    me: PersonId
    verified: Sequence[Verification] = ()
    mail: str | None = None
    """The address at which the company itself is reached by mail."""
    mail_status: MailboxStatus | None = None
    break_until: datetime | None = None
    """The end of a break, during which nobody new finds the company."""


def company(t: Translator, mine: OwnCompany, others: Sequence[Company]) -> View:
    one = mine.company
    country = country_name(one.country, t.language)
    place = t("{city}, {country}", city=one.city, country=country) if one.city else country
    facts = [place, t(KINDS[one.kind]), *([t(SIZES[one.size])] if one.size else [])]
    lines = [f"<b>{html.escape(one.name)}</b>", with_flag(one.country, html.escape(" · ".join(facts)))]
    lines += [html.escape(line) for line in (one.website, one.about) if line]
    lines += [verified_line(t, each) for each in mine.verified]
    lines += ["", t("<b>Represented by</b>"), *(_colleague(t, mine.me, *person) for person in mine.people)]
    lines += ["", t("<b>How partners reach you once both have accepted</b>")]
    relayed = t("Telegram: I pass on what you write to each other")
    lines += [_channel(t, each) for each in mine.channels] or [f"• {relayed}"]
    if mine.mail is not None and mine.mail_status is not None:
        said = t(_MAIL[mine.mail_status])
        lines += ["", f"📧 <code>{html.escape(mine.mail)}</code>: {said}"]
    if mine.break_until is not None:
        lines += ["", t("⏸ On a break until {day}: nobody new finds you.", day=t.date(mine.break_until))]
    joining = t("To join, a colleague presses /start and registers the same company name. Then I ask you.")
    lines += ["", f"<i>{joining}</i>"]
    return View(text="\n".join(lines), rows=_rows(t, mine, others))


def _colleague(t: Translator, me: PersonId, person_id: PersonId, name: str, membership: Membership) -> str:
    relation = [t(ACTS_AS[membership.relation])] if membership.relation in ACTS_AS else []
    about = [*([membership.role] if membership.role else []), *relation, *([t("you")] if person_id == me else [])]
    return f"• {html.escape(' · '.join([name, *about]))}"


def _channel(t: Translator, channel: Channel) -> str:
    return f"• {t(CHANNELS[channel.kind])}" + (f": <code>{html.escape(channel.value)}</code>" if channel.value else "")


def _rows(t: Translator, mine: OwnCompany, others: Sequence[Company]) -> Rows:
    number = mine.company.id
    change = Button(text=t("✏️ Change"), press=CompanyPress(number, CompanyAct.CHANGE))
    leaving = Button(text=t("🚪 Leave"), press=CompanyPress(number, CompanyAct.LEAVE))
    more = tuple(
        row(Button(text=f"🏢 {shortened(other.name, _SHOWN)}", press=CompanyPress(other.id, CompanyAct.OPEN)))
        for other in others
    )
    acts_for = any(person_id == mine.me and one.relation.can_hand_over for person_id, _, one in mine.people)
    hand_over = Button(text=t("🔑 Hand over"), press=HandOverPress(number, Successor.MENU))
    mail = Button(text=t("📧 Their e-mail address"), press=CompanyPress(number, CompanyAct.MAIL))
    verify = Button(text=t("✓ Verify the company"), press=VerifyPress(number))
    on_break = mine.break_until is not None
    pausing = Button(text=t("▶️ Come back now"), press=BreakPress(number, END)) if on_break else button(t, number)
    another = Button(text=t("➕ Register another company"), press=Go(Place.REGISTER))
    acting = (row(mail, hand_over),) if acts_for else ()
    return (row(change, leaving), *acting, row(verify), row(pausing), *more, row(another))


def leave(t: Translator, company: Company, *, last: bool) -> View:
    """Asks for confirmation. Says if the company is deleted too."""
    name = html.escape(company.name)
    text = t("Stop representing <b>{name}</b>?", name=name)
    if last:
        text += " " + t(
            "Nobody else represents it: the company and all its listings are deleted, and its introductions end."
        )
    yes = Button(text=t("🚪 Yes, leave"), press=CompanyPress(company.id, CompanyAct.LEAVE_NOW))
    no = Button(text=t("No, stay"), press=CompanyPress(company.id, CompanyAct.OPEN))
    return View(text=text, rows=(row(yes), row(no)))


def left(t: Translator, company: Company, *, registered: bool) -> View:
    text = t("You no longer represent <b>{name}</b>.", name=html.escape(company.name))
    rows = home_rows(t) if registered else (row(go(t, Place.REGISTER)),)
    return View(text=text, rows=rows)
