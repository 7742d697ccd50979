"""What a card says of a match: texts of strangers and names of places, escaped, and no empty reasons."""

import pytest

from bot.matching.listing import Reason, ReasonCode
from bot.usecases.listings.cards import Card, Page
from handlers.suggestions import reasons, views
from storage.ids import ListingId, SuggestionId
from storage.models import Listing
from storage.vocabulary import CompanyKind, IprStatus, ProfileType, Stage
from tests.introductions.shown import ESCAPED, MARKUP, T


def said(code: ReasonCode, here: tuple[str, ...], there: tuple[str, ...]) -> list[str]:
    return reasons.reasons(T, [Reason(code=code, values_here=here, values_there=there)], 5)


@pytest.mark.parametrize(
    ("code", "here", "there", "line"),
    [
        (ReasonCode.WORDS, (MARKUP,), ("vino",), f"• Both mention: {ESCAPED} ↔ vino"),
        (ReasonCode.WORDS, ("vino",), (MARKUP,), f"• Both mention: vino ↔ {ESCAPED}"),
        (ReasonCode.WORDS, (MARKUP,), (MARKUP.upper(),), f"• Both mention: {ESCAPED}"),
        (ReasonCode.MEANING, (MARKUP,), ("vino",), f"• Closest in meaning: “{ESCAPED}” ↔ “vino”"),
        (ReasonCode.MEANING, ("vino",), (MARKUP,), f"• Closest in meaning: “vino” ↔ “{ESCAPED}”"),
        (ReasonCode.TARGET, (), ("BA",), "• Partners wanted in: Bosnia &amp; Herzegovina"),
    ],
)
def test_a_reason_quotes_what_people_wrote_and_no_markup(
    code: ReasonCode, here: tuple[str, ...], there: tuple[str, ...], line: str
) -> None:
    assert said(code, here, there) == [line]


@pytest.mark.parametrize(("here", "there"), [((), ("vino",)), (("vino",), ()), (("",), ("vino",)), (("vino",), ("",))])
def test_a_meaning_that_one_side_lacks_is_no_reason(here: tuple[str, ...], there: tuple[str, ...]) -> None:
    assert said(ReasonCode.MEANING, here, there) == []


def test_a_mismatch_names_places_without_markup() -> None:
    wanted = Reason(code=ReasonCode.TARGET, values_there=("BA",))
    assert reasons.mismatches(T, [wanted], 5) == ["• Partners wanted elsewhere: Bosnia &amp; Herzegovina"]


def listing(number: int, profile_type: ProfileType, title: str) -> Listing:
    return Listing(
        id=ListingId(number),
        kind=profile_type.kind,
        profile_type=profile_type,
        country="CN",
        title=title,
        language="en",
    )


def test_a_card_shows_titles_and_summary_as_they_were_written() -> None:
    card = Card(
        suggestion_id=SuggestionId(1),
        score=50,
        mine=listing(1, ProfileType.BUSINESS_REQUEST, f"Mine {MARKUP}"),
        theirs=listing(2, ProfileType.BUSINESS_OFFER, "not shown"),
        title=f"Theirs {MARKUP}",
        summary=f"Summary {MARKUP}",
        company_kind=CompanyKind.COMPANY,
        company_size=None,
        represented=False,
        verified=(),
        reasons=(),
        mismatches=(),
    )
    shown = views.match(T, Page(card=card, index=0, total=1), 0).text
    assert MARKUP not in shown
    assert all(f"{part} {ESCAPED}" in shown for part in ("Mine", "Theirs", "Summary"))
    assert "not shown" not in shown


def test_a_card_says_how_far_a_technology_is_and_how_it_is_protected() -> None:
    offer = listing(2, ProfileType.TECHNOLOGY_OFFER, "A film")
    offer.stage, offer.ipr = Stage.LAB, IprStatus.GRANTED
    card = Card(
        suggestion_id=SuggestionId(1),
        score=50,
        mine=listing(1, ProfileType.TECHNOLOGY_REQUEST, "A need"),
        theirs=offer,
        title="A film",
        summary="It degrades.",
        company_kind=CompanyKind.UNIVERSITY,
        company_size=None,
        verified=(),
        represented=False,
        reasons=(),
        mismatches=(),
    )
    assert "Stage: Lab tested · Protection: Patent granted" in views.body(T, card)


def test_a_hint_about_refused_countries_names_listing_and_countries_without_markup() -> None:
    shown = views.refused_by_listing(T, MARKUP, ["BA"], 0).text
    assert f"“{ESCAPED}”" in shown
    assert "Bosnia &amp; Herzegovina" in shown
