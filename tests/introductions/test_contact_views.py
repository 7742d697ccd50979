"""What both sides read after both accepted: the contact card, messages, and the list of introductions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from bot.usecases.introductions import (
    ContactCard,
    ContactPerson,
    Counterpart,
    ListedIntroduction,
    ListPage,
    SignedMessage,
)
from bot.usecases.introductions.acting import ActingFor
from bot.usecases.recommendations import ShownRecommendation
from handlers.introductions import answer_views, contact_views, list_views, notice_views
from handlers.ui.pages import Page
from handlers.ui.view import Attachment, Upload, View
from storage.ids import IntroductionId, MessageId
from storage.models import RelayedMessage
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    FileKind,
    IntroductionStatus,
    IntroductionTab,
    Language,
    ProfileType,
    Relation,
)
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T, labels, listing, recommended, shown

ANA = ContactPerson(
    name="Ana Anić",
    role=None,
    relation=Relation.REPRESENTATIVE,
    language=Language.EN,
    channels=((ChannelKind.EMAIL, "ana@senzor.rs"), (ChannelKind.TELEGRAM, "")),
    username=None,
)
CARD = ContactCard(
    company_name="Senzor d.o.o.",
    company_kind=CompanyKind.COMPANY,
    country="RS",
    city=None,
    website=None,
    size=None,
    about=None,
    person=ANA,
)


def contact(card: ContactCard, *, me: str = "Mei", title: str = "Sensors") -> View:
    seen = shown(title=title, theirs=listing(title, ProfileType.TECHNOLOGY_OFFER))
    heading = contact_views.introduced(T, seen)
    return contact_views.contact(T, seen, card, me=me, my_company="Pudong", heading=heading)


HELLO = (
    "Hello Ana Anić, this is Mei of Pudong. PartnerBridge introduced us about “Sensors”. "
    "When would it suit you to talk?"
)
FOR_THEM = HELLO.replace("this is Mei of Pudong", "this is Mei, writing on behalf of Pudong")
NEXT = ["✍️ Write to them", "📅 Propose a time"]


def test_the_card_has_what_they_share_and_a_first_line() -> None:
    view = contact(CARD)
    assert view.text.split("\n") == [
        "🎉 <b>You're connected!</b> It is about “Sensors”.",
        "",
        "<b>Senzor d.o.o.</b>",
        "🇷🇸 Serbia · 🏢 Company",
        "",
        "<b>Ana Anić</b>",
        "✉️ E-mail: <code>ana@senzor.rs</code>",
        "✈️ Telegram: I pass on what you write to each other",
        "",
        "A first line in a language that they read:",
        f"<code>{HELLO}</code>",
    ]
    assert labels(view.rows) == ["📋 E-mail", "📋 The first line", *NEXT]
    assert isinstance(view.attachment, Upload)


def test_a_telegram_account_that_they_share_is_one_tap_away() -> None:
    shared = replace(ANA, username="ana_anic", channels=((ChannelKind.TELEGRAM, "@ana_anic"),))
    view = contact(replace(CARD, person=shared))
    assert labels(view.rows) == ["📋 Telegram", "📋 The first line", "💬 Open the chat", *NEXT]
    (chat,) = view.rows[2]
    assert chat.url is not None
    address, _, typed = chat.url.partition("?text=")
    assert (address, unquote(typed)) == ("https://t.me/ana_anic", HELLO)


def test_who_acts_for_a_company_is_not_introduced_as_of_it() -> None:
    """Advisers, and organizers who speak for a company of their list."""
    acting = ActingFor(company="Pudong", country="CN", mailbox=None)
    seen = shown(title="Sensors", theirs=listing("Sensors", ProfileType.TECHNOLOGY_OFFER), acting_for=acting)
    view = contact_views.contact(T, seen, CARD, me="Mei", my_company="Pudong", heading="")
    assert f"<code>{FOR_THEM}</code>" in view.text


def test_without_a_person_there_is_nobody_to_greet() -> None:
    view = contact(replace(CARD, person=None))
    assert view.text.endswith("🇷🇸 Serbia · 🏢 Company\n\nNobody represents it here at the moment.")
    assert labels(view.rows) == NEXT


@pytest.mark.parametrize(("longer", "copied"), [(0, True), (1, False)])
def test_a_first_line_is_copied_up_to_telegrams_limit(longer: int, copied: bool) -> None:
    me = "M" * (256 - len(HELLO) + len("Mei") + longer)
    assert ("📋 The first line" in labels(contact(CARD, me=me).rows)) is copied


def test_whatever_people_wrote_is_escaped_once() -> None:
    person = replace(ANA, name=MARKUP, role=MARKUP, channels=((ChannelKind.WECHAT, MARKUP),))
    facts = {"company_name": MARKUP, "city": MARKUP, "website": MARKUP, "about": MARKUP, "person": person}
    view = contact(replace(CARD, **facts, size=CompanySize.SMALL), title=MARKUP)
    assert MARKUP not in view.text
    assert view.text.count(ESCAPED) == 10, "the first line names them and the listing"


def said(**changes: Any) -> SignedMessage:
    values: dict[str, Any] = {"id": MessageId(1), "introduction_id": IntroductionId(7), "relayed": "Hello"}
    message = RelayedMessage(**(values | {"file_id": None, "file_kind": None} | changes))
    return SignedMessage(message=message, author="Ana Anić", company="Senzor d.o.o.")


def test_a_message_is_signed_with_the_person_and_the_company() -> None:
    view = notice_views.message(T, said())
    assert (view.text, view.attachment) == ("💬 <b>Ana Anić</b> · Senzor d.o.o.\nHello", None)
    inventor = replace(said(), company="Ana Anić")
    assert notice_views.message(T, inventor).text == "💬 <b>Ana Anić</b>\nHello"


def test_a_message_may_be_a_file_only() -> None:
    view = notice_views.message(T, said(relayed="", file_id="f", file_kind=FileKind.PHOTO))
    assert view.text == "💬 <b>Ana Anić</b> · Senzor d.o.o."
    assert view.attachment == Attachment(file_id="f", kind=FileKind.PHOTO)


def test_a_message_is_escaped() -> None:
    view = notice_views.message(T, SignedMessage(message=said(relayed=MARKUP).message, author=MARKUP, company="R&D"))
    assert view.text == f"💬 <b>{ESCAPED}</b> · R&amp;D\n{ESCAPED}"
    question = answer_views.outcome_question(T, shown(title=MARKUP), 7)
    assert ESCAPED in question.text
    assert MARKUP not in question.text


def listed(**changes: Any) -> ListedIntroduction:
    values: dict[str, Any] = {
        "id": IntroductionId(7),
        "mine_proposed": True,
        "status": IntroductionStatus.PROPOSED,
        "title": "Sensors",
        "profile_type": None,
        "counterpart": Counterpart(country="RS", kind=CompanyKind.COMPANY, size=None),
        "my_company_id": None,
        "moved_at": NOW,
        "expires_at": NOW,
        "later_until": None,
        "held_for_dual_use": False,
    }
    return ListedIntroduction(**(values | changes))


def page(
    *here: ListedIntroduction,
    tab: IntroductionTab = IntroductionTab.ALL,
    asked: Sequence[ShownRecommendation] = (),
    **counts: int,
) -> View:
    numbers = {one: counts.get(one.name, 0) for one in IntroductionTab}
    page_of_tab = Page(total=len(here), size=list_views.PER_PAGE, asked=0)
    return list_views.introductions(T, ListPage(tab, numbers, here), page_of_tab, asked)


def test_the_list_offers_the_other_tabs_that_are_not_empty() -> None:
    view = page(listed(), ALL=3, MY_TURN=1, CONNECTED=2)
    assert labels(view.rows) == ["📨 🇷🇸 Sensors", "👉 Your turn (1)", "🤝 Connected (2)"]
    assert labels(page(tab=IntroductionTab.ENDED, ALL=1).rows) == ["All (1)"]


def test_an_empty_list_leads_to_the_matches() -> None:
    assert page().text == "No introductions yet. Open /matches and press “Introduce us”."
    assert page(tab=IntroductionTab.ENDED, ALL=1).text.endswith("Nothing here yet.")


def test_recommendations_come_first() -> None:
    asked = [recommended(shown())]
    alone = page(asked=asked)
    assert alone.text.startswith("🎪 The organizer of <b>Fair</b>")
    assert len(labels(alone.rows)) == 1
    both = page(listed(), asked=asked, ALL=1)
    assert both.text.startswith(f"{alone.text}\n\n<b>Your introductions</b> · All")
    assert labels(both.rows) == [*labels(alone.rows), "📨 🇷🇸 Sensors"]


def test_titles_in_the_list_are_escaped() -> None:
    text = page(listed(title=MARKUP), listed(title="", counterpart=None), ALL=2).text
    assert f"<b>{ESCAPED}</b>" in text
    assert "<b>…</b>\nA company that has left" in text
