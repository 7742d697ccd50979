"""Introductions from the proposal to the contact cards, and the ways in which they end earlier."""

from datetime import timedelta

import pytest

from bot.errors import EmptyTextError, TooLongError
from bot.usecases import introductions
from bot.usecases.introductions import SignedMessage, errors
from bot.usecases.introductions.talk import File
from storage.vocabulary import ChannelKind, DeclineReason, FileKind, IntroductionStatus, IntroductionTab, Kind, Topic
from tests.introductions.story import RULES, Human, Story


async def test_both_sides_get_the_card_after_acceptance(story: Story, mei: Human, ana: Human) -> None:
    proposed = await mei.proposes(ana, "We run forty greenhouses.")
    assert not proposed.accepted
    assert await ana.told() == [Topic.INTRODUCTION_PROPOSED]
    assert (await ana.sees(proposed.introduction_id)).pitch == "We run forty greenhouses."

    await ana.accepts(proposed.introduction_id)

    assert await mei.told() == [Topic.INTRODUCTION_ACCEPTED]
    card = await mei.gets_card(proposed.introduction_id)
    assert (card.company_name, card.country) == ("Senzor d.o.o.", "RS")
    assert card.person is not None
    assert card.person.name == "Ana Anić"
    assert card.person.channels == (
        (ChannelKind.EMAIL, "ana@senzor.example.rs"),
        (ChannelKind.PHONE, "+381641234567"),
    )
    assert card.person.username is None, "she did not choose to share her Telegram account"
    hers = await ana.gets_card(proposed.introduction_id)
    assert hers.person is not None
    assert hers.person.channels == ((ChannelKind.WECHAT, "mei-pudong"), (ChannelKind.TELEGRAM, "@mei_li_sh"))
    assert hers.person.username == "mei_li_sh"


