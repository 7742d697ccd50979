"""What the form takes from the words of a listing, and what it shows of one."""

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n.translator import translator_for
from bot.matching.sectors import SectorGuess
from bot.usecases.moderation.review import Remark
from handlers.listings import finish, guesses, preview, views
from handlers.listings.form import OFFER
from handlers.listings.quick import with_kind
from handlers.ui.pages import Page
from handlers.ui.view import View
from storage.ids import CompanyId, ListingId
from storage.models import Listing
from storage.vocabulary import (
    AttachmentKind,
    FileKind,
    IprStatus,
    Kind,
    Language,
    ListingStatus,
    Partnership,
    ProfileType,
    RejectionReason,
    Stage,
)
from tests.factories import NOW

EN = translator_for(Language.EN)
SIX_WORDS = "one two three four five six"


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("sertifikat", 1.0),
        (SIX_WORDS.removesuffix(" six"), 1.0),
        (SIX_WORDS, 0.75),
        ("甲乙丙丁戊己庚辛壬", 1.0),
        ("甲乙丙丁戊己庚辛壬癸", 0.75),
        ("irrigation sensors", 0.5),
    ],
    ids=["a word", "five words", "six words", "nine characters", "ten characters", "two keywords"],
)
def test_a_sector_is_ticked_if_enough_says_so(text: str, least: float) -> None:
    likely = [SectorGuess(id=str(one), confidence=one) for one in (1.0, 0.75, 0.74, 0.5, 0.49)]
    ticked = guesses.likely_sectors(text, likely)
    assert ticked == [one.id for one in likely if one.confidence >= least][:3]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (Language.EN, "Sensors", "en"),
        (Language.EN, "传感器", "und"),
        (Language.ZH, "传感器", "zh"),
        (Language.ZH, "Sensors", "und"),
    ],
)
def test_an_uncertain_language_is_the_readers_if_the_script_fits(language: Language, text: str, expected: str) -> None:
    assert guesses.hint_or_unknown(language, text) == expected


def test_languages_have_their_own_names() -> None:
    assert [guesses.language_name(code) for code in ("und", "sr", "de")] == ["?", "Srpski / Српски", "Deutsch"]


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (None, {}),
        (Remark(field=None, reason=None, note=None), {}),
        (Remark(field="title", reason=None, note="Which?"), {"_remark": "Which?", "_remark_field": "title"}),
        (Remark(field=None, reason=RejectionReason.OTHER, note="No."), {"_remark": "No."}),
        (Remark(field=None, reason=RejectionReason.ADVERTISING, note=None), {"_remark": "It is advertising."}),
    ],
)
def test_a_moderators_remark_is_put_into_the_draft(remark: Remark | None, expected: dict[str, Any]) -> None:
    assert preview.remark_data(EN, remark) == expected


def listing(**more: Any) -> Listing:
    values: dict[str, Any] = {
        "id": ListingId(1),
        "company_id": CompanyId(1),
        "kind": Kind.OFFER,
        "profile_type": ProfileType.TECHNOLOGY_OFFER,
        "title": "<title>",
        "summary": "<summary>",
        "language": "en",
        "sectors": frozenset(),
        "partnerships": frozenset(),
        "targets": frozenset({"BA"}),
        "stage": None,
        "ipr": None,
        "status": ListingStatus.PUBLISHED,
        "attachment_kind": None,
        "attachment_id": None,
        "updated_at": NOW,
        "expires_at": NOW + timedelta(days=180),
    }
    return Listing(**(values | more))


def labels(view: View) -> list[str]:
    return [button.text for row in view.rows for button in row]


ALWAYS = ["🗑 Delete", "« All listings"]


