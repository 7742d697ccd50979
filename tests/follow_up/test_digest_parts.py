"""What makes a digest, and what it shows of people's words."""

from dataclasses import replace
from datetime import timedelta

from bot.usecases.follow_up.digest import PersonalDigest, compose, queue_due
from bot.usecases.listings.cards import Card
from bot.usecases.people.settings import notification_settings
from handlers.follow_up import digest_views
from storage.database import Database
from storage.ids import SuggestionId
from storage.models import Company
from storage.people import preferences
from storage.vocabulary import CompanyKind, Frequency, Kind, ProfileType, Topic
from tests.factories import NOW, add_listing
from tests.introductions.shown import ESCAPED, MARKUP, T, labels
from tests.introductions.story import Human, Story
from tests.introductions.test_contact_views import listed
from tests.suggestions.test_match_views import listing

BRIEF, DAY = timedelta(seconds=1), timedelta(days=1)


async def digest(story: Story, human: Human, *, since: timedelta = timedelta()) -> str:
    """Returns what is in it: M(atches), T(urns), E(nding listings), U(nanswered)."""
    async with story.database.reading() as session:
        habits = replace(await notification_settings(session, human.person_id), suggestions=Frequency.DAILY)
        now = story.clock()
        found = await compose(session, human.person_id, habits, since=now + since, now=now)
    if found is None:
        return ""
    parts = {"M": found.matches, "T": found.turns, "E": found.ending, "U": found.unanswered}
    return "".join(name for name, part in parts.items() if part)


async def test_each_kind_of_news_is_a_reason_for_a_message(database: Database) -> None:
    story = Story(database=database)
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana", "Senzor d.o.o.", "RS", Kind.OFFER)
    assert (await digest(story, mei), await digest(story, ana)) == ("", "")
    await story.suggests(mei, ana)
    assert await digest(story, mei) == "M"
    number = (await mei.proposes(ana)).introduction_id
    assert await digest(story, ana, since=-BRIEF) == "T", "it came after the last message"
    assert await digest(story, ana) == "", "it waits, and is no news"
    row = await story.row(number)
    story.clock.forward(seconds=(row.expires_at - story.clock()).total_seconds() - (2 * DAY + BRIEF).total_seconds())
    assert (await digest(story, ana), await digest(story, mei)) == ("", "")
    story.clock.forward(seconds=1)
    assert (await digest(story, ana), await digest(story, mei)) == ("T", "U"), "it ends the day after tomorrow"
    await ana.puts_off(number, story.clock() + DAY)
    assert await digest(story, mei) == "", "they said when they will look"
    async with database.writing() as session:
        company = await session.get_one(Company, mei.company_id)
        await add_listing(session, company, expires_at=story.clock() + 2 * DAY, now=story.clock())
    assert await digest(story, mei) == "E"


async def test_a_digest_is_planned_once_also_by_two(database: Database) -> None:
    story = Story(database=database)
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana", "Senzor d.o.o.", "RS", Kind.OFFER)
    async with database.writing() as session:
        await preferences.put(session, mei.person_id, {"suggestions": Frequency.DAILY})
        await preferences.put(session, ana.person_id, {"suggestions": Frequency.AT_ONCE, "digest_at": NOW})
        assert await queue_due(session, NOW) == 1, "the first time only says when"
        found = await preferences.find(session, mei.person_id)
        assert found is not None
        due_at = found.digest_at
        assert due_at is not None
        assert await preferences.digests_due(session, due_at - BRIEF, 9) == []
        assert not await preferences.plan_digest(session, mei.person_id, was=None, next_at=None)
        theirs = await preferences.find(session, ana.person_id)
        assert theirs is not None
        assert theirs.digest_at == NOW, "others keep theirs"
        assert await queue_due(session, due_at) == 1
        assert await queue_due(session, due_at) == 0
    assert [one.topic for one in await mei.deliveries()] == [Topic.DIGEST]
    assert await ana.deliveries() == []


def test_words_are_shown_as_typed() -> None:
    mine, theirs = (listing(number, ProfileType.BUSINESS_OFFER, MARKUP) for number in (1, 2))
    mine.company_id, mine.expires_at = 7, NOW
    card = Card(
        suggestion_id=SuggestionId(1),
        score=50,
        mine=mine,
        theirs=theirs,
        title=MARKUP,
        summary="",
        company_kind=CompanyKind.COMPANY,
        company_size=None,
        represented=False,
        verified=(),
        reasons=(),
        mismatches=(),
    )
    nothing = PersonalDigest(
        rhythm=Frequency.DAILY, matches=(), new_matches=0, turns=(), all_turns=0, ending=(), unanswered=()
    )
    one = listed(title=MARKUP)
    for changes in ({"matches": [card], "new_matches": 1}, {"turns": [one]}, {"ending": [mine]}, {"unanswered": [one]}):
        view = digest_views.digest(T, replace(nothing, **changes), {7: MARKUP})
        assert MARKUP not in view.text
        assert view.text.count(ESCAPED) == (2 if "matches" in changes else 1)
        assert len(view.rows) == 2
        assert ("Ends soon" in view.text) is bool({"ending", "unanswered"} & set(changes))
    assert len(labels(digest_views.digest(T, nothing, {}).rows)) == len(Frequency)
