"""Views of /privacy, /export and /forgetme."""

import html
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from bot.i18n.translator import Translator
from bot.settings.operator import Operator
from bot.usecases.file_names import own_file
from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.rights import Consents
from handlers.privacy.buttons import ForgetPress, PrivacyAct, PrivacyPress
from handlers.ui.view import Button, Rows, Style, Upload, View, row


def export(t: Translator, document: dict[str, Any]) -> View:
    content = json.dumps(document, ensure_ascii=False, indent=2).encode()
    text = t("📦 This is all the data I have about you. It does not include the contact data of others.")
    names = [company["name"] for company in document.get("company", ())]
    name = own_file(names[0], "partnerbridge") if len(names) == 1 else "partnerbridge"
    return View(text=text, attachment=Upload(content=content, name=f"{name}.json"))


_NAMED: Final = 10
"""Companies named before a deletion: an organizer may represent thousands."""


def confirm_deletion(t: Translator, going: Sequence[str], *, listed: bool = False) -> View:
    """Asks for confirmation. `going`: companies deleted too. `listed`: an organizer imported data about the person."""
    text = t(
        "<b>Delete everything?</b> Your name, contact data, messages and settings are deleted at once and "
        "cannot be restored. The other side of each of your introductions sees “withdrawn”."
    )
    if going:
        named = [html.escape(name) for name in going[:_NAMED]]
        if len(going) > _NAMED:
            named.append(t.n("{count} more company", "{count} more companies", len(going) - _NAMED))
        names = t.list(named)
        text += "\n\n" + t(
            "<b>{companies}</b> and all their listings are deleted too, because nobody else represents them.",
            companies=names,
        )
    if listed:
        text += "\n\n" + t("What organizers imported about you is deleted too. They are told which rows.")
    return View(
        text=text,
        rows=(
            row(Button(text=t("🗑 Yes, delete everything"), press=ForgetPress(True), style=Style.FINAL)),
            row(Button(text=t("No, keep it"), press=ForgetPress(False))),
        ),
    )


def forgotten(t: Translator) -> View:
    return View(text=t("🗑 Everything is deleted. If you ever want to come back, press /start."))


def kept(t: Translator) -> View:
    return View(text=t("Nothing was deleted."))


def page(
    t: Translator,
    consents: Consents,
    periods: Periods,
    version: str,
    *,
    operator: Operator,
    banned: bool = False,
    mails: bool = False,
) -> View:
    """Shows the page. `version` is that of the current text. `mails`: companies that are not here can get mails."""
    parts = [
        _stored(t),
        _readers(t),
        *([_mailed(t)] if mails else []),
        _periods(t, periods),
        _responsible(t, operator),
        _agreed(t, consents, version),
    ]
    return View(text="\n\n".join(parts), rows=_rows(t, consents, banned=banned))


def _stored(t: Translator) -> str:
    return t(
        "🔐 <b>Your data</b>\n"
        "I keep your name in Telegram, what you register, write and send here, and when. I use it only to find "
        "you partners abroad, to introduce you, and to prevent abuse. It is not sold."
    )


def _readers(t: Translator) -> str:
    everybody = t(
        "<b>Who sees it</b>\n"
        "• Companies here: what you publish, without any name.\n"
        "• The other side of an introduction, once both have said yes: your name, your company and the contact "
        "data that you chose.\n"
        "• The organizers: what you publish and what was reported. They read a conversation only when it was "
        "reported."
    )
    if not t.can_translate:
        return everybody
    service = t(
        "• The translation service of this bot's operator: your text without names and contact data, when somebody "
        "presses Translate."
    )
    return f"{everybody}\n{service}"


def _mailed(t: Translator) -> str:
    return t(
        "<b>Companies that are not on Telegram</b>\n"
        "When somebody wants to meet one, its address from an organizer's list or its adviser can get one mail: may I "
        "write? Without a yes nothing more is sent, and without an answer I ask again after 90 days at the earliest. "
        "After a no I delete the address and keep a code of it, so that I never write there again."
    )


def _periods(t: Translator, periods: Periods) -> str:
    lines = [
        t("<b>How long</b>"),
        t("• What you register and publish: until you delete it."),
        t("• Unfinished drafts, deleted listings: {time}", time=_time(t, max(periods.drafts, periods.deleted))),
        t("• Messages of an introduction: {time} after it ended", time=_time(t, periods.messages)),
        t("• What I told you and when: {time}", time=_time(t, periods.deliveries)),
        t("• Imported lists: {time}", time=_time(t, periods.imports)),
        t("• Drafts from organizers' lists: {time} after the event", time=_time(t, periods.invited)),
        t("• Reports and decisions: {time}", time=_time(t, periods.moderation)),
        t("• Without a registered company: {time} after your last visit", time=_time(t, periods.strangers)),
        t(
            "• If I hear nothing for {time}, I ask you; {notice} later everything is deleted.",
            time=_time(t, periods.silence),
            notice=_time(t, periods.notice),
        ),
        t("• Searches are not kept, and technical logs hold nothing that you wrote."),
    ]
    return "\n".join(lines)


