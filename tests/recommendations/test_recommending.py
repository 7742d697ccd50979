"""Recommendations in the chat: an organizer recommends two companies to each other, and both must accept."""

from dataclasses import dataclass

import pytest

from bot.usecases import recommendations
from bot.usecases.events import setup
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import DeclineReason, JoinedBy, Role
from tests.announcements.fair import FAIR
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import (
    ANAS,
    MEIS,
    SECRETS_OF_ANA,
    SECRETS_OF_MEI,
    Fair,
    at_the_fair,
    plain,
    registered,
)

IDEA = "🎪 The organizer of <b>{event}</b> thinks you should meet."
NAMES = ("Senzor", "浦东", "Ana", "Li Mei", "senzor.rs", "pudong")


@dataclass(kw_only=True)
class Organized(Fair):
    """The fair with its organizer Olga."""

    olga: Human

    async def recommended(self, word: str = "") -> None:
        """Goes through the dialog until both sides are asked."""
        await opens(self.olga)
        await self.olga.presses("🤝 These two should meet")
        await self.olga.presses("Senzor")
        await self.olga.presses("浦东")
        await (self.olga.types(word) if word else self.olga.presses("Skip"))
        await self.olga.presses("Ask both")

    async def time_passes(self, **by: float) -> None:
        await super().time_passes(**by)
        services = self.chat.program.services
        rules = Rules.of(services.settings)
        deadlines = DeadlineJob(services.database, services.clock, rules, rounds=(recommendations.due,))
        while await deadlines.run():
            pass
        await self.chat.settle()


def reads(human: Human, sentence: str, **values: str) -> bool:
    """Returns True if the last answer contains this text in the person's language."""
    return plain(human.t(sentence, **values)) in plain(human.sees())


async def opens(olga: Human) -> str:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    return await olga.presses("🤝 Bring together")


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Organized:
    made = await at_the_fair(chat, clock)
    olga = chat.person("Olga")
    await registered(chat, olga, "Sajam d.o.o.", "RS", "olga@sajam.rs")
    services, number = chat.program.services, PersonId(olga.id)
    async with services.database.writing() as session:
        await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
        who = Actor(id=number, admins=())
        event_id = await setup.create(session, who, FAIR, draw=services.draw, now=services.clock())
        for human in (made.ana, made.mei):
            await events.join(session, event_id, PersonId(human.id), JoinedBy.CODE, services.clock())
    return Organized(chat=chat, clock=clock, ana=made.ana, mei=made.mei, olga=olga)


async def test_two_companies_are_found_by_name_asked_and_introduced(fair: Organized) -> None:
    olga, ana, mei = fair.olga, fair.ana, fair.mei
    assert "None yet" in await opens(olga)
    await olga.presses("🤝 These two should meet")
    assert "🇷🇸 Senzor d.o.o." in olga.buttons()
    await olga.types("сензро")
    assert [label for label in olga.buttons() if label.startswith("🇷🇸")] == ["🇷🇸 Senzor d.o.o."]
    await olga.presses("Senzor")
    assert any("浦东农业科技有限公司 ·" in label and label.endswith("%") for label in olga.buttons())
    await olga.presses("浦东")
    preview = await olga.types("You both told me about soil. Senzor is at A-12.")
    assert "浦东农业科技有限公司" in preview
    assert "“You both told me about soil. ▒▒▒ is at" in plain(preview)
    assert "the two see each other's names once both have said yes" in preview
    assert "keep you anonymous" not in preview, "the organizer is none of the two"
    assert "I asked both" in await olga.presses("Ask both")

    assert reads(ana, IDEA, event="Novosadski sajam")
    assert reads(mei, IDEA, event="诺维萨德展会")
    assert MEIS in ana.sees()
    assert ANAS in mei.sees()
    await mei.says("✅ Yes, introduce us")
    assert reads(mei, "✅ You said yes. As soon as they do too, you see each other's contact data.")
    assert "One said yes" in await opens(olga)
    assert reads(ana, IDEA, event="Novosadski sajam"), "the proposal says too that an organizer recommended it"
    for secret in (*SECRETS_OF_MEI, *SECRETS_OF_ANA):
        assert secret not in (ana if secret in SECRETS_OF_MEI else mei).phone.reads()

    await ana.says("✅ Accept and share contacts")
    assert SECRETS_OF_MEI[0] in ana.sees()
    assert SECRETS_OF_ANA[0] in mei.sees()
    await fair.time_passes(seconds=30)
    assert "Both said yes: connected" in olga.sees()


