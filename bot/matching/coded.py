"""Compares the coded fields of a pair: if the two may meet, and the evidence for and against the pair."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching.listing import Reason, ReasonCode, Subject
from storage.vocabulary import Kind, Stage

_Finding = tuple[float, Reason]
_ORDER = {stage: place for place, stage in enumerate(Stage)}

# Log-odds, rounded, measured on pairs that people judged relevant or not. 0.7 doubles the odds, 2.2 multiplies them by
# nine.
SECTOR_COMMON = 1.0
SECTOR_APART = -0.7
PARTNERSHIP_COMMON = 0.4
PARTNERSHIP_APART = -0.6
PROFILE_APART = -0.4
TARGET_NAMED = 0.3
TARGET_MISSED = -3.0
"""Log-odds for a country that the other side does not look for.

People pick target countries lightly, so this excludes no pair. But the pair falls below GOOD_ENOUGH unless everything
else fits.
"""
STAGE_SHORT = -0.4
"""Log-odds for each stage that the offer lacks compared with the need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """`evidence` is in log-odds. In reasons and mismatches, `values_here` are the need's values."""

    evidence: float
    reasons: tuple[Reason, ...]
    mismatches: tuple[Reason, ...]


def may_meet(one: Subject, other: Subject) -> bool:
    """Returns True if two listings may meet: different kinds and owners, and no country barred.

    Two listings from one country also need permission from both; an unknown country counts as another one.
    """
    if one.kind is other.kind or one.id == other.id or (one.owner is not None and one.owner == other.owner):
        return False
    if one.country in other.barred or other.country in one.barred:
        return False
    same = one.country is not None and one.country == other.country
    return not same or (one.same_country_ok and other.same_country_ok)


def coded(need: Subject, offer: Subject) -> Coded:
    """Compares the pair's coded fields. A field that is unknown on one side adds nothing."""
    found = [*_sectors(need, offer), *_partnerships(need, offer), *_profiles(need, offer), *_stages(need, offer)]
    found += [*_targets(need, offer, need_looks=True), *_targets(offer, need, need_looks=False)]
    return Coded(
        evidence=sum(weight for weight, _ in found),
        reasons=tuple(reason for weight, reason in found if weight > 0),
        mismatches=tuple(reason for weight, reason in found if weight < 0 and reason.code is not ReasonCode.SECTOR),
    )


def _sectors(need: Subject, offer: Subject) -> Iterator[_Finding]:
    if not need.sectors or not offer.sectors:
        return
    common = tuple(sorted(need.sectors & offer.sectors))
    if common:
        share = len(common) / min(len(need.sectors), len(offer.sectors))
        weight = SECTOR_COMMON * (0.5 + 0.5 * share)
    else:
        weight = SECTOR_APART
    yield weight, Reason(code=ReasonCode.SECTOR, values_here=common, values_there=common)


def _partnerships(need: Subject, offer: Subject) -> Iterator[_Finding]:
    if not need.partnerships or not offer.partnerships:
        return
    common = tuple(sorted(need.partnerships & offer.partnerships))
    if common:
        yield PARTNERSHIP_COMMON, Reason(code=ReasonCode.PARTNERSHIP, values_here=common, values_there=common)
    else:
        here, there = tuple(sorted(need.partnerships)), tuple(sorted(offer.partnerships))
        yield PARTNERSHIP_APART, Reason(code=ReasonCode.PARTNERSHIP, values_here=here, values_there=there)


def _profiles(need: Subject, offer: Subject) -> Iterator[_Finding]:
    if need.profile_type and offer.profile_type and need.profile_type.is_business != offer.profile_type.is_business:
        here, there = (need.profile_type.value,), (offer.profile_type.value,)
        yield PROFILE_APART, Reason(code=ReasonCode.PROFILE, values_here=here, values_there=there)


def wanted_stage(need: Subject) -> Stage | None:
    """Returns the stage that the need asks for. A business request without a stage asks for a product on the market."""
    if need.stage is None and need.profile_type is not None and need.profile_type.is_business:
        return Stage.MARKET
    return need.stage


def stage_place(stage: Stage) -> int:
    return _ORDER[stage]


def _stages(need: Subject, offer: Subject) -> Iterator[_Finding]:
    wanted = wanted_stage(need)
    if wanted is None or offer.stage is None:
        return
    short = stage_place(wanted) - stage_place(offer.stage)
    if short > 0:
        here, there = (wanted.value,), (offer.stage.value,)
        yield STAGE_SHORT * short, Reason(code=ReasonCode.STAGE, values_here=here, values_there=there)


def _targets(looking: Subject, other: Subject, *, need_looks: bool) -> Iterator[_Finding]:
    if not looking.targets or other.country is None:
        return
    named = other.country in looking.targets
    weight = TARGET_NAMED if named else TARGET_MISSED
    targets = (other.country,) if named else tuple(sorted(looking.targets))
    reason = Reason(code=ReasonCode.TARGET, values_here=targets, values_there=(other.country,))
    yield weight, reason if need_looks else reason.turned()


def sides(one: Subject, other: Subject) -> tuple[Subject, Subject]:
    """Returns the pair as (need, offer)."""
    return (one, other) if one.kind is Kind.NEED else (other, one)
