"""Input and output of the matcher: plain values, no sentences."""

from dataclasses import dataclass, field
from enum import StrEnum

from storage.vocabulary import Kind, Partnership, ProfileType, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A listing for the matcher. Everything except id, kind and title may be unknown.

    `sectors`: codes of the sector table. `targets`: ISO 3166 alpha-2 codes; empty means anywhere. `secrets`: words that
    no reason may show, such as words of the company's name. Subjects of the same `owner`, and subjects from a `barred`
    country, are never paired. `is_query` marks the words of a search: a listing that contains them is a hit, whatever
    else it says.
    """

    id: str
    kind: Kind
    title: str
    text: str = ""
    language: str | None = None
    country: str | None = None
    sectors: frozenset[str] = frozenset()
    keywords: tuple[str, ...] = ()
    profile_type: ProfileType | None = None
    partnerships: frozenset[Partnership] = frozenset()
    stage: Stage | None = None
    targets: frozenset[str] = frozenset()
    same_country_ok: bool = False
    owner: str | None = None
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    barred: frozenset[str] = frozenset()
    is_query: bool = False


class ReasonCode(StrEnum):
    """Why a pair fits; in `Match.mismatches`, why it does not."""

    SECTOR = "sector"
    WORDS = "words"
    CODES = "codes"
    MEANING = "meaning"
    PARTNERSHIP = "partnership"
    PROFILE = "profile"
    TARGET = "target"
    STAGE = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, as values for a view: `values_here` from the asking listing, `values_there` from the other one.

    | code | values as a reason | values as a mismatch |
    |---|---|---|
    | sector | common codes, on both sides | - |
    | words, codes | words as written on each side; the n-th here matches the n-th there | - |
    | meaning | the closest phrase on each side | - |
    | partnership | common types, on both sides | types sought on each side |
    | profile | - | the two profile types (business against technology) |
    | target | sought countries that the other side is from | sought countries, country of the other |
    | stage | the offer's stage | the offer's stage |

    For `target`, the seeking side holds its targets and the other side holds its own country.
    """

    code: ReasonCode
    values_here: tuple[str, ...] = ()
    values_there: tuple[str, ...] = ()

    def turned(self) -> "Reason":
        """Returns the same reason from the other side's view."""
        return Reason(code=self.code, values_here=self.values_there, values_there=self.values_here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A scored pair. `likelihood` (0 to 1) ranks. `score` is the same as a whole number up to 99, for people.

    `reasons` and `mismatches` are from the side of the asking listing, strongest first.
    """

    need_id: str
    offer_id: str
    likelihood: float
    reasons: tuple[Reason, ...] = ()
    mismatches: tuple[Reason, ...] = ()

    @property
    def score(self) -> int:
        return min(99, round(100 * self.likelihood))
