"""The export of one's own data, with introductions in it: complete, and with nobody else in it."""

import json

from bot.usecases.moderation import safety
from bot.usecases.people import settings
from bot.usecases.privacy import rights
from storage.models import Base
from storage.models.roles import RoleGrant
from storage.vocabulary import (
    Frequency,
    ReportObject,
    ReportReason,
    Role,
)
from tests.introductions.story import Human, Story


async def test_the_export_is_complete_and_contains_nobody_else(story: Story, mei: Human, ana: Human) -> None:
    await story.suggests(mei, ana)
    number = (await mei.proposes(ana, "Pudong Agritech: forty greenhouses.")).introduction_id
    said = await ana.asks(number, "Ana Anić of Senzor asks: how many?")
    await mei.answers(number, "Forty, says Mei Li.")
    async with story.database.writing() as session:
        await settings.choose_frequency(session, mei.person_id, Frequency.DAILY)
        await safety.report(
            session,
            mei.person_id,
            ReportObject.MESSAGE,
            said.message_id,
            reason=ReportReason.OTHER,
            note="odd",
            now=story.clock(),
        )
    await ana.accepts(number)
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    text = json.dumps(exported, ensure_ascii=False)
    for mine in ("Mei Li", "mei_li_sh", "mei-pudong", "Pudong Agritech", "Forty, says Mei Li.", "daily", "odd"):
        assert mine in text, mine
    for theirs in ("Ana", "Senzor", "senzor", "ana_anic", "+381"):
        assert theirs not in text, theirs
    assert exported["introduction"][0]["thread"][0]["by_my_side"] is False
    assert "how many?" in exported["introduction"][0]["thread"][0]["text"]


async def test_every_table_with_a_person_is_exported_or_named_as_exempt(story: Story, mei: Human) -> None:
    exempt = {
        "introduction",  # exported as seen from one's own side
    }
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    personal = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    untold = {"screening_hit"}  # never told to the one screened
    assert personal - exempt - untold <= exported.keys()
    assert not untold & exported.keys()
    assert exempt <= exported.keys()


async def test_the_export_names_no_other_person(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        session.add(
            RoleGrant(
                person_id=ana.person_id,
                role=Role.ORGANIZER,
                granted_by=mei.person_id,
                granted_at=story.clock(),
                taken_by=None,
                taken_at=None,
            )
        )
    async with story.database.reading() as session:
        exported = await rights.export(session, mei.person_id, story.clock())
    (grant,) = exported["role_grant"]
    assert (grant["person_id"], grant["granted_by"]) == (None, mei.person_id)
    assert str(ana.person_id) not in json.dumps(exported)
