"""What somebody was called before they changed their name, or went, stays hidden in what strangers read."""

from bot.masking import MASK, Secrets
from bot.usecases.people.former_names import without_former

WAS = Secrets(company_names=("Kvarcotron d.o.o.",), person_names=("Zvezdana Kvržić",))


def test_what_only_the_former_name_hid_is_taken_out() -> None:
    now = Secrets(company_names=("Zumbulexa d.o.o.",), person_names=("Zvezdana Kvržić",))
    text = "Kvarcotron pravi senzore, IP67. Zvezdana Kvržić, prodaja@kvarcotron.rs"
    assert without_former(text, WAS, now) == f"{MASK} pravi senzore, IP67. Zvezdana Kvržić, prodaja@kvarcotron.rs"


def test_another_spelling_of_the_same_name_changes_nothing() -> None:
    now = Secrets(company_names=("KVARCOTRON doo",), person_names=("Zvezdana Kvržić",))
    text = "Kvarcotron d.o.o. pravi senzore. Kvržić"
    assert without_former(text, WAS, now) == text


def test_who_has_gone_is_named_no_more() -> None:
    now = Secrets(company_names=WAS.company_names)
    assert without_former("Kvarcotron, pitajte Zvezdanu", WAS, now) == f"Kvarcotron, pitajte {MASK}"