async def test_the_second_side_can_accept_on_the_recommendation(fair: Organized) -> None:
    await fair.recommended()
    await fair.mei.says("✅ Yes, introduce us")
    await fair.ana.says("✅ Yes, introduce us", older=True)
    assert SECRETS_OF_MEI[0] in fair.ana.sees()
    assert SECRETS_OF_ANA[0] in fair.mei.sees()


async def test_the_organizer_sees_the_status_but_no_messages(fair: Organized) -> None:
    await fair.recommended()
    await fair.mei.says("✅ Yes, introduce us")
    await fair.ana.says("❓ Ask a question first")
    await fair.ana.types("Koliko komada godišnje?")
    await fair.mei.says("✍️ Answer")
    await fair.mei.types("每年五千个")
    await fair.ana.says("✖️ No")
    await fair.ana.says("No time now")
    await fair.time_passes(seconds=30)
    assert "It does not fit this time" in await opens(fair.olga)
    seen = fair.olga.phone.reads()
    for word in ("Koliko", "五千", "No time", "ana@", "mei@", "Anić", "Li Mei"):
        assert word not in seen
    assert SECRETS_OF_MEI[0] not in fair.ana.phone.reads()
    assert SECRETS_OF_ANA[0] not in fair.mei.phone.reads()


async def test_postponing_and_declining_are_not_told_to_the_other_side(fair: Organized) -> None:
    await fair.recommended()
    await fair.mei.says("🕓 Not now")
    await fair.mei.says("In a week")
    before = fair.ana.phone.reads()
    await fair.time_passes(days=7)
    assert reads(fair.mei, "🕓 <b>You asked to see this again today.</b>")
    await fair.mei.says("✖️ No")
    await fair.mei.says("Too early a stage")
    assert reads(fair.mei, "You said no. They won't learn who you are, and the organizer won't learn why.")
    assert "It does not fit this time" in fair.olga.sees()
    assert "Too early" not in fair.olga.phone.reads()
    reminder = plain(fair.ana.t("⏰ <b>The organizer is waiting for your answer.</b>"))
    assert reminder in plain(fair.ana.phone.reads().removeprefix(before))
    await fair.ana.says("✅ Yes, introduce us")
    assert reads(fair.ana, "This has ended. You don't need to do anything.")


