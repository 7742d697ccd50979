"""Links that were forged, replayed, prefetched or kept too long change nothing, and the page says kindly why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases import introductions
from bot.usecases.mail import mailboxes
from bot.usecases.mail.links import VALID, LinkSigner
from storage.ids import IntroductionId, MailboxId, PersonId
from storage.models import Base, MailAddress, Mailbox
from storage.vocabulary import IntroductionStatus, MailboxStatus, MailTopic
from tests.factories import NOW
from tests.mail.post import Post

SIGNER = LinkSigner("123456789:secret")


async def everything(post: Post) -> str:
    """All rows of all tables."""
    async with post.database.reading() as session:
        tables = [(await session.execute(select(table))).all() for table in Base.metadata.sorted_tables]
    return repr(tables)


def test_a_link_is_read_as_it_was_signed() -> None:
    link = SIGNER.read(SIGNER.sign(MailboxId(7), IntroductionId(2**40), NOW))
    assert link is not None
    assert (link.mailbox_id, link.introduction_id) == (7, 2**40)
    assert link.expires_at - NOW == timedelta(days=30)


def test_no_changed_link_is_read() -> None:
    token = SIGNER.sign(MailboxId(7), IntroductionId(3), NOW)
    assert LinkSigner("another secret").read(token) is None
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        read = SIGNER.read(changed)
        # The last character of base64 has unused bits.
        assert read is None or (place == len(token) - 1 and read == SIGNER.read(token)), place
    for other in ("", "x", token[:-2], token + "AAAA", "ä" * 48, "=" * 20, token.swapcase()):
        assert SIGNER.read(other) is None, other


async def test_opening_a_link_changes_nothing(post: Post) -> None:
    """As mail scanners, previews and prefetching browsers do, also with HEAD."""
    await post.proposed()
    before = await everything(post)
    for path in (post.link(), f"{post.link()}/stop", f"{post.link()}?done=accept&l=zh"):
        for _ in range(2):
            assert (await post.browser.get(path)).status_code == 200
            assert (await post.browser.head(path)).status_code == 200
    assert await everything(post) == before
    await post.sends("yes")
    before = await everything(post)
    await post.opens()
    await post.opens(f"{post.link()}/stop")
    assert await everything(post) == before


async def test_a_forged_link_does_nothing_and_says_so(post: Post) -> None:
    await post.confirmed()
    before = await everything(post)
    path = post.link()
    forged = path[:-6] + ("AAAAAA" if not path.endswith("AAAAAA") else "BBBBBB")
    for act in ("accept", "no", "say", "yes", "never", "renew", "later"):
        page = await post.sends(act, forged, state="0.0", words="x", reason="other", days="1")
        assert post.code == 404
        assert "This link is incomplete." in page
    assert await everything(post) == before


async def test_an_answer_that_is_sent_again_counts_once(post: Post) -> None:
    await post.confirmed()
    await post.opens()
    await post.sends("say", words="Koliko komada?", state="0.0")
    assert post.code == 200
    assert "Koliko komada?" in post.mei.sees()
    before = await everything(post)
    page = await post.sends("say", f"{post.link()}?l=en", words="Koliko komada?", state="0.0")
    assert post.code == 409
    assert "That was sent already" in page
    assert await everything(post) == before
    await post.sends("accept", state="0.0")
    assert post.code == 409, "a page that was open before the question"
    assert (await post.introduction()).status is IntroductionStatus.QUESTION


async def test_nobody_is_asked_for_a_request_that_was_taken_back(post: Post) -> None:
    await post.proposed()
    async with post.database.writing() as session:
        number = (await post.introduction()).id
        await introductions.withdraw(session, PersonId(post.mei.id), number, post.clock())
    page = await post.opens(f"{post.link()}?l=en")
    assert post.code == 410
    assert "Nothing here any more" in page


async def test_before_the_yes_no_other_form_is_taken(post: Post) -> None:
    await post.proposed()
    before = await everything(post)
    asked = {"reason": "other", "days": "1", "words": "x", "outcome": "signed", "worth": "more", "named": "named"}
    for act in ("accept", "no", "later", "say", "outcome", "worth", "quote", "unquote"):
        await post.sends(act, state="0.0", **asked)
        assert post.code == 409, act
    assert await everything(post) == before


async def test_a_message_that_is_sent_again_arrives_once(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    state = "1.0"
    await post.sends("say", words="Dobar dan", state=state)
    assert post.code == 200
    await post.sends("say", words="Dobar dan", state=state)
    assert post.code == 409
    assert str(post.mei.phone.messages()).count("Dobar dan") == 1


async def test_an_expired_link_offers_a_new_one_by_mail(post: Post) -> None:
    await post.confirmed()
    await post.sends("accept")
    old = post.link()
    await post.time_passes(days=31)
    before = len(post.server.mails)
    page = await post.opens(f"{old}?l=en")
    assert post.code == 410
    assert "This link has expired" in page
    assert "浦东农业" not in page
    await post.sends("say", old, words="x", state="1.0")
    assert post.code == 410
    assert len(post.server.mails) == before
    await post.sends("renew", old)
    await post.sends("renew", old)
    assert len(post.server.mails) == before + 1, "once a day"
    assert "Your new link" in post.mail["Subject"]
    assert "浦东农业" in await post.opens()


async def test_a_link_works_until_the_last_second(post: Post) -> None:
    await post.confirmed()
    signer = LinkSigner(post.chat.program.services.settings.links_key)
    box, introduction = await post.mailbox(), await post.introduction()
    for left, code in ((timedelta(seconds=1), 200), (timedelta(), 410)):
        await post.opens(f"/pb/m/{signer.sign(box.id, introduction.id, post.clock() - VALID + left)}")
        assert post.code == code


async def test_a_link_to_an_address_that_takes_no_mail_promises_none(post: Post) -> None:
    await post.confirmed()
    link = post.link()
    async with post.database.writing() as session:
        await mailboxes.bounce(session, (await post.mailbox()).id, post.clock())
    await post.works()
    before = await everything(post)
    for act in ("renew", "accept"):
        page = await post.sends(act, f"{link}?l=en", state="0.0")
        assert post.code == 410
        assert "Nothing here any more" in page
    assert await everything(post) == before


@pytest.mark.parametrize("way", ["one click", "never again"])
async def test_a_refusal_counts_also_after_a_mail_came_back(post: Post, way: str) -> None:
    await post.confirmed()
    link = post.link()
    async with post.database.writing() as session:
        await mailboxes.bounce(session, (await post.mailbox()).id, post.clock())
    await post.works()
    if way == "one click":
        await post.browser.post(f"{link}/stop", data={"List-Unsubscribe": "One-Click"})
    else:
        await post.sends("never", f"{link}?l=en", state="0.0")
    box = await post.mailbox()
    assert (box.status, box.address) == (MailboxStatus.REFUSED, None)
    async with post.database.reading() as session:
        address = await session.get(MailAddress, box.address_hash)
    assert address.refused_at == post.clock()


async def test_one_click_and_never_again_end_all_mails(post: Post) -> None:
    await post.proposed()
    await post.browser.post(f"{post.link()}/stop", data={"List-Unsubscribe": "One-Click"})
    await post.works()
    box = await post.mailbox()
    assert (box.status, box.address) == (MailboxStatus.REFUSED, None)
    assert post.mei.t("📭 They could not be reached. Other matches: /matches") in post.mei.sees()
    assert "Senzor d.o.o." in post.olga.sees()
    page = await post.opens(f"{post.link()}?l=en")
    assert post.code == 410
    assert "Nobody writes to you from here again." in page
    await post.sends("yes", state="")
    assert (await post.mailbox()).status is MailboxStatus.REFUSED


async def test_an_address_that_refused_is_not_asked_for_another_company(post: Post) -> None:
    await post.proposed()
    await post.sends("never")
    async with post.database.writing() as session:
        await session.delete(await session.get(Mailbox, (await post.mailbox()).id))
    await post.mei.types("/matches")
    await post.proposed()
    await post.works()
    assert len(post.server.mails) == 1
    assert (await post.mailbox()).status is MailboxStatus.REFUSED


async def test_posted_forms_are_bounded_and_nonsense_is_refused(post: Post) -> None:
    await post.confirmed()
    before = await everything(post)
    assert (await post.browser.post(post.link(), content=b"a" * 70_000)).status_code == 413
    for content in (b"", b"\xff\xfe", b"act=accept", b"act=\x00", b"act=no&state=0.0&reason=listing_gone"):
        assert (await post.browser.post(post.link(), content=content)).status_code == 409, content
    assert await everything(post) == before


async def test_the_page_keeps_its_address_and_its_words_to_itself(post: Post) -> None:
    await post.confirmed()
    await post.opens()
    headers = post.pages[-1].headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "<script" not in post.pages[-1].text
    assert [mail.topic for mail in await post.mails()] == [MailTopic.CONSENT]
