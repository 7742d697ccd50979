"""What an organizer prints for meetings: table signs that check people in, and badges."""

from tests.events.fair import plain
from tests.meetings.fair import Fair, booked, has_booth, opens_meetings
from tests.printing.codes import links


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
    assert "Nobody has said yet that they come." in katarina.sees()

    await ana.types("/meetings")
    await ana.says("🕓 When I have time")
    assert ana.t(
        "The organizer sees your answer with your name and company, for the plan and for your badge."
    ) in plain(ana.sees())
    await ana.says("Done")
    await ana.says("Yes, I am there")
    await katarina.presses("🪪 Badges", older=True)

    assert "The badge of 1 person." in katarina.sees()
