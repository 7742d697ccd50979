"""A name is hidden, and the words around it stay: also where a script has no spaces, and at the end of a sentence."""

import pytest

from bot.masking import MASK, Secrets, mask

SECRETS = Secrets(
    company_names=("浦东农业科技有限公司", "Morava Tehnika d.o.o.", "青山機械株式会社"),
    person_names=("Brana Petrović", "李梅花"),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("样品请寄到浦东农业科技有限公司", f"样品请寄到{MASK}"),
        ("我们和浦东农业科技有限公司一起生产传感器", f"我们和{MASK}一起生产传感器"),
        ("サンプルは青山機械株式会社へ送ってください", f"サンプルは{MASK}へ送ってください"),
        ("She asked for Brana.", f"She asked for {MASK}."),
        ("Pitajte Branu!", f"Pitajte {MASK}!"),
        ("Is it Morava Tehnika?", f"Is it {MASK}?"),
        ("We make sensors; Morava Tehnika sells them.", f"We make sensors; {MASK} sells them."),
    ],
)
def test_the_words_around_a_name_stay(text: str, shown: str) -> None:
    assert mask(text, secrets=SECRETS).text == shown
