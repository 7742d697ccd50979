"""Former names of people and companies stay masked for strangers."""

from dataclasses import asdict

from bot.masking import MASK, Secrets
from bot.usecases.people.former_names import without_former

WAS = Secrets(company_names=("Kvarcotron d.o.o.",), person_names=("Zvezdana Kvržić",))
FORMER = [asdict(WAS)]


def test_text_that_only_the_former_name_masks_is_removed() -> None:
    now = Secrets(company_names=("Zumbulexa d.o.o.",), person_names=("Zvezdana Kvržić",))
    text = "Kvarcotron pravi senzore, IP67. Zvezdana Kvržić, prodaja@kvarcotron.rs"
    assert without_former(text, FORMER, now) == f"{MASK} pravi senzore, IP67. Zvezdana Kvržić, prodaja@kvarcotron.rs"


def test_another_spelling_of_the_same_name_changes_nothing() -> None:
    now = Secrets(company_names=("KVARCOTRON doo",), person_names=("Zvezdana Kvržić",))
    text = "Kvarcotron d.o.o. pravi senzore. Kvržić"
    assert without_former(text, FORMER, now) == text


def test_a_deleted_person_is_no_longer_named() -> None:
    now = Secrets(company_names=WAS.company_names)
    assert without_former("Kvarcotron, pitajte Zvezdanu", FORMER, now) == f"Kvarcotron, pitajte {MASK}"
