"""What an organizer prints for meetings: table signs that check people in, and badges."""

from storage.ids import PersonId
from storage.people import memberships
from storage.vocabulary import MembershipStatus, Relation
from tests.events.fair import plain
from tests.factories import add_company
from tests.meetings.fair import Fair, booked, has_booth, opens_meetings
from tests.printing.codes import links, texts


async def test_the_sign_of_a_table_checks_people_in(fair: Fair) -> None:
    katarina, mei = fair.katarina, fair.mei
    await booked(fair, "09:00")
    await fair.until(10, 8, 55)
    await opens_meetings(fair)
    await katarina.presses("🪧 Table signs")
    (sent,) = katarina.phone.news()
    codes = [link for page in links(katarina.phone.file(sent)) for link in page]
    assert len(set(codes)) == 2, "a code for each table, none for the video room"

    seen = [await mei.does("opens", link) for link in dict.fromkeys(codes)]

    assert (
        sum(mei.t("✅ <b>You are checked in.</b>").removeprefix("✅ <b>").removesuffix("</b>") in one for one in seen)
        == 1
    )


async def test_a_stand_of_an_exhibitor_has_no_table_sign(fair: Fair) -> None:
    ana, katarina = fair.ana, fair.katarina
    await has_booth(fair, "B7")
    await opens_meetings(fair)
    await katarina.presses_in_turn("✏️ Change", "✏️ At booths", "Yes", "Save")
    await booked(fair, "09:00")
    assert "B7" in ana.sees()

    await katarina.presses("🪧 Table signs", older=True)

    assert "The signs of 2 tables." in katarina.sees()


async def test_badges_are_for_those_who_said_that_they_come(fair: Fair) -> None:
    katarina, ana = fair.katarina, fair.ana
    await opens_meetings(fair)
    await katarina.presses("🪪 Badges")
    assert "Nobody has a meeting yet" in katarina.sees()

    await ana.types("/meetings")
    await ana.says("🕓 When I have time")
    assert ana.t(
        "The organizer sees your answer with your name and company, for the plan and for your badge."
    ) in plain(ana.sees())
    await ana.says("Done")
    await ana.says("Yes, I am there")
    await katarina.presses("🪪 Badges", older=True)

    assert "The badge of 1 person." in katarina.sees()


TOLD = "🪪 The organizer sees your name and company, for your badge."


async def test_badges_are_also_for_those_who_have_a_meeting_at_a_table(fair: Fair) -> None:
    katarina, ana, mei = fair.katarina, fair.ana, fair.mei
    await booked(fair, "09:00")
    assert ana.t(TOLD) in ana.sees()
    assert mei.t(TOLD) in mei.sees()
    await opens_meetings(fair)

    await katarina.presses("🪪 Badges")

    assert "The badges of 2 people." in katarina.sees()
    printed = " ".join(texts(katarina.phone.file(katarina.phone.last())))
    assert "Senzor d.o.o." in printed
    assert "Ana" in printed


async def test_who_said_when_they_have_time_is_not_told_again_and_who_comes_by_video_gets_no_badge(fair: Fair) -> None:
    katarina, ana, mei = fair.katarina, fair.ana, fair.mei
    await ana.types("/meetings")
    await ana.says("🕓 When I have time")
    await ana.says("Done")
    await ana.says("No, I meet by video")
    await ana.says("Skip")
    await booked(fair, "09:00")
    assert ana.t(TOLD) not in ana.sees()
    assert mei.t(TOLD) not in mei.sees(), "they meet by video"
    await opens_meetings(fair)
    await katarina.presses("🪪 Badges")
    assert "Nobody has a meeting yet" in katarina.sees()


async def test_the_badge_names_the_company_for_which_one_meets(fair: Fair) -> None:
    katarina, ana = fair.katarina, fair.ana
    services = fair.chat.program.services
    async with services.database.writing() as session:
        # Registered before her own company.
        client = await add_company(session, id=-1_000_000, name="Aaa Client", name_key="aaa client", city=None)
        await memberships.put(
            session,
            person_id=PersonId(ana.id),
            company_id=client.id,
            relation=Relation.ADVISER,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=services.clock(),
        )
    await booked(fair, "09:00")
    await opens_meetings(fair)
    await katarina.presses("🪪 Badges")
    printed = " ".join(texts(katarina.phone.file(katarina.phone.last())))
    assert "Senzor d.o.o." in printed
    assert "Aaa Client" not in printed
