"""Introductions as views get them, without a database."""

from datetime import timedelta
from typing import Any

from bot.i18n.translator import translator_for
from bot.matching.listing import Reason, ReasonCode
from bot.usecases.introductions import Counterpart, ShownIntroduction
from bot.usecases.recommendations import ShownRecommendation
from handlers.ui.view import Rows
from storage.ids import IntroductionId, ListingId, RecommendationId
from storage.models import Listing
from storage.vocabulary import CompanyKind, IntroductionStatus, Kind, Language, ProfileType, RecommendationStatus
from tests.factories import NOW

T = translator_for(Language.EN)
MARKUP = "<a href='x'>R&D</a>"
"""What people may write anywhere, and what must never reach Telegram as it is."""
ESCAPED = "&lt;a href=&#x27;x&#x27;&gt;R&amp;D&lt;/a&gt;"


def listing(title: str, profile_type: ProfileType) -> Listing:
    return Listing(id=ListingId(1), title=title, profile_type=profile_type, language="en")


def shown(**changes: Any) -> ShownIntroduction:
    """An open proposal as its recipient sees it."""
    values: dict[str, Any] = {
        "id": IntroductionId(7),
        "side": Kind.OFFER,
        "mine_proposed": False,
        "status": IntroductionStatus.PROPOSED,
        "my_turn": True,
        "mine": listing("Sensors for soil", ProfileType.TECHNOLOGY_OFFER),
        "theirs": listing("Sensors wanted", ProfileType.TECHNOLOGY_REQUEST),
        "title": "Sensors wanted",
        "summary": "For forty greenhouses.",
        "theirs_edited": False,
        "counterpart": Counterpart(country="BA", kind=CompanyKind.COMPANY, size=None),
        "score": 80,
        "reasons": (Reason(code=ReasonCode.WORDS, values_here=("soil",), values_there=("soil",)),),
        "mismatches": (),
        "pitch": None,
        "pitch_language": None,
        "decline_reason": None,
        "created_at": NOW,
        "moved_at": NOW,
        "later_until": None,
        "expires_at": NOW + timedelta(days=10),
        "recommended_at": None,
        "recommended_with": None,
    }
    return ShownIntroduction(**(values | changes))


def recommended(seen: ShownIntroduction) -> ShownRecommendation:
    """A recommendation of the same two listings, before anybody answered."""
    return ShownRecommendation(
        id=RecommendationId(1),
        event={"en": "Fair"},
        status=RecommendationStatus.ASKED,
        mine=seen.mine,
        theirs=seen.theirs,
        title=seen.title,
        summary=seen.summary,
        counterpart=seen.counterpart,
        reasons=seen.reasons,
        word=None,
        word_language=None,
        later_until=None,
        expires_at=NOW,
        introduction_id=None,
        declined_by_me=False,
    )


def labels(rows: Rows) -> list[str]:
    return [button.text for buttons in rows for button in buttons]
