"""What /privacy and /forgetme say: the periods, who is responsible, and the consents as they are."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.settings.operator import Operator
from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy.rights import Consents
from handlers.privacy import views
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T, labels
from tests.privacy.days import KEEP

NOBODY = Operator(name="", address="", contact="", data_location="", complaints_to="")
HIDE, SHOW, AGREE = "🔒 Hide me abroad", "🌍 Show me abroad", "✅ I agree to the new text"
FILE, FORGET = "📦 My data as a file", "🗑 Delete everything"


def consents(version: str | None = CONSENT_VERSION, *, abroad: bool | None = None) -> Consents:
    answered = None if abroad is None else NOW
    since = None if version is None else NOW
    return Consents(version=version, since=since, shown_abroad=abroad, answered_abroad_at=answered)


def page(found: Consents, *, banned: bool = False, operator: Operator = NOBODY) -> Any:
    return views.page(T, found, KEEP, CONSENT_VERSION, operator=operator, banned=banned)


@pytest.mark.parametrize(
    ("found", "banned", "buttons"),
    [
        (consents(None), False, []),
        (consents(None, abroad=False), False, []),
        (consents(), False, [HIDE]),
        (consents(abroad=True), False, [HIDE]),
        (consents(abroad=False), False, [SHOW]),
        (consents(abroad=False), True, []),
        (consents(abroad=True), True, [HIDE]),
        (consents("earlier"), False, [AGREE, HIDE]),
        (consents("earlier", abroad=False), False, [AGREE, SHOW]),
    ],
)
def test_the_buttons_change_what_can_be_changed(found: Consents, banned: bool, buttons: list[str]) -> None:
    assert labels(page(found, banned=banned).rows) == [*buttons, FILE, FORGET]


def test_the_privacy_text_mentions_mails_if_there_is_a_mail_server() -> None:
    told = "an organizer's list or its adviser can get one mail"
    with_mail = views.page(T, consents(), KEEP, CONSENT_VERSION, operator=NOBODY, mails=True)
    assert told in with_mail.text
    assert told not in page(consents()).text


NOT_YET = f"You have not agreed to anything yet. Text version: {CONSENT_VERSION}"
AGREED = f"You agreed on Mar 2, 2026 (version {CONSENT_VERSION})."
IS_NEW = f"🆕 This text is new: version {CONSENT_VERSION}. Nothing changes until you agree."


@pytest.mark.parametrize(
    ("found", "last"),
    [
        (consents(None), [NOT_YET]),
        (replace(consents(), since=None), [NOT_YET]),
        (consents(), [AGREED, "🌍 Shown in other countries: I ask you when you publish."]),
        (
            consents("earlier", abroad=True),
            [
                "You agreed on Mar 2, 2026 (version earlier).",
                IS_NEW,
                "🌍 Shown in other countries: <b>yes</b>, since Mar 2, 2026.",
            ],
        ),
        (
            consents(abroad=False),
            [AGREED, "🔒 Shown in other countries: <b>no</b>, since Mar 2, 2026. Your listings are private."],
        ),
    ],
)
def test_the_page_ends_with_what_the_person_agreed_to(found: Consents, last: list[str]) -> None:
    assert page(found).text.split("\n\n")[-1].split("\n") == last


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "0 days"), (1, "1 day"), (364, "364 days"), (365, "1 year"), (366, "366 days"), (730, "2 years")],
)
def test_whole_years_are_said_in_years(days: int, said: str) -> None:
    assert views._time(T, timedelta(days=days)) == said


def test_the_operator_is_named_as_entered() -> None:
    operator = Operator(name=MARKUP, address=MARKUP, contact=MARKUP, data_location=MARKUP, complaints_to=MARKUP)
    text = page(consents(), operator=operator).text
    assert text.count(ESCAPED) == 5
    assert MARKUP not in text
    assert (
        f"• {ESCAPED}, {ESCAPED}\n• Questions about your data: {ESCAPED}\n• Your data is stored in: {ESCAPED}" in text
    )
    assert f"• You can complain to: {ESCAPED}" in text


def test_unset_operator_data_is_left_out() -> None:
    text = page(consents()).text
    assert "• The operator of this bot has not entered a name yet." in text
    assert "Questions about your data" not in text
    assert "Your data is stored in" not in text
    assert "• You can complain to the data protection authority of your country." in text


@pytest.mark.parametrize(("count", "more"), [(1, ""), (10, ""), (11, "1 more company"), (12, "2 more companies")])
def test_ten_companies_are_named_before_they_go(count: int, more: str) -> None:
    text = views.confirm_deletion(T, [f"{MARKUP} {number}" for number in range(count)]).text
    assert text.count(ESCAPED) == min(count, 10)
    assert MARKUP not in text
    assert more in text
    assert ("more compan" in text) is bool(more)


@pytest.mark.parametrize(("listed", "said"), [(True, True), (False, False)])
def test_data_that_organizers_imported_is_deleted_too(listed: bool, said: bool) -> None:
    text = views.confirm_deletion(T, [], listed=listed).text
    assert ("What organizers imported about you is deleted too." in text) is said
    assert "all their listings" not in text