@pytest.mark.parametrize(
    ("status", "matches", "expected"),
    [
        (
            ListingStatus.PUBLISHED,
            1,
            ["🤝 Matches", "⏸ Pause", "☑️ Close", "✏️ Edit", "🔄 Renew", "🔗 Share it", *ALWAYS],
        ),
        (ListingStatus.PUBLISHED, 0, ["⏸ Pause", "☑️ Close", "✏️ Edit", "🔄 Renew", "🔗 Share it", *ALWAYS]),
        (ListingStatus.PAUSED, 1, ["▶️ Show again", "✏️ Edit", "🔄 Renew", *ALWAYS]),
        (ListingStatus.CLOSED, 1, ["▶️ Show again", "✏️ Edit", "🔄 Renew", *ALWAYS]),
        (ListingStatus.PRIVATE, 1, ["🌍 Publish abroad", "✏️ Edit", *ALWAYS]),
        (ListingStatus.INVITED, 0, ["🌍 Publish abroad", "✏️ Edit", *ALWAYS]),
        (ListingStatus.REVIEW, 1, ["✏️ Edit", "🔄 Renew", *ALWAYS]),
    ],
)
def test_an_own_listing_offers_what_its_status_allows(status: ListingStatus, matches: int, expected: list[str]) -> None:
    view = views.listing(EN, listing(status=status), matches)
    assert labels(view) == expected
    assert "&lt;title&gt;" in view.text
    assert "&lt;summary&gt;" in view.text
    assert "Bosnia &amp; Herzegovina" in view.text
    assert ("until Aug 29, 2026" in view.text) is (status is ListingStatus.PUBLISHED)


def test_titles_are_shown_as_typed_wherever_a_listing_is_named() -> None:
    one = listing()
    page = Page(total=1, size=6, asked=0)
    for view in (
        views.mine(EN, [one], {}, page),
        views.deleted(EN, one),
        views.expires_soon(EN, one),
        views.expired(EN, one),
    ):
        assert "&lt;title&gt;" in view.text
        assert "<title>" not in view.text
    assert labels(views.mine(EN, [], {}, page)) == ["📤 Offer something", "📥 Look for something"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(AttachmentKind.PHOTO, FileKind.PHOTO), (AttachmentKind.DOCUMENT, FileKind.DOCUMENT)],
)
def test_an_attachment_is_shown_to_its_owner(kind: AttachmentKind, expected: FileKind) -> None:
    shown = views.listing(EN, listing(attachment_kind=kind, attachment_id="f"), 0).attachment
    assert shown is not None
    assert getattr(shown, "kind", None) is expected
    assert views.listing(EN, listing(), 0).attachment is None


@pytest.mark.parametrize(("days", "months"), [(30, "1"), (31, "1"), (60, "3"), (90, "3"), (180, "6"), (400, "6")])
def test_a_change_offers_the_time_that_was_chosen(days: int, months: str) -> None:
    assert finish.data_of(listing(expires_at=NOW + timedelta(days=days)))["months"] == months


def test_the_answers_of_a_listing_come_back_into_its_form() -> None:
    bare = finish.data_of(listing())
    assert "attachment" not in bare
    assert "stage" not in bare
    full = finish.data_of(
        listing(attachment_kind=AttachmentKind.PHOTO, attachment_id="f", stage=Stage.MARKET, ipr=IprStatus.GRANTED)
    )
    assert full["attachment"] == {"kind": AttachmentKind.PHOTO, "file_id": "f"}
    assert (full["stage"], full["ipr"]) == (Stage.MARKET, IprStatus.GRANTED)
    assert "attachment" not in finish.data_of(listing(attachment_kind=AttachmentKind.PHOTO))


def test_a_form_is_named_by_its_kind() -> None:
    assert [OFFER.title(EN, data) for data in ({}, {"kind": "offer"}, {"kind": "need"}, {"listing_id": 1})] == [
        "New listing",
        "Your offer",
        "Your need",
        "Change the listing",
    ]


def test_a_kind_brings_its_profile_type_and_the_cooperation_that_fits() -> None:
    words = {"summary": "We licence a patented sensor.", "_partnerships_said": ["licence", "outsourcing"]}
    found = with_kind(words, Kind.OFFER)
    assert (found["profile_type"], found["partnerships"]) == (ProfileType.TECHNOLOGY_OFFER, [Partnership.LICENCE])
