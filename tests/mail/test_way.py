"""An introduction to a company that is not on Telegram, from the question if we may write to the conversation."""

import re

import pytest

from bot.i18n.translator import translator_for
from storage.ids import PersonId
from storage.models import Sanction
from storage.people import memberships
from storage.vocabulary import (
    IntroductionStatus,
    Language,
    MailboxStatus,
    MembershipStatus,
    Relation,
    SanctionKind,
    SanctionReason,
)
from tests.events.fair import MEIS_WORDS, SECRETS_OF_MEI
from tests.mail.post import ADDRESS, Post, part, subjects


def shown_anonymously(text: str) -> bool:
    return not [secret for secret in SECRETS_OF_MEI if secret in text]


async def test_the_first_mail_asks_only_if_we_may_write(post: Post) -> None:
    await post.proposed("我们需要四千个")
    (mail,) = post.server.mails
    assert mail["To"] == ADDRESS
    assert mail["Subject"].startswith("Da li možemo da pišemo firmi Senzor d.o.o.")
    assert "May we write to Senzor d.o.o. about partners abroad?" in mail["Subject"]
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "Agro sajam" in text
        assert "Agro Fair" in text
        assert "四千个" not in text
        assert shown_anonymously(text)
    assert "🇨🇳" not in post.text()
    page = await post.opens()
    assert "四千个" not in page
    assert MEIS_WORDS not in page
    assert (await post.mailbox()).status is MailboxStatus.ASKED


async def test_after_the_yes_the_page_shows_the_card_and_its_answers(post: Post) -> None:
    await post.proposed("我们需要四千个, 我的邮箱是 mei@pudong.cn")
    page = await post.sends("yes", path=f"{post.link()}?l=en")
    assert "我们需要四千个" in page
    assert MEIS_WORDS.rstrip(".") in page
    assert shown_anonymously(page)
    for answer in ("Accept and share contacts", "Ask a question first", "Not now", "No"):
        assert answer in page
    assert len(post.server.mails) == 1, "the page shows it; no mail is needed"


async def test_accepting_shows_each_side_the_other(post: Post) -> None:
    await post.confirmed()
    page = await post.sends("accept")
    assert all(secret in page for secret in SECRETS_OF_MEI)
    seen = post.mei.sees()
    assert "Senzor d.o.o." in seen
    assert ADDRESS in seen
    assert "Olga" not in seen, "the organizer is not who answered"
    assert post.mei.t("They answer by e-mail. What you write here reaches them there.") in seen
    introduction = await post.introduction()
    assert (introduction.status, introduction.answered_by) == (IntroductionStatus.ACCEPTED, None)
    assert "浦东农业" in post.olga.sees(), "whoever acts for the company knows how it stands"


async def test_a_question_and_its_answer(post: Post) -> None:
    await post.confirmed()
    page = await post.sends("say", words="Koliko komada? Senzor d.o.o., kontakt@senzor.rs")
    assert translator_for(Language.SR_LATN)("an e-mail address") in page, (
        "the page says what was hidden, as the chat does"
    )
    assert "Koliko komada?" in post.mei.sees()
    assert "enzor d" not in post.mei.sees()
    assert "senzor.rs" not in post.mei.sees()
    await post.mei.says("✍️ Answer")
    await post.mei.types("四千个, 浦东农业科技有限公司")
    assert "四千个" in post.text()
    assert shown_anonymously(post.text())
    page = await post.sends("accept")
    assert "Koliko komada?" in page
    assert all(secret in page for secret in SECRETS_OF_MEI)