async def test_no_card_before_acceptance_or_after_a_decline(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    for one in (mei, ana):
        with pytest.raises(errors.ClosedError):
            await one.gets_card(number)
    await ana.declines(number)
    for one in (mei, ana):
        with pytest.raises(errors.ClosedError):
            await one.gets_card(number)


async def test_both_sides_see_whose_turn_it_is(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    assert (await ana.sees(number)).my_turn
    assert not (await mei.sees(number)).my_turn
    await ana.asks(number)
    assert (await mei.sees(number)).status is IntroductionStatus.QUESTION
    assert (await mei.sees(number)).my_turn
    await mei.answers(number)
    assert (await ana.sees(number)).my_turn
    await ana.accepts(number)
    assert not (await ana.sees(number)).my_turn
    assert not (await mei.sees(number)).my_turn


async def test_questions_and_answers_are_masked_and_the_author_is_told(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana, "Pudong Agritech here, write to mei@pudong.example.cn")).introduction_id
    pitch = (await ana.sees(number)).pitch
    assert pitch is not None
    assert "Pudong" not in pitch
    assert "mei@" not in pitch

    said = await ana.asks(number, "Is it for soil? Call +381 64 123 4567, Ana Anić from Senzor")
    assert said.heard == 1
    assert {finding.kind.value for finding in said.findings} >= {"phone"}
    (seen,) = await mei.reads(number)
    assert "soil" in seen
    for secret in ("123 4567", "Ana", "Senzor"):
        assert secret not in seen
    assert await ana.reads(number) == ["Is it for soil? Call +381 64 123 4567, Ana Anić from Senzor"]
    assert await mei.told() == [Topic.INTRODUCTION_QUESTION]

    await mei.answers(number, "Yes, for soil.")
    assert await ana.told() == [Topic.INTRODUCTION_PROPOSED, Topic.INTRODUCTION_ANSWER]


async def test_masked_messages_stay_masked_after_acceptance(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number, "Call +381 64 123 4567")
    await ana.accepts(number)
    assert "123" not in (await mei.reads(number))[0]


async def test_files_and_unmasked_text_are_relayed_only_after_acceptance(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    photo = File(kind=FileKind.PHOTO, file_id="photo-1")
    with pytest.raises(errors.FilesNotYetError):
        await ana.says(number, "look", photo)
    await ana.accepts(number)
    said = await ana.says(number, "Call me: +381 64 123 4567", photo)
    assert said.findings == ()
    assert await mei.reads(number) == ["Call me: +381 64 123 4567"]
    await mei.says(number, None, photo)
    assert await ana.told() == [Topic.INTRODUCTION_PROPOSED, Topic.RELAYED_MESSAGE]


async def test_one_question_at_a_time_and_only_the_proposer_answers(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    with pytest.raises(errors.NotYourMoveError):
        await mei.answers(number)
    await ana.asks(number)
    with pytest.raises(errors.NotYourMoveError):
        await ana.asks(number)


async def test_say_works_in_every_state_that_allows_messages(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    with pytest.raises(errors.NotYourMoveError):
        await mei.says(number, "hello?")
    await ana.says(number, "How many?")
    await mei.says(number, "Forty.")
    await ana.accepts(number)
    await mei.says(number, "Shall we meet?")
    assert await ana.reads(number) == ["How many?", "Forty.", "Shall we meet?"]


@pytest.mark.parametrize("text", [None, "", "  \n "])
async def test_an_empty_question_is_refused_without_a_change(mei: Human, ana: Human, text: str | None) -> None:
    number = (await mei.proposes(ana)).introduction_id
    with pytest.raises(EmptyTextError):
        await ana.says(number, text)
    assert (await ana.sees(number)).my_turn


async def test_a_text_over_the_limit_is_refused_with_the_limit(mei: Human, ana: Human) -> None:
    with pytest.raises(TooLongError) as caught:
        await mei.proposes(ana, "x" * 501)
    assert caught.value.values == {"limit": 500, "length": 501}
    number = (await mei.proposes(ana, "x" * 500)).introduction_id
    with pytest.raises(TooLongError):
        await ana.asks(number, "x" * 1001)


async def test_a_decline_is_told_with_its_reason_and_is_final(story: Story, mei: Human, ana: Human) -> None:
    await story.suggests(mei, ana)
    number = (await mei.proposes(ana)).introduction_id
    await ana.declines(number, DeclineReason.TOO_EARLY)
    seen = await mei.sees(number)
    assert (seen.status, seen.decline_reason) == (IntroductionStatus.DECLINED, DeclineReason.TOO_EARLY)
    assert await mei.told() == [Topic.INTRODUCTION_DECLINED]
    story.clock.forward(days=100)
    with pytest.raises(errors.DeclinedBeforeError):
        await mei.proposes(ana)
    again = await ana.proposes(mei)
    assert not again.accepted, "who said no may think better of it"


async def test_the_proposer_can_withdraw_until_the_answer(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    await mei.withdraws(number)
    assert (await ana.sees(number)).status is IntroductionStatus.WITHDRAWN
    with pytest.raises(errors.ClosedError) as caught:
        await ana.accepts(number)
    assert caught.value.status is IntroductionStatus.WITHDRAWN


async def test_no_ended_notice_without_a_delivered_proposal(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await mei.withdraws(number)
    assert await ana.told() == [], "the waiting proposal was taken back"


async def test_a_postponed_introduction_returns_on_the_chosen_day(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.puts_off(number, story.clock() + timedelta(days=30))
    assert await mei.told() == [Topic.INTRODUCTION_LATER]
    assert (await mei.sees(number)).later_until == story.clock() + timedelta(days=30)
    await story.time_passes(days=29)
    assert (await ana.told())[1:] == []
    await story.time_passes(days=1)
    assert (await ana.told())[1:] == [Topic.INTRODUCTION_RETURNED]
    seen = await ana.sees(number)
    assert seen.later_until is None
    assert seen.expires_at == story.clock() + RULES.expiry
    await ana.accepts(number)


async def test_a_postponed_introduction_can_be_answered_early(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.puts_off(number, story.clock() + timedelta(days=30))
    await ana.accepts(number)
    assert (await story.row(number)).later_until is None
    assert await story.time_passes(days=31) == 4, "only the questions of 7 and 30 days, to both"


@pytest.mark.parametrize("days", [0, -1, 94])
async def test_an_introduction_can_be_postponed_for_three_months_at_most(
    story: Story, mei: Human, ana: Human, days: int
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    with pytest.raises(errors.BadDateError):
        await ana.puts_off(number, story.clock() + timedelta(days=days))


async def test_only_the_recipient_decides_and_only_the_proposer_withdraws(story: Story, mei: Human, ana: Human) -> None:
    stranger = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    number = (await mei.proposes(ana)).introduction_id
    for act in (mei.accepts, mei.declines, stranger.accepts, stranger.declines, stranger.withdraws, ana.withdraws):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    for look in (stranger.sees, stranger.reads, stranger.gets_card, stranger.asks):
        with pytest.raises(errors.NotYoursError):
            await look(number)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


async def test_the_overview_contains_no_names(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    seen = await ana.sees(number)
    assert seen.counterpart is not None
    assert seen.counterpart.country == "CN"
    assert "Pudong" not in f"{seen.title} {seen.summary} {seen.counterpart} {seen.reasons}"


async def test_the_author_of_a_message_is_named_only_after_acceptance(story: Story, mei: Human, ana: Human) -> None:
    async def author() -> SignedMessage | None:
        async with story.database.reading() as session:
            return await introductions.signed_message(session, mei.person_id, number, said.message_id)

    number = (await mei.proposes(ana)).introduction_id
    said = await ana.asks(number)
    with pytest.raises(errors.ClosedError):
        await author()
    await ana.accepts(number)
    signed = await author()
    assert signed is not None
    assert (signed.author, signed.company) == ("Ana Anić", "Senzor d.o.o.")


async def test_the_overview_shows_own_turns_first_and_has_pages(story: Story, mei: Human, ana: Human) -> None:
    waiting = (await mei.proposes(ana)).introduction_id
    others = [await story.joins(f"P{n}", f"Need {n}", "CN", Kind.NEED) for n in range(3)]
    closed, accepted, mine = [(await ana.proposes(other)).introduction_id for other in others]
    await others[0].declines(closed)
    await others[1].accepts(accepted)
    async with story.database.reading() as session:
        seen = await introductions.my_introductions(session, ana.person_id)
        page = await introductions.list_introductions(session, ana.person_id, IntroductionTab.ALL, offset=1, limit=2)
        count = await introductions.count_introductions(session, ana.person_id)
    assert [one.id for one in seen][:2] == [waiting, mine]
    assert {one.id for one in seen[2:]} == {accepted, closed}
    assert [one.id for one in page] == [one.id for one in seen[1:3]]
    assert {tab.name: n for tab, n in count.items()} == {
        "ALL": 4,
        "MY_TURN": 1,
        "THEIR_TURN": 1,
        "CONNECTED": 1,
        "ENDED": 1,
    }
