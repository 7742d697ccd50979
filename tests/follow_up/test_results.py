"""A good result: a rough figure, and a sentence that is quoted only if they say so."""

import json

import pytest

from storage.models import ReportedResult
from storage.vocabulary import Worth
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair
from tests.neighbours import select_own

SENTENCE = "我们和 Senzor d.o.o. 在上海见面, 请联系 mei@pudong.cn, 已签下一年供货合同."


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """Connected a month ago, and asked what came of it."""
    fair = await at_the_fair(chat, clock)
    await fair.accepted()
    await fair.time_passes(days=30, hours=1)
    return fair


async def kept(fair: Fair) -> list[ReportedResult]:
    async with fair.chat.program.services.database.reading() as session:
        return list(await session.scalars(select_own(ReportedResult)))


async def writes(fair: Fair, sentence: str) -> None:
    await fair.mei.says("🎉 We have signed")
    await fair.mei.says("Skip")
    await fair.mei.says("✍️ Write a sentence")
    await fair.mei.types(sentence)


async def test_a_figure_is_one_tap_and_may_be_skipped(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says("🎉 We have signed")
    assert mei.t("What is it worth, roughly? (optional)") in mei.sees()
    await mei.says("€10,000 to €100,000")
    assert mei.t("✍️ Write a sentence") in mei.buttons()
    await ana.says("👥 We have met")
    await ana.says("Skip")
    (one,) = await kept(fair)
    assert (one.worth, one.quote, one.person_id) == (Worth.TO_100K, None, mei.id)


async def test_nobody_is_asked_for_a_figure_without_a_good_result(fair: Fair) -> None:
    await fair.mei.says("💬 We are talking")
    assert fair.mei.t("Skip") not in fair.mei.buttons()


async def test_a_sentence_is_masked_and_kept_only_with_consent(fair: Fair) -> None:
    mei = fair.mei
    await writes(fair, SENTENCE)
    assert "已签下一年供货合同" in mei.sees()
    assert "Senzor" not in mei.sees().split(SENTENCE)[-1]
    assert "pudong" not in mei.sees().split(SENTENCE)[-1]
    assert await kept(fair) == [], "a preview is no consent"
    await mei.says("✅ Yes, without our name")
    (one,) = await kept(fair)
    assert one.quote is not None
    assert "Senzor" not in one.quote
    assert "pudong" not in one.quote
    assert not one.named
    await mei.says("↩️ Take it back")
    (one,) = await kept(fair)
    assert one.quote is None


async def test_a_sentence_of_which_nothing_would_be_left_is_asked_for_again(fair: Fair) -> None:
    mei = fair.mei
    await writes(fair, "mei@pudong.cn, +86 138 1234 5678")
    assert mei.t("✅ Yes, without our name") not in mei.buttons()
    await mei.types("我们已经签约, 合作顺利.")
    assert mei.t("✅ Yes, without our name") in mei.buttons()
    assert "“我们已经签约, 合作顺利.”" in mei.sees(), "in the quotation marks of the language"


async def test_without_consent_nothing_is_kept(fair: Fair) -> None:
    await writes(fair, "我们已经签约, 合作顺利.")
    await fair.mei.says("Not now")
    assert fair.mei.t("Nobody will read it.") in fair.mei.sees()
    assert await kept(fair) == []


async def test_a_result_is_in_the_export_and_deleted_with_the_person(fair: Fair) -> None:
    mei = fair.mei
    await writes(fair, "我们已经签约, 合作非常顺利.")
    await mei.says("✅ Yes, with our company's name")
    await mei.types("/export")
    told = json.loads(mei.phone.file(mei.phone.last()))["reported_result"]
    assert [(one["quote"], one["named"]) for one in told] == [("我们已经签约, 合作非常顺利.", True)]
    await mei.types("/forgetme")
    await mei.says("🗑 Yes, delete everything")
    assert await kept(fair) == []
