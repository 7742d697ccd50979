"""What the numbers in a button may point at: each thing of the stage by its name in the table."""

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, get_type_hints

from handlers.announcements.buttons import FilterKind
from handlers.people.buttons import QuietChoice
from handlers.ui.buttons import Press
from storage import vocabulary
from tests.authorisation import numbers
from tests.authorisation.cast import Who
from tests.authorisation.stage import Stage
from tests.clock import Clock

Things = Mapping[str, Any]
NOWHERE: Final = 999_999

ALIKE: Final = frozenset(
    {
        vocabulary.DeclineReason,
        vocabulary.DismissalReason,
        vocabulary.Frequency,
        vocabulary.Language,
        vocabulary.Outcome,
        vocabulary.RejectionReason,
        vocabulary.ReportReason,
        QuietChoice,
        FilterKind,
    }
)
"""Values that change nothing about who may: the first is tried, and the last where others are refused it."""
BOTH_ENDS: Final = frozenset({vocabulary.DeclineReason, vocabulary.RejectionReason})

LISTINGS: Final = {
    "published": numbers.OFFER,
    "under review": numbers.REVIEWED,
    "returned": numbers.RETURNED,
    "paused": numbers.PAUSED,
    "kept at home": numbers.PRIVATE,
}
INTRODUCTIONS: Final = {
    "proposed to the member": numbers.PROPOSED,
    "asked by the member": numbers.ASKED,
    "accepted": numbers.ACCEPTED,
    "declined": numbers.DECLINED,
    "proposed by the member": numbers.PROPOSED_BY_MEMBER,
}
ITEMS: Final = {
    "listing": numbers.ITEM_LISTING,
    "reported message": numbers.ITEM_MESSAGE,
    "reported listing": numbers.ITEM_REPORT,
    "appeal": numbers.ITEM_APPEAL,
    "hit": numbers.ITEM_HIT,
}
REPORTED: Final[Things] = {
    "listing": numbers.OTHERS_OFFER,
    "introduction": numbers.PROPOSED,
    "message": numbers.TALK,
}
MEETINGS: Final = {
    "asked of the member": numbers.REQUEST,
    "asked by the member": numbers.OWN_REQUEST,
    "wanted": numbers.WANTED,
    "booked": numbers.BOOKED,
    "booked by video": numbers.BOOKED_BY_VIDEO,
}
BY_FIELD: Final[Mapping[tuple[str, str], Things]] = {
    ("ScanPress", "theirs"): {"published": numbers.OFFER, "under review": numbers.REVIEWED},
    ("ScanPress", "mine"): {"": 0},
    ("MatchPress", "listing"): {"the offer": numbers.OFFER, "the need": numbers.SUGGESTED_NEED},
    ("DismissalReasonPress", "suggestion"): {"": numbers.DISMISSED},
    ("DismissalReasonPress", "listing"): {"the offer": numbers.OFFER, "the need": numbers.NEED},
    ("FormPress", "step"): {"": "title"},
    ("FormPress", "value"): {"": "0"},
    ("FilterPress", "value"): {"": "RS"},
    ("DraftPress", "form"): {"own kind": "offer", "moderators'": "sanction", "admins'": "role", "organizers'": "event"},
    ("UnblockPairPress", "one"): {"": "KP"},
    ("UnblockPairPress", "other"): {"": "RS"},
    ("OutcomePress", "day"): {"": 7},
    ("ForgetPress", "yes"): {"yes": True, "no": False},
    ("JoinAnswerPress", "welcome"): {"yes": True, "no": False},
    ("MutePress", "on"): {"yes": True, "no": False},
    ("PrintPress", "named"): {"": True},
    ("ListingSheetPress", "named"): {"": True},
    ("HourPress", "hour"): {"": 9},
    ("BreakPress", "days"): {"": 14},
    ("ImportDraftPress", "listing"): {"one": numbers.DRAFT, "all": 0},
    ("StatementPress", "listing"): {"one": numbers.DRAFT, "all": 0},
    ("StatementPress", "drafts"): {"": 1},
    ("StatementPress", "companies"): {"": 1},
    ("StatementPress", "newest"): {"": numbers.DRAFT},
    ("StatementPress", "texts"): {"": 1},
    ("OwnDraftsPress", "company"): {"the member's": 1, "imported": numbers.IMPORTED},
    ("ExhibitorPress", "company"): {"the member's": 1, "imported": numbers.IMPORTED},
    ("SanctionPress", "number"): {"of the other": Who.OTHER, "a company": 3},
    ("CardPress", "number"): {"of the other": Who.OTHER, "a company": 3},
    ("LiftPress", "number"): {"of the banned": Who.BANNED, "of the muted": Who.MUTED, "a company": 5},
    ("AuditPress", "person"): {"everybody": 0, "of the other": Who.OTHER},
    ("AuditFilePress", "person"): {"everybody": 0},
    ("CompanyMarkPress", "company"): {"the member's": 1, "the verified": 2},
    ("ReportPress", "number"): REPORTED,
    ("TranslatePress", "number"): {"of any": numbers.OFFER},
    ("ReadsEnglishPress", "yes"): {"": True},
    ("ReportReasonPress", "number"): REPORTED,
    ("MeetPress", "event"): {"the next event": 0, "the event": numbers.EVENT},
    ("PlannedPress", "introduction"): {"": numbers.TO_MEET},
    ("PublishPress", "made"): {"": int(Clock().now.timestamp())},
    ("CancelForBothPress", "meeting"): {"": numbers.BOOKED},
    ("CancelForBothPress", "sure"): {"asked": False, "sure": True},
}
BY_NAME: Final[Mapping[str, Things]] = {
    "page": {"": 0},
    "index": {"": 0},
    "days": {"": 7},
    "hour": {"": 9},
    "button": {"": 0},
    "revision": {"": 1},
    "day": {"": 0},
    "listing": LISTINGS,
}
BY_TYPE: Final[Mapping[str, Things]] = {
    "ListingId": LISTINGS,
    "IntroductionId": INTRODUCTIONS,
    "CompanyId": {"": 1},
    "SuggestionId": {"": numbers.SUGGESTION},
    "EventId": {"": numbers.EVENT},
    "HallId": {"": numbers.HALL},
    "ItemId": {"": numbers.PROGRAMME},
    "ChatId": {"": numbers.CHAT},
    "ImportId": {"": numbers.IMPORT},
    "AnnouncementId": {"unsent": numbers.UNSENT, "sent": numbers.SENT},
    "SanctionId": {"ban": numbers.BAN, "mute": numbers.MUTE, "warning": numbers.WARNING},
    "EntryId": {"sanction": numbers.SANCTIONED, "role": numbers.GRANTED, "verification": numbers.VERIFIED},
    "ReviewId": ITEMS,
    "RecommendationId": {"": numbers.RECOMMENDED},
    "DraftId": {"": "draft"},
    "PersonId": {"": "applicant"},
    "MeetingId": MEETINGS,
    "SlotId": {"": numbers.SLOT_FREE},
}
PEOPLE: Final[Mapping[str, Things]] = {
    "TeamPress": {"the organizer": Who.ORGANIZER, "one of the team": "applicant"},
    "RolePress": {"of the other organizer": Who.OTHER_ORGANIZER, "of the other": Who.OTHER},
}