async def test_the_conversation_goes_on_by_mail_and_page(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    await post.mei.says("✍️ Write to them", older=True)
    await post.mei.types("你好, 什么时候方便?")
    assert "你好, 什么时候方便?" in post.text()
    assert "Li Mei" in post.text()
    page = await post.sends("say", words="U utorak u 10. Ovo je Ana, 064 123 456.")
    assert "U utorak u 10." in page
    assert "064 123 456" in post.mei.sees(), "nothing is hidden after both accepted"
    assert "Senzor d.o.o." in post.mei.sees()


async def test_no_ends_it_with_a_kind_word(post: Post) -> None:
    await post.confirmed()
    await post.sends("no", reason="too_early")
    assert post.code == 200
    assert post.mei.t("The stage is too early for them.") in post.mei.sees()
    assert (await post.introduction()).status is IntroductionStatus.DECLINED


async def test_not_now_comes_back_by_mail(post: Post) -> None:
    await post.confirmed()
    await post.sends("later", days="7")
    assert (await post.introduction()).later_until is not None
    before = len(post.server.mails)
    await post.time_passes(days=7, hours=1)
    assert len(post.server.mails) == before + 1
    assert "You asked to see this request again today" in post.mail["Subject"]
    await post.sends("accept")
    assert (await post.introduction()).status is IntroductionStatus.ACCEPTED


async def test_a_reminder_by_mail_alone_counts_as_one(post: Post) -> None:
    """The organizer is away, so that nobody reads it on Telegram."""
    await post.confirmed()
    await post.olga.does("blocks")
    await post.time_passes(days=3, hours=1)
    assert "waiting for your answer" in post.mail["Subject"]
    assert (await post.introduction()).reminded_at is not None


async def test_one_reminder_and_then_an_end(post: Post) -> None:
    await post.confirmed()
    await post.time_passes(days=3, hours=1)
    await post.time_passes(days=3)
    assert [subject for subject in subjects(post.server) if "waiting for your answer" in subject] == [
        post.mail["Subject"]
    ]
    assert (await post.introduction()).reminded_at is not None
    await post.time_passes(days=5)
    assert post.mei.t("⌛ No answer in time. That's common; see other matches: /matches") in post.mei.sees()
    page = await post.opens(f"{post.link()}?l=en")
    assert "It ended without an answer." in page
    assert 'value="accept"' not in page


async def test_an_unanswered_mailbox_is_asked_once(post: Post) -> None:
    await post.proposed()
    await post.time_passes(days=4)
    await post.time_passes(days=8)
    assert len(post.server.mails) == 1
    assert post.mei.t("⌛ No answer in time. That's common; see other matches: /matches") in post.mei.sees()


async def test_the_results_are_asked_for_by_mail(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    await post.time_passes(days=7, hours=1)
    assert "Did your introduction lead to anything?" in post.mail["Subject"]
    await post.sends("outcome", outcome="met")
    assert post.code == 200


async def test_a_withdrawn_request_is_told_only_to_who_knew_of_it(post: Post) -> None:
    await post.confirmed()
    await post.mei.types("/introductions")
    await post.mei.presses("🇷🇸")
    await post.mei.says("↩️ Withdraw")
    assert len(post.server.mails) == 1, "no mail had shown the request; the page tells"
    assert "Withdrawn." in await post.opens(f"{post.link()}?l=en")


async def test_nobody_is_mailed_at_night(post: Post) -> None:
    post.clock.forward(hours=13)  # 23 o'clock in Serbia
    await post.proposed()
    assert post.server.mails == []
    post.clock.forward(hours=9, minutes=30)
    await post.works()
    assert len(post.server.mails) == 1


async def test_headers_that_mail_programs_and_people_expect(post: Post) -> None:
    await post.proposed()
    mail = post.mail
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@fair.example.org>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip("<>").endswith("/stop")
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "<img" not in part(mail, "html")


async def test_a_company_with_people_of_its_own_gets_no_mail(post: Post) -> None:
    ana = post.chat.person("Ana", "sr")
    await ana.types("/start")
    await joins(post, ana.id)
    await post.proposed()
    assert post.server.mails == []
    assert ana.t("✅ Accept and share contacts") in ana.buttons()


@pytest.mark.parametrize("why", ["own people", "ban"])
async def test_links_end_with_the_mails(post: Post, why: str) -> None:
    """Whoever gave the address may be a former adviser, who still has the mail."""
    await post.confirmed()
    link, mails = post.link(), len(post.server.mails)
    if why == "own people":
        ana = post.chat.person("Ana", "sr")
        await ana.types("/start")
        await joins(post, ana.id)
    else:
        async with post.database.writing() as session:
            ban = {"kind": SanctionKind.BAN, "reason": SanctionReason.FRAUD, "created_at": post.clock()}
            session.add(Sanction(company_id=post.company_id, **ban))
    page = await post.sends("accept", link)
    assert post.code == 410
    assert MEIS_WORDS not in page
    assert shown_anonymously(page)
    assert (await post.introduction()).status is IntroductionStatus.PROPOSED
    assert len(post.server.mails) == mails


async def joins(post: Post, person_id: int) -> None:
    async with post.database.writing() as session:
        await memberships.put(
            session,
            person_id=PersonId(person_id),
            company_id=post.company_id,
            relation=Relation.REPRESENTATIVE,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=post.clock(),
        )


async def test_a_file_from_telegram_can_be_downloaded_after_both_accepted(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    await post.mei.says("✍️ Write to them", older=True)
    await post.mei.does("sends_document", b"%PDF-1.4 prices", name="prices.pdf", caption="价格")
    page = await post.opens()
    (path,) = re.findall(r'href="([^"]+/file/\d+)"', page)
    response = await post.browser.get(f"/pb/m/{path}")
    assert response.content == b"%PDF-1.4 prices"
    assert response.headers["content-disposition"] == 'attachment; filename="file.pdf"'
    for wrong in (path[:-1] + "99", path[:-1] + "0"):
        assert (await post.browser.get(f"/pb/m/{wrong}")).status_code == 410
