"""The second red-team set. The masking found 68 % of it before it was changed for the set."""

from bot.masking import Masked, Secrets, mask_after, mask_together
from tests.masking.second_set import smuggled

EXPECTED_SHARE = 0.95
NOBODY = Secrets()


def test_nearly_all_of_the_second_set_is_caught() -> None:
    tried = list(smuggled())
    missed = [one.parts for one in tried if not one.is_caught()]
    assert len(tried) >= 240
    assert 1 - len(missed) / len(tried) >= EXPECTED_SHARE, missed


def test_half_a_number_waits_in_vain_for_its_other_half() -> None:
    assert mask_after(["+381 63"], "765 4321", secrets=NOBODY).text == "▒▒▒"
    assert mask_after(["My WhatsApp:"], "63 765 4321 or so", secrets=NOBODY).text == "▒▒▒ or so"
    assert mask_after(["We have 63 models."], "And 765 customers since 2014.", secrets=NOBODY).found == ()


def test_what_is_masked_after_others_is_told_in_offsets_of_its_own() -> None:
    (found,) = mask_after(["My number begins with +381 63"], "and goes on 765 4321.", secrets=NOBODY).found
    assert (found.start, found.end, found.snippet) == (12, 20, "765 4321")


def test_title_and_summary_are_masked_as_one_and_stay_two() -> None:
    title, summary = mask_together(("Sensors, call 063", "765 4321 is the rest"), secrets=NOBODY)
    assert "063" not in title.text
    assert "765" not in summary.text
    assert title.text.startswith("Sensors, call ")
    assert summary.text.endswith(" is the rest")
    assert mask_together(("A title", "A summary."), secrets=NOBODY) == (
        Masked(text="A title", found=()),
        Masked(text="A summary.", found=()),
    )