class UnknownFieldError(Exception):
    """A button has a field of which this test does not know what it may point at."""


class TwoOfAKindError(Exception):
    """Two buttons begin alike on the wire: one of them would be read as the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`what` is the same for all things it may point at; `target` tells them apart."""

    what: str
    target: str
    data: str


def kinds() -> list[type[Press]]:
    """Every kind of button that the product's modules define, in the order of the wire."""
    found: dict[str, type[Press]] = {}
    for kind in _below(Press):
        if not kind.__module__.startswith("handlers."):
            continue
        other = found.setdefault(kind.KIND, kind)
        if name_of(other) != name_of(kind):
            raise TwoOfAKindError(f"{name_of(kind)} and {name_of(other)} are both {kind.KIND!r}")
    return [found[key] for key in sorted(found)]


def _below(kind: type[Press]) -> Iterator[type[Press]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _below(sub)


def name_of(kind: type[Press]) -> str:
    """With its package where the bare name would not do."""
    package = kind.__module__.split(".")[1].replace("event_buttons", "events")
    return f"{package}.{kind.__name__}" if package in {"events", "moderation"} else kind.__name__


def buttons_of(kind: type[Press], stage_: Stage) -> Iterator[Button]:
    """Each value of its enumerations with each thing that its numbers may point at."""
    hints, fields = get_type_hints(kind), dataclasses.fields(kind)
    choices = [_choices(kind, field.name, hints[field.name], stage_) for field in fields]
    for combination in itertools.product(*choices):
        if not _fits(kind, combination):
            continue
        acts = [label for label, value in combination if isinstance(value, StrEnum) and type(value) not in ALIKE]
        what = " ".join([name_of(kind), *acts])
        target = ", ".join(label for label, value in combination if label and label not in acts)
        yield Button(what=what, target=target, data=kind(*(value for _, value in combination)).pack())


def _fits(kind: type[Press], combination: tuple[tuple[str, Any], ...]) -> bool:
    """A report names the number of a thing of its own kind: any other is a number of nothing."""
    labels = [label for label, _ in combination]
    return not kind.__name__.startswith("Report") or labels[0] == labels[1]


def garbled(kind: type[Press]) -> list[str]:
    """The same buttons with numbers of nothing, once for each act, and what only begins like one."""
    hints, fields = get_type_hints(kind), dataclasses.fields(kind)
    if not fields:
        return [f"{kind.KIND}:1"]
    choices: list[list[Any]] = []
    for field in fields:
        hint = hints[field.name]
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            choices.append([value for _, value in _values(hint)])
        else:
            choices.append(["zzz" if hint is str else NOWHERE])
    nowhere = [kind(*values).pack() for values in itertools.product(*choices)]
    name, values = kind.KIND, ":1" * len(fields)
    version = "".join(sign for sign in name if not sign.isdigit()) + "9"
    nonsense = [name, f"{name}:", f"{name}:x:-:😀", f"{name}{values}:1", f"{version}{values}", f"{name}:{'9' * 18}"]
    return [*(data for data in nowhere if str(NOWHERE) in data or "zzz" in data), *nonsense]


def _choices(kind: type[Press], name: str, hint: Any, stage_: Stage) -> list[tuple[str, Any]]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _values(hint)
    type_name = getattr(hint, "__name__", str(hint))
    things = BY_FIELD.get((kind.__name__.replace("ReportWhy", "Report"), name))
    if things is None and type_name == "PersonId":
        things = PEOPLE.get(kind.__name__)
    if things is None:
        things = BY_NAME.get(name) or BY_TYPE.get(type_name)
    if things is None:
        raise UnknownFieldError(f"{kind.__name__}.{name}: say in tests/authorisation/targets.py what it may point at")
    return [(label, _number(thing, stage_)) for label, thing in things.items()]


def _values(hint: type[StrEnum]) -> list[tuple[str, Any]]:
    members = list(hint)
    if hint in BOTH_ENDS:
        members = [members[0], members[-1]]
    elif hint in ALIKE:
        members = members[:1]
    return [(member.name.lower(), member) for member in members]


def _number(thing: Any, stage_: Stage) -> Any:
    if isinstance(thing, Who):
        return stage_.numbers[thing]
    return {"draft": stage_.draft, "applicant": stage_.applicant}.get(thing, thing) if isinstance(thing, str) else thing
