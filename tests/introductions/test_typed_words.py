"""Words typed outside of a dialog while the other side waits for them, before both accepted."""

from tests.chat import Human
from tests.events.fair import ANAS, MEIS, Fair


def offers(human: Human, what: str, title: str) -> bool:
    return any(label.startswith(human.t(what, title="")) and title[:12] in label for label in human.buttons())


ANSWER, QUESTION = "✍️ My answer: {title}", "❓ My question: {title}"


async def asked(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.says("❓ Ask a question first")
    await fair.ana.types("Koliko komada godišnje?")
    assert "Koliko komada" in fair.mei.sees()


async def test_an_answer_that_was_typed_without_pressing_answer_is_one_tap_away(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair)
    await mei.types("大约每年两百套")
    assert "大约每年两百套" not in ana.sees()
    assert offers(mei, ANSWER, ANAS)
    await mei.presses(mei.t(ANSWER, title="").strip())
    assert "大约每年两百套" in ana.sees()
    assert mei.t("✅ Passed on. I'll tell you as soon as they answer.") in mei.sees()

    await mei.types("还有一件事")
    assert not offers(mei, ANSWER, ANAS), "now it is the other side's turn"


async def test_after_a_detour_the_answer_can_still_be_sent(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair)
    for detour in ("/help", "/matches", "/language"):
        await mei.says("✍️ Answer", older=True)
        await mei.types(detour)
        await mei.types(f"两百套 {detour[1:]}")
        assert offers(mei, ANSWER, ANAS), detour
        assert "两百套" not in ana.phone.reads()


async def test_after_a_detour_the_question_can_still_be_sent_and_is_masked(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("Koliko komada godišnje?")
    assert not offers(ana, QUESTION, MEIS), "nobody asked for a question, and Ana did not begin one"
    await ana.says("❓ Ask a question first", older=True)
    await ana.types("/programme")
    await ana.types("Koliko komada godišnje? Pišite na ana@senzor.rs")
    assert offers(ana, QUESTION, MEIS)
    await ana.presses(ana.t(QUESTION, title="").strip())
    assert "Koliko komada" in mei.sees()
    assert "ana@senzor.rs" not in mei.phone.reads()
    assert "▒▒▒" in ana.sees(), "its author reads what was hidden"


async def test_an_answer_that_is_too_long_is_kept(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await asked(fair)
    await mei.types("我们每年需要很多套传感器. " * 100)
    await mei.presses(mei.t(ANSWER, title="").strip())
    assert "我们每年" not in ana.phone.reads()
    assert "1,000" in mei.sees(), "the limit, as Chinese readers write numbers"


NOTHING_LEFT = (
    "Nothing of it would be left: names and contact data stay hidden until both have accepted. "
    "Please say it in other words."
)


async def test_a_message_of_which_nothing_would_be_left_is_not_sent(fair: Fair) -> None:
    """Neither as a few words with the request, nor as a question, nor as an answer, also typed after a detour."""
    mei, ana = fair.mei, fair.ana
    number = "+381 64 123 4567"
    await mei.says("🤝 Introduce us", older=True)
    await mei.types(number)
    assert mei.t(NOTHING_LEFT) in mei.sees()
    await mei.types("我们需要两百套")
    await mei.presses(mei.t("Send"))
    assert "我们需要两百套" in ana.sees()

    await ana.says("❓ Ask a question first")
    await ana.types(number)
    assert ana.t(NOTHING_LEFT) in ana.sees()
    await ana.types("Koliko komada godišnje?")
    assert "Koliko komada" in mei.sees()

    await mei.types(number)
    await mei.presses(mei.t(ANSWER, title="").strip())
    assert mei.t(NOTHING_LEFT) in mei.sees()
    assert "▒▒▒" not in ana.phone.reads()
    await mei.says("✍️ Answer", older=True)
    await mei.types("两百套")
    assert "两百套" in ana.sees()


async def test_a_thumb_alone_is_passed_on(fair: Fair) -> None:
    await asked(fair)
    await fair.mei.says("✍️ Answer")
    await fair.mei.types("👍")
    assert "👍" in fair.ana.sees()
