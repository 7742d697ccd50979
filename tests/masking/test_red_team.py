"""Attempts to get names and contact data past the masking, and ordinary texts that must stay unchanged."""

from pathlib import Path

import pytest

from bot.masking import Secrets, contains_contact, mask
from tests.masking.red_team import WRITERS, attempts

ORDINARY = Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8").splitlines()
# Some tricks cannot be told from ordinary words; what is caught must stay caught.
EXPECTED_SHARE = 0.97


def test_nearly_all_attempts_to_smuggle_are_caught() -> None:
    missed = [attempt.text for attempt in attempts() if not attempt.is_caught()]
    tried = len(list(attempts()))
    assert tried >= 200
    assert 1 - len(missed) / tried >= EXPECTED_SHARE, missed


@pytest.mark.parametrize("writer", WRITERS)
def test_ordinary_technical_texts_stay_as_they_are(writer: str) -> None:
    changed = {text: mask(text, secrets=WRITERS[writer]).text for text in ORDINARY}
    assert {text: new for text, new in changed.items() if new != text} == {}


def test_ordinary_technical_texts_raise_no_flag() -> None:
    assert [text for text in ORDINARY if contains_contact(text)] == []


def test_a_name_that_is_a_word_is_masked_only_as_a_name() -> None:
    may = Secrets(person_names=("May Long",))
    assert mask("May we ask you until May 2025? It may take long.", secrets=may).found == ()
    assert mask("My name is May.", secrets=may).text == "My name is ▒▒▒."


def test_a_company_called_after_its_product_may_still_name_the_product() -> None:
    senzor = Secrets(company_names=("Senzor d.o.o.",))
    assert mask("Naš senzor vlažnosti", secrets=senzor).found == ()
    assert mask("Mi smo Senzor d.o.o. iz Niša", secrets=senzor).text == "Mi smo ▒▒▒ iz Niša"


def test_the_finding_says_what_and_where() -> None:
    (found,) = mask("Pišite na ana@senzor.rs.", secrets=Secrets()).found
    assert (found.kind, found.start, found.end, found.snippet) == ("email", 10, 23, "ana@senzor.rs")
