"""Companies that are reached by mail are asked for results too, and may add a figure and a sentence on the page."""

from bot.masking import MASK
from storage.models import ReportedResult
from storage.vocabulary import Worth
from tests.mail.post import Post, subjects
from tests.neighbours import select_own

ASKED = "Did your introduction lead to anything?"
SENTENCE = "Two years of deliveries agreed. Details from Li Mei, mei@pudong.cn."


async def connected(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")


async def kept(post: Post) -> list[ReportedResult]:
    async with post.database.reading() as session:
        return list(await session.scalars(select_own(ReportedResult)))


def asked(post: Post) -> int:
    return sum(ASKED in subject for subject in subjects(post.server))


async def test_they_are_asked_after_7_30_and_90_days(post: Post) -> None:
    await connected(post)
    for days, times in ((6, 0), (1, 1), (23, 2), (60, 3), (300, 3)):
        await post.time_passes(days=days, hours=1)
        assert asked(post) == times


async def test_nobody_is_asked_again_after_the_last_word(post: Post) -> None:
    await connected(post)
    await post.time_passes(days=8)
    await post.sends("outcome", outcome="nothing")
    await post.time_passes(days=90)
    assert asked(post) == 1


async def test_a_good_result_takes_a_figure_and_a_sentence_which_can_be_taken_back(post: Post) -> None:
    await connected(post)
    await post.time_passes(days=8)
    path = f"{post.link()}?l=en"
    assert "What is it worth" not in await post.opens(path)
    await post.sends("outcome", path=path, outcome="signed")
    page = await post.opens(path)
    assert "What is it worth, roughly? (optional)" in page
    await post.sends("worth", path=path, worth=Worth.TO_100K.value)
    assert "What is it worth" not in await post.opens(path)
    await post.sends("quote", path=path, words=SENTENCE, named="unnamed")
    (told,) = await kept(post)
    assert (told.worth, told.named, told.person_id) == (Worth.TO_100K, False, None)
    assert told.quote is not None
    assert MASK in told.quote
    assert "mei@pudong.cn" not in told.quote
    assert "Li Mei" not in told.quote
    assert "Two years of deliveries agreed" in await post.opens(path)
    await post.sends("unquote", path=path)
    (told,) = await kept(post)
    assert told.quote is None


async def test_without_consent_or_before_both_accepted_nothing_is_kept(post: Post) -> None:
    await post.confirmed()
    await post.sends("worth", worth=Worth.MORE.value)
    assert post.code == 409
    await post.sends("accept")
    await post.time_passes(days=8)
    await post.sends("quote", words=SENTENCE)
    await post.sends("quote", words="", named="named")
    await post.sends("quote", words="x" * 301, named="named")
    await post.sends("worth", worth="a fortune")
    assert post.code == 409
    assert await kept(post) == []


async def test_quotes_are_deleted_when_the_address_refuses_mails(post: Post) -> None:
    await connected(post)
    await post.time_passes(days=8)
    await post.sends("outcome", outcome="signed")
    await post.sends("quote", words=SENTENCE, named="named")
    assert len(await kept(post)) == 1
    await post.sends("never")
    assert await kept(post) == []
