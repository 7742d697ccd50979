"""Who may have what translated: the two sides what they may read, and nobody else anything."""

from bot.errors import DomainError
from bot.usecases.translations import Source, foreign_texts
from storage.ids import PersonId
from tests.factories import NOW
from tests.introductions.story import Human, Story


async def texts(story: Story, person_id: PersonId, source: Source, number: int) -> list[str]:
    async with story.database.reading() as session:
        found = await foreign_texts(session, person_id, source, number, NOW)
    return [one.text for one in found]


async def refused(story: Story, person_id: PersonId, source: Source, number: int) -> bool:
    try:
        await texts(story, person_id, source, number)
    except DomainError:
        return True
    return False


async def test_the_two_sides_get_the_other_sides_words_only(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana, "We run forty greenhouses.")).introduction_id
    asked = await ana.asks(number, "Which protocol? Call +381641234567.")
    card, pitch = await texts(story, ana.person_id, Source.INTRODUCTION, number)
    assert pitch == "We run forty greenhouses."
    assert card != ""
    (question,) = (await texts(story, mei.person_id, Source.INTRODUCTION, number))[1:]
    assert question.startswith("Which protocol? Call ▒▒▒")
    assert await texts(story, mei.person_id, Source.MESSAGE, asked.message_id) == [question]
    assert await texts(story, ana.person_id, Source.MESSAGE, asked.message_id) == []


async def test_outsiders_get_nothing(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    asked = await ana.asks(number)
    stranger = PersonId(1)
    for source in Source:
        for thing in (number, asked.message_id, mei.listing_id, 99_999):
            assert await refused(story, stranger, source, thing), source
