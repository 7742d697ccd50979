"""Makes the gist of a text: concepts and amounts that its reader's language has names for."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.gist.concepts import ConceptName, concepts_in
from bot.gist.quantities import Quantity, quantities_in
from bot.matching.language_guess import language_by_script
from bot.matching.normalise import clean
from bot.matching.tokens import without_contacts

_READ: Final = 1_000
"""Characters of a text that are read. Later ones rarely name anything that the beginning does not."""
_NAMED_BY_AMOUNTS: Final = {"piece": "pieces", "month": "per month", "year": "per year", "day": "per day"}
"""Units and periods → names of the concepts that say the same."""
_KEPT: Final = 2_048  # gists in memory: a few megabytes at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a text says, in no language. `language` is the text's ISO 639 code; "und" if it is unknown."""

    language: str
    concepts: tuple[ConceptName, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.concepts and not self.quantities


EMPTY: Final = Gist(language="und")


@lru_cache(maxsize=_KEPT)
def gist_of(text: str, language: str | None, *, is_message: bool = False) -> Gist:
    """Returns the gist of a masked text. `language` is its IETF tag; None or "und" if only the script tells it.

    Takes a millisecond or two for a listing, and nothing when asked again.
    """
    read = clean(text, _READ)
    code = (language or "und").split("-")[0].lower()
    if code == "und":
        code = language_by_script(read) or code
    if code == "und":
        return EMPTY
    amounts = quantities_in(read, code)
    said = {_NAMED_BY_AMOUNTS.get(word or "") for one in amounts for word in (one.unit.name, one.each)}
    concepts = concepts_in(without_contacts(read), code, is_message=is_message)
    return Gist(
        language=code,
        concepts=tuple(concept for concept in concepts if concept.en not in said),
        quantities=tuple(amounts),
    )
