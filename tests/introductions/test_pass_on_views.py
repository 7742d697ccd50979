"""Texts that advisers pass on to a company that is not on Telegram."""

from dataclasses import replace

import pytest

from bot.usecases.introductions.acting import ActingFor
from handlers.introductions import notice_views, pass_on_views
from storage.vocabulary import DeclineReason, ProfileType
from tests.introductions.shown import ESCAPED, MARKUP, T, listing, shown
from tests.introductions.test_contact_views import CARD

ACTING = ActingFor(company=MARKUP, country="RS", mailbox=None)


def test_names_and_words_are_shown_as_typed() -> None:
    named, theirs = replace(CARD, company_name=MARKUP), listing(MARKUP, ProfileType.TECHNOLOGY_REQUEST)
    theirs.sectors = theirs.partnerships = frozenset()
    for view in (
        pass_on_views.request(
            T, shown(theirs=theirs, title=MARKUP, summary=MARKUP, pitch=MARKUP, pitch_language="en"), ACTING
        ),
        pass_on_views.contacts(T, shown(), ACTING, named),
    ):
        assert MARKUP not in view.text
        assert ESCAPED in view.text.partition("<pre>")[0]
        assert "&lt;a href=" in view.text.partition("<pre>")[2], "as plain text"


def test_contacts_that_fit_come_as_a_code_too(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(pass_on_views.to_vcard(CARD))
    for limit, has_code in ((size, True), (size - 1, False)):
        monkeypatch.setattr(pass_on_views, "_QR_BYTES", limit)
        view = pass_on_views.contacts(T, shown(), ACTING, CARD)
        assert (view.attachment is not None) is has_code


def test_only_the_proposer_learns_that_the_other_side_cannot_be_reached() -> None:
    for mine, reason, said in (
        (True, DeclineReason.UNREACHABLE, "They could not be reached."),
        (True, None, "No answer in time."),
        (False, DeclineReason.UNREACHABLE, "A request to you ended without an answer."),
    ):
        assert said in notice_views.expired(T, shown(mine_proposed=mine, decline_reason=reason)).text
