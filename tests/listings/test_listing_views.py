"""What people see of their own listings and of a draft: their words as text, and only the buttons that do something."""

from typing import Any

import pytest

from bot.usecases.moderation.review import Remark
from handlers.listings import preview, quick, views
from handlers.ui.pages import Page
from storage.ids import ListingId
from storage.models import Listing
from storage.vocabulary import AttachmentKind, FileKind, Kind, ListingStatus, ProfileType, RejectionReason
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T, labels


def own(**changes: Any) -> Listing:
    values: dict[str, Any] = {
        "id": ListingId(1), "kind": Kind.OFFER, "profile_type": ProfileType.BUSINESS_OFFER, "title": f"Title {MARKUP}",
        "summary": f"Summary {MARKUP}", "sectors": frozenset(), "partnerships": frozenset(), "targets": frozenset(),
        "stage": None, "ipr": None, "status": ListingStatus.PUBLISHED, "expires_at": NOW,
        "attachment_kind": None, "attachment_id": None,
    }  # fmt: skip
    return Listing(**(values | changes))


def test_an_own_listing_is_shown_as_text_everywhere() -> None:
    one = own()
    shown = views.listing(T, one, 0).text
    assert f"Title {ESCAPED}" in shown
    assert f"Summary {ESCAPED}" in shown
    several = views.mine(T, [one], {}, Page(total=1, size=views.PER_PAGE, asked=0)).text
    for text in (several, *(view(T, one).text for view in (views.deleted, views.expires_soon, views.expired))):
        assert f"Title {ESCAPED}" in text


def test_people_without_a_listing_are_asked_for_the_first() -> None:
    shown = views.mine(T, [], {}, Page(total=0, size=views.PER_PAGE, asked=0))
    assert "You have no listings yet." in shown.text
    assert len(labels(shown.rows)) == 2


@pytest.mark.parametrize(
    ("status", "matches", "offered"),
    [
        (ListingStatus.PUBLISHED, 2, True),
        (ListingStatus.PUBLISHED, 0, False),
        (ListingStatus.PAUSED, 2, False),
    ],
)
def test_matches_are_offered_where_there_are_any(status: ListingStatus, matches: int, offered: bool) -> None:
    shown = views.listing(T, own(status=status), matches)
    assert (T("🤝 Matches") in labels(shown.rows)) is offered
    assert (T("🔗 Share it") in labels(shown.rows)) is (status is ListingStatus.PUBLISHED)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [(None, None), (AttachmentKind.PHOTO, FileKind.PHOTO), (AttachmentKind.DOCUMENT, FileKind.DOCUMENT)],
)
def test_an_attachment_is_shown_as_what_it_is(stored: AttachmentKind | None, shown: FileKind | None) -> None:
    found = views.listing(T, own(attachment_kind=stored, attachment_id=stored and "file"), 0).attachment
    assert (found and found.kind) == shown


def test_facts_name_regions_and_countries_as_text() -> None:
    lines = preview.facts(T, sectors=(), stage=None, ipr=None, partnerships=(), targets=("BA",))
    assert lines == ["Partners from: Bosnia &amp; Herzegovina"]
    assert preview.facts(T, sectors=(), stage=None, ipr=None, partnerships=(), targets=()) == [
        "Partners from: anywhere abroad"
    ]


@pytest.mark.parametrize(
    ("remark", "line"),
    [
        (None, None),
        (Remark(reason=None, note=None, field=None), None),
        (Remark(reason=None, note=MARKUP, field=None), f"📝 {ESCAPED}"),
        (Remark(reason=None, note=MARKUP, field="title"), f"📝 <b>Title</b>: {ESCAPED}"),
        (Remark(reason=RejectionReason.OTHER, note="Too short.", field=None), "📝 Too short."),
    ],
)
def test_a_moderators_remark_is_shown_beside_its_field(remark: Remark | None, line: str | None) -> None:
    assert preview._remark_line(T, preview.remark_data(T, remark)) == line


def test_a_remark_gives_the_reason_before_the_words() -> None:
    reason = next(one for one in RejectionReason if one is not RejectionReason.OTHER)
    words = preview._remark_line(T, preview.remark_data(T, Remark(reason=reason, note="Please say more.", field=None)))
    assert words is not None
    assert words.endswith(" Please say more.")
    assert len(words) > len("📝  Please say more.")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Pumpe, ana@senzor.rs", "Pumpe"),
        ("Pump, ana@senzor.rs", "Pump, ana@senzor.rs"),  # too short for a title
        ("Senzori vlage, za staklenike", "Senzori vlage, za staklenike"),
        ("ana@senzor.rs", "ana@senzor.rs"),
        ("Senzori ana@senzor.rs", "Senzori"),
    ],
)
def test_a_guessed_title_leaves_out_what_others_would_not_see(title: str, kept: str) -> None:
    assert quick._without_contacts(title) == kept


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"profile_type": ProfileType.BUSINESS_REQUEST}, False),
        ({"listing_id": ListingId(1)}, False),
        ({"listing_id": ListingId(2)}, True),
        ({"title": "Red wine", "summary": "From the hills of Župa."}, False),
    ],
)
def test_a_draft_is_compared_with_other_listings_of_its_type(changes: dict[str, Any], is_same: bool) -> None:
    words = {"title": "Soil moisture sensors", "summary": "Wireless sensors for greenhouses, with long batteries."}
    data = {"profile_type": ProfileType.BUSINESS_OFFER, **words} | changes
    assert preview._is_nearly_identical(own(**words), data) is is_same
