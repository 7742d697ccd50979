"""A code to an address at the company's own domain, with a real mail server on this machine."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.sandbox.world import World
from storage.ids import PersonId
from storage.people import memberships
from tests.chat import Human, open_chat
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair
from tests.outbox.mail_server import MailServer, mail_server


@dataclass(kw_only=True)
class Post:
    fair: Fair
    server: MailServer

    @property
    def ana(self) -> Human:
        return self.fair.ana

    async def leaves(self) -> None:
        """Sends the due mails."""
        await self.fair.chat.settle()

    def code(self) -> str:
        """Returns the code in the last mail."""
        text = self.server.mails[-1].get_content()
        return next(line.rpartition(":")[2].strip() for line in text.splitlines() if line.rstrip()[-3:].isdecimal())


@pytest.fixture
async def post(world: World, clock: Clock, database_url: str) -> AsyncIterator[Post]:
    async with mail_server() as server:
        settings = server.settings()
        smtp = {key: value for key, value in settings.model_dump().items() if key.startswith("smtp_")}
        async with open_chat(world, database_url, clock, **smtp) as chat:
            yield Post(fair=await at_the_fair(chat, clock), server=server)


async def has_website(post: Post, address: str | None = "https://www.senzor.rs") -> None:
    async with post.fair.chat.program.services.database.writing() as session:
        (company,) = await memberships.represented_by(session, PersonId(post.ana.id))
        company.website = address


async def asks_for_a_code(post: Post, address: str = "ana@senzor.rs") -> None:
    await post.ana.types("/company")
    await post.ana.says("✓ Verify the company")
    await post.ana.says("📧 By a code to company e-mail")
    await post.ana.types(address)


async def test_from_the_address_to_the_check_mark_that_others_see(post: Post) -> None:
    await has_website(post)
    await asks_for_a_code(post)
    assert "ana@senzor.rs" in post.ana.sees()
    await post.leaves()
    (mail,) = post.server.mails
    assert mail["To"] == "ana@senzor.rs"
    assert mail["Subject"] == post.ana.t("Your code for PartnerBridge")
    assert "Senzor" not in mail.get_content(), "nothing that anybody typed is mailed to strangers"
    await post.ana.types(post.code())
    assert "✅" in post.ana.sees()
    await post.ana.types("/company")
    assert f"✓ {post.ana.t('company e-mail verified')}: senzor.rs" in post.ana.sees()
    await post.fair.mei.types("/matches")
    assert f"✓ {post.fair.mei.t('company e-mail verified')}" in post.fair.mei.sees()
    assert "senzor.rs" not in post.fair.mei.sees()


async def test_search_results_and_introductions_show_the_check_mark_without_the_company(post: Post) -> None:
    await has_website(post)
    await asks_for_a_code(post)
    await post.leaves()
    await post.ana.types(post.code())
    mark = f"✓ {post.fair.mei.t('company e-mail verified')}"
    await post.fair.mei.types("/search senzori vlažnosti zemljišta")
    assert mark in post.fair.mei.sees()
    await post.fair.mei.types("/cancel")
    await post.fair.mei.types("/matches")
    await post.fair.proposed()
    await post.fair.mei.types("/introductions")
    assert mark in post.fair.mei.sees()
    assert "enzor d" not in post.fair.mei.sees()
    assert "senzor.rs" not in post.fair.mei.sees()


async def test_a_wrong_code_is_asked_for_again_and_another_one_can_be_had(post: Post) -> None:
    await has_website(post)
    await asks_for_a_code(post)
    await post.leaves()
    wrong = "000000" if post.code().replace(" ", "") != "000000" else "111111"
    await post.ana.types(wrong)
    assert post.ana.t("That code is wrong. Use the one from the latest e-mail.") in post.ana.sees()
    await post.ana.says("🔁 Send another one")
    assert len(post.server.mails) == 1, "not within the same minute"
    post.fair.clock.forward(minutes=1)
    await post.ana.says("🔁 Send another one")
    await post.leaves()
    assert len(post.server.mails) == 2
    await post.ana.types(post.code())
    assert "✅" in post.ana.sees()


async def test_free_mail_and_other_domains_are_refused_kindly(post: Post) -> None:
    await has_website(post)
    await asks_for_a_code(post, "ana@gmail.com")
    free = "Anybody can get an address there, so it proves nothing about your company. Type one at {domain}."
    assert post.ana.t(free, domain="senzor.rs") in post.ana.sees()
    await post.ana.types("ana@drugi.rs")
    assert post.ana.t("The address must be at {domain}, like your website.", domain="senzor.rs") in post.ana.sees()
    await post.ana.types("ana@senzor.rs")
    await post.leaves()
    assert len(post.server.mails) == 1


async def test_without_a_website_it_says_what_to_do(post: Post) -> None:
    await has_website(post, None)
    await post.ana.types("/company")
    await post.ana.says("✓ Verify the company")
    await post.ana.says("📧 By a code to company e-mail")
    await post.ana.says("🏢 My company")
    assert post.ana.t("✏️ Change") in post.ana.buttons()


async def test_an_address_that_the_server_does_not_take_is_told(post: Post) -> None:
    await has_website(post)
    post.server.answers = ["550 no such user"]
    await asks_for_a_code(post)
    await post.leaves()
    assert "📭" in post.ana.sees()


async def test_another_website_takes_the_check_mark_away(post: Post) -> None:
    await has_website(post)
    await asks_for_a_code(post)
    await post.leaves()
    await post.ana.types(post.code())
    await post.ana.types("/company")
    await post.ana.says("✏️ Change")
    await post.ana.presses(post.ana.t("Website"))
    await post.ana.types("drugi.rs")
    await post.ana.presses(post.ana.t("Save"))
    await post.fair.mei.types("/matches")
    assert post.fair.mei.t("company e-mail verified") not in post.fair.mei.sees()


async def test_without_a_mail_server_it_is_not_offered(world: World, clock: Clock, database_url: str) -> None:
    async with open_chat(world, database_url, clock) as chat:
        fair = await at_the_fair(chat, clock)
        await fair.ana.types("/company")
        await fair.ana.says("✓ Verify the company")
        assert fair.ana.t("🔢 By registration number") in fair.ana.buttons()
        assert fair.ana.t("📧 By a code to company e-mail") not in fair.ana.buttons()
