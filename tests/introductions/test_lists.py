"""Each list of introductions has those of its own tab, of the person and of the company that was chosen."""

from storage.introductions import lists
from storage.screening import hits
from storage.vocabulary import HoldReason, IntroductionTab, Kind, MembershipStatus
from tests.introductions.story import Human, Story


async def test_each_tab_lists_its_own(story: Story, mei: Human, ana: Human) -> None:
    others = [await story.joins(name, f"{name} d.o.o.", "RS", Kind.OFFER) for name in ("Bo", "Ivo", "Jan", "Eva")]
    bo, ivo, jan, eva = others
    theirs, asked, accepted = [(await mei.proposes(other)).introduction_id for other in (ana, bo, ivo)]
    await bo.asks(asked)
    await ivo.accepts(accepted)
    declined = (await mei.proposes(jan)).introduction_id
    await jan.declines(declined)
    withdrawn = (await mei.proposes(eva)).introduction_id
    await mei.withdraws(withdrawn)
    expected = {
        IntroductionTab.MY_TURN: [asked],
        IntroductionTab.THEIR_TURN: [theirs],
        IntroductionTab.CONNECTED: [accepted],
        IntroductionTab.ENDED: [withdrawn, declined],
        IntroductionTab.ALL: [asked, theirs, withdrawn, declined, accepted],
    }
    async with story.database.reading() as session:
        for company_id in (None, mei.company_id):
            counts = await lists.count_by_tab(session, mei.person_id, company_id)
            for tab, numbers in expected.items():
                page = await lists.page(session, mei.person_id, tab, company_id=company_id, offset=0, limit=9)
                assert sorted(line.id for line in page) == sorted(numbers), tab
                assert counts[tab] == len(numbers)
            first = await lists.first_page(story.database, mei.person_id, 9, company_id)
            assert first.counts == {tab: len(numbers) for tab, numbers in expected.items()}
        assert [one[0] for one in await lists.latest_connected(session, mei.person_id, 9)] == [accepted]
        assert await lists.latest_connected(session, ana.person_id, 9) == []


async def test_a_list_is_that_of_the_company_that_was_chosen(story: Story, mei: Human, ana: Human) -> None:
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    await story.set_membership(ana, MembershipStatus.ACTIVE, bo.company_id)
    numbers = [(await mei.proposes(other)).introduction_id for other in (ana, bo)]
    held = numbers[1]
    async with story.database.writing() as session:
        for company_id, expected in ((None, numbers), (ana.company_id, numbers[:1]), (bo.company_id, numbers[1:])):
            page = await lists.page(
                session, ana.person_id, IntroductionTab.ALL, company_id=company_id, offset=0, limit=9
            )
            assert sorted(line.id for line in page) == expected
        await hits.hold(session, held, HoldReason.SCREENING, story.clock())
        for who, expected in ((ana, numbers[:1]), (mei, numbers)):
            page = await lists.page(session, who.person_id, IntroductionTab.ALL, offset=0, limit=9)
            assert sorted(line.id for line in page) == expected, "the recipient does not see a held one"