async def test_what_has_ended_is_neither_put_off_nor_declined(fair: Organized) -> None:
    await fair.recommended()
    card = fair.ana.phone.last()
    rows = [button["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for button in row]
    await fair.mei.says("✖️ No")
    await fair.mei.says("No time now")
    for data in rows:
        await fair.ana.does("presses_stale", card, data)
        assert reads(fair.ana, "This has ended. You don't need to do anything."), data


async def test_only_a_reason_that_is_offered_is_taken(fair: Organized) -> None:
    await fair.recommended()
    await fair.ana.says("✖️ No")
    card, data = fair.ana.phone.last(), fair.ana.phone.found(fair.ana.t("No time now"), None).action["callback_data"]
    forged = data.rpartition(":")[0] + f":{DeclineReason.UNREACHABLE}"
    await fair.ana.does("presses_stale", card, forged)
    await fair.mei.says("✅ Yes, introduce us")
    assert reads(fair.ana, IDEA, event="Novosadski sajam"), "it is still open"


async def test_the_organizer_withdraws_a_recommendation(fair: Organized) -> None:
    await fair.recommended()
    await opens(fair.olga)
    await fair.olga.presses("↩️ 浦东")
    await fair.olga.presses("Yes, take it back")
    assert "Withdrawn" in fair.olga.sees()
    for human in (fair.ana, fair.mei):
        assert reads(human, "↩️ The organizer has withdrawn this.")
    await fair.mei.says("✅ Yes, introduce us", older=True)
    assert reads(fair.mei, "This has ended. You don't need to do anything.")


async def test_recommendations_are_first_in_the_list_of_introductions(fair: Organized) -> None:
    await fair.recommended()
    await fair.mei.types("/introductions")
    assert reads(fair.mei, IDEA, event="诺维萨德展会")
    await fair.mei.presses("🎪")
    assert ANAS in fair.mei.sees()
    await fair.mei.says("✅ Yes, introduce us")
    await fair.mei.types("/introductions")
    assert "🎪 Bežični" not in fair.mei.sees()


async def test_two_companies_of_one_country_are_refused_with_the_reason(fair: Organized) -> None:
    olga = fair.olga
    vera = fair.chat.person("Vera", "sr")
    await registered(fair.chat, vera, "Komšija d.o.o.", "RS", "vera@komsija.rs")
    await vera.needs("Senzori vlažnosti zemljišta")
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    await olga.presses("🎫 Code and QR")
    code = olga.phone.reads().split("/join ")[-1][:8]
    await vera.types(f"/join {code}")
    await opens(olga)
    await olga.presses("🤝 These two should meet")
    await olga.presses("Senzor")
    assert not any("Komšija" in label for label in olga.buttons()), "not offered"
    await olga.types("komsija")
    assert "Both are from the same country" in await olga.presses("Komšija")


@pytest.mark.parametrize("who", ["guest", "other organizer"])
async def test_only_organizers_of_the_event_can_recommend_or_look(fair: Organized, who: str) -> None:
    """Tried with an old button, a forged one, a forwarded message and an open dialog."""
    eve = fair.chat.person("Eve")
    await registered(fair.chat, eve, "Evil Ltd", "FR", "eve@evil.fr")
    if who == "other organizer":
        services = fair.chat.program.services
        async with services.database.writing() as session:
            number = PersonId(eve.id)
            await roles.grant(session, number, Role.ORGANIZER, by=None, now=services.clock())
            other = Actor(id=number, admins=())
            await setup.create(session, other, FAIR, draw=services.draw, now=services.clock())
    services = fair.chat.program.services
    async with services.database.reading() as session:
        code = (await events.run_by(session, PersonId(fair.olga.id)))[0].code
    await eve.does("opens", f"https://t.me/{fair.chat.world.bot['username']}?start=e_{code}")
    await fair.recommended()
    await eve.types("/help")
    for data in ("e1:1:r", "e1:1:R", "rl1:1:0", "rp1:1:w", "rp1:1:W", "ir1:1:y", "ir1:1:o", "ir1:1:n", "ir1:1:l",
                 "irl1:1:3", "irn1:1:other", "f1:1:first:c:1"):  # fmt: skip
        await eve.does("presses_stale", eve.phone.last(), data)
        assert not [name for name in NAMES if name in eve.phone.reads()], data
    await eve.does("forwards", fair.olga.phone.last())
    assert "Both are asked" in await opens(fair.olga)
    assert fair.mei.t("✅ Yes, introduce us") in fair.mei.buttons(), "nothing has happened to it"


async def test_losing_the_role_during_the_dialog_sends_nothing(fair: Organized) -> None:
    olga = fair.olga
    await opens(olga)
    await olga.presses("🤝 These two should meet")
    await olga.presses("Senzor")
    services = fair.chat.program.services
    async with services.database.writing() as session:
        await roles.take(session, PersonId(olga.id), Role.ORGANIZER, by=None, now=services.clock())
    await olga.presses("浦东", older=True)
    assert "You don't have permission for this." in olga.sees()
    assert plain(fair.mei.t(IDEA, event="诺维萨德展会")) not in plain(fair.mei.phone.reads())


async def test_a_forged_company_or_pair_is_refused(fair: Organized) -> None:
    olga = fair.olga
    stranger = fair.chat.person("Otto")
    await registered(fair.chat, stranger, "Fremd GmbH", "DE", "otto@fremd.de")
    await stranger.needs("Bodenfeuchtesensoren")
    await opens(olga)
    await olga.presses("🤝 These two should meet")
    question = olga.phone.last()
    data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    forged = data.rsplit(":", 1)[0]
    for number in ("4", "0", "-1", "x", "99999999999999"):
        await olga.does("presses_stale", question, f"{forged}:{number}")
        assert "Fremd" not in olga.phone.reads(), number
    assert "Choose one of the buttons below." in olga.phone.reads()
