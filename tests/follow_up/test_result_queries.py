"""What is stored about results, and which of them are figures and quotes of an event."""

import pytest

from bot.errors import NoLongerThereError
from bot.i18n.translator import translator_for
from bot.usecases.follow_up import next_best, results
from handlers.follow_up import views
from storage import follow_up
from storage.database import Database
from storage.ids import CompanyId, IntroductionId
from storage.models import ReportedResult
from storage.vocabulary import Kind, Language, Worth
from tests.introductions.story import Human, Story
from tests.neighbours import select_own
from tests.recommendations.stage import organizer


@pytest.fixture
async def story(database: Database) -> Story:
    return Story(database=database)


async def pair(story: Story) -> tuple[Human, Human, IntroductionId]:
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana", "Senzor d.o.o.", "RS", Kind.OFFER)
    return mei, ana, (await mei.proposes(ana)).introduction_id


async def test_only_sides_of_an_accepted_introduction_tell_a_result(story: Story) -> None:
    mei, ana, number = await pair(story)
    async with story.database.writing() as session:
        for act in (
            results.tell_worth(session, mei.person_id, number, Worth.MORE, story.clock()),
            results.allow_quote(session, mei.person_id, number, "A good start.", story.clock(), named=True),
            results.country_of(session, mei.person_id, number),
            results.secrets_of_quote(session, mei.person_id, number),
        ):
            with pytest.raises(NoLongerThereError):
                await act
    await ana.accepts(number)
    async with story.database.writing() as session:
        await results.tell_worth(session, mei.person_id, number, Worth.MORE, story.clock())
        assert await results.country_of(session, mei.person_id, number) == "CN"


async def tells(story: Story, number: IntroductionId, human: Human, *, side: Kind, mailed: bool = False) -> None:
    async with story.database.writing() as session:
        await follow_up.put(
            session,
            number,
            side,
            company_id=human.company_id,
            person_id=None if mailed else human.person_id,
            changes={"worth": Worth.MORE, "quote": f"{number} {side}"},
            now=story.clock(),
        )


async def told(story: Story) -> list[tuple[CompanyId, str | None]]:
    async with story.database.reading() as session:
        rows = await session.scalars(select_own(ReportedResult).order_by(ReportedResult.quote))
        return [(row.company_id, row.quote) for row in rows]


async def test_a_quote_is_taken_back_by_its_own_side_once(story: Story) -> None:
    mei, ana, number = await pair(story)
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    other = (await mei.proposes(bo)).introduction_id
    await tells(story, number, mei, side=Kind.NEED)
    await tells(story, number, ana, side=Kind.OFFER)
    await tells(story, other, mei, side=Kind.NEED)
    async with story.database.writing() as session:
        assert await follow_up.delete_quote(session, number, Kind.NEED)
        assert not await follow_up.delete_quote(session, number, Kind.NEED)
    left = [one for one in await told(story) if one[1] is not None]
    assert left == [(ana.company_id, f"{number} offer"), (mei.company_id, f"{other} need")]


async def test_only_what_a_company_told_by_mail_goes_with_its_mailbox(story: Story) -> None:
    mei, ana, number = await pair(story)
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    other = (await mei.proposes(bo)).introduction_id
    await tells(story, number, mei, side=Kind.NEED)
    await tells(story, other, mei, side=Kind.NEED, mailed=True)
    await tells(story, number, ana, side=Kind.OFFER, mailed=True)
    async with story.database.writing() as session:
        await follow_up.delete_mailed(session, mei.company_id)
    assert await told(story) == [(mei.company_id, f"{number} need"), (ana.company_id, f"{number} offer")]


async def test_an_event_has_the_results_of_two_of_its_companies(story: Story) -> None:
    mei, ana, number = await pair(story)
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    other = (await mei.proposes(bo)).introduction_id
    olga = await organizer(story, mei, ana)
    await tells(story, number, mei, side=Kind.NEED)
    await tells(story, other, mei, side=Kind.NEED)
    async with story.database.writing() as session:
        await follow_up.put(
            session,
            number,
            Kind.OFFER,
            company_id=ana.company_id,
            person_id=ana.person_id,
            changes={"worth": Worth.TO_10K, "named": True},
            now=story.clock(),
        )
        assert await follow_up.worths(session, olga.event_id) == [(number, Worth.MORE), (number, Worth.TO_10K)]
        assert await follow_up.quotes(session, olga.event_id) == [(f"{number} need", "CN", None)]
        await follow_up.delete_quote(session, number, Kind.NEED)
        assert await follow_up.quotes(session, olga.event_id) == []


async def test_without_the_listing_there_is_no_next_best_match(story: Story) -> None:
    mei, _, number = await pair(story)
    async with story.database.writing() as session:
        row = await story.row(number)
        row = await session.merge(row)
        row.need_id = None
        await session.flush()
        assert await next_best.next_best(session, mei.person_id, number, story.clock()) is None


def test_words_and_names_are_shown_as_typed() -> None:
    shown = views.shown_quote(translator_for(Language.EN), "a <b> & c", "RS", "R&D <i>")
    assert shown == "“a &lt;b&gt; &amp; c” – R&amp;D &lt;i&gt;, Serbia"
