"""/quick: one message of free text becomes the draft of a listing with guessed answers."""

import asyncio
import re
from typing import Any

from bot.i18n.translator import CLDR, mark
from bot.masking import MASK, Secrets, mask
from bot.matching.guess import Guess, KindGuess, guess, guess_profile_type
from bot.matching.halves import halves
from bot.matching.message_facts import fitting, message_facts
from bot.matching.sectors import SectorGuesser
from bot.reading import business_card
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import TextField, length
from handlers.forms.form import Finished, Form, NextForm
from handlers.listings.form import EXPRESS
from handlers.listings.guesses import SURE, hint_or_unknown, likely_sectors
from handlers.listings.other_half import HALVES, OTHER_HALF, divided
from storage.vocabulary import Kind, Partnership

_SURE_OF_TYPE = 0.6  # confidence; below it the type is asked, because a need mistaken for an offer finds nobody
_SHORTEST_TITLE = 5  # characters, as the form demands
_CLAUSE = re.compile(r"[,，]\s*")
WORDS = "words"
_GUESSED = "_guessed"
SHORTEST = 20
"""characters, as `length` counts them; a shorter text is not enough for a draft"""


async def _derive(ctx: FieldContext) -> Data:
    words = ctx.data.get(WORDS)
    return {_GUESSED: await guess_answers(words, ctx)} if words else {}


async def _finish(ctx: FinishContext) -> Finished:
    return Finished(next_form=NextForm(form=EXPRESS, data=one_half(ctx.data[_GUESSED])))


def one_half(data: Data, kind: Kind | None = None) -> dict[str, Any]:
    """Returns the answers for a form: of a message with an offer and a need, those of one kind, the offer if None."""
    return with_kind(data, kind or Kind.OFFER) if data.get(HALVES) else dict(data)


async def guess_answers(text: str, ctx: FieldContext) -> dict[str, Any]:
    """Returns the answers found in free text. Uncertain guesses are left out, so the form asks them."""
    hint = CLDR[ctx.t.language].split("_")[0]
    found = await asyncio.to_thread(guess, text, guesser=ctx.sectors, hint_language=hint)
    facts = await asyncio.to_thread(message_facts, text)
    sure = found.language.confidence >= SURE
    data: dict[str, Any] = {key: ctx.data[key] for key in ("company_id", "_several") if key in ctx.data}
    title = await asyncio.to_thread(_title, text, found)
    data |= {
        "title": title,
        "summary": text,
        "language": found.language.code if sure else hint_or_unknown(ctx.t.language, text),
        "targets": list(facts.targets),
        "_guessed_from": f"{title}\n{text}",
        "_sectors_found": [sector.id for sector in found.sectors],
        "sectors": likely_sectors(text, found.sectors),
        "_partnerships_said": sorted(facts.partnerships),
    }
    if facts.country:
        data["country"] = facts.country
    both = await asyncio.to_thread(_halves, text, ctx.sectors)
    if both:
        data[HALVES] = both
    elif found.kind.confidence >= _SURE_OF_TYPE and found.kind.value is not None:
        data = with_kind(data, found.kind.value)
    return {key: value for key, value in data.items() if value}


def _halves(text: str, guesser: SectorGuesser) -> dict[str, Any]:
    """Returns what differs between the offer and the need of a message with both, by kind; empty for other messages."""
    answers = {}
    for kind, half in halves(text).items():
        title = _without_contacts(half.title)
        about = f"{title}\n{half.summary}"
        sectors = guesser.guess(about)
        answers[kind.value] = {
            "title": title,
            "summary": half.summary,
            "sectors": likely_sectors(about, sectors),
            "_sectors_found": [sector.id for sector in sectors],
            "_guessed_from": about,
        }
    return answers


def _title(text: str, found: Guess) -> str:
    """Returns the guessed title; of a business card, the line that says what the company does."""
    on_card = business_card.activity(text) if found.kind.value is None else None
    return _without_contacts(on_card or found.title)


def _without_contacts(title: str) -> str:
    """Returns the title without the parts that others would see masked, unless nothing would be left."""
    masked = mask(title, secrets=Secrets()).text
    if MASK not in masked:
        return title
    clauses = [clause for clause in _CLAUSE.split(masked) if MASK not in clause]
    kept = ", ".join(clauses) if clauses else masked.replace(MASK, " ")
    kept = " ".join(kept.split())
    return kept if length(kept) >= _SHORTEST_TITLE else title


def with_kind(data: Data, kind: Kind) -> dict[str, Any]:
    """Returns the answers with this kind, and the profile type and partnerships found in the words."""
    other = divided(data, kind).get(OTHER_HALF)
    data = divided(data, kind) | ({OTHER_HALF: with_kind(other, kind.counterpart)} if other else {})
    words = str(data["summary"])
    profile_type = guess_profile_type(words, KindGuess(value=kind, confidence=1.0)).value
    if profile_type is None:
        return {**data, "kind": kind}
    said = frozenset(Partnership(each) for each in data.get("_partnerships_said") or ())
    return {**data, "kind": kind, "profile_type": profile_type, "partnerships": fitting(said, profile_type)}


QUICK = Form(
    name="quick",
    title=lambda t, _: t("In one message"),
    fields=(
        TextField(
            key=WORDS,
            label=mark("In one message"),
            question=mark(
                "⚡ Tell me in one message what you offer or look for, in any language. For example:\n"
                "<i>We make soil moisture sensors for greenhouses and look for distributors in Serbia.</i>"
            ),
            shortest=SHORTEST,
            longest=2000,
            several_lines=True,
        ),
    ),
    finish=_finish,
    derive=_derive,
)
