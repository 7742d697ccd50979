"""The forms that propose an introduction and write to the other side: what they ask, take, and show before sending."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases.introductions import PITCH_LIMIT, TEXT_LIMIT
from bot.usecases.introductions.rules import MESSAGE_LIMIT
from handlers.forms import turn as turns
from handlers.forms.form import Accept, Question, Refuse
from handlers.forms.user_input import Act, File, OtherKind, Pressed, Text, UserInput
from handlers.introductions import propose_form, write_form
from handlers.introductions.labels import OPENINGS
from handlers.introductions.propose_form import MINE, PITCH, THEIRS
from handlers.introductions.write_form import ANSWERING, HEARD, INTRODUCTION, SENT, TALKING, TIME, WORDS
from handlers.ui.notes import too_long
from storage.database import Database
from storage.ids import ListingId
from storage.models import Company, Listing, Person
from storage.vocabulary import CompanySize, FileKind, IntroductionStatus
from tests.forms.asked import asked
from tests.introductions.shown import ESCAPED, MARKUP, T, shown
from tests.introductions.story import Human, Story

PITCH_FIELD, WORDS_FIELD = propose_form.FORM.fields[0], write_form.FORM.fields[0]
ONLY_TEXT = "Answer with a text message."


def picture(caption: str = "") -> File:
    return File(FileKind.PHOTO, "photo-1", "image/jpeg", caption, None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Pressed(Act.CHOOSE, "0"), {PITCH: OPENINGS[0], "_language": "en"}),
        (Pressed(Act.CHOOSE, str(len(OPENINGS) - 1)), {PITCH: OPENINGS[-1], "_language": "en"}),
        (Pressed(Act.CHOOSE, str(len(OPENINGS))), ONLY_TEXT),
        (Pressed(Act.CHOOSE, "x"), ONLY_TEXT),
        (Text("   "), ONLY_TEXT),
        (picture(), ONLY_TEXT),
        (Text("Wir suchen Sensoren für Gewächshäuser."), {"_language": "de"}),
        (Text("OK 5G"), {PITCH: "OK 5G", "_language": "und"}),
        (Text("a" * PITCH_LIMIT), {PITCH: "a" * PITCH_LIMIT}),
        (Text("a" * (PITCH_LIMIT + 1)), too_long(T, 501, 500)),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_pitch_is_typed_or_chosen(database: Database, given: UserInput, expected: Any) -> None:
    outcome = await PITCH_FIELD.read(given, asked(database, **{MINE: 0}))
    if isinstance(expected, dict):
        assert isinstance(outcome, Accept)
        assert expected.items() <= outcome.values.items()
    else:
        assert outcome == Refuse(expected)


NOT_YET = "Only text for now. You can send files once both sides have accepted."
ANYTHING = "I can't pass this on, but text, photos, documents, video, sound, places and contacts."


@pytest.mark.parametrize(
    ("talking", "given", "expected"),
    [
        (True, picture("Look"), {WORDS: "Look", "_file": {"kind": FileKind.PHOTO, "file_id": "photo-1"}}),
        (False, picture("Look"), NOT_YET),
        (True, Pressed(Act.DONE, ""), ANYTHING),
        (False, Pressed(Act.DONE, ""), ONLY_TEXT),
        (True, Text(" "), ONLY_TEXT),
        (False, Text("a" * TEXT_LIMIT), {WORDS: "a" * TEXT_LIMIT}),
        (
            False,
            Text("a" * (TEXT_LIMIT + 1)),
            "That is 1,001 characters; the limit is 1,000. Shorten it and send it again.",
        ),
        (True, Text("a" * MESSAGE_LIMIT), {WORDS: "a" * MESSAGE_LIMIT}),
        (
            True,
            Text("a" * (MESSAGE_LIMIT + 1)),
            "That is 3,001 characters; the limit is 3,000. Shorten it and send it again.",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_files_and_long_texts_only_after_both_accepted(
    database: Database, talking: bool, given: UserInput, expected: Any
) -> None:
    outcome = await WORDS_FIELD.read(given, asked(database, **{TALKING: talking, INTRODUCTION: 0}))
    assert outcome == (Accept(expected) if isinstance(expected, dict) else Refuse(expected))


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        ({}, "Type your question, in any language."),
        ({ANSWERING: True}, "Type your answer, in any language."),
        ({TALKING: True}, f"What you write now goes to <b>{ESCAPED} (Senzor d.o.o.)</b>: text, photos, files."),
        ({TALKING: True, TIME: True}, "Type one or two days and hours that suit you, with your time zone."),
        ({TALKING: True, SENT: True, HEARD: True}, f"✅ Passed on to <b>{ESCAPED} (Senzor d.o.o.)</b>. Write on,"),
        (
            {TALKING: True, SENT: True},
            "They cannot be reached at the moment.",
        ),
    ],
    ids=str,
)
async def test_the_question_says_to_whom_it_goes(
    story: Story, mei: Human, ana: Human, data: dict[str, bool], begins: str
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    async with story.database.writing() as session:
        await session.execute(update(Person).where(Person.id == ana.person_id).values(name=MARKUP))
    question = await WORDS_FIELD.ask(asked(story.database, by=mei.person_id, **{INTRODUCTION: number}, **data))
    assert question.text.startswith(begins)


async def test_without_a_card_it_goes_to_the_other_side(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    question = await WORDS_FIELD.ask(asked(story.database, by=mei.person_id, **{INTRODUCTION: number, TALKING: True}))
    assert "<b>the other side</b>" in question.text


@pytest.mark.parametrize(
    ("status", "mine_proposed", "time", "data"),
    [
        (IntroductionStatus.PROPOSED, False, False, {}),
        (IntroductionStatus.QUESTION, True, False, {ANSWERING: True}),
        (IntroductionStatus.ACCEPTED, True, False, {TALKING: True}),
        (IntroductionStatus.ACCEPTED, False, True, {TALKING: True, TIME: True}),
    ],
)
def test_the_form_knows_what_is_written(
    status: IntroductionStatus, mine_proposed: bool, time: bool, data: dict[str, bool]
) -> None:
    seen = shown(status=status, mine_proposed=mine_proposed)
    assert write_form.start(seen, time=time) == {INTRODUCTION: seen.id, **data}


async def preview(story: Story, mei: Human, ana: Human, **more: Any) -> str:
    answers = {MINE: mei.listing_id, THEIRS: ana.listing_id} | more
    assert propose_form.FORM.preview is not None
    return await propose_form.FORM.preview(asked(story.database, by=mei.person_id, **answers))


async def test_the_preview_shows_what_they_will_see(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        facts = {"country": "BA", "size": CompanySize.SMALL}
        await session.execute(update(Company).where(Company.id == mei.company_id).values(facts))
        await session.execute(update(Listing).where(Listing.id == mei.listing_id).values(title=MARKUP))
    plain = await preview(story, mei, ana)
    assert f"from Bosnia &amp; Herzegovina · 11–49 people; your listing “{ESCAPED}”; and why it fits." in plain
    assert "Without a message from you. You can type one now." in plain
    assert "You can have 10 more open requests at a time." in plain
    said = await preview(story, mei, ana, **{PITCH: MARKUP})
    assert f"<b>Your words:</b> <i>“{ESCAPED}”</i>" in said
    assert MARKUP not in said


async def test_the_preview_of_a_deleted_listing_says_so(story: Story, mei: Human, ana: Human) -> None:
    text = await preview(story, mei, ana, **{MINE: ListingId(1_000_000)})
    assert text == "One of the two listings is no longer open."


async def test_only_a_pitch_is_masked_before_it_is_sent(story: Story, mei: Human, ana: Human) -> None:
    prepare = propose_form.FORM.prepare
    assert prepare is not None
    answers = {MINE: mei.listing_id, THEIRS: ana.listing_id}
    assert await prepare(asked(story.database, by=mei.person_id, **answers)) is None
    masked = await prepare(asked(story.database, by=mei.person_id, **answers, **{PITCH: "Write to a@b.rs"}))
    assert masked is not None
    assert "a@b.rs" not in masked.relayed
    gone = {MINE: ListingId(1_000_000), THEIRS: ana.listing_id, PITCH: "Hello"}
    assert await prepare(asked(story.database, by=mei.person_id, **gone)) is None


async def test_a_refused_message_is_not_said_to_be_passed_on(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    ctx = asked(story.database, by=mei.person_id, **{INTRODUCTION: number, TALKING: True, SENT: True, HEARD: True})
    turn = await turns.take(write_form.FORM, WORDS, OtherKind(), ctx)
    assert turn.notice == ANYTHING
    assert isinstance(turn.content, Question)
    assert turn.content.text.startswith("What you write now goes to")