def _responsible(t: Translator, operator: Operator) -> str:
    if operator.name:
        who = ", ".join(html.escape(part) for part in (operator.name, operator.address) if part)
    else:
        who = t("The operator of this bot has not entered a name yet. Ask the organizers of your event.")
    lines = [t("<b>Who is responsible</b>"), f"• {who}"]
    if operator.contact:
        lines.append(t("• Questions about your data: {contact}", contact=html.escape(operator.contact)))
    if operator.data_location:
        lines.append(t("• Your data is stored in: {place}", place=html.escape(operator.data_location)))
    if operator.complaints_to:
        authority = html.escape(operator.complaints_to)
        lines.append(t("• You can complain to: {authority}", authority=authority))
    else:
        lines.append(t("• You can complain to the data protection authority of your country."))
    return "\n".join(lines)


def _time(t: Translator, time: timedelta) -> str:
    years, rest = divmod(time.days, 365)
    if years and not rest:
        return t.n("{count} year", "{count} years", years)
    return t.n("{count} day", "{count} days", time.days)


def _agreed(t: Translator, consents: Consents, version: str) -> str:
    if consents.version is None or consents.since is None:
        return t("You have not agreed to anything yet. Text version: {version}", version=version)
    lines = [t("You agreed on {day} (version {version}).", day=t.date(consents.since), version=consents.version)]
    if not consents.is_of_today:
        lines.append(t("🆕 This text is new: version {version}. Nothing changes until you agree.", version=version))
    day = "" if consents.answered_abroad_at is None else t.date(consents.answered_abroad_at)
    if consents.shown_abroad:
        lines.append(t("🌍 Shown in other countries: <b>yes</b>, since {day}.", day=day))
    elif consents.shown_abroad is False:
        lines.append(t("🔒 Shown in other countries: <b>no</b>, since {day}. Your listings are private.", day=day))
    else:
        lines.append(t("🌍 Shown in other countries: I ask you when you publish."))
    return "\n".join(lines)


def _rows(t: Translator, consents: Consents, *, banned: bool) -> Rows:
    def act(text: str, what: PrivacyAct) -> Button:
        return Button(text=text, press=PrivacyPress(what))

    rows: list[tuple[Button, ...]] = []
    if consents.version is not None and not consents.is_of_today:
        rows.append(row(act(t("✅ I agree to the new text"), PrivacyAct.AGREE)))
    if consents.version is not None and consents.shown_abroad is not False:
        rows.append(row(act(t("🔒 Hide me abroad"), PrivacyAct.PRIVATE)))
    elif consents.version is not None and not banned:
        rows.append(row(act(t("🌍 Show me abroad"), PrivacyAct.ABROAD)))
    rows.append(row(act(t("📦 My data as a file"), PrivacyAct.EXPORT)))
    rows.append(row(act(t("🗑 Delete everything"), PrivacyAct.FORGET)))
    return tuple(rows)


def shown_abroad(t: Translator, shown: int, waiting: int) -> View:
    lines = [t("🌍 Noted: I show what you publish in other countries.")]
    if shown:
        lines.append(t.n("{count} listing is published again.", "{count} listings are published again.", shown))
    if waiting:
        lines.append(t.n("{count} listing is reviewed first.", "{count} listings are reviewed first.", waiting))
    return View(text="\n".join(lines))


def private(t: Translator, hidden: int) -> View:
    lines = [t("🔒 Noted: from now on I show nothing of yours in other countries.")]
    if hidden:
        lines.append(t.n("{count} listing is private now.", "{count} listings are private now.", hidden))
    return View(text="\n".join(lines))


def changed(t: Translator) -> View:
    """Announces a new privacy text once, without blocking anything."""
    text = t("🔐 The privacy text has changed. Please read it; until then nothing changes.")
    return View(text=text, rows=(row(Button(text=t("🔐 Read it"), press=PrivacyPress(PrivacyAct.SHOW))),))


def long_silence(t: Translator, until: str) -> View:
    text = t(
        "👋 I have not heard from you for a long time. To keep your data, press the button or write anything. "
        "Otherwise I delete it all on {day}.",
        day=until,
    )
    rows = (
        row(Button(text=t("✅ Keep it"), press=PrivacyPress(PrivacyAct.SHOW))),
        row(Button(text=t("🗑 Delete everything"), press=PrivacyPress(PrivacyAct.FORGET))),
    )
    return View(text=text, rows=rows)
