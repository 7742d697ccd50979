"""Divides a message that both offers and seeks into its offer and its need."""

from dataclasses import dataclass

from bot.matching.clauses import Role, read_parts, sentences_of_lines
from bot.matching.intents import find_intents, folded_message
from bot.matching.keys import has_han
from bot.matching.titles import make_title
from storage.vocabulary import Kind

_SHORTEST = 20  # characters of a summary, as the form demands


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    title: str
    summary: str


def halves(text: str) -> dict[Kind, Half]:
    """Returns the offer and the need of a message that has both; empty for other messages.

    "We make scooters. We need batteries" has a need only: what the writer makes in general is not offered.
    """
    intents = find_intents(folded_message(text))
    needs = any(one.kind is Kind.NEED and one.weight == 1 for one in intents)
    offers = any(one.to_market or (one.kind is Kind.OFFER and not one.is_making) for one in intents)
    titles = {kind: make_title(text, kind) for kind in Kind}
    if not needs or not offers or titles[Kind.NEED] == titles[Kind.OFFER]:
        return {}
    return {kind: Half(title=title, summary=_about(text, kind)) for kind, title in titles.items()}


def _about(text: str, kind: Kind) -> str:
    """Returns the message without the sentences that speak only of its other half."""
    others = {Role.OFFER, Role.MARKET, Role.ACTIVITY} if kind is Kind.NEED else {Role.NEED}
    lines = []
    for sentences in sentences_of_lines(text):
        kept = [one for one in sentences if not (roles := _roles(one)) or not roles <= others]
        if kept:
            lines.append(("" if has_han(kept[0]) else " ").join(kept))
    found = "\n".join(lines)
    return found if len(found) >= _SHORTEST else text


def _roles(sentence: str) -> set[Role]:
    """Returns the roles of the parts that offer or seek."""
    telling = {Role.OFFER, Role.MARKET, Role.ACTIVITY, Role.NEED}
    return {part.role for part in read_parts(sentence)} & telling
